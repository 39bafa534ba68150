"""The buttons of the desk, pressed by each role: verbs in one transaction, refusals in words."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone, translation

from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Release, Unreviewed, Withdrawal
from editorial.moments import moment_in_words
from languages.dates import format_day
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, opened, press, sentences, signed_in
from tests.factories import approved, draft, person, released, words

STALE = (
    "The edition has changed since you opened it. %s Look at it as it is now, then decide again."
)
CLOSED = "A colleague was first: this edition has been closed meanwhile. %s"


def in_work(office: Office) -> Edition:
    return draft(office.writer)


def in_review(office: Office) -> Edition:
    edition = draft(office.writer)
    return actions.submit(edition=edition, by=office.writer, token=1, languages=["ru"])


def ready(office: Office) -> Edition:
    return approved(office.writer, office.editor)


def live(office: Office) -> Edition:
    edition = released(office.writer, office.editor, office.secretary)
    return Edition.objects.get(pk=edition.pk)


def scheduled(office: Office) -> Edition:
    edition = ready(office)
    at = database_moment() + timedelta(hours=1)
    actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"], at=at
    )
    return Edition.objects.get(pk=edition.pk)


REASONS = {
    "send_back-ru-reason": "Проверьте дату.",
    "withdraw-ru-reason": "in_error",
}
ROLES = (Role.WRITER, Role.TRANSLATOR, Role.EDITOR, Role.PRESS_SECRETARY)
# What is pressed, where, what verbs that makes, and which of ROLES it works for.
ACTS = [
    ("submit:ru", in_work, ["submit"], (True, False, True, True)),
    ("approve:ru,facts", in_review, ["approve"], (False, False, True, True)),
    ("send_back:ru", in_review, ["send_back"], (False, False, True, True)),
    ("approve_and_release:ru", in_review, ["approve", "release"], (False, False, False, True)),
    ("release:ru", ready, ["release"], (False, False, False, True)),
    ("cancel_schedule:ru", scheduled, ["cancel_schedule"], (False, False, False, True)),
    ("withdraw:ru", live, ["withdraw"], (False, False, False, True)),
    ("start_edition:", live, ["start_edition"], (True, False, True, True)),
    ("discard:", in_work, ["discard"], (True, False, True, True)),
]


@pytest.mark.parametrize("case", ACTS, ids=[act for act, *_rest in ACTS])
@pytest.mark.parametrize("role", ROLES)
def test_each_act_by_each_role(office: Office, case: tuple, role: Role) -> None:
    act, made, verbs, works = case
    edition = made(office)
    by = person(role, writes=["en"] if role == Role.TRANSLATOR else ["ru"], desk_language="en")
    before = AuditEntry.objects.count()

    response = press(signed_in(by), edition, act, **REASONS)

    done = [entry.verb for entry in AuditEntry.objects.order_by("id")[before:]]
    assert done == (verbs if works[ROLES.index(role)] else [])
    [message] = response.context["messages"]
    assert message.level_tag == ("success" if done else "error")


@pytest.mark.parametrize("act", [act for act, *_rest in ACTS])
def test_no_act_is_done_by_get(office: Office, act: str) -> None:
    edition = in_review(office)
    client = signed_in(office.secretary)
    before = AuditEntry.objects.count()
    response = client.get(address(edition, "act"), {"_act": act, "token": edition.token})
    client.get(address(edition), {"_act": act, "token": edition.token})
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert AuditEntry.objects.count() == before


def test_an_act_needs_a_csrf_token(office: Office) -> None:
    edition = live(office)
    client = signed_in(office.secretary)
    client.handler.enforce_csrf_checks = True
    values = {"token": edition.token, "_act": "withdraw:ru", "withdraw-ru-reason": "in_error"}
    assert client.post(address(edition, "act"), values).status_code == 403
    assert Withdrawal.objects.count() == 0


@pytest.mark.parametrize("act", ["", "explode:ru", "release:xx", "save_edition:ru", "backfill:ru"])
def test_an_act_no_button_asks_for_is_a_bad_request(office: Office, act: str) -> None:
    edition = in_work(office)
    client = signed_in(office.secretary)
    values = {**opened(client, edition), "headline_ru": "Другой", "_act": act}
    assert client.post(address(edition), values).status_code == 400
    assert client.post(address(edition, "act"), values).status_code == 400
    assert Edition.objects.get().token == 1


def test_a_writer_is_told_why_he_cannot_approve(office: Office) -> None:
    edition = in_review(office)
    response = press(signed_in(office.writer), edition, "approve:ru,facts")
    assert sentences(response) == ["“Approve” is for another role: Editor."]
    assert edition.text_rows.get(language="ru").state == "in_review"


def test_an_author_made_editor_still_cannot_approve_his_own(office: Office) -> None:
    edition = in_review(office)
    office.writer.groups.set(office.editor.groups.all())
    response = press(signed_in(office.writer), edition, "approve:ru,facts")
    assert sentences(response) == [
        "Facts: you have written in it since its last release, so a colleague has to approve it.",
        "Русский: you have written in it since its last release, so a colleague has to approve it.",
    ]


def test_what_was_typed_is_saved_before_the_act(office: Office) -> None:
    edition = in_work(office)
    response = press(signed_in(office.writer), edition, "submit:ru", lead_ru="Лид")
    assert sentences(response) == ["Saved.", "Submitted: Русский. Next, a colleague approves."]
    assert verbs_of(edition) == ["start_edition", "save_edition", "submit"]


def test_a_change_that_voids_the_act_is_saved_and_the_act_refused(office: Office) -> None:
    edition = ready(office)
    response = press(signed_in(office.secretary), edition, "release:ru", headline_ru="Другой")
    assert sentences(response)[:2] == [
        "Saved.",
        "Русский: the text is “In work”; for this it has to be “Approved”.",
    ]
    assert Release.objects.count() == 0
    assert verbs_of(edition)[-1] == "save_edition"


def test_nobody_acts_on_what_he_has_not_seen(office: Office) -> None:
    edition = in_review(office)
    client = signed_in(office.editor)
    values = opened(client, edition)
    actions.save_edition(edition=edition, by=office.writer, token=2, facts={"countries": ["JP"]})
    response = client.post(address(edition), {**values, "_act": "approve:ru,facts"}, follow=True)
    with translation.override("en"):
        done = moment_in_words(AuditEntry.objects.latest("id").at)
    assert sentences(response) == [STALE % f"writer saved: Facts ({done})."]
    assert edition.text_rows.get(language="ru").state == "in_review"


def test_one_button_approves_and_releases(office: Office) -> None:
    edition = in_review(office)
    response = press(signed_in(office.secretary), edition, "approve_and_release:ru")
    release = Release.objects.get()
    assert sentences(response) == [
        f'Released: Русский. <a href="{release.get_absolute_url()}">See the page: Русский</a>'
    ]
    assert verbs_of(edition)[-2:] == ["approve", "release"]


def test_a_release_that_fails_takes_its_approval_back(office: Office) -> None:
    edition = in_review(office)
    past = {"approve_and_release_at-ru-moment": "2020-01-01T10:00"}
    response = press(signed_in(office.secretary), edition, "approve_and_release_at:ru", **past)
    assert sentences(response) == ["Choose a moment at least five seconds ahead, or release now."]
    assert verbs_of(edition) == ["start_edition", "submit"]
    assert edition.text_rows.get(language="ru").state == "in_review"


def test_a_release_for_a_moment_is_read_in_the_office_s_time_and_shown(office: Office) -> None:
    edition = ready(office)
    moment = timezone.localtime(database_moment() + timedelta(days=2)).replace(
        hour=9, minute=30, second=0, microsecond=0
    )
    later = {"release_at-ru-moment": f"{moment:%Y-%m-%dT%H:%M}"}
    response = press(signed_in(office.secretary), edition, "release_at:ru", **later)
    assert Release.objects.get().live.lower == moment
    assert settings.TIME_ZONE == "Asia/Tashkent"
    shown = f"Scheduled for {format_day(moment, 'en')}, 09:30 (Tashkent time)"
    assert response.content.decode().count(shown) == 1
    [row] = [r for r in response.context["panel"].language_rows if r.language.code == "ru"]
    assert row.mark.codes == ("scheduled",)


@pytest.mark.parametrize("written", ["", "soon", "2026-13-45T99:99"])
def test_a_moment_that_is_none_is_asked_for_again(office: Office, written: str) -> None:
    edition = ready(office)
    later = {"release_at-ru-moment": written}
    response = press(signed_in(office.secretary), edition, "release_at:ru", **later)
    assert sentences(response) == ["Choose the day and the time of the release."]


def test_a_second_click_on_release_ends_in_a_sentence(office: Office) -> None:
    edition = ready(office)
    client = signed_in(office.secretary)
    values = {**opened(client, edition), "_act": "release:ru"}
    client.post(address(edition), values, follow=True)
    response = client.post(address(edition), values, follow=True)
    with translation.override("en"):
        done = moment_in_words(AuditEntry.objects.latest("id").at)
    assert sentences(response) == [CLOSED % f"secretary released: Русский ({done})."]
    assert (Release.objects.count(), Edition.objects.count()) == (1, 1)


def test_work_left_out_of_a_release_goes_on_and_is_named(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", ru=words("Встреча"), en={"headline": "Meeting"}
    )
    response = press(signed_in(office.secretary), edition, "release:ru")
    [sentence] = sentences(response)
    assert sentence.startswith("Released: Русский. English: work goes on in edition 2. <a href=")
    assert response.redirect_chain[-1][0] == address(Edition.objects.get(closed_at=None))


def test_several_languages_go_out_in_one_act(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    press(signed_in(office.secretary), edition, "release:ru,en")
    assert set(Release.objects.values_list("language", flat=True)) == {"ru", "en"}
    assert verbs_of(edition).count("release") == 1


def test_a_text_is_not_sent_back_without_a_reason(office: Office) -> None:
    edition = in_review(office)
    response = press(signed_in(office.editor), edition, "send_back:ru")
    assert sentences(response) == ["Say why: the writer has to know what to change."]


def test_a_withdrawal_carries_reason_explanation_and_replacement(office: Office) -> None:
    edition, other = live(office), live(office)
    press(
        signed_in(office.secretary),
        edition,
        "withdraw:ru",
        **{
            "withdraw-ru-reason": "replaced",
            "withdraw-ru-explanation-ru": "Текст заменён.",
            "withdraw-ru-replacement": str(other.publication_id),
        },
    )
    withdrawal = Withdrawal.objects.get()
    assert (withdrawal.reason, withdrawal.explanation, withdrawal.redirect) == (
        "replaced",
        "Текст заменён.",
        other.publication,
    )


@pytest.mark.parametrize("number", ["999999", "10" * 20, "x", "²"])
def test_a_replacement_that_is_none_is_refused_in_a_sentence(office: Office, number: str) -> None:
    edition = live(office)
    reason = {"withdraw-ru-reason": "replaced", "withdraw-ru-replacement": number}
    response = press(signed_in(office.secretary), edition, "withdraw:ru", **reason)
    assert sentences(response) == [f"There is no publication {number}."]
    assert Withdrawal.objects.count() == 0


def test_a_discarded_first_edition_leads_back_to_the_list(office: Office) -> None:
    edition = in_work(office)
    response = press(signed_in(office.writer), edition, "discard:")
    assert response.redirect_chain[-1][0] == "/admin/news/newsitem/"


def verbs_of(edition: Edition) -> list[str]:
    entries = AuditEntry.objects.filter(publication=edition.publication_id).order_by("id")
    return list(entries.values_list("verb", flat=True))


def public(office: Office) -> NewsItem:
    """Return the closed edition of an item that is live in Russian."""
    edition = released(office.writer, office.editor, office.secretary)
    return NewsItem.objects.get(pk=edition.pk)


def test_a_schedule_is_moved_from_the_page(office: Office) -> None:
    edition = ready(office)
    client = signed_in(office.secretary)
    press(client, edition, "release_at:ru", **{"release_at-ru-moment": "2027-01-10T09:00"})
    edition.refresh_from_db()
    press(client, edition, "reschedule:ru", **{"reschedule-ru-moment": "2027-01-11T09:00"})
    (one,) = Release.objects.all()
    assert timezone.localtime(one.live.lower).isoformat() == "2027-01-11T09:00:00+05:00"


def test_a_withdrawal_is_amended_and_taken_back_from_the_page(office: Office) -> None:
    edition, client = public(office), signed_in(office.secretary)
    press(client, edition, "withdraw:ru", **{"withdraw-ru-reason": "in_error"})
    edition.refresh_from_db()
    said = {"amend_withdrawal-ru-explanation-ru": "Дата названа неверно."}
    response = press(client, edition, "amend_withdrawal:ru", **said)
    assert sentences(response) == ["The notice was amended: Русский."]
    assert Withdrawal.objects.get().explanation == "Дата названа неверно."
    edition.refresh_from_db()
    response = press(client, edition, "restore:ru")
    (said,) = sentences(response)
    assert said == (
        "Edition 2 is open. Mend what was wrong, write the note for readers, and submit it: "
        "a colleague has to approve it again."
    )


def test_what_went_out_unreviewed_is_confirmed_from_the_page(office: Office) -> None:
    edition = draft(office.deputy)
    actions.release_unreviewed(
        edition=edition,
        by=office.deputy,
        token=edition.token,
        languages=["ru"],
        reason="event",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )
    edition.refresh_from_db()
    response = press(signed_in(office.secretary), edition, "confirm_unreviewed:ru")
    assert sentences(response) == ["Confirmed: Русский. It counts as approved from now on."]
    assert Unreviewed.objects.get().confirmed_by == office.secretary


def test_what_was_written_for_a_refused_act_stands_in_its_fields_again(office: Office) -> None:
    edition, client = public(office), signed_in(office.secretary)
    asked = {"token": edition.token + 7, "_act": "withdraw:ru", "withdraw-ru-reason": "legal"}
    asked["withdraw-ru-explanation-ru"] = "По решению суда <1>."
    page = client.post(address(edition, "act"), asked, follow=True).content.decode()
    assert page.count("По решению суда &lt;1&gt;.") == 1
    assert page.count('<option value="legal" selected>') == 1
    assert "По решению суда" not in client.get(address(edition)).content.decode()
