import pytest

from editorial.models import Release, Topic
from news.models import Section
from tests.factories import printed
from website.labels import Label, Labels, label_of_country, label_of_section, labels_of
from website.records import keys_of, read_records

pytestmark = pytest.mark.django_db


def _labels(release: Release) -> Labels:
    return labels_of(release, read_records(keys_of(release)))


def test_release_is_filed_under_its_section_topics_and_countries_in_printed_order() -> None:
    section = Section.objects.create(slug="meetings", name_en="Meetings")
    water = Topic.objects.create(slug="water", name_en="Water")
    trade = Topic.objects.create(slug="trade", name_en="Trade")
    facts = {
        "section": section.pk,
        "topics": [water.pk, trade.pk],
        "countries": ["JP", "FI"],
    }

    labels = _labels(printed("en", facts=facts))

    assert labels.section == Label("Meetings", "en", "/en/news/?section=meetings")
    assert labels.topics == [
        Label("Water", "en", "/en/news/?topic=water"),
        Label("Trade", "en", "/en/news/?topic=trade"),
    ]
    assert labels.countries == [
        Label("Japan", "en", "/en/countries/jp/"),
        Label("Finland", "en", "/en/countries/fi/"),
    ]


def test_records_that_are_gone_are_left_out() -> None:
    facts = {"section": 10**9, "topics": [10**9], "countries": ["SU"]}

    labels = _labels(printed("en", facts=facts))

    assert (labels.section, labels.topics, labels.countries) == (None, [], [])


def test_record_without_a_name_in_the_language_says_which_language_its_name_is_in() -> None:
    section = Section.objects.create(slug="meetings", name_ru="Встречи")

    assert label_of_section(section, "en") == Label("Встречи", "ru", "/en/news/?section=meetings")


def test_record_is_called_by_its_name_in_the_language_of_the_page() -> None:
    topic = Topic.objects.create(slug="water", name_ru="Вода", name_uz_cyrl="Сув")

    labels = _labels(printed("uz-cyrl", facts={"topics": [topic.pk]}))

    assert labels.topics == [Label("Сув", "uz-Cyrl", "/uz-cyrl/news/?topic=water")]


def test_unknown_country_has_no_label() -> None:
    with pytest.raises(KeyError):
        label_of_country("XX", "ru")
