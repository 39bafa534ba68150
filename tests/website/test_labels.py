import pytest

from editorial.models import Topic
from news.models import Section
from tests.factories import printed
from website.labels import Label, label_of, label_of_country, labels_of

pytestmark = pytest.mark.django_db


def test_release_is_filed_under_its_section_topics_and_countries_in_printed_order() -> None:
    section = Section.objects.create(slug="meetings", name_en="Meetings")
    water = Topic.objects.create(slug="water", name_en="Water")
    trade = Topic.objects.create(slug="trade", name_en="Trade")
    facts = {
        "section": section.pk,
        "topics": [water.pk, trade.pk],
        "countries": ["JP", "FI"],
    }

    labels = labels_of(printed("en", facts=facts))

    assert labels.section == Label("Meetings", "en", "/en/news/?section=meetings")
    assert labels.topics == [
        Label("Water", "en", "/en/news/?topic=water"),
        Label("Trade", "en", "/en/news/?topic=trade"),
    ]
    assert labels.countries == [
        Label("Japan", "en", "/en/news/?country=JP"),
        Label("Finland", "en", "/en/news/?country=FI"),
    ]


def test_records_that_are_gone_are_left_out() -> None:
    facts = {"section": 10**9, "topics": [10**9], "countries": ["SU"]}

    labels = labels_of(printed("en", facts=facts))

    assert (labels.section, labels.topics, labels.countries) == (None, [], [])


def test_record_without_a_name_in_the_language_says_which_language_its_name_is_in() -> None:
    section = Section.objects.create(slug="meetings", name_ru="Встречи")

    assert label_of(section, "en") == Label("Встречи", "ru", "/en/news/?section=meetings")


def test_record_is_called_by_its_name_in_the_language_of_the_page() -> None:
    topic = Topic.objects.create(slug="water", name_ru="Вода", name_uz_cyrl="Сув")

    assert label_of(topic, "uz-cyrl") == Label("Сув", "uz-Cyrl", "/uz-cyrl/news/?topic=water")


def test_unknown_country_has_no_label() -> None:
    with pytest.raises(KeyError):
        label_of_country("XX", "ru")
