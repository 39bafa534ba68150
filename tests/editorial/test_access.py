"""A piece limited to named people is nowhere to be found for others, until readers have it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from editorial import actions, notices
from editorial.actions.access import NOBODY_APPROVES
from editorial.actions.locking import not_there
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.models import Access, AuditEntry, Edition, OutsideCheck, Publication
from editorial.packages import companions
from editorial.refusals import Refused
from events.models import Meeting
from ismi_cms.home import Home
from news.models import NewsItem
from tests.editorial.conftest import Office
from tests.editorial.desk import address, errors, opened, signed_in
from tests.factories import approved, draft, person, released, words

CANARY = "Канарейка"


def limited(office: Office, *people: Any, edition: Edition | None = None) -> Edition:
    """Return an edition by the writer that only these people see, he and the editor at least."""
    edition = edition or draft(office.writer, ru=words(CANARY))
    actions.limit_access(edition=edition, by=office.writer, people=[office.editor, *people])
    return edition


def visible(edition: Edition, by: Any) -> tuple[bool, bool]:
    return (
        Publication.objects.visible_to(by).filter(pk=edition.publication_id).exists(),
        NewsItem.objects.visible_to(by).filter(pk=edition.pk).exists(),
    )


# Who sees it.


def test_a_piece_is_seen_by_everybody_until_somebody_limits_it(office: Office) -> None:
    edition = draft(office.writer)
    assert visible(edition, office.translator) == (True, True)
    limited(office, edition=edition)
    assert visible(edition, office.translator) == (False, False)
    assert visible(edition, office.editor) == (True, True)


def test_who_opened_it_and_who_limits_it_always_see_it(office: Office) -> None:
    edition = draft(office.writer)
    actions.limit_access(edition=edition, by=office.secretary, people=[office.editor])
    named = set(Access.objects.values_list("person__username", flat=True))
    assert named == {"writer", "editor", "secretary"}


def test_an_administrator_sees_it_no_more_than_others(office: Office) -> None:
    both = person(Role.ADMINISTRATOR, Role.PRESS_SECRETARY, is_superuser=True)
    assert visible(limited(office), both) == (False, False)


def test_from_its_first_begun_release_on_everybody_sees_it_again(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    limited(office, office.secretary, edition=edition)
    edition.refresh_from_db()
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    assert visible(edition, office.translator) == (True, True)


def test_a_scheduled_release_shows_it_to_nobody_before_its_moment(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    limited(office, office.secretary, edition=edition)
    edition.refresh_from_db()
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )
    assert visible(edition, office.translator) == (False, False)


def test_a_limit_shuts_nobody_out_once_every_account_named_is_closed(office: Office) -> None:
    edition = draft(office.writer, ru=words(CANARY))
    limited(office, edition=edition)
    told = notices.colleagues(edition.publication_id)
    User.objects.filter(pk=office.writer.pk).update(is_active=False)
    assert visible(edition, office.secretary) == (False, False)
    assert told.filter(pk=office.secretary.pk).exists() is False
    User.objects.filter(pk=office.editor.pk).update(is_active=False)
    assert visible(edition, office.secretary) == (True, True)
    assert told.filter(pk=office.secretary.pk).exists() is True
    client = signed_in(office.secretary)
    page = client.get(reverse("admin:news_newsitem_changelist")).content.decode()
    assert (CANARY in page, 'class="padlock"' in page) == (True, False)
    assert client.get(address(edition, "access")).context["is_limited"] is False
    actions.limit_access(edition=edition, by=office.secretary, people=[])
    assert visible(edition, office.deputy) == (False, False)


# The verbs.


def test_limiting_and_opening_stand_in_the_record_without_a_title(office: Office) -> None:
    edition = limited(office)
    actions.open_access(edition=edition, by=office.editor)
    entries = AuditEntry.objects.filter(verb__in=("limit_access", "open_access")).order_by("id")
    people = sorted([office.writer.pk, office.editor.pk])
    assert [(one.verb, one.detail) for one in entries] == [
        ("limit_access", {"people": people, "despite": []}),
        ("open_access", {}),
    ]
    assert visible(edition, office.translator) == (True, True)


def test_naming_the_same_people_again_changes_nothing(office: Office) -> None:
    edition = limited(office)
    limited(office, edition=edition)
    assert AuditEntry.objects.filter(verb="limit_access").count() == 1
    assert Access.objects.count() == 2


def test_opening_what_is_open_changes_nothing(office: Office) -> None:
    actions.open_access(edition=draft(office.writer), by=office.writer)
    assert AuditEntry.objects.filter(verb="open_access").count() == 0


def ask_outside(edition: Edition, by: Any, name: str) -> OutsideCheck:
    return actions.ask_outside(edition=edition, by=by, name=name, languages=["ru"])[0]


def test_links_of_people_who_are_not_named_are_dead_by_the_limit(office: Office) -> None:
    edition = draft(office.writer, ru=words(CANARY))
    made = [ask_outside(edition, by, "A") for by in (office.secretary, office.editor)]
    actions.stop_asking(check=ask_outside(edition, office.secretary, "B"), by=office.writer)
    other = ask_outside(draft(office.writer), office.secretary, "C")
    limited(office, edition=edition)
    standing = OutsideCheck.objects.standing().order_by("pk")
    assert list(standing) == [made[1], other]
    made[0].refresh_from_db()
    assert made[0].revoked_by == office.writer
    detail = AuditEntry.objects.get(verb="limit_access").detail
    assert detail["stopped"] == [made[0].pk]


def test_a_translator_says_of_nobody_whether_he_sees_it(office: Office) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refused:
        actions.limit_access(edition=edition, by=office.translator, people=[office.editor])
    assert refused.value.codes == ("not_allowed",)
    limited(office, office.translator, edition=edition)
    with pytest.raises(Refused) as refused:
        actions.open_access(edition=edition, by=office.translator)
    assert refused.value.codes == ("not_allowed",)
    client = signed_in(office.translator)
    assert client.get(address(edition, "access")).context["may_limit"] is False
    assert client.post(address(edition, "access"), {"open": ""}).status_code == 403
    assert Access.objects.count() == 3


def test_a_list_in_which_nobody_may_approve_is_asked_about_first(office: Office) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refused:
        actions.limit_access(edition=edition, by=office.writer, people=[office.translator])
    assert refused.value.codes == (NOBODY_APPROVES,)
    assert Access.objects.count() == 0
    actions.limit_access(
        edition=edition, by=office.writer, people=[office.translator], despite=[NOBODY_APPROVES]
    )
    assert Access.objects.count() == 2


def test_only_who_may_write_limits_or_opens(office: Office) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refused:
        actions.limit_access(edition=edition, by=office.administrator, people=[office.editor])
    assert refused.value.codes == ("not_allowed",)
    with pytest.raises(Refused) as refused:
        actions.open_access(edition=edition, by=office.administrator)
    assert refused.value.codes == ("not_allowed",)


def test_what_readers_have_seen_cannot_be_limited(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    with pytest.raises(Refused) as refused:
        actions.limit_access(edition=edition, by=office.writer, people=[office.editor])
    assert refused.value.codes == ("seen_by_readers",)


def test_nobody_without_business_at_the_desk_is_named(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        limited(office, office.administrator)
    assert refused.value.codes == ("no_business",)


def test_every_verb_finds_nothing_where_the_person_may_not_see_it(office: Office) -> None:
    edition = limited(office, edition=approved(office.writer, office.editor))
    edition.refresh_from_db()
    token, secretary = edition.token, office.secretary
    before = AuditEntry.objects.count()
    tries: list[Any] = [
        lambda: actions.save_edition(
            edition=edition, by=secretary, token=token, texts={"ru": words("Другое")}
        ),
        lambda: actions.submit(edition=edition, by=secretary, token=token, languages=["ru"]),
        lambda: actions.approve(edition=edition, by=secretary, token=token, parts=["ru"]),
        lambda: actions.release(edition=edition, by=secretary, token=token, languages=["ru"]),
        lambda: actions.discard(edition=edition, by=secretary, token=token),
        lambda: actions.start_edition(by=secretary, publication=edition.publication),
        lambda: actions.open_access(edition=edition, by=secretary),
        lambda: actions.limit_access(edition=edition, by=secretary, people=[secretary]),
        lambda: actions.ask_outside(edition=edition, by=secretary, name="A", languages=["ru"]),
    ]
    for attempt in tries:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.refusals == (not_there(secretary),)
    assert AuditEntry.objects.count() == before


def test_two_named_people_who_both_wrote_are_enough_though_others_could_approve(
    office: Office,
) -> None:
    other = person(Role.EDITOR, desk_language="en")
    edition = draft(other, ru=words("Первое"))
    edition = actions.save_edition(
        edition=edition, by=office.editor, token=edition.token, texts={"ru": words("Второе")}
    )
    texts = {one.language: one for one in edition.text_rows.all()}
    assert Review(edition, texts, database_moment()).may_count(office.editor, "ru") is False
    actions.limit_access(edition=edition, by=other, people=[office.editor])
    assert Review(edition, texts, database_moment()).may_count(office.editor, "ru") is True


# Links and packages.


def linked_item(office: Office) -> tuple[Edition, Edition]:
    """Return an open item that reports a meeting which only the writer and the editor see."""
    meeting = actions.start_edition(
        by=office.writer, kind="meeting", source_language="ru", texts={"ru": {"title": CANARY}}
    )
    limited(office, edition=meeting)
    item = actions.start_edition(
        by=office.writer,
        kind="news",
        source_language="ru",
        texts={"ru": words("Новость")},
        facts={"meetings": [meeting.publication_id]},
    )
    return item, meeting


def test_a_link_that_the_person_does_not_see_names_nothing_and_survives_his_save(
    office: Office,
) -> None:
    item, meeting = linked_item(office)
    client = signed_in(office.secretary)
    values = opened(client, item)
    assert values["meetings"] == [str(meeting.publication_id)]
    page = client.get(address(item)).content.decode()
    assert ("a piece you have no access to" in page, CANARY in page) == (True, False)
    answer = client.post(address(item), {**values, "headline_ru": "Новый заголовок", "_save": ""})
    assert answer.status_code == 302
    stored = NewsItem.objects.get(pk=item.pk)
    assert stored.headline_ru == "Новый заголовок"
    assert [one.pk for one in stored.meetings.all()] == [meeting.publication_id]


def test_nobody_links_to_what_he_does_not_see(office: Office) -> None:
    hidden = limited(office)
    item = draft(office.writer, ru=words("Новость"))
    client = signed_in(office.secretary)
    values = {**opened(client, item), "related": [str(hidden.publication_id)], "_save": ""}
    unknown = {**values, "related": ["999999"]}
    refused = [errors(client.post(address(item), one))["related"] for one in (values, unknown)]
    number = str(hidden.publication_id)
    assert refused[0] == [refused[1][0].replace("999999", number)]
    with pytest.raises(Refused) as refusal:
        actions.save_edition(
            edition=item,
            by=office.secretary,
            token=item.token,
            facts={"related": [hidden.publication_id]},
        )
    assert refusal.value.codes == ("unknown_record",)


def test_what_the_person_does_not_see_goes_along_with_nothing(office: Office) -> None:
    item, meeting = linked_item(office)
    assert [one.edition.pk for one in companions(item, office.editor)] == [meeting.pk]
    assert companions(item, office.secretary) == []


# The desk.


def test_a_hidden_piece_answers_as_one_that_is_not_there(office: Office) -> None:
    hidden = limited(office)
    client = signed_in(office.secretary)
    pages = ("change", "act", "access", "outside", "versions", "comparison", "timeline")
    for page in pages:
        there = address(hidden, page)
        nowhere = there.replace(f"/{hidden.pk}/", "/999999/")
        for call in (client.get, client.post):
            real, none = call(there), call(nowhere)
            # A message that goes with the answer names the number that was asked for.
            assert (page, real.status_code) == (page, none.status_code)
            assert CANARY not in real.content.decode()
            assert real.status_code in (302, 404, 405, 400)


def test_lists_and_searches_show_and_count_only_what_the_person_sees(office: Office) -> None:
    limited(office)
    draft(office.writer, ru=words("Открытая"))
    change_list = reverse("admin:news_newsitem_changelist")
    for by, count in ((office.editor, 2), (office.secretary, 1)):
        client = signed_in(by)
        assert client.get(change_list).context["cl"].result_count == count
        found = client.get(change_list, {"q": CANARY})
        assert found.context["cl"].result_count == count - 1
        query = {"app_label": "news", "model_name": "newsitem", "field_name": "related"}
        chosen = client.get(reverse("admin:autocomplete"), {**query, "term": CANARY}).json()
        assert len(chosen["results"]) == count - 1


def test_the_padlock_stands_in_the_list_of_those_who_see_it(office: Office) -> None:
    limited(office)
    draft(office.writer)
    page = signed_in(office.editor).get(reverse("admin:news_newsitem_changelist"))
    assert page.content.decode().count('class="padlock"') == 1


def test_no_country_of_a_hidden_piece_is_offered_as_a_filter(office: Office) -> None:
    hidden = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        texts={"ru": {"title": CANARY}},
        facts={"country": "MY"},
    )
    limited(office, edition=hidden)
    client = signed_in(office.secretary)
    assert Meeting.objects.count() == 1
    assert (
        "country=MY" not in client.get(reverse("admin:events_meeting_changelist")).content.decode()
    )
    seen = signed_in(office.editor).get(reverse("admin:events_meeting_changelist"))
    assert "country=MY" in seen.content.decode()


def test_the_home_page_shows_no_hidden_piece(office: Office) -> None:
    hidden = approved(office.writer, office.editor, ru=words(CANARY))
    limited(office, edition=hidden)
    assert [line.title for line in lines(office.secretary)] == []
    actions.open_access(edition=hidden, by=office.writer)
    assert [line.title for line in lines(office.secretary)] == [CANARY]


def lines(by: Any) -> list[Any]:
    return [line for shelf in Home(by).shelves for line in shelf.lines]


def test_the_list_costs_no_statement_more_where_something_is_limited(office: Office) -> None:
    for _one in range(3):
        draft(office.writer)
    client = signed_in(office.editor)
    change_list = reverse("admin:news_newsitem_changelist")
    client.get(change_list)
    with CaptureQueriesContext(connection) as before:
        client.get(change_list)
    limited(office)
    with CaptureQueriesContext(connection) as after:
        client.get(change_list)
    assert len(after) == len(before) == 12
