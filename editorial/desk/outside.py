"""The desk's page "Outside check": links for people without an account, and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http import HttpResponseRedirect as Redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.actions.outside import DAYS_AT_FIRST, MOST_DAYS, ask_outside, stop_asking
from editorial.choices import FACTS
from editorial.clock import database_moment
from editorial.contents.printing import digest, print_facts, print_text
from editorial.contents.values import is_number
from editorial.desk.edition_pages import common_context, found_edition
from editorial.four_eyes import part_name
from editorial.kinds import kind_row
from editorial.models import Edition, OutsideAnswer, OutsideCheck
from editorial.moments import moment_in_words
from editorial.permissions import may
from editorial.refusals import Finding, Refused
from languages.choices import BY_CODE, CODES, LANGUAGES, Language


@dataclass(frozen=True)
class Asked:
    """A link as the desk shows it, with what came back; `older` names the parts changed since."""

    check: Any
    languages: list[Language]
    state: str
    older: str
    answers: Sequence[OutsideAnswer]

    @property
    def is_standing(self) -> bool:
        """Whether the link opens something."""
        return bool(self.check.is_standing)


def addresses(desk: Any) -> list[URLPattern]:
    """Return the page of an edition; `desk` is the admin of its kind."""
    view = desk.admin_site.admin_view(partial(outside_page, desk))
    name = f"{desk.opts.app_label}_{desk.opts.model_name}_outside"
    return [path("<path:object_id>/outside/", view, name=name)]


def outside_page(desk: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """List the links of a piece and the answers; make one or stop one by POST.

    The link made is in the answer to its POST and nowhere else.
    """
    edition, by = found_edition(desk, request, object_id), cast("User", request.user)
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if request.method != "POST":
        return _page(desk, request, edition)
    if not may(by, "save_edition"):
        raise PermissionDenied
    try:
        if "stop" in request.POST:
            _stop(request, edition, by)
            return Redirect(request.path)
        link = _make(request, edition, by)
    except Refused as refusal:
        response = _page(desk, request, edition, refusals=refusal.refusals)
        response.status_code = 400
        return response
    return _page(desk, request, edition, link=link)


def asked_of(edition: Edition) -> list[Asked]:
    """Return the links of an edition's publication, newest first."""
    standing = OutsideCheck.objects.standing().filter(pk=OuterRef("pk"))
    checks = (
        OutsideCheck.objects.filter(publication=edition.publication_id)
        .select_related("version__edition", "created_by", "revoked_by")
        .prefetch_related(Prefetch("answers", OutsideAnswer.objects.order_by("-id")))
        .annotate(is_standing=Exists(standing))
    )
    now = _prints_now(edition)
    return [
        Asked(
            check=one,
            languages=[BY_CODE[code] for code in CODES if code in one.languages],
            state=_state(one),
            older=", ".join(part_name(part) for part in _changed_since(one, now)),
            answers=list(one.answers.all()),
        )
        for one in checks
    ]


def _prints_now(edition: Edition) -> dict[str, str]:
    """The digest of each part of the edition that the desk shows of the publication now."""
    current = Edition.objects.current().filter(publication=edition.publication_id).first()
    row = kind_row(current or edition)
    texts = {code: digest(print_text(row, code)) for code in CODES}
    return {FACTS: digest(print_facts(row)), **texts}


def _changed_since(check: OutsideCheck, now: dict[str, str]) -> list[str]:
    """The parts shown that have changed: what was answered was answered to an older text."""
    version = check.version
    said = {FACTS: version.facts, **{code: version.texts[code] for code in check.languages}}
    return [part for part, printed in said.items() if digest(printed) != now[part]]


def _state(check: Any) -> str:
    if check.revoked_at:
        values = {"name": check.revoked_by, "at": moment_in_words(check.revoked_at)}
        return _("stopped by %(name)s, %(at)s") % values
    until = {"at": moment_in_words(check.expires_at)}
    if check.is_standing:
        return _("good until %(at)s") % until
    if check.expires_at <= database_moment():
        return _("over since %(at)s") % until
    if check.version.edition.discarded:
        return _("dead: the edition was discarded")
    return _("dead: released")


def _make(request: HttpRequest, edition: Edition, by: User) -> str:
    """Make the link that the form asks for; return its address. Raises Refused."""
    days = request.POST.get("days", "")
    check, key = ask_outside(
        edition=edition,
        by=by,
        name=request.POST.get("name", ""),
        languages=[code for code in request.POST.getlist("language") if code in CODES],
        question=request.POST.get("question", ""),
        days=int(days) if is_number(days) else 0,
    )
    messages.success(request, _("The link for %(name)s is made.") % {"name": check.name})
    return f"{settings.SITE_URL}{reverse('outside_check', args=[key])}"


def _stop(request: HttpRequest, edition: Edition, by: User) -> None:
    key = request.POST["stop"]
    checks = OutsideCheck.objects.filter(publication=edition.publication_id)
    check = checks.filter(pk=int(key)).first() if is_number(key) else None
    if check is None:
        raise Http404
    stop_asking(check=check, by=by)
    messages.success(request, _("The link for %(name)s is dead now.") % {"name": check.name})


def _page(
    desk: Any,
    request: HttpRequest,
    edition: Edition,
    *,
    refusals: Sequence[Finding] = (),
    link: str = "",
) -> HttpResponse:
    row = kind_row(edition)
    written = [one for one in LANGUAGES if any(print_text(row, one.code).values())]
    # What was refused comes back as it was typed; after a link was made the form is empty.
    typed = request.POST if refusals else {}
    ticked = request.POST.getlist("language") if refusals else [edition.source_language]
    context = {
        **common_context(desk, request, edition),
        "title": _("Outside check"),
        "may_ask": may(cast("User", request.user), "save_edition"),
        "written": [(one, one.code in ticked) for one in written],
        "asked": asked_of(edition),
        "typed": typed,
        "days": typed.get("days", DAYS_AT_FIRST),
        "most_days": MOST_DAYS,
        "refusals": refusals,
        "link": link,
    }
    return TemplateResponse(request, "editorial/outside.html", context)
