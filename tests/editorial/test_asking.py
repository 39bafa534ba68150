"""Asking a colleague now: the link, what he reads, his word in two taps. W-18."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.roles import Role
from editorial import actions, notices
from editorial.clock import database_moment
from editorial.models import (
    Acknowledgement,
    Approval,
    Edition,
    Notice,
    Release,
    Remark,
    SecondReader,
    Text,
    Unreviewed,
)
from tests.editorial.conftest import Office
from tests.editorial.desk import sentences, signed_in
from tests.factories import draft, person, words


def out(edition: Edition, languages: str = "ru") -> str:
    return reverse("admin:night_out", args=[edition.pk, languages])


def asked(edition: Edition, languages: str = "ru") -> str:
    return reverse("admin:asked", args=[edition.pk, languages])


def ask(office: Office, edition: Edition) -> None:
    token = Edition.objects.get(pk=edition.pk).token
    signed_in(office.deputy).post(out(edition), {"ask": "1", "token": token})


def shown(response: HttpResponse) -> Any:
    return html.fromstring(response.content.decode())


def buttons(response: HttpResponse) -> list[str]:
    return [one.get("name") for one in shown(response).xpath("//main//button[@name]")]


def press(client: Client, edition: Edition, button: str, **fields: Any) -> HttpResponse:
    """Open the colleague's page and press one of its buttons, with what it showed."""
    (token,) = set(shown(client.get(asked(edition))).xpath("//main//input[@name='token']/@value"))
    given = {"token": token, button: "1", **fields}
    return client.post(asked(edition), given, follow=True)


def test_asking_hands_the_text_to_a_reviewer_and_tells_who_could_approve(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    assert Text.objects.get(edition=edition, language="ru").state == "in_review"
    told = Notice.objects.filter(kind="asked").values_list("to__username", flat=True)
    assert sorted(told) == ["editor", "secretary"]


def test_the_link_is_on_the_page_and_leads_to_the_text(office: Office) -> None:
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    assert shown(client.get(out(edition))).xpath("//input[@id='link']") == []
    ask(office, edition)
    page = shown(client.get(out(edition)))
    (link,) = page.xpath("//input[@id='link']/@value")
    assert link == f"http://testserver/admin/asked/{edition.pk}/ru/"
    assert signed_in(office.editor).get(link).status_code == 200


def test_who_could_approve_stands_there_and_whoever_signed_in_last_first(office: Office) -> None:
    person(Role.EDITOR, reads=["en"])
    person(Role.EDITOR, is_active=False)
    User.objects.filter(pk=office.secretary.pk).update(last_login=database_moment())
    edition = draft(office.deputy)
    colleagues = signed_in(office.deputy).get(out(edition)).context["going"].colleagues
    assert [(one.name, one.seen) for one in colleagues] == [
        ("secretary", "just now"),
        ("editor", ""),
    ]


def test_whoever_wrote_in_it_is_not_among_who_could_approve(office: Office) -> None:
    edition = draft(office.editor)
    colleagues = signed_in(office.deputy).get(out(edition)).context["going"].colleagues
    assert [one.name for one in colleagues] == ["secretary"]


def test_what_is_not_complete_cannot_be_asked_for(office: Office) -> None:
    edition = draft(office.deputy, ru={"headline": "Встреча", "body": ""})
    answer = signed_in(office.deputy).get(out(edition))
    assert [str(one) for one in answer.context["against_asking"]] == [
        "Русский: still to be written: body."
    ]
    assert "ask" not in buttons(answer)


def test_a_colleague_reads_all_of_it_and_approves_it_with_its_facts(office: Office) -> None:
    body = "<p>Первый абзац.</p><ul><li>раз</li></ul>"
    edition = draft(office.deputy, ru={**words("Встреча", body), "lead": "Лид."})
    edition = actions.save_edition(
        edition=edition, by=office.deputy, token=edition.token, facts={"countries": ["JP"]}
    )
    ask(office, edition)
    client = signed_in(office.editor)
    page = client.get(asked(edition))
    said = " ".join(shown(page).xpath("//article")[0].text_content().split())
    for words_of_it in ("Встреча", "Лид.", "Первый абзац.", "раз", "Japan"):
        assert words_of_it in said
    assert "Written by deputy" in shown(page).text_content()
    answer = press(client, edition, "approve")
    assert sentences(answer) == ["Approved: Facts, Русский."]
    assert list(Approval.objects.order_by("id").values_list("part", "by__username")) == [
        ("facts", "editor"),
        ("ru", "editor"),
    ]
    assert buttons(answer) == []


def test_what_is_approved_is_released_by_one_button_and_stands_reviewed(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    press(signed_in(office.editor), edition, "approve")
    client = signed_in(office.deputy)
    page = client.get(out(edition))
    assert buttons(page) == ["release"]
    (token,) = shown(page).xpath("//main//input[@name='token']/@value")
    client.post(out(edition), {"release": "1", "token": token})
    assert (Release.objects.live().count(), Unreviewed.objects.count()) == (1, 0)


def test_a_colleague_sends_it_back_with_a_reason(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    client = signed_in(office.editor)
    press(client, edition, "send_back", reason="Имя министра неверно.")
    assert Text.objects.get(edition=edition, language="ru").state == "in_work"
    assert Remark.objects.get().body == "Имя министра неверно."


def test_what_changed_since_is_shown_anew_and_not_approved(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    client = signed_in(office.editor)
    seen = client.get(asked(edition)).context["going"].edition.token
    edition = actions.save_edition(
        edition=edition, by=office.deputy, token=seen, texts={"ru": words("Иное")}
    )
    ask(office, edition)
    answer = client.post(asked(edition), {"approve": "1", "token": seen})
    assert (answer.status_code, Approval.objects.count()) == (409, 0)
    (refusal,) = answer.context["going"].refusals
    assert refusal.code == "stale"
    assert shown(answer).xpath("//article//h2")[0].text == "Иное"
    press(client, edition, "approve")
    assert Text.objects.get(edition=edition, language="ru").state == "approved"


def test_an_approval_without_what_was_seen_is_none(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    answer = signed_in(office.editor).post(asked(edition), {"approve": "1"})
    assert (answer.status_code, Approval.objects.count()) == (409, 0)


@pytest.mark.parametrize("who", ["writer", "deputy"])
def test_who_may_not_approve_reads_why_and_has_no_button(office: Office, who: str) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    answer = signed_in(getattr(office, who)).get(asked(edition))
    assert (buttons(answer), len(answer.context["going"].why_not)) == ([], 1)


def test_who_has_no_business_with_publications_does_not_read_it(office: Office) -> None:
    edition = draft(office.deputy)
    assert signed_in(office.administrator).get(asked(edition)).status_code == 403


def test_a_link_to_what_was_released_meanwhile_says_where_it_goes_on(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    press(signed_in(office.editor), edition, "approve")
    token = Edition.objects.get(pk=edition.pk).token
    actions.release(edition=edition, by=office.secretary, token=token, languages=["ru"])
    client = signed_in(office.editor)
    answer = client.get(asked(edition))
    assert (answer.context["newer"], buttons(answer)) == ("", [])
    assert [one.language for one in answer.context["live"]] == ["ru"]
    again = actions.start_edition(by=office.writer, publication=edition.publication)
    assert client.get(asked(edition)).context["newer"] == asked(again)


def test_a_colleague_who_is_signed_out_comes_back_to_the_link(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    answer = Client().get(asked(edition))
    assert answer.headers["Location"] == f"/admin/login/?next={asked(edition)}"


def test_the_two_pages_cost_a_fixed_number_of_statements(
    office: Office, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    reviewer, deputy = signed_in(office.editor), signed_in(office.deputy)
    with django_assert_num_queries(32):
        reviewer.get(asked(edition))
    with django_assert_num_queries(30):
        deputy.get(out(edition))


def test_whoever_is_told_of_it_at_the_desk_is_led_to_the_two_taps(office: Office) -> None:
    edition = draft(office.deputy)
    ask(office, edition)
    (told,) = notices.unseen(office.editor)
    assert notices.address(told) == asked(edition)


def test_a_colleague_who_compares_with_the_source_is_among_who_could_approve(
    office: Office,
) -> None:
    person(Role.EDITOR, username="reader", reads=["ru"])
    edition = draft(office.deputy, ru=words("Встреча"), en=words("A meeting"))
    deputy = signed_in(office.deputy)
    known = deputy.get(out(edition, "en")).context["going"].people
    assert [one.username for one in known] == ["editor", "secretary"]
    SecondReader.objects.create(language="en", reading="source_checked")
    known = deputy.get(out(edition, "en")).context["going"].people
    assert sorted(one.username for one in known) == ["editor", "reader", "secretary"]


def test_who_does_not_read_it_ticks_what_differs_from_the_source(office: Office) -> None:
    SecondReader.objects.create(language="en", reading="source_checked")
    reader = person(Role.EDITOR, reads=["ru"], desk_language="en")
    edition = draft(office.deputy, ru=words("Прибыли 12"), en=words("21 came"))
    edition = actions.submit(
        edition=edition, by=office.deputy, token=edition.token, languages=["ru", "en"]
    )
    actions.approve(edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"])
    client = signed_in(reader)
    page = client.get(asked(edition, "en"))
    (warning,) = page.context["going"].warnings
    assert str(warning) == "English, numbers: only in the source: 12; only here: 21."
    ticks = shown(page).xpath("//fieldset[@class='warnings']//input[@name='seen-1']/@value")
    assert ticks == [warning.key]
    given = {"approve": "1", "token": page.context["going"].edition.token}
    refused = client.post(asked(edition, "en"), given)
    assert [one.code for one in refused.context["going"].refusals] == ["unacknowledged"]
    assert Approval.objects.filter(part="en").count() == 0
    answer = client.post(asked(edition, "en"), {**given, "seen-1": warning.key}, follow=True)
    assert sentences(answer) == ["Approved: English."]
    assert Approval.objects.get(part="en").reading == "source_checked"
    assert Acknowledgement.objects.get().finding == warning.key


def test_a_fluent_reader_ticks_nothing(office: Office) -> None:
    SecondReader.objects.create(language="ru", reading="source_checked")
    edition = draft(office.deputy)
    ask(office, edition)
    page = shown(signed_in(office.editor).get(asked(edition)))
    assert page.xpath("//fieldset[@class='warnings']") == []
