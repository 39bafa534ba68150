"""Two contents made one comparison: facts, rows, languages, the office, how texts go out."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from editorial import actions
from editorial.actions.access import limit_access
from editorial.clock import database_moment
from editorial.desk.comparing import Comparison, Field, compare
from editorial.desk.versions import History, sides_of
from editorial.kinds import kind_model
from editorial.models import Edition, Topic
from events.forms import MeetingForm
from news.forms import NewsItemForm
from tests.editorial.conftest import Office
from tests.factories import draft, released, words
from tests.library.files import BLUE, bytes_of, drawn, taken_in

FORMS = {"news": NewsItemForm, "meeting": MeetingForm}
GUEST = {"key": "guest", "side": "guest"}
HOST = {"key": "host", "side": "host"}
NAMES = {"guest": {"name": "Патрик Бриан"}, "host": {"name": "Эльдор Арипов"}}


def saved(edition: Edition, by: User, **given: Any) -> Edition:
    stored = Edition.objects.get(pk=edition.pk)
    return actions.save_edition(edition=stored, by=by, token=stored.token, **given)


def compared(edition: Edition, by: User, before: str = "", after: str = "") -> Comparison:
    """Compare the last two versions, or the two named."""
    history = History(edition.publication, database_moment())
    newer, older = history.versions[:2]
    ones = [history.find(before) or older, history.find(after) or newer]
    model = kind_model(edition.publication.kind)
    first, second = sides_of(model, ones)
    fields: Any = FORMS[edition.publication.kind].base_fields  # type: ignore[attr-defined]
    return compare(model, first, second, by=by, fields=fields)


def inline(field: Field) -> list[str]:
    return [str(block.inline) for block in field.blocks if not block.is_same]


def told(comparison: Comparison) -> dict[str, dict[str, list[str]]]:
    """Return what differs, by part and field."""
    return {
        part.code: {field.label: inline(field) for field in part.changed}
        for part in comparison.changed
    }


def rows(comparison: Comparison, place: int = 0) -> list[tuple[str, tuple[str, ...]]]:
    return [(row.title, row.signs) for row in comparison.lists[place].rows]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def meeting(office: Office) -> Edition:
    return actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        facts={"starts_on": "2025-11-26", "participants": [GUEST, HOST]},
        texts={"ru": {"title": "Встреча", "participants": NAMES}},
    )


def test_facts_are_compared_in_words(office: Office) -> None:
    topic = Topic.objects.create(slug="trade", name_en="Trade")
    edition = draft(office.writer)
    saved(edition, office.writer, facts={"countries": ["FR", "JP"], "topics": [topic.pk]})
    saved(edition, office.writer, facts={"countries": ["FR", "DE"], "topics": []})
    assert told(compared(edition, office.writer)) == {
        "facts": {
            "Topics": ["<del>Trade</del>"],
            "Countries": ["France<del>, Japan</del><ins>, Germany</ins>"],
        }
    }


def test_a_linked_publication_is_named_by_its_title(office: Office, meeting: Edition) -> None:
    edition = draft(office.writer)
    saved(edition, office.writer, facts={"meetings": [meeting.publication_id]})
    ((link,),) = told(compared(edition, office.writer))["facts"].values()
    assert link == f"<ins>Встреча, 26 November 2025 ({meeting.publication_id})</ins>"


def test_a_link_to_what_the_reader_may_not_see_has_no_title(
    office: Office, meeting: Edition
) -> None:
    edition = draft(office.writer)
    saved(edition, office.writer, facts={"meetings": [meeting.publication_id]})
    limit_access(edition=meeting, by=office.writer, people=[office.secretary])
    ((seen,),) = told(compared(edition, office.writer))["facts"].values()
    ((hidden,),) = told(compared(edition, office.editor))["facts"].values()
    number = meeting.publication_id
    assert seen == f"<ins>Встреча, 26 November 2025 ({number})</ins>"
    assert hidden == f"<ins>№ {number}</ins>"


def test_days_times_and_choices_are_said_in_words(office: Office, meeting: Edition) -> None:
    facts = {"starts_on": "2025-11-27", "starts_at": "10:30", "status": "planned"}
    saved(meeting, office.writer, facts={**facts, "is_online": True})
    found = told(compared(meeting, office.writer))["facts"]
    assert found == {
        "Status": ["<del>Held</del> → <ins>Planned</ins>"],
        "Day": ["<del>26 November 2025</del> → <ins>27 November 2025</ins>"],
        "From (time)": ["<ins>10:30</ins>"],
        "Held online": ["<del>no</del> → <ins>yes</ins>"],
    }


def test_a_cover_replaced_is_two_pictures_with_their_words(office: Office) -> None:
    first = taken_in(office.writer)
    second = taken_in(office.writer, bytes_of(drawn(color=BLUE)), "two.jpg")
    edition = draft(office.writer)
    saved(
        edition,
        office.writer,
        facts={"cover": first.pk},
        texts={"ru": {"cover_alt": "Зал"}},
    )
    saved(
        edition,
        office.writer,
        facts={"cover": second.pk},
        texts={"ru": {"cover_alt": "Сад"}},
    )
    comparison = compared(edition, office.writer)
    (cover,) = comparison.changed[0].changed
    assert cover.pictures == (first.thumbnail, second.thumbnail)
    assert told(comparison)["ru"] == {
        "Alternative text of the cover": ["<del>Зал</del><ins>Сад</ins>"]
    }


def test_a_language_is_compared_block_by_block_and_what_stays_is_counted(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча", "<p>Раз.</p><p>Два.</p><p>Три.</p>"))
    saved(
        edition,
        office.writer,
        texts={"ru": words("Встреча", "<p>Раз.</p><p>Два.</p><p>Три слова.</p>")},
    )
    (russian,) = compared(edition, office.writer).changed
    (body,) = russian.changed
    assert [(run.is_same, len(run.blocks)) for run in body.runs] == [(True, 2), (False, 1)]
    assert [field.label for field in russian.unchanged] == ["Headline", "Change"]


def test_what_differs_in_spaces_alone_is_said_to(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча", "<p>Раз</p><p>два</p>"))
    saved(edition, office.writer, texts={"ru": words("Встреча", "<p>Раз</p>\n<p>два</p>")})
    ((body,),) = [part.changed for part in compared(edition, office.writer).changed]
    assert body.is_hidden


def test_how_a_text_goes_out_is_compared_too(office: Office) -> None:
    edition = draft(office.writer)
    released(office.writer, office.editor, office.secretary)
    saved(
        edition,
        office.writer,
        texts={"ru": {"lead": "Лид"}},
        handling={"ru": {"assignee": office.translator.pk}},
    )
    found = told(compared(edition, office.writer))["ru"]
    assert found["Assigned to"] == [f"<ins>{office.translator}</ins>"]


def test_rows_are_added_removed_moved_and_changed(office: Office, meeting: Edition) -> None:
    three = {"key": "third", "side": "guest", "attendance": "excused"}
    people = {**NAMES, "third": {"name": "Новый"}}
    saved(
        meeting,
        office.writer,
        facts={"participants": [{**HOST, "role": "head"}, GUEST, three]},
        texts={"ru": {"participants": people}},
    )
    comparison = compared(meeting, office.writer)
    assert rows(comparison) == [
        ("Эльдор Арипов", ("moved", "changed")),
        ("Новый", ("added",)),
    ]
    assert comparison.lists[0].same == 1
    saved(
        meeting,
        office.writer,
        facts={"participants": [GUEST, three]},
        texts={"ru": {"participants": people}},
    )
    assert rows(compared(meeting, office.writer)) == [("Эльдор Арипов", ("removed",))]


def test_what_stays_in_the_office_is_marked(office: Office, meeting: Edition) -> None:
    secret = {"key": "inside", "texts": {"ru": {"statement": "Не для печати"}}}
    saved(meeting, office.writer, internal={"notes": "Позвонить", "outcomes": [secret]})
    comparison = compared(meeting, office.writer)
    assert [(part.code, part.is_internal) for part in comparison.changed] == [("internal", True)]
    ((outcome,),) = [one.rows for one in comparison.lists if one.rows]
    assert (outcome.title, outcome.signs, outcome.is_internal) == (
        "Не для печати",
        ("added",),
        True,
    )


def test_a_release_is_compared_in_its_language_and_without_the_office(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    following = actions.start_edition(by=office.writer, publication=edition.publication)
    saved(following, office.writer, texts={"ru": {"lead": "Лид"}, "en": words("Meeting")})
    live = edition.publication.releases.get()
    comparison = compared(following, office.writer, before=f"r{live.pk}")
    assert [part.code for part in comparison.parts] == ["facts", "ru"]
    assert told(comparison) == {"ru": {"Lead": ["<ins>Лид</ins>"]}}


def test_a_version_beside_itself_differs_in_nothing(office: Office, meeting: Edition) -> None:
    (only,) = History(meeting.publication, database_moment()).versions
    history = History(meeting.publication, database_moment())
    model = kind_model("meeting")
    side, same = sides_of(model, [only, history.versions[0]])
    comparison = compare(model, side, same, by=office.writer)
    assert comparison.is_same
    assert [(one.label, one.same) for one in comparison.unchanged_lists] == [("Participants", 2)]
