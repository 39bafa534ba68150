"""What is public of a person, an organisation and a country: what live releases say of them.

Every function takes `at`, an aware moment, past or future; left out, the database's own clock
decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    F,
    Func,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject

from delegations.models import Appointment, Delegation, Organisation, Person
from editorial.models import Release
from events.models import Meeting
from languages.choices import CODES
from languages.choices import language as language_of
from news.models import NewsItem
from website.agenda import today
from website.reading import naming

KINDS = (Meeting.KIND, Delegation.KIND, NewsItem.KIND)
# As many prints are looked through for a post, so that a page of thousands of meetings is quick.
MOST_PRINTS = 100
# The words printed of a person, where they are this post and this organisation (SQL/JSON path).
_PRINTED_POST = (
    "$.text.{rows}.keyvalue() ? (@.key == $.facts.{rows}[*] ? (@.person == $person).key"
    " && @.value.post == $post && @.value.organisation_name == $organisation)"
)


def languages_of(record_type: str, key: object, at: datetime | None = None) -> list[str]:
    """Return the codes of the languages in which a live release names the record.

    In the order of the switch; one statement, which looks at one release of each language.
    """
    first, *others = (
        naming(record_type, [key], code, at=at).values_list("language", flat=True)[:1]
        for code in CODES
    )
    found = set(first.union(*others, all=True))
    return [code for code in CODES if code in found]


class _IsFound(Func):
    """Whether an SQL/JSON path finds anything in a document, given these variables."""

    function = "jsonb_path_exists"
    output_field = BooleanField()


@dataclass(frozen=True)
class Appearances:
    """The latest releases that name a record; `more` says of which kinds there are more."""

    meetings: list[Release]
    delegations: list[Release]
    news: list[Release]
    more: frozenset[str]


def read_appearances(
    record_type: str, key: object, language: str, count: int, at: datetime | None = None
) -> Appearances:
    """Return at most `count` releases of each kind that name the record, in one statement.

    Meetings and delegations by their day, news by the moment of its first release, latest first.
    """

    def newest(kind: str) -> "QuerySet[Any, Any]":
        dated_by = "-first_shown_at" if kind == NewsItem.KIND else "-starts_at"
        named = naming(record_type, [key], language, kind, at)
        return named.order_by(dated_by, "-publication_id")[: count + 1]

    first, *others = (newest(kind) for kind in KINDS)
    found: dict[str, list[Release]] = {kind: [] for kind in KINDS}
    for release in first.union(*others, all=True):
        found[release.kind].append(release)
    for kind, releases in found.items():
        dated_by = "first_shown_at" if kind == NewsItem.KIND else "starts_at"
        releases.sort(key=lambda one: (getattr(one, dated_by), one.publication_id), reverse=True)
    return Appearances(
        meetings=found[Meeting.KIND][:count],
        delegations=found[Delegation.KIND][:count],
        news=found[NewsItem.KIND][:count],
        more=frozenset(kind for kind in KINDS if len(found[kind]) > count),
    )


def find_person(number: int) -> Person | None:
    """Return the person of this number, unless the record is closed."""
    people = Person.objects.select_related("picture").filter(pk=number, is_closed=False)
    return people.first()


def find_organisation(
    number: int, language: str, at: datetime | None = None
) -> tuple[Organisation, bool] | None:
    """Return the organisation of this number, unless it is closed.

    With it, whether its country has a page in the language. One statement.
    """
    found = Organisation.objects.annotate(
        country_has_page=Exists(_named_by_outer("country", "country", language, at))
    )
    record = found.filter(pk=number, is_closed=False).first()
    return None if record is None else (record, record.country_has_page)


def posts_of(
    person: Person, language: str, at: datetime | None = None
) -> list[tuple[Appointment, bool]]:
    """Return the posts a person has held that are public, the present ones first.

    Those begun by today, in an organisation that has a page in the language, or printed beside
    the person in a live release, one of the newest. With each, whether its organisation has that
    page. One statement.
    """
    begun = Appointment.objects.filter(person=person).begun_by(today(at))
    in_organisation = _named_by_outer("organisation", "organisation_id", language, at)
    posts = begun.select_related("organisation").annotate(has_page=Exists(in_organisation))
    public = posts.alias(yes=Value(value=True)).filter(
        Q(has_page=True, organisation__is_closed=False)
        | Q(yes__in=_is_post_printed(person, language, at))
    )
    return [(post, post.has_page) for post in public.latest_first()]


def people_of(
    organisation: Organisation, language: str, count: int, at: datetime | None = None
) -> list[Person]:
    """Return people with a page in the language who hold or held a post here, at most `count`."""
    begun = Appointment.objects.filter(organisation=organisation).begun_by(today(at))
    people = Person.objects.live(at, language).filter(pk__in=begun.values("person"))
    return list(people.order_by("pk")[:count])


def live_among(
    keys: set[int], language: str, at: datetime | None = None
) -> dict[int, Organisation]:
    """Return those of these organisations that have a page in the language, by key."""
    return Organisation.objects.live(at, language).in_bulk(keys) if keys else {}


def organisations_in(
    country: str, language: str, count: int, at: datetime | None = None
) -> list[Organisation]:
    """Return organisations of a country with a page in the language, at most `count`."""
    found = Organisation.objects.live(at, language).filter(country=country)
    return list(found.order_by("pk")[:count])


def _named_by_outer(
    record_type: str, key_field: str, language: str, at: datetime | None = None
) -> "QuerySet[Any, Any]":
    """Return the live releases that name the record which a row of the outer query points to."""
    named: QuerySet[Any, Any] = Release.objects.live(at, language).filter(
        mentions__record_type=record_type,
        mentions__record_key=Cast(OuterRef(key_field), CharField()),
        mentions__language=language,
    )
    return named


def _is_post_printed(
    person: Person, language: str, at: datetime | None = None
) -> "QuerySet[Any, Any]":
    """Whether each of the newest live releases that name the person prints the outer row's post.

    Word for word, the post and the name of its organisation.
    """
    suffix = language_of(language).suffix
    words = JSONObject(
        person=Value(person.pk),
        post=Coalesce(OuterRef(f"post_{suffix}"), Value("")),
        organisation=Coalesce(OuterRef(f"organisation__name_{suffix}"), Value("")),
    )
    is_printed = Q()
    for rows in ("participants", "delegates"):
        is_printed |= Q(_IsFound(F("content"), Value(_PRINTED_POST.format(rows=rows)), words))
    newest = naming("person", [person.pk], language, at=at).order_by("-mentions__first_shown_at")
    found: QuerySet[Any, Any] = newest.annotate(is_printed=is_printed).values("is_printed")
    return found[:MOST_PRINTS]


def count_by_country(language: str, at: datetime | None = None) -> dict[str, dict[str, int]]:
    """Return how many live releases of each kind name each country, in one statement."""
    live = Release.objects.live(at, language).order_by()
    named = live.filter(mentions__record_type="country", mentions__language=language)
    rows = named.values_list("mentions__record_key", "kind").annotate(count=Count("pk"))
    found: dict[str, dict[str, int]] = {}
    for country, kind, count in rows:
        found.setdefault(country, {})[kind] = count
    return found


def changed_by_record(
    record_type: str, keys: Collection[str], at: datetime | None = None
) -> dict[str, dict[str, datetime]]:
    """Return, for the sitemap, when the latest release that names each of these records began.

    By the record's key, then by language; one statement.
    """
    live = Release.objects.live(at).order_by()
    named = live.filter(mentions__record_type=record_type, mentions__record_key__in=keys)
    rows = named.values_list("mentions__record_key", "language").annotate(
        changed_at=Max("live__startswith")
    )
    found: dict[str, dict[str, datetime]] = {}
    for key, language, changed_at in rows:
        found.setdefault(key, {})[language] = changed_at
    return found
