"""What people are told: by name, of an act that concerns them, at the desk and by mail.

A notice is written in the act's own transaction, so it is there exactly when the act is. It
never carries words of a text: who may not see the text any more has not read it in a mail.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.models import User
from editorial.contents.values import is_number
from editorial.four_eyes import part_name
from editorial.kinds import kind_models
from editorial.models import Access, Edition, Notice, Publication, Remark
from editorial.querysets import not_hidden_from
from editorial.workflow import VERBS

# What is said of each kind; a new kind is a line here. "by" is who did it.
SENTENCES: Mapping[str, Promise] = {
    "mention": gettext_lazy("%(by)s mentions you in a remark."),
    "reply": gettext_lazy("%(by)s answers in a thread you are part of."),
    "remark": gettext_lazy("%(by)s makes a remark on what you wrote."),
    "sent_back": gettext_lazy("%(by)s sends it back for more work."),
    "suggestion_accepted": gettext_lazy("%(by)s accepts your suggestion."),
    "suggestion_declined": gettext_lazy("%(by)s declines your suggestion."),
    "preflight": gettext_lazy(
        "Something is wrong with what goes out soon. There is still time to mend it."
    ),
    "asked": gettext_lazy("%(by)s asks you to approve it now."),
    "unreviewed": gettext_lazy("%(by)s released it unreviewed. It waits for someone to confirm."),
    "outside_answer": gettext_lazy("An answer has come from outside."),
}
# What is said in a thread; how a suggestion ended is not.
OF_THREADS = ("mention", "reply", "remark")
ROLES_OF_THE_DESK = frozenset(role for verb in VERBS.values() for role in verb.roles)


def tell(
    people: Iterable[int],
    kind: str,
    *,
    publication: Publication,
    at: datetime,
    by: User | None = None,
    edition: Edition | None = None,
    remark: Remark | None = None,
    parts: Iterable[str] = (),
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Tell these people (by key) of an act on a publication, inside its transaction.

    `at` is the act's moment, `by` who did it, None for the worker; `detail` holds no words of
    a text. Nobody is told of what he did himself, or who has no business with the piece, or
    twice of one act: what was told first stands. Raises KeyError for an unknown kind.
    """
    SENTENCES[kind]
    told = set(people) - ({by.pk} if by else set())
    if not told:
        return
    Notice.objects.bulk_create(
        (
            Notice(
                to=person,
                kind=kind,
                publication=publication,
                edition_id=edition.pk if edition else None,
                remark=remark,
                parts=list(parts),
                by=by,
                at=at,
                detail=dict(detail or {}),
                due_at=at,
            )
            for person in colleagues(publication.pk).filter(pk__in=told)
        ),
        ignore_conflicts=True,
    )


def colleagues(publication: int) -> "QuerySet[User]":
    """Return the people of the desk who may see the publication of this number."""
    limited = Access.objects.in_force().filter(publication=publication)
    is_named = Exists(limited.filter(person=OuterRef("pk")))
    people: QuerySet[User] = User.objects.holding(ROLES_OF_THE_DESK)
    return people.filter(~Exists(limited) | is_named)


def unseen(by: User) -> "QuerySet[Any]":
    """Return what this person has been told and has not marked as read, newest first.

    Of a remark that is settled, only what was said since; of one thread, only the newest.
    """
    own = Notice.objects.filter(not_hidden_from(by), to=by, seen_at__isnull=True)
    of_threads = own.filter(kind__in=OF_THREADS)
    is_settled = Q(kind__in=OF_THREADS, remark__resolved_at__gte=F("at"))
    later = Exists(of_threads.filter(remark=OuterRef("remark"), pk__gt=OuterRef("pk")))
    shown = own.exclude(is_settled).exclude(Q(later, kind__in=OF_THREADS))
    return with_place(shown).order_by("-id")


def with_place(notices: "QuerySet[Notice]") -> "QuerySet[Any]":
    """Return the notices with `newest`, the key of the edition to look at."""
    editions = Edition.objects.current().filter(publication=OuterRef("publication"))
    named = notices.select_related("by", "publication", "to")
    return named.annotate(newest=Subquery(editions.values("pk")[:1]))


def sentence(notice: Notice) -> str:
    """Say what a notice tells, in the language that is active."""
    return str(SENTENCES[notice.kind]) % {"by": notice.by or _("The system")}


def place_in_words(notice: Notice) -> str:
    """Name the publication by its kind and number, and the parts: never by its title."""
    kind = kind_models()[notice.publication.kind]._meta.verbose_name
    named = f"{capfirst(str(kind))} {notice.publication_id}"
    return ", ".join([named, *(part_name(part) for part in notice.parts)])


def address(notice: Any) -> str:
    """Return the path of the page and the place on it that a notice is about.

    `notice` comes from `with_place`.
    """
    if notice.kind == "asked" and notice.edition_id and notice.parts:
        return reverse("admin:asked", args=[notice.edition_id, ",".join(notice.parts)])
    if notice.kind == "unreviewed":
        return reverse("admin:night_standing")
    kind = kind_models()[notice.publication.kind]._meta
    name = f"admin:{kind.app_label}_{kind.model_name}"
    key = notice.newest or notice.edition_id
    page = reverse(f"{name}_change", args=[key]) if key else reverse(f"{name}_changelist")
    return f"{page}#remark-{notice.remark_id}" if notice.remark_id else page


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Mark the notices named as read, or all of the person's own; go back to the home page.

    With one of a thread goes what was told of the thread before.
    """
    own = Notice.objects.filter(to=request.user.pk, seen_at__isnull=True)
    keys = [int(key) for key in request.POST.getlist("notice") if is_number(key)]
    named = own.filter(pk__in=keys, kind__in=OF_THREADS)
    later = Exists(named.filter(remark=OuterRef("remark"), pk__gt=OuterRef("pk")))
    read = own.filter(Q(pk__in=keys) | Q(later, kind__in=OF_THREADS)) if keys else own
    read.update(seen_at=Now())
    return HttpResponseRedirect(reverse("admin:index"))
