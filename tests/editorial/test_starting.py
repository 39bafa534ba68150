"""A form that opens a piece, sent again with more in it."""

from uuid import uuid4

import pytest

from editorial import actions
from editorial.models import Publication
from editorial.refusals import Refused
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.factories import words


def test_what_the_same_form_says_later_is_saved_over_what_it_said_first(office: Office) -> None:
    key = uuid4()
    actions.start_edition(
        by=office.writer, kind="news", opening_key=key, texts={"ru": words("Первый")}
    )
    again = actions.start_edition(
        by=office.writer,
        kind="news",
        opening_key=key,
        texts={"ru": words("Первый, дополненный"), "en": words("First")},
    )
    item = NewsItem.objects.get()
    assert (item.headline_ru, item.headline_en) == ("Первый, дополненный", "First")
    assert (Publication.objects.count(), again.token) == (1, 2)


def test_a_source_language_that_is_none_of_the_four_is_refused(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        actions.start_edition(by=office.writer, kind="news", source_language="fr")
    assert refusal.value.codes == ("unknown_part",)
    with pytest.raises(KeyError):
        actions.start_edition(by=office.writer, kind="news", texts={"fr": words("Réunion")})


def test_a_country_given_twice_is_kept_once(office: Office) -> None:
    edition = actions.start_edition(
        by=office.writer, kind="news", facts={"countries": ["FR", "DE", "FR"]}
    )
    assert edition.countries == ["DE", "FR"]
