"""What went out unreviewed and stands so: said on every page of the desk, confirmed on one."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as Redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from editorial import actions
from editorial.choices import UnreviewedReason
from editorial.clock import database_moment
from editorial.contents.content import Content
from editorial.contents.values import is_number
from editorial.desk.naming import Naming
from editorial.desk.papers import Line, PaperRow, facts_in_words
from editorial.desk.versions import released_content
from editorial.fields import RichTextField
from editorial.four_eyes import part_name
from editorial.kinds import child_models, column, kind_model, kind_models, text_fields
from editorial.models import Edition, Release, Unreviewed
from editorial.moments import moment_in_words
from editorial.permissions import may, may_enter
from editorial.refusals import Finding, Refused
from editorial.reviews import current_rows, reviews_of
from editorial.steps import against
from languages.choices import BY_CODE, Language

# The notice names the first; whoever wants all of them opens the page.
MOST_NAMED = 50


@dataclass(frozen=True)
class Facts:
    """The facts that a release went out with, in words."""

    lines: Sequence[Line] = ()
    lists: Sequence[tuple[str, list[PaperRow]]] = ()


@dataclass(frozen=True)
class Standing:
    """One release that readers have and no second person has looked at.

    `why_not` says why the person who looks cannot confirm it. The facts are there where the
    whole is read.
    """

    row: Any
    why_not: Sequence[Finding] = ()
    facts: Facts = field(default_factory=Facts)

    @property
    def release(self) -> Release:
        """The release; of its content only what is asked for is read."""
        release: Release = self.row.release
        return release

    @property
    def title(self) -> str:
        """What the release is called, in its own language."""
        return self.row.title or str(self.release.publication_id)

    @property
    def language(self) -> Language:
        """The language it went out in."""
        return BY_CODE[self.release.language]

    @property
    def reason(self) -> str:
        """Why it could not wait."""
        return str(UnreviewedReason(self.row.reason).label)

    @property
    def moment(self) -> str:
        """When it went out."""
        return moment_in_words(self.row.at)

    @property
    def words(self) -> list[tuple[str, str, bool]]:
        """Its words as printed: what each field is called, what it says, whether that is HTML."""
        model = kind_model(self.release.kind)
        said = self.release.content["text"]
        own = [(column(model, name), said[name]) for name in text_fields(model) if said.get(name)]
        words = [(str(one.verbose_name), told, isinstance(one, RichTextField)) for one, told in own]
        for name, child in child_models(model).items():
            rows = ["; ".join(filter(None, row.values())) for row in said.get(name, {}).values()]
            if any(rows):
                label = str(child._meta.verbose_name_plural)
                words.append((label, "\n".join(filter(None, rows)), False))
        return words


def release_title(way: str = "") -> Coalesce:
    """Return the expression for the printed title of a release; `way` leads to it ("release__")."""
    names = dict.fromkeys(text_fields(model)[0] for model in kind_models().values())
    nothing = Value("", output_field=TextField())
    text = KeyTransform("text", f"{way}content")
    return Coalesce(*(NullIf(KeyTextTransform(name, text), nothing) for name in names), nothing)


def standing_releases() -> "QuerySet[Any]":
    """Return what is live, went out unreviewed and nobody has confirmed; the oldest first."""
    live = Q(release__in=Release.objects.live())
    found = Unreviewed.objects.filter(live, confirmed_at__isnull=True)
    return found.annotate(title=release_title("release__")).order_by("at", "pk")


def standing_notice() -> Any:
    """Return what the frame of the desk says of it, read when it is first asked for."""
    rows = standing_releases().select_related("release").defer("release__content")
    return SimpleLazyObject(lambda: [Standing(row) for row in rows[:MOST_NAMED]])


def this_year() -> tuple[int, int]:
    """Return how many releases of this year went out unreviewed, and of how many."""
    year = localtime(database_moment()).year
    released = Release.objects.begun().filter(released_at__year=year)
    counted = released.aggregate(unreviewed=Count("unreviewed"), released=Count("pk"))
    return counted["unreviewed"], counted["released"]


@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest) -> HttpResponse:
    """List what stands unreviewed with its words, to read and to confirm."""
    by = cast("User", request.user)
    if not may_enter(by):
        raise PermissionDenied
    refusals: Any = ()
    if request.method == "POST":
        try:
            messages.success(request, _confirm(request, by))
        except Refused as refusal:
            refusals = refusal.refusals
        else:
            return Redirect(reverse("admin:night_standing"))
    found = standing_releases().select_related("release__publication", "release__edition", "by")
    unreviewed, released = this_year()
    context = {
        **admin.site.each_context(request),
        "title": _("Released unreviewed"),
        "ones": _as_seen_by(by, list(found[:MOST_NAMED])),
        "refusals": refusals,
        "may_confirm": may(by, "confirm_unreviewed"),
        "unreviewed": unreviewed,
        "released": released,
    }
    status = 409 if refusals else 200
    return TemplateResponse(request, "editorial/standing.html", context, status=status)


def _as_seen_by(by: User, rows: list[Any]) -> list[Standing]:
    """Return these with their facts, and with what keeps this person from confirming each.

    Both are read together for all.
    """
    facts = _facts_of([row.release for row in rows], by)
    why_not = _why_not(by, rows)
    return [Standing(row, why_not.get(row.release.pk, ()), facts[row.release.pk]) for row in rows]


def _facts_of(releases: Sequence[Release], by: User) -> dict[int, Facts]:
    """Return the facts of each release as this person may read them, by its key."""
    contents: dict[type[Edition], dict[int, Content]] = defaultdict(dict)
    for one in releases:
        model = kind_model(one.kind)
        contents[model][one.pk] = released_content(model, one)
    found = {}
    for model, of_kind in contents.items():
        desk: Any = admin.site.get_model_admin(cast("Any", model))
        fields = desk.edition_form.base_fields
        naming = Naming(model, of_kind.values(), by=by, fields=fields)
        for key, content in of_kind.items():
            found[key] = Facts(*facts_in_words(model, content, naming))
    return found


def _why_not(by: User, rows: list[Any]) -> dict[int, Sequence[Finding]]:
    """Return what keeps this person from confirming each release, by its key."""
    if not may(by, "confirm_unreviewed"):
        return {}
    kinds = {row.release.publication_id: row.release.kind for row in rows}
    reviews = {
        review.edition.publication_id: review
        for review in reviews_of(current_rows(kinds), database_moment())
    }
    verb = "confirm_unreviewed"
    return {
        row.release.pk: against(
            reviews[row.release.publication_id], verb, [row.release.language], by
        )
        for row in rows
    }


def _confirm(request: HttpRequest, by: User) -> str:
    """Confirm the release named in a post. Raises Refused, Http404 for one that does not stand."""
    key, token = request.POST.get("release", ""), request.POST.get("token", "")
    if not (is_number(key) and is_number(token)):
        raise Http404
    release = Release.objects.filter(pk=int(key)).select_related("edition__publication").first()
    if release is None:
        raise Http404
    actions.confirm_unreviewed(
        edition=release.edition, by=by, token=int(token), languages=[release.language]
    )
    return _("Confirmed: %(parts)s. It counts as approved from now on.") % {
        "parts": part_name(release.language)
    }
