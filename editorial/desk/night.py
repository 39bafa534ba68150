"""The night at the desk, for a phone: what is public, what is open, and the ways from there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import Role
from editorial.clock import database_moment
from editorial.desk import asking, night_acts, night_words, standing
from editorial.desk.marks import Mark
from editorial.desk.panel import mark_in
from editorial.four_eyes import Review
from editorial.kinds import kind_models, title_of
from editorial.models import Edition, Publication, Release
from editorial.moments import age_in_words, desk_language, moment_in_words
from editorial.permissions import may
from editorial.reviews import current_rows, reviews_of
from languages.choices import BY_CODE, LANGUAGES, Language

# A telephone shows what is next; the rest is found by its words or its number.
MOST = 12
# A publication's releases stand together: as many are read as four languages may take.
MOST_RELEASES = MOST * len(LANGUAGES)

View = Callable[..., HttpResponse]


@dataclass
class Piece:
    """One publication in a list: what it is called, its languages, what is said of it."""

    number: int
    kind: str
    title: str
    note: str
    languages: list[Language] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    # Where its languages can go out from, by language; of what is open alone.
    ways: list[tuple[Language, str]] = field(default_factory=list)

    @property
    def kind_name(self) -> str:
        """What kind of publication it is."""
        return str(capfirst(kind_models()[self.kind]._meta.verbose_name))

    @property
    def is_writable(self) -> bool:
        """Whether it can be changed on these pages."""
        return night_words.is_writable(self.kind)


def addresses(guard: Callable[[View], View]) -> list[URLPattern]:
    """Return the pages of the night; `guard` lets in who is signed in at the desk."""
    return [
        path("asked/<int:edition>/<str:languages>/", guard(asking.asked), name="asked"),
        path("night/", guard(_on_duty(home)), name="night"),
        path("night/new/", guard(_on_duty(night_words.new)), name="night_new"),
        path("night/write/<int:number>/", guard(_on_duty(night_words.write)), name="night_write"),
        path(
            "night/out/<int:edition>/<str:languages>/",
            guard(_on_duty(night_acts.out)),
            name="night_out",
        ),
        path(
            "night/alone/<int:edition>/<str:languages>/",
            guard(_on_duty(night_acts.alone)),
            name="night_alone",
        ),
        path(
            "night/last/<int:edition>/<str:languages>/",
            guard(_on_duty(night_acts.last)),
            name="night_last",
        ),
        path(
            "night/withdraw/<int:number>/",
            guard(_on_duty(night_acts.withdraw)),
            name="night_withdraw",
        ),
        path("night/standing/", guard(standing.standing), name="night_standing"),
    ]


def _on_duty(view: View) -> View:
    """Let nobody in who is not on duty at this moment."""

    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_on_duty(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return update_wrapper(inner, view)


def is_on_duty(person: Any) -> bool:
    """Whether this person is on duty now."""
    return isinstance(person, User) and Role.DUTY in person.roles


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List what may be withdrawn and what may go out; begin something new."""
    by, query = cast("User", request.user), request.GET.get("q", "").strip()
    wanted = _matching(request, query) if query else None
    term = by.duty_terms.running().order_by("-until").first()
    context = {
        **admin.site.each_context(request),
        "title": _("The night"),
        "query": query,
        "public": public_pieces(wanted),
        "opened": open_pieces(by, wanted),
        "may_write": may(by, "start_edition"),
        "until": moment_in_words(term.until) if term else "",
    }
    return TemplateResponse(request, "editorial/night.html", context)


def _matching(request: HttpRequest, query: str) -> Any:
    """Return the keys of the publications that these words or this number name."""
    publications = Publication.objects.visible_to(cast("User", request.user))
    desk = admin.site.get_model_admin(Publication)
    found, _may_repeat = desk.get_search_results(request, publications, query)
    return found.values("pk")


def public_pieces(wanted: Any = None) -> list[Piece]:
    """Return what readers see, what went out last first; of the publications `wanted` alone."""
    at = database_moment()
    releases: QuerySet[Any] = Release.objects.live(at).defer("content")
    if wanted is not None:
        releases = releases.filter(publication__in=wanted)
    found = releases.annotate(title=standing.release_title()).order_by("-live__startswith", "-pk")
    pieces: dict[int, Piece] = {}
    for one in found[:MOST_RELEASES]:
        age = age_in_words(one.live.lower, at)
        new = Piece(one.publication_id, one.kind, one.title, age)
        piece = pieces.setdefault(one.publication_id, new)
        piece.languages.append(BY_CODE[one.language])
        if one.language == desk_language():
            piece.title = one.title
    for piece in pieces.values():
        piece.languages.sort(key=LANGUAGES.index)
    return list(pieces.values())[:MOST]


def open_pieces(by: User, wanted: Any = None) -> list[Piece]:
    """Return what is open at the desk and not public as it stands, touched last first."""
    editions = Edition.objects.visible_to(by).open()
    if wanted is not None:
        editions = editions.filter(publication__in=wanted)
    found = list(editions.select_related("publication").order_by("-updated_at", "-pk")[:MOST])
    rows = current_rows({one.publication_id: one.publication.kind for one in found})
    at = database_moment()
    pieces = {one.edition.pk: _open_piece(one) for one in reviews_of(rows, at)}
    return [pieces[one.pk] for one in found]


def _open_piece(review: Review) -> Piece:
    row = review.edition
    going = [
        language
        for language in LANGUAGES
        if any(review.printed[language.code].values()) and not review.is_current(language.code)
    ]
    return Piece(
        number=row.publication_id,
        kind=row.publication.kind,
        title=title_of(row, get_language() or "") or _("(no title yet)"),
        note=age_in_words(row.updated_at, review.at),
        marks=[mark_in(review, language) for language in going],
        ways=list(_ways(row, going)),
    )


def _ways(row: Edition, going: Iterable[Language]) -> Iterable[tuple[Language, str]]:
    for language in going:
        yield language, reverse("admin:night_out", args=[row.pk, language.code])
