"""The desk's list of publications: one row each, found and counted without walking them all."""

from typing import Any, cast

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, When
from django.db.models.functions import Now
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from editorial.choices import TextState
from editorial.contents.printing import digest, print_text
from editorial.contents.values import is_number
from editorial.desk.marks import Mark, mark_of
from editorial.models import Edition, Release, Text, Withdrawal
from editorial.querysets import EditionQuerySet, is_limited
from languages.choices import LANGUAGES

# Beyond this many a person searches or filters; counting on would cost more than the list.
MOST_COUNTED = 1000
# Where the list keeps, on each publication, what readers see of it, will see, or no longer do.
RELEASES = "releases_not_over"
WITHDRAWALS = "withdrawals_in_force"


class CappedPaginator(Paginator):
    """Counts no further than anyone turns pages."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most MOST_COUNTED."""
        return int(cast("QuerySet", self.object_list).order_by()[:MOST_COUNTED].count())


class EditionChangeList(ChangeList):
    """One row per publication: the edition that the desk shows of it."""

    most_counted = MOST_COUNTED

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        editions = cast("EditionQuerySet", self.model_admin.get_queryset(request))
        self.root_queryset = editions.current().annotate(is_limited=is_limited())
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .prefetch_related(
                "text_rows",
                *cast("type[Edition]", self.model).CHILDREN,
                Prefetch(
                    "publication__releases",
                    Release.objects.filter(Q(live__endswith__gt=Now()) | Q(live__upper_inf=True))
                    .annotate(read_at=Now())
                    .defer("content"),
                    to_attr=RELEASES,
                ),
                Prefetch(
                    "publication__withdrawals",
                    Withdrawal.objects.standing(),
                    to_attr=WITHDRAWALS,
                ),
            )
        )

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Newest first; but a publication sought by its number before all others."""
        ordering = super().get_ordering(request, queryset)
        number = self.query.strip()
        if not is_number(number):
            return ordering
        return [Case(When(publication=int(number), then=0), default=1), *ordering]


class OpenFilter(SimpleListFilter):
    """Whether the publication has work under way."""

    title = _("edition")
    parameter_name = "edition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", pgettext("edition", "Open")), ("closed", pgettext("edition", "Closed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() is None:
            return queryset
        return queryset.filter(closed_at__isnull=self.value() == "open")


class TextStateFilter(SimpleListFilter):
    """Whether some text of the open edition is in this state."""

    title = _("text")
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(TextState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in TextState.values:
            return queryset
        texts = Text.objects.filter(edition=OuterRef("pk"), state=self.value())
        return queryset.filter(Exists(texts), closed_at__isnull=True)


def padlocked(title: str) -> SafeString:
    """Return a title under the sign that only named people see its publication."""
    return format_html(
        '<svg class="padlock" role="img" aria-label="{}" viewBox="0 0 16 16"><title>{}</title>'
        '<path d="M4 7V5a4 4 0 0 1 8 0v2h1v7H3V7zm2 0h4V5a2 2 0 0 0-4 0z"/></svg> {}',
        _("limited access"),
        _("limited access"),
        title,
    )


def marks_of(edition: Edition) -> list[Mark]:
    """Return the four marks of a row of the list, from what the list has fetched."""
    states = {text.language: text.state for text in edition.text_rows.all()}
    releases: list[Any] = getattr(edition.publication, RELEASES)
    withdrawn = {one.language for one in getattr(edition.publication, WITHDRAWALS)}
    marks = []
    for language in LANGUAGES:
        text = print_text(edition, language.code)
        own = [one for one in releases if one.language == language.code]
        marks.append(
            mark_of(
                language,
                state=states[language.code] if edition.is_open else None,
                is_written=any(text.values()),
                is_as_released=any(one.text_digest == digest(text) for one in own),
                is_live=any(one.live.lower <= one.read_at for one in own),
                is_scheduled=any(one.live.lower > one.read_at for one in own),
                is_withdrawn=language.code in withdrawn,
                is_discarded=edition.discarded,
            )
        )
    return marks
