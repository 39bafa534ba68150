"""Nothing that is not released shows at any public address, in any language."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count, cycle
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from accounts.models import User
from accounts.roles import Role
from delegations.models import Appointment, Organisation, Person
from editorial import actions
from editorial.clock import database_moment
from editorial.models import Edition, Release
from events.models import Outcome
from languages.choices import CODES, LANGUAGES
from library.actions import describe
from library.models import Picture
from news.models import NewsItem
from tests.factories import draft, person
from tests.library.files import bytes_of, drawn, taken_in

_canaries = count(1)
# One file taken in twice is one picture.
_colours = cycle([(shade, 90, 90) for shade in range(0, 250, 50)])


def canary() -> str:
    """Return a word that stands nowhere else."""
    return f"kanareyka{next(_canaries)}x"


def in_all(field: str, words: Callable[[], str]) -> dict[str, str]:
    """Return words for the columns of a field in all languages."""
    return {f"{field}_{language.suffix}": words() for language in LANGUAGES}


def figure(picture: Picture) -> str:
    return f'<figure class="image"><img src="{picture.source}" alt="{picture.alt_ru}"></figure>'


def hidden_text() -> dict[str, str]:
    """Return a text each of whose fields carries a canary."""
    return {
        "headline": canary(),
        "lead": canary(),
        "body": f"<p>{canary()}</p>",
        "dateline": canary(),
    }


def shown_text(language: str) -> dict[str, str]:
    return {"headline": f"Public {language}", "lead": "Lead", "body": "<p>Body</p>"}


class Newsroom:
    """Everything that the public must not see, made by the verbs."""

    def __init__(self) -> None:
        self.writer: User = person(Role.WRITER)
        self.secretary: User = person(Role.PRESS_SECRETARY)

    def approved(self, edition: Edition, *languages: str) -> Edition:
        edition = actions.submit(
            edition=edition, by=self.writer, token=edition.token, languages=languages
        )
        # Later editions keep the facts that were approved with the first.
        parts = [*languages, *(["facts"] if edition.number == 1 else [])]
        return actions.approve(edition=edition, by=self.secretary, token=edition.token, parts=parts)

    def release(self, edition: Edition, *languages: str, **given: object) -> None:
        actions.release(
            edition=edition,
            by=self.secretary,
            token=edition.token,
            languages=languages,
            **given,  # type: ignore[arg-type]
        )

    def live(self) -> Edition:
        """Return a released item of all languages, to have something to hide beside."""
        edition = draft(self.writer, **{code: shown_text(code) for code in CODES})
        edition = self.approved(edition, *CODES)
        self.release(edition, *CODES)
        return edition

    def fill(self) -> None:
        everything = {code: hidden_text() for code in CODES}
        draft(self.writer, **everything)
        in_review = draft(self.writer, **{code: hidden_text() for code in CODES})
        actions.submit(edition=in_review, by=self.writer, token=in_review.token, languages=CODES)
        self.approved(draft(self.writer, **{code: hidden_text() for code in CODES}), *CODES)
        soon = database_moment() + timedelta(hours=1)
        scheduled = self.approved(
            draft(self.writer, **{code: hidden_text() for code in CODES}), *CODES
        )
        self.release(scheduled, *CODES, at=soon)
        discarded = draft(self.writer, **{code: hidden_text() for code in CODES})
        actions.discard(edition=discarded, by=self.writer, token=discarded.token)
        self._next_edition_over_a_live_one()
        self._replacement_scheduled_over_a_live_one(soon)
        self._one_language_of_four()
        self._withdrawn()
        self._meetings(soon)
        self._people()

    def _meetings(self, soon: object) -> None:
        """A meeting and a delegation in work, the same scheduled, and one live with its notes."""
        someone = Person.objects.create(**{f"name_{code}": canary() for code in ("ru", "en")})
        body = Organisation.objects.create(name_ru=canary(), country="FR", aliases=[canary()])
        linked = {"person": someone.pk, "organisation": body.pk}
        for kind, facts, rows in (
            ("meeting", {"starts_on": "2025-11-26", "country": "FR"}, "participants"),
            ("delegation", {"arrives_on": "2025-11-26", "country": "FR"}, "delegates"),
        ):
            said = {"h": {"name": canary(), "post": canary()}, "g": {"name": canary()}}
            sides = {"h": {"side": "host"}, "g": {"side": "guest"}} if kind == "meeting" else {}
            people = [{"key": key, **linked, **sides.get(key, {})} for key in "hg"]
            for moment in (None, soon):
                edition = actions.start_edition(
                    by=self.writer,
                    kind=kind,
                    source_language="ru",
                    facts={**facts, rows: people},
                    texts={"ru": {"title": canary(), rows: said}},
                    internal={"notes": canary()},
                )
                if moment is not None:
                    self.release(self.approved(edition, "ru"), "ru", at=moment)
        shown = {"h": {"name": "Host"}, "g": {"name": "Guest"}}
        edition = actions.start_edition(
            by=self.writer,
            kind="meeting",
            source_language="ru",
            facts={
                "starts_on": "2025-11-26",
                "participants": [{"key": "h", "side": "host"}, {"key": "g", "side": "guest"}],
            },
            texts={"ru": {"title": "Public meeting", "participants": shown}},
            internal={
                "notes": canary(),
                "outcomes": [
                    {
                        "key": "o",
                        "due_on": None,
                        "texts": {"ru": {"statement": canary(), "responsible": canary()}},
                    }
                ],
            },
        )
        self.release(self.approved(edition, "ru"), "ru")

    def _people(self) -> None:
        """A person and an organisation that nobody has released, and live ones with secrets."""
        unseen = Organisation.objects.create(**in_all("name", canary), short_name_ru=canary())
        hidden = Person.objects.create(
            **in_all("name", canary),
            **in_all("biography", lambda: f"<p>{canary()}</p>"),
            picture=self.picture(),
        )
        body = Organisation.objects.create(
            name_ru="Public body", aliases=[canary()], parent=unseen, renamed_from=unseen
        )
        shown = Person.objects.create(
            name_ru="Public person",
            aliases=[canary()],
            biography_ru=f"<p>Public life</p>{figure(self.picture('Public picture'))}",
            biography_en=f"<p>{canary()}</p>{figure(self.picture())}",
            picture=self.picture("Public picture"),
        )
        tomorrow = timezone.localdate() + timedelta(days=1)
        for one, where, post, since in (
            (hidden, body, canary, None),
            (shown, unseen, canary, None),
            (shown, body, canary, tomorrow),
            (shown, body, lambda: "Public post", None),
        ):
            Appointment.objects.create(
                person=one, organisation=where, since=since, **in_all("post", post)
            )
        self.release(self.approved(self.meeting_of(shown, body), "ru"), "ru")

    def meeting_of(self, guest: Person, body: Organisation) -> Edition:
        """Return a meeting that names these two by their record, and words of its own."""
        linked = {"key": "g", "side": "guest", "person": guest.pk, "organisation": body.pk}
        said = {"name": "Guest", "post": "Guest", "organisation_name": "Guest"}
        return actions.start_edition(
            by=self.writer,
            kind="meeting",
            source_language="ru",
            facts={
                "starts_on": "2025-11-26",
                "participants": [{"key": "h", "side": "host"}, linked],
            },
            texts={
                "ru": {
                    "title": "Meeting of public people",
                    "participants": {"h": {"name": "Host"}, "g": said},
                }
            },
        )

    def picture(self, words: str = "") -> Picture:
        """Return a picture with these words, each a canary unless given."""
        taken = taken_in(self.writer, bytes_of(drawn(color=next(_colours))))
        said = {"credit": words or canary(), **in_all("alt", lambda: words or canary())}
        return describe(taken, by=self.writer, words=said)

    def _next_edition_over_a_live_one(self) -> None:
        opened = actions.start_edition(by=self.writer, publication=self.live().publication)
        actions.save_edition(
            edition=opened,
            by=self.writer,
            token=opened.token,
            texts={code: hidden_text() for code in CODES},
            handling={code: {"change": "update", "note": canary()} for code in CODES},
        )

    def _replacement_scheduled_over_a_live_one(self, soon: object) -> None:
        opened = actions.start_edition(by=self.writer, publication=self.live().publication)
        opened = actions.save_edition(
            edition=opened,
            by=self.writer,
            token=opened.token,
            texts={code: hidden_text() for code in CODES},
            handling={code: {"change": "update", "note": canary()} for code in CODES},
        )
        self.release(self.approved(opened, *CODES), *CODES, at=soon)

    def _one_language_of_four(self) -> None:
        hidden = {code: hidden_text() for code in CODES if code != "ru"}
        edition = draft(self.writer, ru=shown_text("ru"), **hidden)
        self.release(self.approved(edition, *CODES), "ru")

    def _withdrawn(self) -> None:
        edition = draft(self.writer, **{code: hidden_text() for code in CODES})
        edition = self.approved(edition, *CODES)
        self.release(edition, *CODES)
        edition = Edition.objects.get(pk=edition.pk)
        actions.withdraw(
            edition=edition,
            by=self.secretary,
            token=edition.token,
            languages=CODES,
            reason="in_error",
            explanation={"ru": "Объяснение для читателей."},
        )


def guesses() -> Iterator[str]:
    """Addresses that someone who knows how they are made would try."""
    keys = [*Person.objects.values_list("pk", flat=True)]
    keys += [*Organisation.objects.values_list("pk", flat=True)]
    yield from ("/", "/robots.txt", "/sitemap.xml", "/healthz", "/feed.rss", "/news/")
    for code in CODES:
        yield from (f"/{code}/", f"/{code}/news/", f"/{code}/feed.rss", f"/{code}/news/feed.rss")
        yield from (f"/{code}/{name}/" for name in ("meetings", "delegations", "countries"))
        yield from (f"/{code}/meetings/feed.rss", f"/{code}/countries/fr/")
        for record, name in (("person", "people"), ("organisation", "organisations")):
            for key in (*keys, 10**9):
                yield from (f"/{code}/{name}/{key}/", f"/{code}/meetings/?{record}={key}")
                yield f"/{code}/delegations/?{record}={key}"
    numbers = Edition.objects.values_list("publication", flat=True).distinct()
    for number in numbers:
        for code in CODES:
            stem = f"/{code}/news/{number}/"
            yield from (stem, stem[:-1], f"{stem}x/", f"{stem}x/?preview=1", f"{stem}x/history/")
            yield from (f"{stem}x/amp/", f"{stem}x/print/", f"{stem}x.json")
            yield from (f"/{code}/meetings/{number}/", f"/{code}/delegations/{number}/")
    for release in Release.objects.all():
        yield release.get_absolute_url()
    for edition in Edition.objects.all():
        yield f"/ru/news/{edition.publication_id}/{edition.pk}/"
        yield f"/admin/news/newsitem/{edition.pk}/change/"


def crawl(client: Client) -> dict[str, str]:
    """Return the body of every public address that links or guesses lead to."""
    waiting, seen = list(guesses()), dict[str, str]()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        answer = client.get(address)
        body = answer.content.decode()
        seen[address] = body + "".join(f"{name}: {value}" for name, value in answer.items())
        if answer.headers.get("Content-Type", "").startswith("text/html") and body:
            for link in html.fromstring(body).xpath("//@href"):
                target = urlsplit(urljoin(f"http://testserver{address}", link))
                if target.netloc == "testserver" and not target.path.startswith("/static/"):
                    waiting.append(target.path + (f"?{target.query}" if target.query else ""))
    return seen


@pytest.mark.django_db
def test_no_word_of_anything_unreleased_stands_at_any_public_address(client: Client) -> None:
    newsroom = Newsroom()
    newsroom.live()
    newsroom.fill()
    pages = crawl(client)
    assert "Public ru" in pages["/ru/"]
    assert "Public meeting" in pages["/ru/meetings/"]
    (shown,) = Person.objects.filter(name_ru="Public person")
    assert "Public post" in pages[f"/ru/people/{shown.pk}/public-person/"]
    assert "Public life" in pages[f"/ru/people/{shown.pk}/public-person/"]
    assert Person.objects.filter(name_ru__startswith="kanareyka").count() == 2
    assert Appointment.objects.filter(post_ru__startswith="kanareyka").count() == 3
    assert Outcome.objects.filter(statement_ru__startswith="kanareyka").count() == 1
    assert NewsItem.objects.filter(headline_ru__startswith="kanareyka").count() == 8
    leaking = {address for address, body in pages.items() if "kanareyka" in body}
    assert leaking == set()
    assert len(pages) > 300
    seen = {
        (picture.credit.startswith("kanareyka"), client.get(picture.source).status_code)
        for picture in Picture.objects.all()
    }
    assert seen == {(True, 404), (False, 200)}
    assert Picture.objects.count() == 4
