"""What the pieces of the demo name by key: people of the office, and the records of its desk."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db.models import Model, Q

from accounts.models import DutyTerm, User
from accounts.roles import LONGEST_DUTY
from delegations.models import Appointment, Organisation, Person
from editorial.clock import database_moment
from editorial.kinds import in_language
from editorial.models import Topic
from ismi_cms.demo.content import Piece, identity, opening_key, records, working_day
from ismi_cms.demo.pictures import draw
from languages.choices import CODES
from library.actions import take_in
from library.models import Picture
from news.models import Section
from website.identity import FIRST_WORDS
from website.models import ONLY, Channel, SiteIdentity

Record = TypeVar("Record", bound=Model)
Translated = dict[str, str]
ROWS = ("delegates", "participants", "outcomes")


@dataclass
class Records:
    """Primary keys of what facts name, by the keys of the files.

    `publications` are by opening key; whoever opens a piece adds its own.
    """

    today: date
    taken_in_by: User
    # By the name of a fact: what it may name.
    tables: dict[str, Mapping[str, Any]]
    publications: dict[UUID, int]

    @classmethod
    def make(cls, *, today: date, by: User, publications: dict[UUID, int]) -> "Records":
        """Return the records, made where missing; pictures will be taken in by this person."""
        organisations = make_organisations()
        tables = {
            "section": _keys(make_sections()),
            "topics": _keys(make_topics()),
            "organisation": _keys(organisations),
            "person": _keys(make_people(organisations)),
        }
        return cls(today, by, tables, publications)

    def resolve(self, piece: Piece) -> Piece:
        """Return the piece with facts as verbs take them. Raises KeyError for a key nobody has."""
        facts = self._resolved(piece.facts)
        if "cover" in piece.facts:
            facts["cover"] = self._cover(piece).pk
        return replace(
            piece,
            facts=facts,
            internal=self._resolved(piece.internal),
            change={**piece.change, "facts": self._resolved(piece.change.get("facts", {}))},
        )

    def _resolved(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._value(name, told) for name, told in facts.items()}

    def _value(self, name: str, told: Any) -> Any:
        if name in ROWS:
            return [self._resolved(row) for row in told]
        if name.endswith("_on"):
            return working_day(self.today, told).isoformat()
        if name in ("delegations", "meetings", "related"):
            return [self.publications[opening_key(key)] for key in told]
        table = self.tables.get(name)
        if table is None:
            return told
        return [table[key] for key in told] if isinstance(told, list) else table[told]

    def _cover(self, piece: Piece) -> Picture:
        """Return the piece's cover, drawn and taken in; described where nobody has yet."""
        motif, hour = piece.facts["cover"]
        drawn = ContentFile(draw(motif, hour, piece.key), name=f"{piece.key}.jpg")
        picture = take_in(drawn, by=self.taken_in_by)
        alt = {code: text["cover_alt"] for code, text in piece.texts.items()}
        for column, words in _columns("alt", alt).items():
            setattr(picture, column, getattr(picture, column) or words)
        picture.save(update_fields=list(_columns("alt", alt)))
        return picture


def make_users() -> dict[str, User]:
    """Return the demo's people by username, made where missing.

    Nobody can sign in with a password: a developer's sign-in page has a button for each. The
    writer is on duty, so that the night can be looked at.
    """
    people = {}
    for told in records("user"):
        roles = told.pop("roles")
        user, is_new = User.objects.get_or_create(
            username=told.pop("username"), defaults={**told, "is_staff": True}
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            user.groups.set(Group.objects.filter(name__in=roles))
        people[user.username] = user
    if not DutyTerm.objects.exists():
        now = database_moment()
        DutyTerm.objects.create(
            person=people["writer"],
            given_by=people["secretary"],
            since=now,
            until=now + LONGEST_DUTY,
        )
    return people


def make_identity() -> None:
    """Say how the institute is reached and where else it speaks, where nobody has said either."""
    told = identity()
    row, _is_new = SiteIdentity.objects.get_or_create(pk=ONLY, defaults=FIRST_WORDS)
    if Channel.objects.exists() or row.phone or row.email or row.press_email:
        return
    for order, channel in enumerate(told.pop("channel")):
        Channel.objects.create(**channel, order=order)
    words = _columns("description", told.pop("description"))
    words |= _columns("address", told.pop("address"))
    SiteIdentity.objects.filter(pk=ONLY).update(**words, **told)


def make_sections() -> dict[str, Section]:
    """Return the sections by key, made where missing."""
    return {
        told["key"]: Section.objects.get_or_create(
            slug=told["key"], defaults={**_columns("name", told["name"]), "order": order}
        )[0]
        for order, told in enumerate(records("section"))
    }


def make_topics() -> dict[str, Topic]:
    """Return the topics by key, made where missing."""
    topics: dict[str, Topic] = {}
    for told in records("topic"):
        # A parent stands before its children.
        parent = topics[told["parent"]] if "parent" in told else None
        topics[told["key"]], _is_new = Topic.objects.get_or_create(
            slug=told["key"], defaults={**_columns("name", told["name"]), "parent": parent}
        )
    return topics


def make_organisations() -> dict[str, Organisation]:
    """Return the organisations by key, made where none bears the name in any language."""
    made: dict[str, Organisation] = {}
    for told in records("organisation"):
        found = _bearing(Organisation, told["name"])
        made[told["key"]] = found or Organisation.objects.create(
            country=told["country"],
            # What it is part of, or was before, stands before it.
            parent=made.get(told.get("parent", "")),
            renamed_from=made.get(told.get("renamed_from", "")),
            **_columns("name", told["name"]),
            **_columns("short_name", told.get("short_name", {})),
        )
    return made


def make_people(organisations: Mapping[str, Organisation]) -> dict[str, Person]:
    """Return the people by key, made with their posts where none bears the name."""
    return {
        told["key"]: _bearing(Person, told["name"]) or _make_person(told, organisations)
        for told in records("person")
    }


def _make_person(told: dict[str, Any], organisations: Mapping[str, Organisation]) -> Person:
    person = Person.objects.create(
        **_columns("name", told["name"]), **_columns("biography", told["biography"])
    )
    for post in told["appointments"]:
        Appointment.objects.create(
            person=person,
            organisation=organisations[post["organisation"]],
            since=post["since"],
            until=post.get("until"),
            **_columns("post", post["post"]),
            **_columns("rank", post.get("rank", {})),
        )
    return person


def _bearing(model: type[Record], name: Translated) -> Record | None:
    """Return the oldest record with this name in one language at least, if there is any."""
    names = Q()
    for column, words in _columns("name", name).items():
        names |= Q((column, words))
    return model._default_manager.filter(names).order_by("pk").first()


def _keys(made: Mapping[str, Model]) -> Mapping[str, Any]:
    return {key: record.pk for key, record in made.items()}


def _columns(field_name: str, words: Translated) -> Translated:
    return {in_language(field_name, code): words[code] for code in CODES if code in words}
