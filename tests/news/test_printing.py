"""Four eyes on what a print takes from a record: the credit of a cover."""

import pytest

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.blockers import blockers
from editorial.models import Edition, Release
from editorial.refusals import Refused
from library.actions import describe
from library.models import Picture
from tests.factories import person, words
from tests.library.files import bytes_of, drawn, taken_in

WROTE_THE_CREDIT = "You wrote the credit of the cover. Somebody else has to approve it."


@pytest.fixture
def writer(db: None) -> User:
    return person(Role.WRITER, username="writer", desk_language="en")


@pytest.fixture
def editor(db: None) -> User:
    return person(Role.EDITOR, username="editor", desk_language="en")


@pytest.fixture
def secretary(db: None) -> User:
    return person(Role.PRESS_SECRETARY, username="secretary", desk_language="en")


@pytest.fixture
def cover(writer: User) -> Picture:
    return taken_in(writer)


def credited(picture: Picture, by: User, credit: str) -> None:
    describe(picture, by=by, words={"credit": credit})


def submitted(cover: Picture, by: User) -> Edition:
    edition = actions.start_edition(
        by=by,
        kind="news",
        source_language="ru",
        facts={"cover": cover.pk},
        texts={"ru": {**words("Встреча"), "cover_alt": "Зал"}},
    )
    return actions.submit(edition=edition, by=by, token=edition.token, languages=["ru"])


def approve(edition: Edition, by: User, *parts: str) -> Edition:
    fresh = Edition.objects.get(pk=edition.pk)
    return actions.approve(edition=fresh, by=by, token=fresh.token, parts=parts or ("facts", "ru"))


def release(edition: Edition, by: User) -> list[Release]:
    fresh = Edition.objects.get(pk=edition.pk)
    return actions.release(edition=fresh, by=by, token=fresh.token, languages=["ru"])


def refusals(edition: Edition, by: User, verb: str, *parts: str) -> list[tuple[str, str]]:
    found = blockers(Edition.objects.get(pk=edition.pk), verb, parts, by=by).refusals
    return [(one.code, str(one)) for one in found]


def test_who_wrote_the_credit_of_the_cover_does_not_approve_the_facts(
    writer: User, editor: User, secretary: User, cover: Picture
) -> None:
    edition = submitted(cover, writer)
    credited(cover, editor, "ИСМИ / Каримов")
    assert refusals(edition, editor, "approve", "facts", "ru") == [("own_work", WROTE_THE_CREDIT)]
    with pytest.raises(Refused) as refused:
        approve(edition, editor)
    assert refused.value.codes == ("own_work",)
    approve(edition, editor, "ru")
    approve(edition, secretary, "facts")
    (out,) = release(edition, secretary)
    assert out.content["facts"]["cover"]["credit"] == "ИСМИ / Каримов"


def test_a_credit_changed_after_the_approval_wants_somebody_else(
    writer: User, editor: User, secretary: User, cover: Picture
) -> None:
    edition = approve(submitted(cover, writer), editor)
    for credit in ("Подменён", ""):
        credited(cover, editor, credit)
        assert [code for code, _said in refusals(edition, editor, "approve", "facts")] == [
            "own_work"
        ]
    # Changed back to what was approved, it is his own word that he would stand by.
    assert [code for code, _said in refusals(edition, secretary, "release", "ru")] == [
        "not_approved"
    ]
    approve(edition, secretary, "facts")
    assert len(release(edition, secretary)) == 1


def test_the_credit_is_the_facts_alone(writer: User, editor: User, cover: Picture) -> None:
    edition = submitted(cover, writer)
    credited(cover, editor, "ИСМИ")
    assert refusals(edition, editor, "approve", "ru") == []


def test_whoever_wrote_the_credit_last_is_its_author(
    writer: User, editor: User, secretary: User, cover: Picture
) -> None:
    edition = submitted(cover, writer)
    credited(cover, editor, "ИСМИ")
    credited(cover, writer, "ИСМИ / Каримов")
    assert refusals(edition, editor, "approve", "facts", "ru") == []


def test_another_word_of_the_picture_makes_nobody_an_author(
    writer: User, editor: User, cover: Picture
) -> None:
    edition = submitted(cover, writer)
    describe(cover, by=editor, words={"alt_ru": "Зал", "credit": ""})
    assert refusals(edition, editor, "approve", "facts", "ru") == []


def test_a_credit_that_readers_have_already_was_approved_before(
    writer: User, editor: User, secretary: User, cover: Picture
) -> None:
    credited(cover, editor, "ИСМИ")
    release(approve(submitted(cover, writer), secretary), secretary)
    another = submitted(cover, writer)
    assert refusals(another, editor, "approve", "facts", "ru") == []
    credited(cover, editor, "Не ИСМИ")
    assert refusals(another, editor, "approve", "facts", "ru") == [("own_work", WROTE_THE_CREDIT)]


def test_what_readers_have_of_another_picture_is_not_this_ones(
    writer: User, editor: User, secretary: User, cover: Picture
) -> None:
    other = taken_in(writer, bytes_of(drawn(500, 400)), name="b.jpg")
    for picture in (cover, other):
        credited(picture, editor, "ИСМИ")
    release(approve(submitted(other, writer), secretary), secretary)
    edition = submitted(cover, writer)
    assert refusals(edition, editor, "approve", "facts") == [("own_work", WROTE_THE_CREDIT)]


def test_a_credit_that_was_withdrawn_is_new_to_readers(
    writer: User, editor: User, secretary: User, cover: Picture
) -> None:
    credited(cover, editor, "ИСМИ")
    edition = approve(submitted(cover, writer), secretary)
    release(edition, secretary)
    edition.refresh_from_db()
    actions.withdraw(
        edition=edition, by=secretary, token=edition.token, languages=["ru"], reason="in_error"
    )
    another = submitted(cover, writer)
    assert refusals(another, editor, "approve", "facts") == [("own_work", WROTE_THE_CREDIT)]


class TestTheOnlyOneWhoMayApproveWroteTheCredit:
    """A writer and one press secretary: two people are enough, one is not."""

    def test_what_was_submitted_before_the_credit_is_one_persons_word(
        self, writer: User, secretary: User, cover: Picture
    ) -> None:
        edition = submitted(cover, writer)
        credited(cover, secretary, "Подменён")
        edition = approve(edition, secretary)
        assert [code for code, _said in refusals(edition, secretary, "release", "ru")] == [
            "not_approved"
        ]

    def test_what_the_writer_submits_with_the_credit_has_two(
        self, writer: User, secretary: User, cover: Picture
    ) -> None:
        credited(cover, secretary, "ИСМИ")
        edition = approve(submitted(cover, writer), secretary)
        assert len(release(edition, secretary)) == 1
