"""A news item, its meeting and the delegation: one act, one moment, approvals of their own."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.actions import Member
from editorial.clock import database_moment
from editorial.desk.acting import asked_for, perform
from editorial.desk.asked import Asked
from editorial.desk.panel import Along, Panel
from editorial.four_eyes import Review
from editorial.models import Approval, AuditEntry, Edition, Release, Text
from editorial.packages import companions
from editorial.refusals import Refused
from tests.delegations.factories import delegation, meeting
from tests.editorial.conftest import Office
from tests.events.test_meetings import GUEST, HOST, NAMES, whole
from tests.factories import draft, person, words

OWN_WORK = "you have written in it since its last release, so a colleague has to approve it."


@pytest.fixture
def package(office: Office) -> tuple[Edition, Edition, Edition]:
    """A news item of a meeting with a delegation, each complete in Russian."""
    visit = delegation(office.writer)
    meeting = whole(office, delegations=[visit.publication_id])
    item = draft(office.writer)
    item = actions.save_edition(
        edition=item,
        by=office.writer,
        token=item.token,
        facts={"meetings": [meeting.publication_id]},
    )
    return item, meeting, visit


def ask(act: str, *along: Edition, **fields: str) -> Asked:
    """Return what a button posts, with these editions ticked as they stand."""
    post = QueryDict(mutable=True)
    post["_act"] = act
    prefix = act.replace(":", "-").replace(",", "-")
    for name, value in fields.items():
        post[f"{prefix}-{name}"] = value
    post.setlist("companion", [f"{one.pk}:{_token(one)}" for one in along])
    asked = asked_for(post)
    assert asked is not None
    return asked


def _token(edition: Edition) -> int:
    token: int = Edition.objects.values_list("token", flat=True).get(pk=edition.pk)
    return token


def do(asked: Asked, edition: Edition, by: Any) -> str:
    fresh = type(edition).objects.get(pk=edition.pk)
    return str(perform(asked, edition=fresh, by=by, token=fresh.token).sentence)


def states(*editions: Edition) -> list[str]:
    return [Text.objects.get(edition=one.pk, language="ru").state for one in editions]


def test_a_package_is_found_by_the_links(office: Office, package: Any) -> None:
    item, meeting, visit = package
    assert [one.edition.pk for one in companions(item, office.writer)] == [meeting.pk, visit.pk]
    assert [one.edition.pk for one in companions(meeting, office.writer)] == [visit.pk]


def test_a_package_goes_out_in_one_act_at_one_moment(office: Office, package: Any) -> None:
    item, meeting, visit = package
    do(ask("submit:ru", meeting, visit), item, office.writer)
    assert states(*package) == ["in_review"] * 3
    do(ask("approve:ru,facts", meeting, visit), item, office.editor)
    assert states(*package) == ["approved"] * 3
    do(ask("release:ru", meeting, visit), item, office.secretary)
    assert list(Release.objects.live().values_list("language", flat=True)) == ["ru"] * 3
    assert Release.objects.values("live__startswith").distinct().count() == 1
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert list(verbs).count("release") == 3


def test_two_people_release_a_package_with_one_button_each(office: Office, package: Any) -> None:
    item, meeting, visit = package
    do(ask("submit:ru", meeting, visit), item, office.writer)
    sentence = do(ask("approve_and_release:ru", meeting, visit), item, office.secretary)
    assert Release.objects.live().count() == 3
    assert "Delegation: France (Русский)" in sentence
    approvals = Approval.objects.values_list("publication", "part")
    assert sorted(approvals) == sorted(
        (one.publication_id, part) for one in package for part in ("facts", "ru")
    )


def test_a_package_is_scheduled_for_one_moment(office: Office, package: Any) -> None:
    item, meeting, visit = package
    do(ask("submit:ru", meeting, visit), item, office.writer)
    moment = (database_moment() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    do(ask("approve_and_release_at:ru", meeting, visit, moment=moment), item, office.secretary)
    assert Release.objects.ahead().count() == 3
    assert Release.objects.values("live__startswith").distinct().count() == 1


def test_one_refusal_stops_the_whole_package_and_says_whose_it_is(
    office: Office, package: Any
) -> None:
    item, meeting, visit = package
    actions.save_edition(
        edition=visit,
        by=office.writer,
        token=_token(visit),
        facts={"arrives_on": None, "leaves_on": None},
    )
    with pytest.raises(Refused) as caught:
        do(ask("submit:ru", meeting, visit), item, office.writer)
    assert [str(one) for one in caught.value.refusals] == [
        "Delegation: France: Русский: still to be written: day of arrival."
    ]
    assert states(*package) == ["in_work"] * 3


def test_what_is_not_ticked_stays_behind(office: Office, package: Any) -> None:
    item, meeting, _visit = package
    do(ask("submit:ru", meeting), item, office.writer)
    assert states(*package) == ["in_review", "in_review", "in_work"]


def test_what_readers_have_unchanged_needs_nothing(office: Office, package: Any) -> None:
    item, meeting, visit = package
    do(ask("submit:ru", visit), meeting, office.writer)
    do(ask("approve_and_release:ru", visit), meeting, office.secretary)
    reopened = actions.start_edition(by=office.writer, publication=meeting.publication)
    do(ask("submit:ru", reopened), item, office.writer)
    do(ask("approve_and_release:ru", reopened), item, office.secretary)
    assert Release.objects.live().count() == 3
    assert Release.objects.filter(publication=meeting.publication).count() == 1
    assert states(reopened) == ["in_work"]


def test_a_package_is_sent_back_with_one_reason(office: Office, package: Any) -> None:
    item, meeting, visit = package
    do(ask("submit:ru", meeting, visit), item, office.writer)
    do(ask("send_back:ru", meeting, visit, reason="Проверьте звание."), item, office.editor)
    assert states(*package) == ["in_work"] * 3
    reasons = AuditEntry.objects.filter(verb="send_back").values_list("detail__reason", flat=True)
    assert list(reasons) == ["Проверьте звание."] * 3


def test_an_old_token_of_one_companion_stops_the_package(office: Office, package: Any) -> None:
    item, meeting, visit = package
    asked = ask("submit:ru", meeting, visit)
    actions.save_edition(
        edition=meeting, by=office.editor, token=_token(meeting), internal={"notes": "Новое"}
    )
    with pytest.raises(Refused) as caught:
        do(asked, item, office.writer)
    assert caught.value.codes == ("stale",)
    assert states(*package) == ["in_work"] * 3


def test_what_is_linked_no_more_cannot_be_smuggled_along(office: Office, package: Any) -> None:
    item, _meeting, _visit = package
    stranger = draft(office.writer, ru=words("Другая новость"))
    with pytest.raises(Refused) as caught:
        do(ask("submit:ru", stranger), item, office.writer)
    assert caught.value.codes == ("companion_gone",)


def test_each_part_keeps_its_own_four_eyes(office: Office, package: Any) -> None:
    """The editor wrote in the meeting, so the meeting waits for somebody else."""
    item, meeting, visit = package
    actions.save_edition(
        edition=meeting,
        by=office.editor,
        token=_token(meeting),
        texts={"ru": {"summary": "<p>Дополнено.</p>"}},
    )
    do(ask("submit:ru", meeting, visit), item, office.writer)
    do(ask("approve:ru,facts", meeting, visit), item, office.editor)
    assert states(*package) == ["approved", "in_review", "approved"]
    with pytest.raises(Refused) as caught:
        do(ask("release:ru", meeting, visit), item, office.secretary)
    assert caught.value.codes == ("wrong_state", "not_approved")


def test_a_publication_stands_in_a_package_once(office: Office, package: Any) -> None:
    item, _meeting, _visit = package
    with pytest.raises(ValueError, match="once"):
        actions.submit(
            edition=item,
            by=office.writer,
            token=item.token,
            languages=["ru"],
            companions=[Member(item, item.token, ["ru"])],
        )


def panel(edition: Edition, by: User) -> Panel:
    """Return the workflow of an edition as the person sees it now."""
    row = type(edition).objects.get(pk=edition.pk)
    texts = {text.language: text for text in row.text_rows.all()}
    return Panel(Review(row, texts, database_moment()), User.objects.get(pk=by.pk))


def along(edition: Edition, by: User) -> list[tuple[int, str, list[str]]]:
    """Return what the page says of each companion: which, how its box is, what stays behind."""
    with translation.override("en"):
        shown: list[Along] = panel(edition, by).companions
        return [(int(one.value.split(":")[0]), box(one), list(one.reasons)) for one in shown]


def box(one: Along) -> str:
    return "greyed" if one.is_idle else "ticked" if one.is_ticked else "open"


def offered(edition: Edition, by: User, *ticked: Edition) -> list[str]:
    """Return the acts on the Russian text that lead on while just these are ticked."""
    values = {f"{one.pk}:{_token(one)}" for one in ticked}
    [row] = [one for one in panel(edition, by).language_rows if one.language.code == "ru"]
    return [
        button.value
        for button in row.next_steps
        if (not button.if_ticked or values & set(button.if_ticked))
        and not values & set(button.unless_ticked)
    ]


@pytest.fixture
def bilingual(office: Office) -> tuple[Edition, Edition]:
    """A news item in Russian and English, of a meeting written in Russian only."""
    of = whole(office)
    item = draft(office.writer, ru=words("Встреча"), en=words("Meeting"))
    item = actions.save_edition(
        edition=item,
        by=office.writer,
        token=item.token,
        facts={"meetings": [of.publication_id]},
    )
    return item, of


def test_a_companion_goes_along_in_the_languages_it_is_written_in(
    office: Office, bilingual: tuple[Edition, Edition]
) -> None:
    item, of = bilingual
    assert along(item, office.writer) == [
        (of.pk, "ticked", ["English: still to be written: title, names of people (row 1, 2)."])
    ]
    sentence = do(ask("submit:ru,en", of), item, office.writer)
    assert sentence == (
        "Submitted: Русский, English; Встреча: Институт — Франция (Русский). "
        "Next, a colleague approves."
    )
    do(ask("approve_and_release:ru,en", of), item, office.secretary)
    live = Release.objects.live().order_by("kind", "language")
    assert list(live.values_list("kind", "language")) == [
        ("meeting", "ru"),
        ("news", "en"),
        ("news", "ru"),
    ]


def test_a_companion_that_is_written_in_none_of_the_languages_is_greyed(office: Office) -> None:
    of = meeting(office.writer, {"ru": {"participants": NAMES}}, participants=[HOST, GUEST])
    item = draft(office.writer, en=words("Meeting"))
    item = actions.save_edition(
        edition=item, by=office.writer, token=1, facts={"meetings": [of.publication_id]}
    )
    actions.submit(edition=of, by=office.writer, token=1, languages=["ru"])
    item = actions.submit(edition=item, by=office.writer, token=item.token, languages=["en"])
    lacking = "English: still to be written: title, names of people (row 1, 2)."
    assert along(item, office.secretary) == [(of.pk, "greyed", [lacking])]
    with pytest.raises(Refused) as caught:
        do(ask("approve_and_release:en", of), item, office.secretary)
    assert caught.value.codes == ("incomplete",)


def test_what_is_approved_releases_and_with_a_waiting_companion_ticked_approves_that_first(
    office: Office, package: Any
) -> None:
    item, of, visit = package
    do(ask("submit:ru", of, visit), item, office.writer)
    do(ask("approve:ru,facts", visit), item, office.editor)
    assert states(*package) == ["approved", "in_review", "approved"]
    assert offered(item, office.secretary, of, visit) == ["approve_and_release:ru"]
    assert offered(item, office.secretary, visit) == ["release:ru"]
    do(ask("approve_and_release:ru", of, visit), item, office.secretary)
    assert Release.objects.live().count() == 3
    given = Approval.objects.filter(by=office.secretary).values_list("publication", "part")
    assert list(given) == [(of.publication_id, "facts"), (of.publication_id, "ru")]


def test_a_companion_that_this_person_cannot_approve_is_not_ticked_and_says_why(
    office: Office, package: Any
) -> None:
    item, of, visit = package
    actions.save_edition(
        edition=of,
        by=office.secretary,
        token=_token(of),
        texts={"ru": {"summary": "<p>Дополнено.</p>"}},
    )
    do(ask("submit:ru", of, visit), item, office.writer)
    do(ask("approve:ru,facts", visit), item, office.editor)
    assert along(item, office.secretary)[0] == (
        of.pk,
        "open",
        [f"Русский: {OWN_WORK}"],
    )
    assert offered(item, office.secretary, visit) == ["release:ru"]
    do(ask("release:ru", visit), item, office.secretary)
    assert states(of) == ["in_review"]


def test_a_companion_that_nobody_submitted_is_not_ticked_for_a_language_that_is_empty(
    office: Office, package: Any
) -> None:
    """The delegation is complete in four languages, the news item is written in Russian."""
    item, of, visit = package
    do(ask("submit:ru", of), item, office.writer)
    assert along(item, office.secretary) == [
        (of.pk, "ticked", []),
        (
            visit.pk,
            "open",
            [
                "Русский: the text is “In work”; for this it has to be “In review / Approved”.",
                "No text is in review yet.",
            ],
        ),
    ]


def test_whoever_may_not_release_is_offered_no_approval_along_with_it(
    office: Office, package: Any
) -> None:
    item, of, visit = package
    do(ask("submit:ru", of, visit), item, office.writer)
    do(ask("approve:ru,facts", visit), item, office.editor)
    assert offered(item, office.editor, of, visit) == ["release:ru"]


def test_a_package_costs_as_much_with_three_companions_as_with_one(
    office: Office, django_assert_num_queries
) -> None:
    def item_of(count: int) -> Edition:
        made = [whole(office) for _one in range(count)]
        for one in made:
            actions.submit(edition=one, by=office.writer, token=1, languages=["ru"])
        meetings = [one.publication_id for one in made]
        item = draft(office.writer)
        actions.save_edition(edition=item, by=office.writer, token=1, facts={"meetings": meetings})
        return item

    by = person(Role.PRESS_SECRETARY, desk_language="en")
    for item, count in ((item_of(1), 1), (item_of(3), 3)):
        shown = panel(item, by)
        assert len(shown.language_rows) == 4
        with django_assert_num_queries(10):
            assert len(shown.companions) == count
