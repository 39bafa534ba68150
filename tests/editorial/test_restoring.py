"""A version put back: a save by the restorer, in which nothing is lost."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from editorial import actions
from editorial.actions.versions import restore_version
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.models import AuditEntry, Edition, Topic, Version
from editorial.refusals import ClashOfWork, Refused
from events.models import Meeting
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.factories import draft, released, words


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def saved(edition: Edition, by: User, **given: Any) -> Edition:
    stored = Edition.objects.get(pk=edition.pk)
    return actions.save_edition(edition=stored, by=by, token=stored.token, **given)


def version(edition: Edition, place: int = 0) -> Version:
    return Version.objects.filter(edition=edition).order_by("token")[place]


def restored(edition: Edition, by: User, *parts: str, place: int = 0) -> Edition | None:
    stored = Edition.objects.get(pk=edition.pk)
    return restore_version(
        version=version(edition, place), by=by, parts=parts, edition=stored, token=stored.token
    )


def rewritten(office: Office) -> Edition:
    """Return an open edition whose facts and two texts have changed since its first version."""
    topic = Topic.objects.create(slug="trade", name_en="Trade")
    edition = draft(office.writer, ru=words("Первый"), en=words("First"))
    return saved(
        edition,
        office.writer,
        facts={"topics": [topic.pk]},
        texts={"ru": {"headline": "Второй"}, "en": {"headline": "Second"}},
    )


def test_the_parts_named_come_back_and_no_other(office: Office) -> None:
    edition = rewritten(office)
    restored(edition, office.editor, "ru")
    item = NewsItem.objects.get()
    assert (item.headline_ru, item.headline_en, item.topics.count()) == ("Первый", "Second", 1)
    restored(edition, office.editor, "facts")
    item = NewsItem.objects.get()
    assert (item.headline_en, item.topics.count()) == ("Second", 0)


def test_what_stood_there_stays_among_the_versions(office: Office) -> None:
    edition = rewritten(office)
    restored(edition, office.editor, "ru")
    kept = Version.objects.filter(edition=edition).order_by("token")
    assert [one.texts["ru"]["headline"] for one in kept] == ["Первый", "Второй", "Первый"]


def test_the_restorer_is_the_author_and_the_record_says_which_version_it_was(
    office: Office,
) -> None:
    edition = rewritten(office)
    restored(edition, office.editor, "ru")
    row = NewsItem.objects.get()
    texts = {text.language: text for text in row.text_rows.all()}
    assert office.editor.pk in Review(row, texts, database_moment()).authors("ru")
    last = AuditEntry.objects.order_by("-id")[:2]
    assert [(entry.verb, entry.parts, entry.by) for entry in last] == [
        ("restore_version", ["ru"], office.editor),
        ("save_edition", ["ru"], office.editor),
    ]
    assert last[0].detail["version"] == {"edition": 1, "token": 1}


def test_an_approved_text_that_is_replaced_is_in_work_again(office: Office) -> None:
    edition = rewritten(office)
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    restored(edition, office.editor, "ru")
    assert edition.text_rows.get(language="ru").state == "in_work"


def test_what_says_the_same_already_changes_nothing(office: Office) -> None:
    edition = draft(office.writer)
    before = Version.objects.count(), AuditEntry.objects.count()
    assert restored(edition, office.writer, "ru", "facts") is None
    assert (Version.objects.count(), AuditEntry.objects.count()) == before


def test_without_an_open_edition_the_next_one_is_started(office: Office) -> None:
    first = released(office.writer, office.editor, office.secretary, ru=words("Первый"))
    second = actions.start_edition(by=office.writer, publication=first.publication)
    second = saved(second, office.writer, texts={"ru": {"headline": "Второй"}})
    actions.discard(edition=second, by=office.writer, token=second.token)
    third = restore_version(version=version(second, 1), by=office.writer, parts=["ru"])
    assert third is not None
    assert (third.number, NewsItem.objects.get(pk=third.pk).headline_ru) == (3, "Второй")


def test_no_edition_is_started_for_nothing(office: Office) -> None:
    first = released(office.writer, office.editor, office.secretary, ru=words("Первый"))
    assert restore_version(version=version(first), by=office.writer, parts=["ru"]) is None
    assert Edition.objects.count() == 1


def test_an_edition_opened_meanwhile_is_not_started_twice(office: Office) -> None:
    first = released(office.writer, office.editor, office.secretary, ru=words("Первый"))
    actions.start_edition(by=office.editor, publication=first.publication)
    with pytest.raises(Refused):
        restore_version(version=version(first), by=office.writer, parts=["ru"])
    assert Edition.objects.count() == 2


def test_a_colleague_s_change_of_another_part_stands(office: Office) -> None:
    edition = rewritten(office)
    seen = Edition.objects.get(pk=edition.pk)
    saved(edition, office.editor, texts={"en": {"headline": "Third"}})
    restore_version(
        version=version(edition), by=office.writer, parts=["ru"], edition=seen, token=seen.token
    )
    item = NewsItem.objects.get()
    assert (item.headline_ru, item.headline_en) == ("Первый", "Third")


def test_a_colleague_s_change_of_the_same_field_is_a_clash(office: Office) -> None:
    edition = rewritten(office)
    seen = Edition.objects.get(pk=edition.pk)
    saved(edition, office.editor, texts={"ru": {"headline": "Третий"}})
    with pytest.raises(ClashOfWork):
        restore_version(
            version=version(edition), by=office.writer, parts=["ru"], edition=seen, token=seen.token
        )
    assert NewsItem.objects.get().headline_ru == "Третий"


def test_a_part_that_one_may_not_write_is_not_restored(office: Office) -> None:
    edition = rewritten(office)
    with pytest.raises(Refused):
        restored(edition, office.translator, "ru")
    assert NewsItem.objects.get().headline_ru == "Второй"


@pytest.mark.parametrize(("parts", "code"), [((), "no_parts"), (("fr",), "unknown_part")])
def test_parts_that_are_none_are_refused(office: Office, parts: tuple[str, ...], code: str) -> None:
    edition = rewritten(office)
    with pytest.raises(Refused) as refused:
        restored(edition, office.writer, *parts)
    assert refused.value.codes == (code,)


def test_a_form_of_no_version_is_refused(office: Office) -> None:
    edition = rewritten(office)
    with pytest.raises(Refused) as refused:
        restore_version(
            version=version(edition), by=office.writer, parts=["ru"], edition=edition, token=0
        )
    assert refused.value.codes == ("unknown_token",)


def test_a_record_that_is_gone_is_told_in_a_sentence(office: Office) -> None:
    topic = Topic.objects.create(slug="trade", name_en="Trade")
    edition = draft(office.writer)
    saved(edition, office.writer, facts={"topics": [topic.pk]})
    saved(edition, office.writer, facts={"topics": []})
    topic.delete()
    with pytest.raises(Refused) as refused:
        restored(edition, office.writer, "facts", place=1)
    assert [str(one) for one in refused.value.refusals] == [
        "Topics: what was chosen is not there any more. Choose again."
    ]


GUEST, HOST = {"key": "guest", "side": "guest"}, {"key": "host", "side": "host"}
NAMES = {"guest": {"name": "Патрик Бриан"}, "host": {"name": "Эльдор Арипов"}}


@pytest.fixture
def meeting(office: Office) -> Edition:
    """Return an open meeting from which a guest and a secret have been taken out."""
    secret = {"key": "inside", "texts": {"ru": {"statement": "Не для печати"}}}
    edition = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        facts={"starts_on": "2025-11-26", "participants": [GUEST, HOST]},
        texts={
            "ru": {"title": "Встреча", "participants": NAMES},
            "en": {"title": "Meeting", "participants": {"guest": {"name": "Patrick Brian"}}},
        },
        internal={"notes": "Позвонить", "outcomes": [secret]},
    )
    return saved(
        edition,
        office.writer,
        facts={"participants": [HOST]},
        texts={"ru": {"title": "Другая", "participants": {"host": {"name": "Э. Арипов"}}}},
        internal={"notes": "", "outcomes": []},
    )


def names(language: str) -> list[str]:
    people = Meeting.objects.get().participants.order_by("place")
    return [getattr(one, f"name_{language}") or "" for one in people]


def test_a_row_comes_back_with_its_words_in_every_language(
    office: Office, meeting: Edition
) -> None:
    restored(meeting, office.editor, "facts")
    assert (names("ru"), names("en")) == (["Патрик Бриан", "Э. Арипов"], ["Patrick Brian", ""])
    assert Meeting.objects.get().title_ru == "Другая"


def test_what_stays_in_the_office_comes_back_with_the_facts(
    office: Office, meeting: Edition
) -> None:
    restored(meeting, office.editor, "facts")
    row = Meeting.objects.get()
    assert row.notes == "Позвонить"
    assert list(row.outcomes.values_list("statement_ru", "is_internal")) == [
        ("Не для печати", True)
    ]


def test_words_of_a_row_that_is_gone_do_not_come_back_without_it(
    office: Office, meeting: Edition
) -> None:
    restored(meeting, office.editor, "ru")
    assert (names("ru"), Meeting.objects.get().title_ru) == (["Эльдор Арипов"], "Встреча")
