"""Nobody's text goes out on his own word; a second person is always enough."""

import pytest
from django.contrib.auth.models import Group

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.models import Edition, Release, Remark, Text
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.factories import approved, draft, person, released, words


def give(user: User, role: Role) -> None:
    user.groups.add(Group.objects.get(name=role.value))


def submitted(by: User) -> Edition:
    edition = draft(by)
    return actions.submit(edition=edition, by=by, token=edition.token, languages=["ru"])


def approve(edition: Edition, by: User, *parts: str) -> Edition:
    fresh = Edition.objects.get(pk=edition.pk)
    return actions.approve(edition=fresh, by=by, token=fresh.token, parts=parts or ("facts", "ru"))


def release(edition: Edition, by: User) -> list[Release]:
    fresh = Edition.objects.get(pk=edition.pk)
    return actions.release(edition=fresh, by=by, token=fresh.token, languages=["ru"])


def codes(edition: Edition, verb: object, by: User, *parts: str) -> tuple[str, ...]:
    with pytest.raises(Refused) as refusal:
        verb(edition, by, *parts)  # type: ignore[operator]
    return refusal.value.codes


def test_a_writer_may_not_approve(office: Office) -> None:
    assert codes(submitted(office.writer), approve, office.writer) == ("not_allowed",)


def test_a_writer_given_the_editors_role_still_may_not_approve_his_text(office: Office) -> None:
    edition = submitted(office.writer)
    give(office.writer, Role.EDITOR)
    assert codes(edition, approve, office.writer) == ("own_work", "own_work")
    assert Text.objects.get(edition=edition, language="ru").state == "in_review"


def test_an_administrator_and_a_superuser_may_neither_approve_nor_release(
    office: Office,
) -> None:
    chief = person(username="root", is_superuser=True, desk_language="en")
    edition = approved(office.writer, office.editor)
    for user in (office.administrator, chief):
        assert codes(edition, approve, user) == ("not_allowed",)
        assert codes(edition, release, user) == ("not_allowed",)


def test_a_second_person_is_enough(office: Office) -> None:
    edition = approve(submitted(office.writer), office.secretary)
    (out,) = release(edition, office.secretary)
    assert (out.language, out.change) == ("ru", "first")


def test_a_reviewer_who_changes_a_comma_becomes_its_author(office: Office) -> None:
    edition = submitted(office.writer)
    edition = actions.save_edition(
        edition=edition, by=office.editor, token=edition.token, texts={"ru": words("Встреча.")}
    )
    edition = actions.submit(
        edition=edition, by=office.editor, token=edition.token, languages=["ru"]
    )
    assert codes(edition, approve, office.editor, "ru") == ("own_work",)


def test_who_only_copied_a_text_into_the_next_edition_is_not_its_author(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    opened = actions.start_edition(by=office.secretary, publication=edition.publication)
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        texts={"ru": words("Новая встреча")},
        handling={"ru": {"change": "minor"}},
    )
    opened = actions.submit(edition=opened, by=office.writer, token=opened.token, languages=["ru"])
    opened = approve(opened, office.secretary, "ru")
    assert [one.change for one in release(opened, office.secretary)] == ["minor"]


def test_editing_after_approval_voids_it(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": words("Иначе")}
    )
    assert codes(edition, release, office.secretary) == ("wrong_state", "not_approved")


def test_text_changed_back_to_what_was_approved_is_approved_again_on_submit(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor)
    for headline in ("Иначе", "Встреча"):
        edition = actions.save_edition(
            edition=edition,
            by=office.writer,
            token=edition.token,
            texts={"ru": words(headline)},
        )
    actions.submit(edition=edition, by=office.writer, token=edition.token, languages=["ru"])
    assert Text.objects.get(edition=edition, language="ru").state == "approved"


def test_changed_facts_want_a_new_approval_of_the_facts_alone(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"countries": ["FR"]}
    )
    assert codes(edition, release, office.secretary) == ("not_approved",)
    edition = approve(edition, office.editor, "facts")
    assert len(release(edition, office.secretary)) == 1


def test_a_reviewer_has_to_read_the_language(office: Office) -> None:
    foreigner = person(Role.EDITOR, reads=["en"], desk_language="en")
    assert codes(submitted(office.writer), approve, foreigner, "ru") == ("does_not_read",)


def test_an_approval_is_for_what_the_reviewer_saw(office: Office) -> None:
    edition = submitted(office.writer)
    seen = edition.token
    actions.save_edition(
        edition=edition, by=office.writer, token=seen, texts={"ru": words("Подменённый")}
    )
    with pytest.raises(Refused) as refusal:
        actions.approve(edition=edition, by=office.editor, token=seen, parts=["facts", "ru"])
    assert refusal.value.codes == ("stale",)


def test_a_note_readers_will_see_is_approved_with_its_text(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    opened = actions.start_edition(by=office.writer, publication=edition.publication)
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        handling={"ru": {"change": "correction", "note": "Исправлена должность гостя."}},
    )
    opened = actions.submit(edition=opened, by=office.writer, token=opened.token, languages=["ru"])
    assert Text.objects.get(edition=opened, language="ru").state == "in_review"
    opened = approve(opened, office.editor, "ru")
    (out,) = release(opened, office.secretary)
    assert (out.change, out.note) == ("correction", "Исправлена должность гостя.")


def test_sending_back_takes_an_approval_back(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    edition = actions.send_back(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        reason="Проверьте должность гостя.",
    )
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    assert Text.objects.get(edition=edition, language="ru").state == "in_review"
    assert codes(edition, release, office.secretary) == ("wrong_state", "not_approved")
    actions.resolve(remark=Remark.objects.get(), by=office.editor)
    approve(edition, office.editor, "ru")
    assert len(release(edition, office.secretary)) == 1


@pytest.mark.django_db
class TestEveryoneEligibleIsAnAuthor:
    """An office where the only two who could approve have both written the text."""

    @pytest.fixture
    def two(self) -> tuple[User, User]:
        return person(Role.PRESS_SECRETARY), person(Role.EDITOR)

    @pytest.fixture
    def shared(self, two: tuple[User, User]) -> Edition:
        first, second = two
        edition = draft(first)
        return actions.save_edition(
            edition=edition,
            by=second,
            token=edition.token,
            facts={"countries": ["FR"]},
            texts={"ru": words("Общий текст")},
        )

    def test_one_of_them_is_not_enough(self, two: tuple[User, User], shared: Edition) -> None:
        first, _second = two
        edition = actions.submit(edition=shared, by=first, token=shared.token, languages=["ru"])
        edition = approve(edition, first)
        assert codes(edition, release, first) == ("wrong_state", "not_approved", "not_approved")

    def test_both_of_them_are(self, two: tuple[User, User], shared: Edition) -> None:
        first, second = two
        edition = actions.submit(edition=shared, by=second, token=shared.token, languages=["ru"])
        edition = approve(edition, first)
        assert len(release(edition, first)) == 1


def test_a_writer_who_submits_what_the_only_editor_touched_is_the_second_person(
    db: None,
) -> None:
    writer, editor = person(Role.WRITER), person(Role.PRESS_SECRETARY)
    edition = draft(writer)
    edition = actions.save_edition(
        edition=edition,
        by=editor,
        token=edition.token,
        facts={"countries": ["FR"]},
        texts={"ru": words("Правленый текст")},
    )
    edition = actions.submit(edition=edition, by=writer, token=edition.token, languages=["ru"])
    edition = approve(edition, editor)
    assert len(release(edition, editor)) == 1


def test_the_only_editor_does_not_release_alone_what_he_wrote_and_submitted(db: None) -> None:
    writer, editor = person(Role.WRITER), person(Role.PRESS_SECRETARY, desk_language="en")
    edition = approve(submitted(editor), editor)
    assert writer.roles == {Role.WRITER}
    assert codes(edition, release, editor) == ("wrong_state", "not_approved", "not_approved")


def test_a_submitter_who_neither_wrote_nor_reads_the_text_is_no_second_person(db: None) -> None:
    writer = person(Role.WRITER, reads=["ru"])
    chief = person(Role.PRESS_SECRETARY, desk_language="en")
    edition = draft(chief, en=words("Meeting"))
    edition = actions.submit(edition=edition, by=writer, token=edition.token, languages=["en"])
    edition = approve(edition, chief, "facts", "en")
    assert Text.objects.get(edition=edition, language="en").state == "in_review"
