"""Verbs of the timeline: release now or at a moment, and take a scheduled release back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from accounts.models import User
from editorial.actions.editions import Work, has_work, keep_version, next_edition
from editorial.actions.locking import Act, Member, begin, begin_all, meant
from editorial.choices import FACTS, TOLD_CHANGES, Change
from editorial.contents.printing import mentions, print_release, span, title
from editorial.kinds import kind_row
from editorial.models import Edition, Mention, Release, Text, Withdrawal
from editorial.signals import language_released, schedule_cancelled
from languages.slugs import slugify


@transaction.atomic
def release(
    *,
    edition: Edition,
    by: User,
    token: int,
    languages: Sequence[str],
    at: datetime | None = None,
    companions: Sequence[Member] = (),
) -> list[Release]:
    """Print these languages for the public, now or from a moment more than five seconds ahead.

    Closes the edition. A language left out that has work of its own goes on in the next
    open edition, started in the same act; what is live in it stays live. `companions` are
    the other editions of the package: all begin at the same moment. All or nothing.
    Raises Refused: an approval is missing, a text is incomplete, a release is scheduled
    already, the moment is too near, an edition has changed since `by` looked.
    """
    members = [Member(edition, token, languages), *companions]
    releases: list[Release] = []
    for act, printed in begin_all("release", members, by=by, moment=at):
        releases += _release(act, printed, at)
    return releases


def _release(act: Act, languages: Sequence[str], at: datetime | None) -> list[Release]:
    releases = [print_language(act, language, begins=at or act.at) for language in languages]
    close(act, languages)
    for one in releases:
        language_released.send(sender=Release, release=one)
    act.record(
        languages,
        {
            "begins": (at or act.at).isoformat(),
            "digests": {part: act.review.digests[part] for part in (FACTS, *languages)},
        },
    )
    return releases


def print_language(
    act: Act, language: str, *, begins: datetime, ends: datetime | None = None
) -> Release:
    """Store the release of one language from the moment it begins.

    What is live in the language then ends at that moment, and so does its withdrawal.
    """
    text = act.texts[language]
    before = _latest_begun(act, language)
    withdrawal = act.review.standing_withdrawal(language)
    change = _change(text, before, withdrawal)
    _make_room(act, language, begins)
    facts, printed = act.review.printed[FACTS], act.review.printed[language]
    starts_at, ends_at = span(act.edition, facts)
    one = Release.objects.create(
        publication=act.publication,
        edition_id=act.edition.pk,
        language=language,
        kind=act.publication.kind,
        live=DateTimeTZRange(begins, ends, "[)"),
        content=print_release(act.review.enclosed, printed),
        facts_digest=act.review.digests[FACTS],
        text_digest=act.review.digests[language],
        slug=slugify(title(act.edition, printed), language) or str(act.publication.pk),
        change=change,
        # Only a note that was written to be told has been approved.
        note=text.note if {change, text.change} <= TOLD_CHANGES else "",
        first_shown_at=before.first_shown_at if before else begins,
        public_at=before.public_at if before and change == Change.MINOR else begins,
        starts_at=starts_at,
        ends_at=ends_at,
        released_by=act.by,
        released_at=act.at,
    )
    _mention(one, mentions(act.edition, facts, printed))
    return one


def _mention(one: Release, named: Iterable[tuple[str, str]]) -> None:
    """Store which records a release names."""
    Mention.objects.bulk_create(
        Mention(
            release=one,
            record_type=record_type,
            record_key=record_key,
            language=one.language,
            first_shown_at=one.first_shown_at,
        )
        for record_type, record_key in named
    )


def _make_room(act: Act, language: str, begins: datetime) -> None:
    """End at this moment what readers of the language see until then: a release, or a notice."""
    live, withdrawal = act.review.live(language), act.review.standing_withdrawal(language)
    if live is not None:
        Release.objects.filter(pk=live.pk).update(live=_until(live.live, begins))
    if withdrawal is not None:
        Withdrawal.objects.filter(pk=withdrawal.pk).update(range=_until(withdrawal.range, begins))


def close(act: Act, released: Sequence[str]) -> None:
    """Close the released edition; carry unreleased work into the next one."""
    carried = {
        language: Work(text, act.review.printed[language], act.review.printed[FACTS])
        for language, text in act.texts.items()
        if language not in released
        and has_work(
            act.edition,
            text,
            is_released=any(act.review.releases_of(language)),
            is_latest_as_is=act.review.is_latest_as_is(language),
        )
    }
    act.edition.closed_at = act.at
    act.touch("closed_at")
    if carried:
        next_edition(act.publication, by=act.by, at=act.at, source=act.edition, carried=carried)


@transaction.atomic
def cancel_schedule(*, edition: Edition, by: User, token: int, languages: Sequence[str]) -> Edition:
    """Take scheduled releases back before they begin; return the open edition.

    `edition` is the one the desk shows of the publication. What would have been replaced
    stays live. The cancelled text goes on in the open edition with its state and
    approvals, unless that language changed there: then the newer text stays and the
    cancelled one remains among the versions. Raises Refused: nothing is scheduled, or it
    begins within five seconds.
    """
    languages = meant(languages)
    act = begin("cancel_schedule", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(languages, token=token)
    cancelled = take_back(act, languages)
    opened = resume(act, cancelled)
    for one in cancelled:
        schedule_cancelled.send(sender=Release, publication=act.publication, language=one.language)
    begins = {one.language: one.live.lower.isoformat() for one in cancelled}
    act.record(languages, {"begins": begins}, edition=opened)
    return opened


@transaction.atomic
def reschedule(
    *, edition: Edition, by: User, token: int, languages: Sequence[str], at: datetime
) -> list[Release]:
    """Move scheduled releases of these languages to another moment, earlier or later.

    What goes out is what was scheduled, to the letter. Raises Refused: nothing is scheduled,
    it begins within five seconds, the moment is too near, too far or the same, an edition has
    changed since `by` looked.
    """
    languages = meant(languages)
    act = begin("reschedule", publication=edition.publication_id, by=by, edition=edition.pk)
    act.refuse(languages, token=token, moment=at)
    kept = _mentions_by_language(act, languages)
    moved = [_print_again(act, was, at, kept[was.language]) for was in take_back(act, languages)]
    for one in moved:
        schedule_cancelled.send(sender=Release, publication=act.publication, language=one.language)
        language_released.send(sender=Release, release=one)
    act.record(languages, {"begins": at.isoformat()})
    return moved


def _mentions_by_language(act: Act, languages: Sequence[str]) -> dict[str, list[Mention]]:
    scheduled = [act.review.scheduled(language) for language in languages]
    found = list(Mention.objects.filter(release__in=scheduled))
    return {code: [one for one in found if one.language == code] for code in languages}


def _print_again(act: Act, was: Release, begins: datetime, named: Sequence[Mention]) -> Release:
    """Store a release that was taken back anew, from another moment on.

    It is the same word of the same person, so who released it, and when, stays.
    """
    _make_room(act, was.language, begins)
    planned, was.live = was.live.lower, DateTimeTZRange(begins, None, "[)")
    for date in ("first_shown_at", "public_at"):
        if getattr(was, date) == planned:
            setattr(was, date, begins)
    was.pk = None
    was.save(force_insert=True)
    for one in named:
        one.pk, one.release, one.first_shown_at = None, was, was.first_shown_at
    Mention.objects.bulk_create(named)
    return was


def take_back(act: Act, languages: Sequence[str]) -> list[Release]:
    """Delete releases that have not begun; give what each would have ended its open end back.

    Returns what was deleted.
    """
    ahead = Release.objects.filter(publication=act.publication, language__in=languages)
    scheduled = list(ahead.ahead(act.at))
    for one in scheduled:
        begins, same = one.live.lower, {"publication": act.publication, "language": one.language}
        Release.objects.filter(pk=one.pk).delete()
        for before in Release.objects.filter(**same, live__endswith=begins):
            Release.objects.filter(pk=before.pk).update(live=_until(before.live, None))
        for standing in Withdrawal.objects.filter(**same, range__endswith=begins):
            reopened = _until(standing.range, None)
            Withdrawal.objects.filter(pk=standing.pk).update(range=reopened)
    return scheduled


def resume(act: Act, cancelled: Sequence[Release]) -> Edition:
    """Let the work of releases taken back go on in the open edition, started if need be."""
    kept = {
        text.language: text
        for one in cancelled
        for text in Text.objects.filter(edition=one.edition_id, language=one.language)
    }
    newest = begin(act.verb, publication=act.publication.pk, by=act.by)
    if not newest.edition.is_open:
        opened, _texts = next_edition(
            act.publication,
            by=act.by,
            at=act.at,
            source=kind_row(max((one.edition for one in cancelled), key=lambda one: one.number)),
            carried={
                one.language: Work(kept[one.language], one.content["text"], one.content["facts"])
                for one in cancelled
            },
        )
        return opened
    for one in cancelled:
        text, was = newest.texts[one.language], kept[one.language]
        if newest.review.digests[one.language] == one.text_digest and _is_unhandled(text, was):
            for name in ("state", "change", "note", "submitted_by_id", "submitted_at"):
                setattr(text, name, getattr(was, name))
            text.save()
    newest.touch()
    keep_version(newest.edition, newest.texts, parts=(), by=act.by, at=act.at)
    return newest.edition


def _is_unhandled(text: Text, was: Text) -> bool:
    """Whether nobody has said anything newer of how the text will go out."""
    untold = (("", ""), (Change.FIRST, ""), (was.change, was.note))
    return (text.change, text.note) in untold


def _latest_begun(act: Act, language: str) -> Release | None:
    begun = [one for one in act.review.releases_of(language) if one.live.lower <= act.at]
    return max(begun, key=lambda one: one.live.lower, default=None)


def _change(text: Text, before: Release | None, withdrawal: Withdrawal | None) -> str:
    if before is None:
        return Change.FIRST
    return Change.UPDATE if withdrawal else text.change


def _until(span: DateTimeTZRange, end: datetime | None) -> DateTimeTZRange:
    return DateTimeTZRange(span.lower, end, "[)")
