"""Publications as they are chosen from one another's forms."""

from django.utils.translation import override

from editorial.models import Edition, Publication
from editorial.titles import titled
from tests.delegations.factories import delegation, meeting
from tests.editorial.conftest import Office
from tests.factories import draft


def called(edition: Edition, language: str = "ru") -> str:
    with override(language):
        return str(titled(Publication.objects.filter(pk=edition.publication_id)).get())


def test_those_of_one_title_are_told_apart_by_their_day_and_number(office: Office) -> None:
    said = {"ru": {"title": "Встреча: ИСМИ — Франция"}}
    met = meeting(office.writer, said, starts_on="2025-11-26")
    again = meeting(office.writer, said, starts_on="2026-11-20")
    visit = delegation(office.writer, country="FR")
    numbers = [one.publication_id for one in (met, again, visit)]
    assert [called(one) for one in (met, again, visit)] == [
        f"Встреча: ИСМИ — Франция, 26 ноября 2025 ({numbers[0]})",
        f"Встреча: ИСМИ — Франция, 20 ноября 2026 ({numbers[1]})",
        f"Делегация: Франция, 25 ноября 2025 ({numbers[2]})",
    ]


def test_one_without_a_day_is_called_by_title_and_number(office: Office) -> None:
    item = draft(office.writer)
    assert called(item) == f"{item.headline_ru} ({item.publication_id})"  # type: ignore[attr-defined]
