"""The desk's home page: what waits for a person, what goes out next, what is live."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Func
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, TOLD_CHANGES, TextState
from editorial.clock import database_moment
from editorial.four_eyes import Review
from editorial.kinds import kind_models
from editorial.models import AuditEntry, Edition, Publication, Release, Text, Version
from editorial.moments import age_in_words, day_in_words, desk_language, moment_in_words
from editorial.notices import address, sentence, unseen
from editorial.permissions import may
from editorial.querysets import not_hidden_from
from editorial.reviews import current_rows, reviews_of
from editorial.steps import against
from editorial.titles import titled
from languages.choices import CODES, LANGUAGES, Language

# A home page shows what is next; the rest stands in the lists.
MOST = 8
# As many texts are looked at for a list: a line gathers languages, and some texts wait in vain.
MOST_TEXTS = 4 * MOST


@dataclass
class Line:
    """One publication in a list of the home page: its title, its languages, what is said of it."""

    publication: int
    kind: str
    edition: int
    note: str
    languages: list[Language] = field(default_factory=list)
    title: str = ""
    day: str = ""
    # What the person is told by this line, to be marked as read.
    notices: list[Any] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The edition's page at the desk, opened on the desk's own language if it is one meant."""
        if self.notices:
            return address(self.notices[0])
        model = kind_models()[self.kind]._meta
        page = reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[self.edition])
        if not self.languages:
            return page
        codes = [one.code for one in self.languages]
        desk = desk_language()
        return f"{page}#language-{desk if desk in codes else codes[0]}"

    def is_among(self, known: Collection[tuple[int, str]]) -> bool:
        """Whether all that the line tells of is known already: pairs of edition and language."""
        return all((self.edition, one.code) in known for one in self.languages)

    @property
    def kind_name(self) -> str:
        """What kind of publication it is."""
        return str(kind_models()[self.kind]._meta.verbose_name)


@dataclass(frozen=True)
class Shelf:
    """One list of the home page, and what is said where it is empty."""

    name: str
    heading: str
    lines: Sequence[Line]
    empty: str


class Home:
    """Everything the home page says to one person, in statements that rows do not multiply."""

    def __init__(self, by: User) -> None:
        self.by, self.at = by, database_moment()

    @cached_property
    def shelves(self) -> list[Shelf]:
        """The lists in their order; what a person's role never fills is left out."""
        shelves = []
        told = self._for_you()
        if told:
            shelves.append(Shelf("told", _("For you"), told, ""))
        if may(self.by, "approve"):
            shelves.append(
                Shelf("review", _("To approve"), self._to_approve(), _("Nothing waits for you."))
            )
        if may(self.by, "release"):
            empty = _("No approved text is waiting to go out.")
            shelves.append(Shelf("release", _("To release"), self._to_release(), empty))
        if may(self.by, "save_edition"):
            back = self._sent_back()
            known = {(line.edition, one.code) for line in back for one in line.languages}
            own = [*back, *(line for line in self._to_write() if not line.is_among(known))]
            shelves.append(Shelf("mine", _("To write"), own, _("Nothing is assigned to you.")))
        shelves += [
            Shelf("next", _("Next releases"), self._ahead(), _("Nothing is scheduled.")),
            Shelf("live", _("Latest releases"), self._live(), _("Nothing is public yet.")),
        ]
        self._give_titles(line for shelf in shelves for line in shelf.lines)
        return shelves

    def _for_you(self) -> list[Line]:
        """What this person is told and has not marked as read, the newest first."""
        lines: dict[tuple[int, str], Line] = {}
        for notice in unseen(self.by)[:MOST_TEXTS]:
            number, said = notice.publication_id, sentence(notice)
            line = Line(number, notice.publication.kind, notice.edition_id or 0, said)
            lines.setdefault((number, said), line).notices.append(notice)
        return list(lines.values())[:MOST]

    def _to_approve(self) -> list[Line]:
        """Texts in review, then facts that hold approved texts back: what this person may."""
        lines = _lines(
            (text.edition, text.language, self._age(text.submitted_at))
            for text in self._in_review
            if self._is_open_to("approve", text, text.language) and not self._has_stood_by(text)
        )
        known = {line.edition for line in lines}
        note = _("the facts are not approved")
        facts = _lines(
            (text.edition, None, note)
            for text in self._approved
            if text.edition_id not in known
            and not self._reviews[text.edition_id].is_satisfied(FACTS)
            and self._is_open_to("approve", text, FACTS)
        )
        return [*lines, *facts][:MOST]

    def _to_release(self) -> list[Line]:
        """Approved texts that nothing but this person's word holds back."""
        return _lines(
            (text.edition, text.language, self._age(text.edition.updated_at))
            for text in self._approved
            if self._is_open_to("release", text, text.language)
        )[:MOST]

    def _is_open_to(self, verb: str, text: Text, part: str) -> bool:
        """Whether the rulebook lets this person do it now, and readers would see a difference."""
        review = self._reviews[text.edition_id]
        is_new = text.change in TOLD_CHANGES or not review.is_current(text.language)
        return is_new and not against(review, verb, [part], self.by)

    def _has_stood_by(self, text: Text) -> bool:
        """Whether it is this person's own work and submitted by him: one word more adds nothing."""
        is_own = self.by.pk in self._reviews[text.edition_id].authors(text.language)
        return is_own and text.submitted_by_id == self.by.pk

    @cached_property
    def _in_review(self) -> list[Text]:
        """Texts in review that this person reads, the oldest first; his own, if at all, last."""
        own = Version.objects.filter(
            edition=OuterRef("edition"),
            by=self.by,
            parts__contains=_listed(OuterRef("language")),
        )
        texts = self._open_texts().filter(
            state=TextState.IN_REVIEW, language__in=self.by.languages_read
        )
        return list(texts.order_by(Exists(own), "submitted_at", "pk")[:MOST_TEXTS])

    @cached_property
    def _approved(self) -> list[Text]:
        """Approved texts of open editions, the oldest first."""
        texts = self._open_texts().filter(state=TextState.APPROVED)
        return list(texts.order_by("edition__updated_at", "pk")[:MOST_TEXTS])

    @cached_property
    def _in_work(self) -> list[Text]:
        """Texts in work that this person was asked for, and the drafts he wrote in last."""
        asked = Q(assignee=self.by)
        own = Q(edition__updated_by=self.by, language=F("edition__source_language"))
        texts = self._open_texts().filter(asked | own, state=TextState.IN_WORK)
        return list(texts.order_by("-edition__updated_at", "pk")[:MOST_TEXTS])

    @cached_property
    def _reviews(self) -> dict[int, Review]:
        """The rulebook's view of everything that may wait, by edition: read together."""
        texts = list(self._in_work)
        if may(self.by, "approve"):
            texts += self._in_review
        if may(self.by, "approve") or may(self.by, "release"):
            texts += self._approved
        found = [text.edition.publication for text in texts]
        rows = current_rows({one.number: one.kind for one in found})
        return {review.edition.pk: review for review in reviews_of(rows, self.at)}

    def _sent_back(self) -> list[Line]:
        """Texts this person submitted that came back, with the reason."""
        acts = AuditEntry.objects.filter(
            edition=OuterRef("edition"), parts__contains=_listed(OuterRef("language"))
        )
        last = acts.filter(verb__in=("submit", "send_back", "approve")).order_by("-id")
        texts = (
            self._open_texts()
            .filter(state=TextState.IN_WORK)
            .annotate(
                last_act=Subquery(last.values("verb")[:1]),
                reason=Subquery(last.values("detail__reason")[:1]),
            )
            .filter(Exists(acts.filter(verb="submit", by=self.by)), last_act="send_back")
        )
        return _lines(
            (text.edition, text.language, _("sent back: %(reason)s") % {"reason": text.reason})
            for text in texts.order_by("-edition__updated_at")[:MOST_TEXTS]
        )[:MOST]

    def _to_write(self) -> list[Line]:
        """What this person was asked for, and his drafts, but for words that readers have."""
        return _lines(
            (text.edition, text.language, _("given to you") if is_asked else _("your draft"))
            for text in self._in_work
            for is_asked in [text.assignee_id == self.by.pk]
            if is_asked or not self._reviews[text.edition_id].is_current(text.language)
        )[:MOST]

    def _ahead(self) -> list[Line]:
        releases = Release.objects.ahead().filter(not_hidden_from(self.by))
        releases = releases.select_related("publication").defer("content")
        return _lines(
            (one, one.language, moment_in_words(one.live.lower))
            for one in releases.order_by("live__startswith", "pk")[:MOST_TEXTS]
        )[:MOST]

    def _live(self) -> list[Line]:
        releases = Release.objects.live().select_related("publication").defer("content")
        return _lines(
            (one, one.language, self._age(one.live.lower))
            for one in releases.order_by("-live__startswith", "pk")[:MOST_TEXTS]
        )[:MOST]

    def _open_texts(self) -> QuerySet[Text]:
        shown = not_hidden_from(self.by, "edition__publication")
        open_ones = Text.objects.filter(shown, edition__closed_at__isnull=True)
        return open_ones.select_related("edition__publication")

    def _age(self, moment: datetime | None) -> str:
        return age_in_words(moment, self.at) if moment else ""

    def _give_titles(self, lines: Iterable[Line]) -> None:
        lines = list(lines)
        wanted = Publication.objects.filter(pk__in={line.publication for line in lines})
        called = {one.pk: one for one in titled(wanted)} if lines else {}
        for line in lines:
            line.title = called[line.publication].title or _("(no title yet)")
            line.day = day_in_words(called[line.publication].day)


def _listed(language: Any) -> Func:
    """Return an array of one language, for the database to look for."""
    return Func(language, template="ARRAY[%(expressions)s]::varchar[]")


def _lines(found: Iterable[tuple[Any, str | None, str]]) -> list[Line]:
    """Return a line for each publication and what is said of it, its languages gathered."""
    lines: dict[tuple[int, str], Line] = {}
    by_code = {one.code: one for one in LANGUAGES}
    for row, language, note in found:
        publication = row.publication
        edition = row.pk if isinstance(row, Edition) else row.edition_id
        key = (publication.pk, note)
        line = lines.setdefault(key, Line(publication.pk, publication.kind, edition, note))
        if language is not None:
            line.languages.append(by_code[language])
    for line in lines.values():
        line.languages.sort(key=lambda one: CODES.index(one.code))
    return list(lines.values())
