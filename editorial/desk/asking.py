"""Asking a colleague now: who could approve, what he reads on his phone, his word in two taps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as Redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import kept_posts
from accounts.models import User
from editorial import actions, notices
from editorial.choices import FACTS, TOLD_CHANGES, TextState
from editorial.clock import database_moment
from editorial.contents.values import is_number
from editorial.desk.papers import Paper, paper_of
from editorial.desk.versions import History
from editorial.four_eyes import Review, part_name
from editorial.kinds import kind_row, title_of
from editorial.models import Edition
from editorial.moments import age_in_words
from editorial.permissions import may, may_enter
from editorial.refusals import Finding, Refused
from editorial.steps import against, to_approve, warnings_before
from languages.choices import BY_CODE, CODES, Language


@dataclass(frozen=True)
class Colleague:
    """Someone who could approve, and when he last signed in, in words."""

    name: str
    seen: str


@dataclass(frozen=True)
class Told:
    """The public note of one language."""

    language: Language
    note: str


@dataclass
class Going:
    """Languages of an edition on their way out, as one person looks at them."""

    review: Review
    languages: list[str]
    by: User
    # What refused an act on this page, if anything did.
    refusals: Sequence[Finding] = field(default_factory=list)

    @property
    def edition(self) -> Edition:
        """The edition, as a row of its kind."""
        return self.review.edition

    @property
    def names(self) -> str:
        """The languages by their own names."""
        return names_of(self.languages)

    @property
    def title(self) -> str:
        """What the piece is called."""
        return title_of(self.edition, self.languages[0]) or _("(no title yet)")

    @property
    def code(self) -> str:
        """The languages as they stand in an address."""
        return ",".join(self.languages)

    @property
    def said(self) -> list[Told]:
        """What readers who know an earlier release are told, by language."""
        texts = (self.review.texts[code] for code in self.languages)
        return [
            Told(BY_CODE[text.language], text.note)
            for text in texts
            if text.change in TOLD_CHANGES and text.note
        ]

    @cached_property
    def is_asked(self) -> bool:
        """Whether every text has been handed to a reviewer."""
        states = (self.review.texts[code].state for code in self.languages)
        return all(state != TextState.IN_WORK for state in states)

    @cached_property
    def is_approved(self) -> bool:
        """Whether nothing wants an approval any more."""
        return self.is_asked and not to_approve(self.review, self.languages)

    @cached_property
    def parts(self) -> list[str]:
        """The parts that wait for an approval and could have this person's."""
        waiting = to_approve(self.review, self.languages)
        return [one for one in waiting if not self.against("approve", [one])]

    @cached_property
    def warnings(self) -> list[Finding]:
        """What this person has to look at before he approves what he does not read."""
        return warnings_before(self.review, "approve", self.parts, self.by)

    @cached_property
    def why_not(self) -> list[Finding]:
        """Why this person cannot approve what waits."""
        return self.against("approve", to_approve(self.review, self.languages))

    def against(self, verb: str, parts: Sequence[str] | None = None) -> list[Finding]:
        """Return what stands against a verb on these parts, the languages where none is named."""
        return against(self.review, verb, self.languages if parts is None else parts, self.by)

    @cached_property
    def paper(self) -> Paper:
        """The whole text as it will go out: the edition's last version, in these languages."""
        history = History(self.edition.publication, self.review.at)
        kept = history.editions[self.edition.pk].versions[0]
        model: Any = type(self.edition)
        desk: Any = admin.site.get_model_admin(model)
        fields = desk.edition_form.base_fields
        return paper_of(model, history, kept, self.languages, by=self.by, fields=fields)

    @cached_property
    def writers(self) -> str:
        """Whoever has written in these languages since readers last had them, by name."""
        wrote = set().union(*(self.review.authors(code) for code in self.languages))
        return ", ".join(map(str, User.objects.filter(pk__in=wrote)))

    @cached_property
    def colleagues(self) -> list[Colleague]:
        """Who could approve all that waits, those signed in lately first."""
        return [
            Colleague(
                str(one),
                age_in_words(one.last_login, self.review.at) if one.last_login else "",
            )
            for one in self.people
        ]

    @cached_property
    def people(self) -> list[User]:
        """The people whose word would be a second pair of eyes on all that waits."""
        review = self.review
        waiting = [part for part in review.unsatisfied(self.languages) if part != FACTS]
        known = notices.colleagues(self.edition.publication_id).exclude(pk=self.by.pk)
        return [
            one
            for one in known.order_by(F("last_login").desc(nulls_last=True), "last_name", "pk")
            if all(review.reading_of(one.pk, part) for part in waiting or self.languages)
            and all(review.may_count(one, part) for part in (FACTS, *self.languages))
        ]


def going(by: User, edition: int, languages: str) -> Going:
    """Return what an address names, "12/ru,en/" for instance. Raises Http404."""
    codes = languages.split(",")
    found = Edition.objects.visible_to(by).filter(pk=edition).select_related("publication").first()
    if found is None or not codes or not set(codes) <= set(CODES):
        raise Http404
    row = kind_row(found)
    texts = {text.language: text for text in row.text_rows.all()}
    review = Review(row, texts, database_moment())
    return Going(review, [code for code in CODES if code in codes], by)


def names_of(parts: Sequence[str]) -> str:
    """Return what parts are called, for a sentence."""
    return ", ".join(part_name(part) for part in parts)


def address_of(page: str, edition: Edition, languages: Sequence[str]) -> str:
    """Return the path of a page about languages of an edition."""
    return reverse(f"admin:{page}", args=[edition.pk, ",".join(languages)])


def ask(one: Going, token: int) -> None:
    """Hand the texts to a reviewer and tell everybody who could be it. Raises Refused."""
    with transaction.atomic():
        edition = actions.submit(
            edition=one.edition,
            by=one.by,
            token=token,
            languages=[code for code in one.languages if _is_in_work(one, code)],
        )
        notices.tell(
            [person.pk for person in one.people],
            "asked",
            publication=edition.publication,
            edition=edition,
            parts=one.languages,
            by=one.by,
            at=edition.updated_at,
        )


def _is_in_work(one: Going, code: str) -> bool:
    return bool(one.review.texts[code].state == TextState.IN_WORK)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, edition: int, languages: str) -> HttpResponse:
    """Show the whole text to a colleague; take his approval of exactly that, or send it back."""
    by = cast("User", request.user)
    if not may_enter(by):
        raise PermissionDenied
    one = going(by, edition, languages)
    if request.method == "POST":
        try:
            sentence = _answer(request, one)
        except Refused as refusal:
            one = going(by, edition, languages)
            one.refusals = refusal.refusals
        else:
            messages.success(request, sentence)
            return Redirect(request.path)
    opened = Edition.objects.open().filter(publication=one.edition.publication_id).first()
    kept = kept_posts.take(request)
    context = {
        **admin.site.each_context(request),
        "title": _("A colleague asks for your word"),
        "going": one,
        "live": [live for code in one.languages if (live := one.review.live(code))],
        "newer": address_of("asked", opened, one.languages)
        if opened and opened.pk != one.edition.pk
        else "",
        "ticked": _ticked(request),
        "reason": (kept or request.POST).get("reason", ""),
        "kept": kept_posts.SENTENCE if kept else "",
        "may_go_on": may(by, "release"),
    }
    status = 409 if one.refusals else 200
    return TemplateResponse(request, "editorial/asked.html", context, status=status)


def _answer(request: HttpRequest, one: Going) -> str:
    """Do what the colleague says, on what he saw. Raises Refused."""
    token = posted_token(request)
    if "send_back" in request.POST:
        back = [code for code in one.languages if not _is_in_work(one, code)]
        actions.send_back(
            edition=one.edition,
            by=one.by,
            token=token,
            languages=back,
            reason=request.POST.get("reason", ""),
        )
        return _("Sent back: %(parts)s. The reason stands in the record.") % {
            "parts": names_of(back)
        }
    parts = one.parts or one.languages
    actions.approve(
        edition=one.edition, by=one.by, token=token, parts=parts, acknowledged=_ticked(request)
    )
    return _("Approved: %(parts)s.") % {"parts": names_of(parts)}


def _ticked(request: HttpRequest) -> set[str]:
    """Return the keys of the warnings that were ticked as seen."""
    return {str(key) for name, key in request.POST.items() if name.startswith("seen-")}


def posted_token(request: HttpRequest) -> int:
    """Return the token of what the person saw; none that any edition has, where none came."""
    token = request.POST.get("token", "")
    return int(token) if is_number(token) else 0
