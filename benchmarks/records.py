"""The record of an invented office: people in their posts, organisations, pictures, topics."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.models import Group
from django.db import models

from accounts.models import User
from accounts.roles import Role
from benchmarks import invention
from benchmarks.invention import Words
from benchmarks.tables import reserve, write
from delegations.models import Appointment, Organisation, Person
from editorial.kinds import in_language
from editorial.models import Topic
from languages.choices import CODES
from library.models import Picture
from library.printing import PrintedPicture
from news.models import Section

# Who sits on the institute's side; people of each country at least.
HOSTS = 12
GUESTS = 4
NO_WORDS: Words = dict.fromkeys(CODES, "")


@dataclass(frozen=True)
class Post:
    """A post held from a day to its last day; None where nobody knows or it is held now."""

    organisation: "Body"
    post: Words
    rank: Words
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Body:
    """An organisation."""

    pk: int
    country: str
    name: Words
    short_name: Words


@dataclass(frozen=True)
class Someone:
    """A person, and the posts held one after the other, so that there is one on any day."""

    pk: int
    name: Words
    posts: Sequence[Post]

    def held_on(self, day: date) -> Post:
        """Return the post held on this day."""
        return next(post for post in self.posts if post.until is None or day <= post.until)


@dataclass
class Records:
    """All that editions name."""

    at: datetime
    users: list[User]
    topics: list[int]
    sections: list[int]
    pictures: list[PrintedPicture]
    hosts: list[Someone] = field(default_factory=list)
    bodies: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    guests: dict[str, list[Someone]] = field(default_factory=lambda: defaultdict(list))

    @property
    def writer(self) -> User:
        """Who wrote everything."""
        return self.users[0]

    @property
    def secretary(self) -> User:
        """Who approved it and let it out."""
        return self.users[1]


def write_records(size: int, now: datetime, drawn: Random) -> Records:
    """Write the record that `size` meetings need, and return it."""
    by = [_user("corpus-writer", Role.WRITER), _user("corpus-secretary", Role.PRESS_SECRETARY)]
    records = Records(
        at=now,
        users=by,
        topics=_named(Topic, invention.TOPICS),
        sections=_named(Section, invention.SECTIONS),
        pictures=_write_pictures(max(10, size // 10), by[0], now),
    )
    institute, *others = _write_organisations(size // 20, drawn)
    for body in others:
        records.bodies[body.country].append(body)
    homes = [institute] * HOSTS
    homes += others * GUESTS if len(others) * GUESTS > size // 2 else _spread(others, size // 2)
    for home, someone in zip(homes, _write_people(homes, now.date(), drawn), strict=True):
        (records.hosts if home is institute else records.guests[home.country]).append(someone)
    return records


def _spread(bodies: Sequence[Body], count: int) -> list[Body]:
    """The homes of so many people, less those of the institute."""
    return [bodies[place % len(bodies)] for place in range(count - HOSTS)]


def _user(username: str, role: Role) -> User:
    """Someone who acts; nobody signs in as such."""
    user = User(
        username=username,
        is_staff=True,
        languages_read=list(CODES),
        languages_written=list(CODES),
    )
    user.set_unusable_password()
    user.save()
    user.groups.set(Group.objects.filter(name=role.value))
    return user


def in_columns(name: str, words: Words) -> dict[str, str]:
    """Return the columns of a translated field; the bare one says what Russian says."""
    return {name: words["ru"], **{in_language(name, code): words[code] for code in CODES}}


def _named(model: type[models.Model], told: Sequence[tuple[str, Words]]) -> list[int]:
    """Find or write topics or sections by their addresses; return their keys."""
    return [
        model._default_manager.get_or_create(slug=slug, defaults=in_columns("name", words))[0].pk
        for slug, words in told
    ]


def _write_pictures(count: int, by: User, now: datetime) -> list[PrintedPicture]:
    """Rows only: no page of a corpus is measured by the files of its pictures."""
    pictures: list[PrintedPicture] = [
        {"id": f"{place:032x}", "width": 1600, "height": 1067, "credit": "Corpus"}
        for place in range(1, count + 1)
    ]
    write(
        Picture,
        (
            {
                **printed,
                **in_columns("alt", {**NO_WORDS, "ru": f"Рисунок {place}"}),
                "source_hash": f"{place:064x}",
                "format": "jpg",
                "original_name": f"picture-{place}.jpg",
                "uploaded_by_id": by.pk,
                "uploaded_at": now - timedelta(hours=place),
            }
            for place, printed in enumerate(pictures, start=1)
        ),
    )
    return pictures


def _write_organisations(count: int, drawn: Random) -> list[Body]:
    """The institute first; then one of every country, and more of those that are met more."""
    homes = [*invention.COUNTRIES]
    homes += invention.countries(drawn, max(0, count - 1 - len(homes)))
    own, *keys = reserve(Organisation, len(homes) + 1)
    bodies = [Body(own, "UZ", invention.INSTITUTE, invention.INSTITUTE_SHORT)]
    so_far: dict[str, int] = defaultdict(int)
    for pk, country in zip(keys, homes, strict=True):
        name = invention.organisation_name(so_far[country], country)
        so_far[country] += 1
        bodies.append(Body(pk, country, name, NO_WORDS))
    write(
        Organisation,
        (
            {
                "id": body.pk,
                "country": body.country,
                **in_columns("name", body.name),
                **in_columns("short_name", body.short_name),
            }
            for body in bodies
        ),
    )
    return bodies


def _write_people(homes: Sequence[Body], today: date, drawn: Random) -> list[Someone]:
    people = [
        Someone(pk, invention.person_name(drawn), _posts(home, homes, today, drawn))
        for pk, home in zip(reserve(Person, len(homes)), homes, strict=True)
    ]
    biography = invention.paragraphs(drawn, "ru", (3, 3))
    write(
        Person,
        (
            {
                "id": one.pk,
                **in_columns("name", one.name),
                **in_columns("biography", {**NO_WORDS, "ru": biography}),
            }
            for one in people
        ),
    )
    write(
        Appointment,
        (
            {
                "person_id": one.pk,
                "organisation_id": held.organisation.pk,
                **in_columns("post", held.post),
                **in_columns("rank", held.rank),
                "since": held.since,
                "until": held.until,
            }
            for one in people
            for held in one.posts
        ),
    )
    return people


def _posts(home: Body, homes: Sequence[Body], today: date, drawn: Random) -> list[Post]:
    """One to three posts without a gap: the last one at home, an earlier one maybe elsewhere."""
    count = drawn.randint(1, 3)
    days = sorted(drawn.sample(range(30, 2000), count - 1), reverse=True)
    ends = [*(today - timedelta(days=ago) for ago in days), None]
    words = drawn.sample(invention.POSTS, count)
    rank = drawn.choices(invention.RANKS, (6, 1, 1))[0]
    posts, since = [], None
    for until, post in zip(ends, words, strict=True):
        where = home if until is None or drawn.random() < 0.7 else drawn.choice(homes)  # noqa: PLR2004
        posts.append(Post(where, post, rank, since, until))
        since = until and until + timedelta(days=1)
    return posts
