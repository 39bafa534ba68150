from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from delegations.models import Appointment, Organisation, Person
from editorial.models import Release
from tests.website.pages import SITE, alternates, page, switch, withdrawn, words
from tests.website.prints import delegation_of, meeting_of, news_of, participant

pytestmark = pytest.mark.django_db


def _named(language: str = "en", title: str = "A meeting", **given: Any) -> Release:
    """A live meeting that names these records."""
    row = {key: given.pop(key) for key in ("person", "organisation") if key in given}
    facts = {"participants": [participant("p", "guest", **row)], **given.pop("facts", {})}
    return meeting_of(language, title=title, facts=facts, **given)


def test_person_has_the_posts_over_time_the_meetings_and_the_delegations(client: Client) -> None:
    body = Organisation.objects.create(name_en="The Institute")
    other = Organisation.objects.create(name_en="The Ministry")
    someone = Person.objects.create(name_en="Patrick Brian", biography_en="<p>A <em>life</em>.</p>")
    post = {"person": someone, "organisation": body}
    Appointment.objects.create(
        post_en="Head of department", since=date(2018, 5, 1), until=date(2021, 2, 28), **post
    )
    Appointment.objects.create(post_en="Director", since=date(2021, 3, 1), **post)
    Appointment.objects.create(person=someone, organisation=other, post_en="Adviser", rank_en="Dr")
    _named(title="Met", person=someone.pk, organisation=body.pk, on=-3)
    _named(title="Others met", organisation=other.pk, on=-4)
    _named(title="Not yet", person=someone.pk, begins=timedelta(hours=1))
    _named("ru", title="In Russian", person=someone.pk)
    row = {"key": "d", "person": someone.pk, "organisation": None, "role": "head"}
    delegation_of("en", title="Came", facts={"delegates": [row]})

    tree = page(client, f"/en/people/{someone.pk}/patrick-brian/")

    assert words(tree, "//h1") == ["Patrick Brian"]
    assert words(tree, "//section[@class='posts']//li") == [
        "Director The Institute Since: 1 March 2021",
        "Adviser Dr The Ministry",
        "Head of department The Institute 1 May 2018 – 28 February 2021",
    ]
    assert tree.xpath("//section[@class='posts']//a/@href") == [
        f"/en/organisations/{body.pk}/the-institute/",
        f"/en/organisations/{other.pk}/the-ministry/",
        f"/en/organisations/{body.pk}/the-institute/",
    ]
    assert words(tree, "//div[@class='prose']/p") == ["A life."]
    assert words(tree, "//section[@class='linked']//h3") == ["Met", "Came"]


def _posts(client: Client, someone: Person) -> list[str]:
    tree = page(client, f"/en/people/{someone.pk}/patrick-brian/")
    return words(tree, "//section[@class='posts']//li")


def _appointed(someone: Person, body: Organisation, post: str, **given: Any) -> Appointment:
    return Appointment.objects.create(person=someone, organisation=body, post_en=post, **given)


def test_post_that_begins_tomorrow_and_an_end_that_lies_ahead_are_not_told(
    client: Client,
) -> None:
    body = Organisation.objects.create(name_en="The Institute")
    someone = Person.objects.create(name_en="Patrick Brian")
    _named(person=someone.pk, organisation=body.pk)
    begun = date(2021, 3, 1)
    today = timezone.localdate()
    _appointed(someone, body, "Director", since=begun, until=today + timedelta(days=20))
    _appointed(someone, body, "Professor", since=begun, until=today)
    _appointed(someone, body, "Minister", since=today + timedelta(days=1))

    assert sorted(_posts(client, someone)) == [
        "Director The Institute Since: 1 March 2021",
        "Professor The Institute Since: 1 March 2021",
    ]
    listed = page(client, f"/en/organisations/{body.pk}/the-institute/")
    assert words(listed, "//section[contains(@class, 'names')]//li") == ["Patrick Brian"]
    Appointment.objects.exclude(post_en="Minister").delete()
    listed = page(client, f"/en/organisations/{body.pk}/the-institute/")
    assert words(listed, "//section[contains(@class, 'names')]//li") == []


def test_post_in_an_organisation_that_has_no_page_is_not_told(client: Client) -> None:
    someone = Person.objects.create(name_en="Patrick Brian")
    _named(person=someone.pk)
    never, closed, russian, ahead = (
        Organisation.objects.create(name_en=name, is_closed=name == "Closed")
        for name in ("Never", "Closed", "Russian", "Ahead")
    )
    for body in (never, closed, russian, ahead):
        _appointed(someone, body, "Director")
    _named(organisation=closed.pk)
    _named("ru", organisation=russian.pk)
    _named(organisation=ahead.pk, begins=timedelta(hours=1))

    assert _posts(client, someone) == []


@pytest.mark.parametrize("rows", ["participants", "delegates"])
def test_post_that_a_live_release_prints_beside_the_person_is_told_word_for_word(
    client: Client, rows: str
) -> None:
    someone, other = (Person.objects.create(name_en=name) for name in ("Patrick Brian", "Other"))
    closed = Organisation.objects.create(name_en="The Office", is_closed=True)
    office = Organisation.objects.create(name_en="The Bureau")
    for post in ("Director", "Deputy", "Adviser", "Expert", "Chairman", ""):
        _appointed(someone, closed, post)
    _appointed(someone, office, "Director")
    people = [
        participant("p", "guest", person=someone.pk),
        participant("q", "guest", person=other.pk),
        participant("r", "guest"),
    ]
    said = {
        "p": {"name": "P", "post": "Director", "organisation_name": "The Office"},
        "q": {"name": "Q", "post": "Deputy", "organisation_name": "The Office"},
        "r": {"name": "R", "post": "Adviser", "organisation_name": "The Office"},
    }
    release_of = meeting_of if rows == "participants" else delegation_of
    release_of("en", facts={rows: people}, text={rows: said})
    for language, post, moment in (
        ("ru", "Expert", timedelta(days=-1)),
        ("en", "Chairman", timedelta(hours=1)),
    ):
        words_of = {"p": {**said["p"], "post": post}}
        release_of(language, facts={rows: people}, text={rows: words_of}, begins=moment)

    assert _posts(client, someone) == ["Director The Office"]
    tree = page(client, f"/en/people/{someone.pk}/patrick-brian/")
    assert tree.xpath("//section[@class='posts']//a") == []


def test_organisation_has_its_country_its_kin_its_people_and_its_meetings(client: Client) -> None:
    parent = Organisation.objects.create(name_en="The Ministry")
    hidden = Organisation.objects.create(name_en="The Old Office")
    body = Organisation.objects.create(
        name_en="The Department", country="FR", parent=parent, renamed_from=hidden
    )
    seen = Person.objects.create(name_en="Seen")
    unseen = Person.objects.create(name_en="Unseen")
    closed = Person.objects.create(name_en="Closed", is_closed=True)
    for one in (seen, unseen, closed):
        Appointment.objects.create(person=one, organisation=body)
    _named(title="Met", person=seen.pk, organisation=body.pk, facts={"country": "FR"})
    _named(title="Closed met", person=closed.pk, organisation=parent.pk)
    _named(title="Ahead", person=unseen.pk, organisation=body.pk, begins=timedelta(hours=1))

    tree = page(client, f"/en/organisations/{body.pk}/the-department/")

    assert words(tree, "//p[@class='where']") == ["France"]
    assert words(tree, "//dl[@class='filed']/div") == ["Part ofThe Ministry"]
    assert tree.xpath("//dl[@class='filed']//a/@href") == [
        f"/en/organisations/{parent.pk}/the-ministry/"
    ]
    assert words(tree, "//section[contains(@class, 'names')]//li") == ["Seen"]
    assert words(tree, "//section[@class='linked']//h3") == ["Met"]


def test_organisation_names_what_it_is_part_of_and_was_while_they_are_public(
    client: Client,
) -> None:
    parent = Organisation.objects.create(name_en="The Ministry")
    former = Organisation.objects.create(name_en="The Old Office")
    body = Organisation.objects.create(name_en="Body", parent=parent, renamed_from=former)
    _named(organisation=body.pk)
    _named("ru", organisation=parent.pk)
    path, kin = f"/en/organisations/{body.pk}/body/", "//dl[@class='filed']/div"
    before = words(page(client, path), kin)

    _named(organisation=parent.pk)
    _named(organisation=former.pk)
    both = words(page(client, path), kin)
    Organisation.objects.filter(pk=parent.pk).update(is_closed=True)

    assert before == []
    assert both == ["Part ofThe Ministry", "FormerlyThe Old Office"]
    assert words(page(client, path), kin) == ["FormerlyThe Old Office"]


def test_country_has_what_is_live_of_it(client: Client) -> None:
    body = Organisation.objects.create(name_en="The Ministry", country="FR")
    Organisation.objects.create(name_en="Unseen", country="FR")
    _named(title="Met", organisation=body.pk, facts={"country": "FR"})
    _named(title="Ahead", facts={"country": "FR"}, begins=timedelta(hours=1))
    _named(title="Of Japan", facts={"country": "JP"})
    delegation_of("en", title="Came", facts={"country": "FR"})
    news_of("en", headline="Told", countries=["FR"])

    tree = page(client, "/en/countries/fr/")

    assert words(tree, "//h1") == ["France"]
    assert words(tree, "//section[@class='linked']//h3") == ["Met", "Came", "Told"]
    assert words(tree, "//section[contains(@class, 'names')]//li") == ["The Ministry"]


def test_country_with_more_than_is_shown_leads_to_the_lists(client: Client) -> None:
    for number in range(11):
        meeting_of("en", title=f"{number}", on=-30 + number, facts={"country": "FR"})

    tree = page(client, "/en/countries/fr/")

    assert words(tree, "//section[@class='linked']//h3") == [
        f"{number}" for number in reversed(range(1, 11))
    ]
    assert tree.xpath("//section[@class='linked']/p[@class='onward']/a/@href") == [
        "/en/meetings/?country=FR"
    ]


def test_countries_stand_in_the_order_of_the_language_with_what_there_is_of_each(
    client: Client,
) -> None:
    for country in ("UZ", "AT", "YE"):
        meeting_of("ru", facts={"country": country})
    meeting_of("ru", facts={"country": "AT"})
    delegation_of("ru", facts={"country": "AT"})
    news_of("ru", countries=["JP"])
    meeting_of("en", facts={"country": "DE"})
    meeting_of("ru", facts={"country": "FR"}, begins=timedelta(hours=1))

    tree = page(client, "/ru/countries/")

    assert words(tree, "//tbody/tr") == ["Австрия21", "Йемен1–", "Узбекистан1–", "Япония––"]
    assert tree.xpath("//tbody//a/@href")[0] == "/ru/countries/at/"


def _pages(language: str) -> dict[str, str]:
    """The pages of one record of each type, once a release of the language names them."""
    someone = Person.objects.create(name_en="Shown", name_ru="Показан")
    body = Organisation.objects.create(name_en="Shown", name_ru="Показан")
    slug = "pokazan" if language == "ru" else "shown"
    return {
        "person": f"/{language}/people/{someone.pk}/{slug}/",
        "organisation": f"/{language}/organisations/{body.pk}/{slug}/",
        "country": f"/{language}/countries/fr/",
    }


def _name_all(pages: dict[str, str], language: str, **given: Any) -> Release:
    keys = {kind: int(path.split("/")[3]) for kind, path in pages.items() if kind != "country"}
    return _named(language, facts={"country": "FR"}, **keys, **given)


def test_dossier_is_there_exactly_while_a_live_release_of_the_language_names_it(
    client: Client,
) -> None:
    pages = _pages("en")
    nothing = client.get("/en/nothing/").content
    _name_all(pages, "en", begins=timedelta(hours=1))
    _name_all(pages, "ru")
    for path in pages.values():
        answer = client.get(path)
        assert (answer.status_code, answer.content) == (404, nothing), path
    release = _name_all(pages, "en")
    for path in pages.values():
        assert client.get(path).status_code == 200, path
    withdrawn(release)
    for path in pages.values():
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize("model", [Person, Organisation])
def test_closed_record_has_no_page(client: Client, model: Any) -> None:
    pages = _pages("en")
    _name_all(pages, "en")
    model.objects.update(is_closed=True)
    path = pages["person" if model is Person else "organisation"]

    answer = client.get(path)

    assert (answer.status_code, answer.content) == (404, client.get("/en/nothing/").content)


def test_dossier_is_offered_in_the_languages_that_name_it(client: Client) -> None:
    pages = _pages("en")
    _name_all(pages, "en")
    _name_all(pages, "ru")

    for kind, path in pages.items():
        tree = page(client, path)
        russian = path.replace("/en/", "/ru/").replace("shown", "pokazan")
        assert switch(tree) == [("Русский", russian), ("English", path)], kind
        assert alternates(tree) == {"ru": SITE + russian, "en": SITE + path}
        assert tree.xpath("//link[@rel='canonical']/@href") == [SITE + path]


def test_wrong_slug_or_letter_is_sent_on_to_the_right_address(client: Client) -> None:
    pages = _pages("en")
    _name_all(pages, "en")

    for path in pages.values():
        wrong = path.replace("shown", "wrong").replace("/fr/", "/FR/")
        answer = client.get(wrong)
        assert (answer.status_code, answer["Location"]) == (301, path)


@pytest.mark.parametrize(
    "path", ["people/0/x/", "people/1/x/", "organisations/9/x/", "countries/xx/", "countries/f/"]
)
def test_what_there_is_not_has_no_page(client: Client, path: str) -> None:
    assert client.get(f"/en/{path}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("kind", "statements"), [("person", 5), ("organisation", 6), ("country", 4)]
)
def test_dossier_costs_so_many_statements(
    client: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    kind: str,
    statements: int,
    rows: int,
) -> None:
    pages = _pages("en")
    someone, body = Person.objects.get(), Organisation.objects.get()
    parent = Organisation.objects.create(name_en="Parent")
    Organisation.objects.filter(pk=body.pk).update(parent=parent, country="FR")
    for row in range(rows):
        _name_all(pages, "en")
        delegation_of("en", facts={"country": "FR", "organisation": body.pk})
        news_of("en", countries=["FR"])
        Appointment.objects.create(
            person=someone, organisation=body, post_en=f"Post {row}", since=date(2020 + row, 1, 1)
        )

    with django_assert_num_queries(statements):
        assert client.get(pages[kind]).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_countries_cost_two_statements(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for country in ("FR", "JP", "DE")[:rows]:
        meeting_of("en", facts={"country": country})

    with django_assert_num_queries(2):
        client.get("/en/countries/")
