"""Letting out and taking down on a phone at night. W-18."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from accounts.adapters import SIGNED_IN_AT
from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.models import AuditEntry, Notice, Release, Unreviewed, Withdrawal
from tests.editorial.conftest import Office
from tests.editorial.desk import sentences, signed_in
from tests.editorial.night import ALONE, live_in, of_the_page, page, token
from tests.factories import approved, draft, on_duty, person, words

NO_WAY_TO_PROVE = (
    "You have no password and no passkey to confirm with. Set a password; or sign out and in"
    " again, and go on at once."
)
WAY_TO_A_PASSWORD = "//a[@href='/admin/account/password/first/']"


def refusals(response: HttpResponse) -> list[str]:
    return [str(one) for one in response.context["refusals"]]


def proved_before(client: Client, minutes: int) -> None:
    session = client.session
    session[SIGNED_IN_AT] -= minutes * 60
    session.save()


# Letting out alone.


def test_w18_reason_word_proof_and_one_button_let_it_out(office: Office) -> None:
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    answer = client.post(page("night_alone", edition.pk, "ru"), ALONE)
    last = page("night_last", edition.pk, "ru")
    assert answer.headers["Location"] == last
    shown = client.get(last)
    assert of_the_page(shown, "//article//h2")[0] == "Встреча"
    answer = client.post(last, {"token": edition.token}, follow=True)
    release, standing = Release.objects.live().get(), Unreviewed.objects.get()
    assert (standing.reason, standing.on_whose_word, standing.by) == (
        "event",
        "Директор",
        office.deputy,
    )
    (sentence,) = sentences(answer)
    assert f'href="{release.get_absolute_url()}"' in sentence
    assert [one.number for one in answer.context["public"]] == [edition.publication_id]
    told = Notice.objects.filter(kind="unreviewed").values_list("to__username", flat=True)
    assert list(told) == ["secretary"]


@pytest.mark.parametrize("missing", ["reason", "on_whose_word"])
def test_w18_without_a_reason_or_a_name_there_is_no_last_page(office: Office, missing: str) -> None:
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    answer = client.post(page("night_alone", edition.pk, "ru"), {**ALONE, missing: ""})
    assert list(answer.context["form"].errors) == [missing]
    answer = client.get(page("night_last", edition.pk, "ru"))
    assert answer.headers["Location"] == page("night_alone", edition.pk, "ru")


def test_w18_an_old_proof_is_asked_for_again_and_what_was_given_is_kept(office: Office) -> None:
    office.deputy.set_password("a long secret")
    office.deputy.save()
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    client.post(page("night_alone", edition.pk, "ru"), ALONE)
    last = page("night_last", edition.pk, "ru")
    proved_before(client, 4)
    answer = client.get(last)
    assert answer.headers["Location"].startswith("/admin/account/confirm/?next=")
    proved_before(client, 4)
    answer = client.post(last, {"token": edition.token})
    assert (answer.headers["Location"], Release.objects.count()) == (last, 0)
    answer = client.post(
        f"/admin/account/confirm/?next={last}", {"password": "a long secret", "next": last}
    )
    assert answer.headers["Location"] == last
    assert client.get(last).context["on_whose_word"] == "Директор"
    client.post(last, {"token": edition.token})
    assert Release.objects.live().count() == 1


def test_who_has_no_way_to_prove_it_is_told_what_to_do(office: Office) -> None:
    office.deputy.set_unusable_password()
    office.deputy.save()
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    client.post(page("night_alone", edition.pk, "ru"), ALONE)
    proved_before(client, 6)
    answer = client.post(page("night_last", edition.pk, "ru"), {"token": edition.token})
    assert refusals(answer) == [NO_WAY_TO_PROVE]
    assert of_the_page(answer, WAY_TO_A_PASSWORD) == ["Set a password"]
    assert Release.objects.count() == 0


@pytest.mark.parametrize(("minutes", "forms"), [(0, 1), (4, 0)])
def test_who_has_no_way_to_prove_it_learns_it_before_he_is_asked_anything(
    office: Office, minutes: int, forms: int
) -> None:
    office.deputy.set_unusable_password()
    office.deputy.save()
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    proved_before(client, minutes)
    address = page("night_alone", edition.pk, "ru")
    answer = client.get(address)
    assert of_the_page(answer, "//ul[@class='refusals']/li") == [NO_WAY_TO_PROVE]
    assert len(of_the_page(answer, "//main//form[@method='post']")) == forms
    assert of_the_page(answer, WAY_TO_A_PASSWORD) == ["Set a password"]
    assert client.get("/admin/account/password/first/").status_code == 200
    assert client.post(address, ALONE).status_code == (302 if forms else 409)


def test_who_has_a_password_reads_nothing_of_that(office: Office) -> None:
    office.deputy.set_password("a long secret")
    office.deputy.save()
    edition = draft(office.deputy)
    answer = signed_in(office.deputy).get(page("night_alone", edition.pk, "ru"))
    assert of_the_page(answer, "//ul[@class='refusals']/li") == []
    assert of_the_page(answer, WAY_TO_A_PASSWORD) == []


OWN = "Write who answers for it, not your own name."
SHORT = "Write a name: it has at least three letters."


@pytest.mark.parametrize(
    ("word", "errors"),
    [
        ("Oʻktam Karimov", [OWN]),
        ("KARIMOV  O'ktam", [OWN]),
        ("O‘ktam", [OWN]),
        ("Karimov Oʻktam Alisherovich", [OWN]),
        ("deputy", [OWN]),
        ("—", [SHORT]),
        ("Я.", [SHORT]),
        ("A 1234 B", [SHORT]),
        ("Karimov, director", []),
        ("Ким", []),
    ],
)
def test_on_whose_word_names_somebody_else(office: Office, word: str, errors: list[str]) -> None:
    User.objects.filter(pk=office.deputy.pk).update(first_name="Oʻktam", last_name="Karimov")
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    given = {**ALONE, "on_whose_word": word}
    answer = client.post(page("night_alone", edition.pk, "ru"), given)
    found = answer.context["form"].errors.get("on_whose_word", []) if answer.context else []
    assert list(found) == errors
    assert answer.status_code == (200 if errors else 302)


# The ways out.


def test_what_goes_out_stands_before_the_ways_out(office: Office) -> None:
    edition = draft(office.deputy)
    answer = signed_in(office.deputy).get(page("night_out", edition.pk, "ru"))
    assert of_the_page(answer, "//main//h2") == [
        "What goes out",
        "Встреча",
        "First: ask a colleague now",
        "Nobody answers?",
    ]


def test_a_text_that_is_not_complete_is_changed_and_not_released(office: Office) -> None:
    edition = draft(office.deputy, ru={"headline": "Визит отменён"})
    client = signed_in(office.deputy)
    answer = client.get(page("night_out", edition.pk, "ru"))
    sentence = "Русский: still to be written: body."
    assert [str(one) for one in answer.context["against_alone"]] == [sentence]
    assert of_the_page(answer, "//section[@aria-labelledby='alone']//li") == [sentence]
    assert of_the_page(answer, f"//a[@href='{page('night_alone', edition.pk, 'ru')}']") == []
    write = page("night_write", edition.publication_id) + "?language=ru"
    assert of_the_page(answer, f"//a[@href='{write}']") == ["Change the text"]
    assert client.get(write).context["form"]["title"].value() == "Визит отменён"


def test_what_is_approved_or_out_is_changed_from_the_same_page(office: Office) -> None:
    client = signed_in(office.deputy)
    for edition in (approved(office.writer, office.editor), live_in(office, "ru")):
        answer = client.get(page("night_out", edition.pk, "ru"))
        write = page("night_write", edition.publication_id) + "?language=ru"
        assert of_the_page(answer, f"//a[@href='{write}']") == ["Change the text"]


def test_what_changed_since_the_last_page_does_not_go_out_unseen(office: Office) -> None:
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    client.post(page("night_alone", edition.pk, "ru"), ALONE)
    actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": words("Иное")}
    )
    answer = client.post(page("night_last", edition.pk, "ru"), {"token": edition.token})
    assert (answer.status_code, Release.objects.count()) == (409, 0)
    assert refusals(answer)[0].startswith("The edition has changed since you opened it.")
    assert of_the_page(answer, "//article//h2")[0] == "Иное"


def test_the_answers_for_one_text_let_no_other_out(office: Office) -> None:
    edition, other = draft(office.deputy), draft(office.deputy)
    client = signed_in(office.deputy)
    client.post(page("night_alone", edition.pk, "ru"), ALONE)
    client.post(page("night_last", other.pk, "ru"), {"token": other.token})
    assert Release.objects.count() == 0


@pytest.mark.parametrize("languages", ["", "fr", "ru,fr", "ru,,en"])
def test_no_address_names_a_language_that_is_none(office: Office, languages: str) -> None:
    edition = draft(office.deputy)
    client = signed_in(office.deputy)
    assert client.get(f"/admin/night/out/{edition.pk}/{languages}/").status_code == 404


# Taking down.


def test_a_withdrawal_asks_no_proof_and_gives_the_stock_explanation(office: Office) -> None:
    edition = live_in(office, "ru", "en")
    client = signed_in(office.deputy)
    proved_before(client, 60)
    address = page("night_withdraw", edition.publication_id)
    shown = client.get(address)
    form = shown.context["form"]
    given = {name: form[name].value() for name in form.fields}
    assert given == {"languages": ["ru", "en"], "reason": None}
    given |= {"reason": "in_error", "token": shown.context["token"]}
    answer = client.post(address, given, follow=True)
    assert sentences(answer) == ["Withdrawn: Русский, English. Readers are told why."]
    assert Release.objects.live().count() == 0
    told = Withdrawal.objects.order_by("language").values_list("language", "explanation")
    assert list(told) == [
        ("en", "The text was published by mistake."),
        ("ru", "Материал был опубликован по ошибке."),
    ]
    assert AuditEntry.objects.latest("id").by == office.deputy


def test_no_reason_is_chosen_for_the_person(office: Office) -> None:
    edition = live_in(office, "ru", "en")
    client = signed_in(office.deputy)
    address = page("night_withdraw", edition.publication_id)
    ticked = html.fromstring(client.get(address).content.decode()).xpath("//input[@checked]/@value")
    assert ticked == ["ru", "en"]
    answer = client.post(address, {"languages": ["ru", "en"], "token": token(edition)})
    said = of_the_page(answer, "//ul[contains(@class, 'errorlist')]/li")
    assert said == ["Choose the reason readers are given."]
    assert Release.objects.live().count() == 2


def test_one_language_is_withdrawn_and_the_other_stays(office: Office) -> None:
    edition = live_in(office, "ru", "en")
    client = signed_in(office.deputy)
    address = page("night_withdraw", edition.publication_id)
    given = {"languages": ["en"], "reason": "inaccurate", "token": token(edition)}
    client.post(address, given)
    assert [one.language for one in Release.objects.live()] == ["ru"]


def test_a_withdrawal_of_what_changed_meanwhile_is_refused_in_words(office: Office) -> None:
    edition = live_in(office, "ru")
    seen = token(edition)
    actions.start_edition(by=office.writer, publication=edition.publication)
    client = signed_in(office.deputy)
    given = {"languages": ["ru"], "reason": "in_error", "token": seen + 7}
    answer = client.post(page("night_withdraw", edition.publication_id), given)
    assert list(answer.context["form"].errors) == ["__all__"]
    assert Release.objects.live().count() == 1


def test_duty_alone_withdraws_and_writes_nothing(office: Office) -> None:
    edition = live_in(office, "ru")
    stranger = person(Role.ADMINISTRATOR)
    on_duty(stranger, until=timedelta(hours=2))
    client = signed_in(User.objects.get(pk=stranger.pk))
    assert client.get(page("night")).context["may_write"] is False
    assert client.get(page("night_new")).status_code == 403
    given = {"languages": ["ru"], "reason": "in_error", "token": token(edition)}
    client.post(page("night_withdraw", edition.publication_id), given)
    assert Release.objects.live().count() == 0
