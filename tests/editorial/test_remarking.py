"""The verbs of remarks: who may, what they leave behind, what they hold back."""

from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.choices import RemarkOutcome
from editorial.models import AuditEntry, Edition, Notice, Remark, Text
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.factories import approved, draft, person, words

BODY = "<p>Стороны <strong>обменялись</strong> мнениями.</p><p>Гости приехали утром.</p>"


@pytest.fixture
def edition(office: Office) -> Edition:
    return draft(office.writer, ru=words("Встреча", BODY))


def suggested(edition: Edition, by: User, quote: str, replacement: str) -> Remark:
    return actions.remark(
        edition=edition, by=by, part="ru", field="body", quote=quote, replacement=replacement
    )


def refusal(call: Any, **given: Any) -> tuple[str, ...]:
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value.codes


def told(user: User) -> list[str]:
    return list(Notice.objects.filter(to=user).order_by("id").values_list("kind", flat=True))


def submitted(edition: Edition, by: User) -> Edition:
    return actions.submit(edition=edition, by=by, token=edition.token, languages=["ru"])


def approve(edition: Edition, by: User) -> Edition:
    return actions.approve(edition=edition, by=by, token=edition.token, parts=["facts", "ru"])


def test_a_remark_keeps_what_was_said_of_which_passage(office: Office, edition: Edition) -> None:
    made = actions.remark(
        edition=edition,
        by=office.editor,
        part="ru",
        field="body",
        quote="Гости   приехали",
        body="  Когда именно?\u200b  ",
        is_blocking=True,
    )
    assert (made.quote, made.body, made.is_blocking) == ("Гости приехали", "Когда именно?", True)
    assert len(made.passage) == 16
    entry = AuditEntry.objects.latest("id")
    assert (entry.verb, entry.parts) == ("remark", ["ru"])
    assert entry.detail == {"remark": made.pk, "is_blocking": True}


def test_a_remark_changes_nothing_of_the_edition(office: Office, edition: Edition) -> None:
    actions.remark(edition=edition, by=office.editor, part="ru", body="Хорошо.")
    assert Edition.objects.get(pk=edition.pk).token == edition.token


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"part": "ru", "body": " \u200b "}, "nothing_said"),
        ({"part": "ru", "body": "x" * 5001}, "too_long"),
        ({"part": "ru", "field": "body", "quote": "x" * 5001, "body": "?"}, "too_long"),
        (
            {"part": "ru", "field": "body", "quote": "утром", "replacement": "x" * 5001},
            "too_long",
        ),
        ({"part": "ru", "field": "body", "quote": "коммюнике", "body": "?"}, "quote_not_found"),
        ({"part": "ru", "field": "body", "replacement": "x"}, "quote_missing"),
        ({"part": "facts", "field": "topics", "quote": "x", "replacement": "y"}, "not_a_text"),
        (
            {"part": "ru", "field": "body", "quote": "Стороны обменялись", "replacement": "Они"},
            "quote_crosses_markup",
        ),
        ({"part": "ru", "field": "body", "quote": "и", "replacement": "а"}, "quote_ambiguous"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    office: Office, edition: Edition, given: dict[str, Any], code: str
) -> None:
    assert refusal(actions.remark, edition=edition, by=office.editor, **given) == (code,)
    assert Remark.objects.count() == 0


@pytest.mark.parametrize("given", [{"part": "fr"}, {"part": "ru", "field": "section"}])
def test_a_part_or_field_that_is_not_there_is_an_error(
    office: Office, edition: Edition, given: dict[str, Any]
) -> None:
    with pytest.raises(KeyError):
        actions.remark(edition=edition, by=office.editor, body="?", **given)


def test_who_has_no_business_with_publications_says_nothing(
    office: Office, edition: Edition
) -> None:
    given = {"edition": edition, "part": "ru", "body": "?"}
    assert refusal(actions.remark, by=office.administrator, **given) == ("not_allowed",)
    made = actions.remark(by=office.translator, **given)
    assert refusal(actions.reply, remark=made, by=office.administrator, body="!") == (
        "not_allowed",
    )
    for verb in (actions.resolve, actions.reopen):
        assert "not_allowed" in refusal(verb, remark=made, by=office.administrator)


def test_a_remark_on_a_closed_edition_is_shown_with_the_next(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    made = actions.remark(edition=edition, by=office.editor, part="ru", body="Потом дополнить.")
    assert (made.edition_id, made.is_open) == (edition.pk, True)


def test_names_behind_the_sign_are_mentions_and_nothing_else_is(
    office: Office, edition: Edition
) -> None:
    person(Role.WRITER, username="writer2")
    person(Role.WRITER, username="edit")
    body = "@secretary, как думаете? Пишите на mail@writer2.uz, @editor2 или @nobody. @writer."
    actions.remark(edition=edition, by=office.editor, body=body)
    assert set(Notice.objects.values_list("to__username", "kind")) == {
        ("secretary", "mention"),
        ("writer", "mention"),
    }


def test_nobody_is_told_of_his_own_words_or_twice_of_one_act(
    office: Office, edition: Edition
) -> None:
    actions.remark(edition=edition, by=office.editor, part="ru", body="@writer @editor: так?")
    assert (told(office.writer), told(office.editor)) == (["mention"], [])


def test_an_answer_tells_whoever_took_part_in_the_thread(office: Office, edition: Edition) -> None:
    made = actions.remark(edition=edition, by=office.editor, part="ru", body="Так ли это?")
    actions.reply(remark=made, by=office.translator, body="Не думаю.")
    answer = actions.reply(remark=made, by=office.writer, body="Сделано.")
    assert (answer.parent, answer.part) == (made, "")
    assert told(office.editor) == ["reply", "reply"]
    assert told(office.translator) == ["reply"]


def test_a_blocking_remark_stops_the_approval_of_its_part(office: Office) -> None:
    edition = submitted(draft(office.writer), office.writer)
    made = actions.remark(
        edition=edition, by=office.secretary, part="ru", body="Проверьте имя.", is_blocking=True
    )
    with pytest.raises(Refused) as caught:
        approve(edition, office.editor)
    assert [str(one) for one in caught.value.refusals] == [
        "Русский: a blocking remark by secretary is open: “Проверьте имя.”"
    ]
    actions.resolve(remark=made, by=office.editor)
    approve(edition, office.editor)
    assert Text.objects.get(edition=edition, language="ru").state == "approved"


def test_a_remark_on_another_part_stops_nothing(office: Office) -> None:
    edition = submitted(draft(office.writer), office.writer)
    given = {"edition": edition, "by": office.secretary, "body": "!", "is_blocking": True}
    actions.remark(part="en", **given)
    approve(edition, office.editor)
    assert Text.objects.get(edition=edition, language="ru").state == "approved"


def test_a_blocking_remark_on_the_edition_stops_every_part(office: Office) -> None:
    edition = submitted(draft(office.writer), office.writer)
    actions.remark(edition=edition, by=office.secretary, body="Ждём.", is_blocking=True)
    given = {"edition": edition, "by": office.editor, "token": edition.token}
    assert refusal(actions.approve, parts=["facts"], **given) == ("blocking_remark",)


def test_by_approving_a_person_settles_what_he_asked_for_himself(office: Office) -> None:
    edition = submitted(draft(office.writer), office.writer)
    given = {"edition": edition, "by": office.editor, "body": "Проверьте.", "is_blocking": True}
    asked = [actions.remark(part=part, **given) for part in ("ru", "")]
    other = actions.remark(part="en", **given)
    approve(edition, office.editor)
    settled = Remark.objects.filter(outcome=RemarkOutcome.SETTLED, resolved_by=office.editor)
    assert list(settled) == asked
    assert Remark.objects.get(pk=other.pk).is_open is True


def test_a_blocking_remark_is_settled_by_its_author_or_by_who_may_approve(office: Office) -> None:
    edition = submitted(draft(office.writer), office.writer)
    made = actions.remark(
        edition=edition, by=office.secretary, part="ru", body="?", is_blocking=True
    )
    stranger = person(Role.EDITOR, reads=["en"], desk_language="en")
    for user in (office.writer, office.translator, stranger):
        assert refusal(actions.resolve, remark=made, by=user) == ("not_yours_to_settle",)
    actions.resolve(remark=made, by=office.secretary)
    assert refusal(actions.resolve, remark=made, by=office.secretary) == ("settled_already",)
    actions.reopen(remark=made, by=office.writer)
    assert refusal(actions.reopen, remark=made, by=office.writer) == ("open_already",)
    actions.resolve(remark=made, by=office.editor)


def test_any_colleague_settles_a_plain_remark(office: Office, edition: Edition) -> None:
    made = actions.remark(edition=edition, by=office.editor, part="ru", body="Опечатка.")
    actions.resolve(remark=made, by=office.writer)
    made.refresh_from_db()
    assert (made.outcome, made.resolved_by) == ("settled", office.writer)


def test_sending_back_makes_the_reason_a_blocking_remark_on_each_text(office: Office) -> None:
    edition = draft(office.writer, ru=words("Встреча"), en=words("Meeting"))
    languages = ["ru", "en"]
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=languages
    )
    given = {"edition": edition, "by": office.editor, "token": edition.token}
    actions.send_back(languages=languages, reason="Проверьте имя.", **given)
    made = Remark.objects.values_list("part", "body", "is_blocking", "by__username")
    assert list(made) == [
        ("ru", "Проверьте имя.", True, "editor"),
        ("en", "Проверьте имя.", True, "editor"),
    ]
    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.parts) == (office.writer, "sent_back", languages)


def test_sending_back_needs_no_words_where_a_blocking_remark_says_why(office: Office) -> None:
    edition = submitted(draft(office.writer), office.writer)
    given = {"edition": edition, "by": office.editor, "token": edition.token, "languages": ["ru"]}
    assert refusal(actions.send_back, reason=" ", **given) == ("reason_missing",)
    actions.remark(edition=edition, by=office.secretary, part="ru", body="!", is_blocking=True)
    assert refusal(actions.send_back, reason="", **given) == ("reason_missing",)
    actions.remark(edition=edition, by=office.editor, part="ru", body="Имя!", is_blocking=True)
    actions.send_back(reason="", **given)
    assert Remark.objects.count() == 2
    assert AuditEntry.objects.latest("id").detail == {"reason": "Имя!"}


def test_two_people_go_round_without_an_extra_act(db: None) -> None:
    writer = person(Role.EDITOR, desk_language="en")
    secretary = person(Role.PRESS_SECRETARY, desk_language="en")
    edition = submitted(draft(writer), writer)
    edition = actions.send_back(
        edition=edition, by=secretary, token=edition.token, languages=["ru"], reason="Имя."
    )
    edition = actions.save_edition(
        edition=edition, by=writer, token=edition.token, texts={"ru": words("Встреча с гостем")}
    )
    edition = approve(submitted(edition, writer), secretary)
    actions.release(edition=edition, by=secretary, token=edition.token, languages=["ru"])
    assert Remark.objects.get().outcome == "settled"


def test_an_accepted_suggestion_is_a_save_by_the_accepter(office: Office, edition: Edition) -> None:
    made = suggested(edition, office.editor, "приехали утром", "прибыли в 9:00")
    saved = actions.accept_suggestion(remark=made, by=office.writer, token=edition.token)
    row: Any = saved
    assert row.body_ru == BODY.replace("приехали утром", "прибыли в 9:00")
    made.refresh_from_db()
    assert (made.outcome, made.resolved_by) == ("accepted", office.writer)
    assert list(AuditEntry.objects.order_by("id").values_list("verb", "by__username"))[-2:] == [
        ("save_edition", "writer"),
        ("accept_suggestion", "writer"),
    ]
    assert told(office.editor) == ["suggestion_accepted"]
    assert refusal(actions.reopen, remark=made, by=office.writer) == ("accepted_already",)


def test_the_suggester_may_approve_what_was_accepted(office: Office, edition: Edition) -> None:
    made = suggested(edition, office.editor, "утром", "вечером")
    saved = actions.accept_suggestion(remark=made, by=office.writer, token=edition.token)
    approve(submitted(saved, office.writer), office.editor)
    assert Text.objects.get(edition=edition, language="ru").state == "approved"


def test_words_that_are_there_no_more_cannot_be_replaced(office: Office, edition: Edition) -> None:
    made = suggested(edition, office.editor, "утром", "вечером")
    saved = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": {"body": "<p>Да.</p>"}}
    )
    given = {"remark": made, "by": office.writer, "token": saved.token}
    assert refusal(actions.accept_suggestion, **given) == ("quote_gone",)
    assert Remark.objects.get().is_open is True


def test_nobody_accepts_upon_a_text_he_has_not_seen(office: Office, edition: Edition) -> None:
    made = suggested(edition, office.editor, "утром", "вечером")
    actions.save_edition(
        edition=edition, by=office.editor, token=edition.token, texts={"en": words("Meeting")}
    )
    given = {"remark": made, "by": office.writer, "token": edition.token}
    assert refusal(actions.accept_suggestion, **given) == ("stale",)


def test_only_who_writes_the_text_decides_on_a_suggestion(office: Office, edition: Edition) -> None:
    made = suggested(edition, office.editor, "утром", "вечером")
    given = {"remark": made, "by": office.translator}
    assert refusal(actions.accept_suggestion, token=edition.token, **given) == (
        "not_your_language",
    )
    assert refusal(actions.decline_suggestion, **given) == ("not_your_language",)
    plain = actions.remark(edition=edition, by=office.editor, part="ru", body="?")
    assert refusal(actions.decline_suggestion, remark=plain, by=office.writer) == ("no_suggestion",)


def test_a_declined_suggestion_leaves_the_text_and_answers_once(
    office: Office, edition: Edition
) -> None:
    made = suggested(edition, office.editor, "утром", "вечером")
    actions.decline_suggestion(remark=made, by=office.writer, reason="Было утром.")
    row: Any = type(edition).objects.get(pk=edition.pk)
    assert row.body_ru == BODY
    assert list(made.replies.values_list("body", "by__username")) == [("Было утром.", "writer")]
    assert told(office.editor) == ["suggestion_declined"]
    actions.reopen(remark=made, by=office.editor)
    assert Remark.objects.get(pk=made.pk).is_open is True
