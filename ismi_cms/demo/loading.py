"""The demo told to the database through the verbs that people use."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from editorial import actions
from editorial.choices import FACTS, Change
from editorial.clock import database_moment
from editorial.kinds import in_language
from editorial.models import Edition, Publication, Topic
from ismi_cms.demo.content import Item, items, moment, records
from news.models import NewsItem, Section

SOURCE_LANGUAGE = "ru"
# The key of the advisory lock that lets one process load at a time; any constant would do.
LOADING_LOCK = 0x44454D4F
LONGEST_WAIT = "60s"


@dataclass(frozen=True)
class Office:
    """The people of the demo who act, and the moment at which they do."""

    writer: User
    translator: User
    editor: User
    secretary: User
    now: datetime

    @property
    def today(self) -> date:
        """The office's own day."""
        return self.now.astimezone(timezone.get_default_timezone()).date()

    def planned(self, item: Item) -> datetime:
        """Return the moment at which the item goes out, or went out."""
        return moment(self.today, item.days_ago, item.time)

    def past(self, planned: datetime) -> datetime:
        """Return the moment, or its hour on the day before while it has not come yet."""
        return planned if planned <= self.now else planned - timedelta(days=1)

    def shares(self, languages: Collection[str]) -> list[tuple[User, list[str]]]:
        """Return who writes which of these languages: the writer his own, the others go on."""
        own = [language for language in languages if language in self.writer.languages_written]
        others = [language for language in languages if language not in own]
        shares = ((self.writer, own), (self.translator, others))
        return [(by, share) for by, share in shares if share]


@transaction.atomic
def load() -> int:
    """Load what of the demo is not there yet; return how many news items that was.

    All or nothing. What people changed or withdrew since an earlier load stays as it is, and
    a second process that loads at the same time waits and then finds everything there.
    Raises Refused where an account of the same username stands without the role it needs.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    told = items()
    keys = [item.opening_key for item in told]
    opened = Publication.objects.filter(opening_key__in=keys)
    known = set(opened.values_list("opening_key", flat=True))
    missing = [item for item in told if item.opening_key not in known]
    if missing:
        people, sections, topics = _people(), _sections(), _topics()
        office = Office(
            writer=people["writer"],
            translator=people["translator"],
            editor=people["editor"],
            secretary=people["secretary"],
            now=database_moment(),
        )
        for item in missing:
            facts = {
                "section": sections[item.section].pk,
                "topics": sorted(topics[topic].pk for topic in item.topics),
                "countries": sorted(item.countries),
            }
            STAGES[item.stage](item, _written(item, facts, office), office)
    return len(missing)


def _people() -> dict[str, User]:
    """Return the demo's people by username, made where missing.

    Nobody can sign in with a password: a developer's sign-in page has a button for each.
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
    return people


def _sections() -> dict[str, Section]:
    return {
        told["key"]: Section.objects.get_or_create(
            slug=told["key"], defaults={**_names(told["name"]), "order": order}
        )[0]
        for order, told in enumerate(records("section"))
    }


def _topics() -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    for told in records("topic"):
        # A parent stands before its children.
        parent = topics[told["parent"]] if "parent" in told else None
        topics[told["key"]], _is_new = Topic.objects.get_or_create(
            slug=told["key"], defaults={**_names(told["name"]), "parent": parent}
        )
    return topics


def _names(names: dict[str, str]) -> dict[str, str]:
    return {in_language("name", language): name for language, name in names.items()}


def _written(item: Item, facts: dict[str, object], office: Office) -> Edition:
    """Open the item: the writer begins, the translator adds, who is still asked is named."""
    (writer, own), *others = office.shares(item.texts)
    edition = actions.start_edition(
        by=writer,
        kind=NewsItem.KIND,
        source_language=SOURCE_LANGUAGE,
        facts=facts,
        texts={language: item.texts[language] for language in own},
        opening_key=item.opening_key,
    )
    for by, share in others:
        texts = {language: item.texts[language] for language in share}
        edition = actions.save_edition(edition=edition, by=by, token=edition.token, texts=texts)
    if item.assigned:
        asked = {
            language: {"assignee": User.objects.get(username=username).pk}
            for language, username in item.assigned.items()
        }
        edition = actions.save_edition(
            edition=edition, by=writer, token=edition.token, handling=asked
        )
    return edition


def _released(item: Item, edition: Edition, office: Office) -> None:
    _print(item, edition, office, begins=office.past(office.planned(item)))


def _corrected(item: Item, edition: Edition, office: Office) -> None:
    """Release with the mistake, then without it and with a note that owns up to it."""
    later = timedelta(hours=item.correction["hours_later"])
    corrected_at = office.past(office.planned(item) + later)
    _print(item, edition, office, begins=corrected_at - later, ends=corrected_at)
    edition = actions.start_edition(by=office.writer, publication=edition.publication)
    texts = item.corrected_texts()
    for by, share in office.shares(item.texts):
        edition = actions.save_edition(
            edition=edition,
            by=by,
            token=edition.token,
            texts={language: texts[language] for language in share},
            handling={
                language: {
                    "change": Change.CORRECTION.value,
                    "note": item.correction[language]["note"],
                }
                for language in share
            },
        )
    _print(item, edition, office, begins=corrected_at)


def _withdrawn(item: Item, edition: Edition, office: Office) -> None:
    told = item.withdrawal
    withdrawn_at = office.past(moment(office.today, told["days_ago"], told["time"]))
    begins = min(office.planned(item), withdrawn_at - timedelta(hours=1))
    _print(item, edition, office, begins=begins, ends=withdrawn_at)
    actions.backfill_withdrawal(
        edition=edition,
        by=office.secretary,
        begins=withdrawn_at,
        reason=told["reason"],
        explanation=told["explanation"],
    )


def _in_review(item: Item, edition: Edition, office: Office) -> Edition:
    for by, share in office.shares(item.texts):
        edition = actions.submit(edition=edition, by=by, token=edition.token, languages=share)
    return edition


def _scheduled(item: Item, edition: Edition, office: Office) -> None:
    edition = _in_review(item, edition, office)
    languages = list(item.texts)
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=[FACTS, *languages]
    )
    actions.release(
        edition=edition,
        by=office.secretary,
        token=edition.token,
        languages=languages,
        at=office.planned(item),
    )


STAGES: dict[str, Callable[[Item, Edition, Office], object]] = {
    "released": _released,
    "corrected": _corrected,
    "scheduled": _scheduled,
    "in_review": _in_review,
    "withdrawn": _withdrawn,
}


def _print(
    item: Item, edition: Edition, office: Office, *, begins: datetime, ends: datetime | None = None
) -> None:
    actions.backfill(
        edition=edition,
        by=office.secretary,
        approved_by=office.editor,
        languages=list(item.texts),
        begins=begins,
        ends=ends,
    )
