"""Editions at the desk: one adapter between Django's admin and the verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, cast
from uuid import uuid4

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http import HttpResponseRedirect as Redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts import kept_posts
from accounts.models import User
from accounts.record_admin import DeskAdmin
from editorial.actions import save_edition, start_edition
from editorial.choices import WithdrawalReason
from editorial.chronicle import latest_deeds, returned
from editorial.contents.values import is_number
from editorial.desk import access, draft_pages, drafts, outside, phrases
from editorial.desk.acting import asked_for, lock, perform
from editorial.desk.asked import Asked, UnknownAct
from editorial.desk.change_list import (
    CappedPaginator,
    EditionChangeList,
    OpenFilter,
    TextStateFilter,
    marks_of,
    padlocked,
)
from editorial.desk.forms import EditionForm
from editorial.desk.panel import Panel
from editorial.desk.remark_pages import addresses as addresses_of_remarks
from editorial.desk.remark_pages import answered
from editorial.desk.remark_posts import Wanted
from editorial.desk.remarks import Remarks
from editorial.desk.timeline_views import page_of
from editorial.desk.version_pages import addresses
from editorial.kinds import in_language, text_fields, title_of
from editorial.models import Edition
from editorial.moments import moment_in_words
from editorial.permissions import may, may_enter
from editorial.refusals import ClashOfWork, Finding, Refused
from languages.choices import CODES

# The session's entry for the fields of an act that was refused.
KEPT_FIELDS = "fields_of_a_refused_act"


@dataclass(frozen=True)
class Saved:
    """What a save led to, and what an act that follows may rely on having been seen."""

    edition: Edition
    has_changed: bool
    act_on: Edition
    act_token: int


def actor(request: HttpRequest) -> User:
    """Return the person at the desk; the admin site lets nobody else in."""
    return cast("User", request.user)


class EditionAdmin(DeskAdmin):
    """The desk's pages for one kind of edition; a kind names its form and its columns.

    Nothing here writes: a post becomes values, the values go to one verb, and what the verb
    refuses comes back as the errors of the same form. Permission is the rulebook's question,
    so Django's own model permissions are not asked.
    """

    edition_form: ClassVar[type[EditionForm]] = EditionForm

    change_form_template = "editorial/edition_form.html"
    change_list_template = "editorial/edition_list.html"
    list_display: Any = ("number_of", "title", "marks", "updated")
    list_display_links = ("title",)
    list_filter: ClassVar[Any] = (OpenFilter, TextStateFilter)
    list_select_related: ClassVar[Any] = ("publication", "updated_by")
    list_per_page = 50
    ordering = ("-publication_id",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator

    class Media:
        css = {"all": ["desk/access.css", "desk/draft.css", "desk/remarks.css"]}
        js = [
            "desk/edition.js",
            "desk/phrases.js",
            "desk/choices.js",
            "desk/rows.js",
            "desk/draft.js",
            "desk/remarks.js",
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        editions: Any = super().get_queryset(request)
        shown = editions.visible_to(actor(request)).select_related(*self.list_select_related)
        return cast("QuerySet", shown)

    # The list.

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[EditionChangeList]:
        return EditionChangeList

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        title = text_fields(cast("Any", self.model))[0]
        return [in_language(title, code) for code in CODES]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find by words of a title in any language; a number finds its publication too."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        number = search_term.strip()
        if is_number(number):
            found = queryset.filter(Q(publication=int(number)) | Q(pk__in=found.values("pk")))
        return found, may_repeat

    @admin.display(description=gettext_lazy("number"))
    def number_of(self, edition: Edition) -> int:
        """The publication's number, which stands in its address."""
        return edition.publication_id

    @admin.display(description=gettext_lazy("title"))
    def title(self, edition: Edition) -> str:
        """The edition's title, with a padlock where only named people see it."""
        name = self.name_of(edition)
        return padlocked(name) if getattr(edition, "is_limited", False) else name

    @admin.display(description=gettext_lazy("languages"))
    def marks(self, edition: Edition) -> SafeString:
        """The marks of the four languages."""
        return format_html_join(
            "",
            '<span class="mark {}" title="{}"><span aria-hidden="true">{} {}</span>'
            '<span class="visually-hidden">{}. </span></span>',
            [
                (" ".join(m.codes), m.words, m.language.code, m.signs, m.words)
                for m in marks_of(edition)
            ],
        )

    @admin.display(description=gettext_lazy("updated"))
    def updated(self, edition: Edition) -> SafeString:
        """The moment of the last change, in words of the desk's language, and by whom."""
        said = (moment_in_words(edition.updated_at), edition.updated_by)
        return format_html_join(" ", "<span>{}</span>", ((one,) for one in said))

    def name_of(self, record: Any) -> str:
        return title_of(record, get_language() or "") or _("(no title yet)")

    # Permission: the rulebook's.

    def has_module_permission(self, request: HttpRequest) -> bool:
        # The sign-in page lists the apps too, for nobody yet.
        return request.user.is_authenticated and may_enter(actor(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter(actor(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(actor(request), "start_edition")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(actor(request), "save_edition")

    # The form.

    def get_urls(self) -> list[URLPattern]:
        """The list, a new one, one of them, and what is done to it. Nothing else."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap: Callable[..., Any] = self.admin_site.admin_view
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("add/", wrap(self.add_view), name=f"{name}_add"),
            *draft_pages.addresses(self),
            *addresses(self),
            *access.addresses(self),
            *outside.addresses(self),
            *addresses_of_remarks(self),
            path("<path:object_id>/act/", wrap(self.act_view), name=f"{name}_act"),
            path("<path:object_id>/timeline/", wrap(page_of(self)), name=f"{name}_timeline"),
            path("<path:object_id>/change/", wrap(self.change_view), name=f"{name}_change"),
        ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """None: the template lays out the form by language."""
        return []

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return partial(
            self.edition_form,
            model=self.model,
            by=actor(request),
            refusal=getattr(request, "refusal", None),
            opened=getattr(request, "opened", None),
        )

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"opening_key": uuid4(), "source_language": actor(request).source_language}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the form, or save it; what a verb refuses comes back in the same form."""
        kept = kept_posts.take(request)
        if kept is not None:
            request.method, request.POST = "POST", kept  # type: ignore[assignment]
            finding = Finding("signed_out", str(kept_posts.SENTENCE))
            request.refusal = Refused([finding])  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except UnknownAct as unknown:
            raise BadRequest("unknown act") from unknown
        except ClashOfWork as clash:
            request.refusal = clash  # type: ignore[attr-defined]
            request.opened = int(unquote(object_id)) if object_id else None  # type: ignore[attr-defined]
            key = str(clash.edition.pk)
            response = super().changeform_view(request, key, self._address(key), extra_context)
            response.status_code = 409
            return response
        except Refused as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_form(self, request: HttpRequest, form: EditionForm, change: bool) -> Edition | Saved:
        """Hand the values of the form to the one verb that writes them; no draft is left of it."""
        saved = self._save(request, form) if change else self._open(request, form)
        drafts.settle(by=actor(request), kind=self.model.KIND, post=request.POST)
        return saved

    def _open(self, request: HttpRequest, form: EditionForm) -> Edition:
        return start_edition(
            by=actor(request),
            kind=self.model.KIND,
            source_language=form.cleaned_data["source_language"] or None,
            facts=form.facts(),
            texts=form.texts(),
            internal=form.internal(),
            opening_key=form.cleaned_data["opening_key"],
        )

    def _save(self, request: HttpRequest, form: EditionForm) -> Saved:
        upon, token = form.instance, form.cleaned_data["token"]
        # Locked before looking, so that what was seen stays so until the act that follows.
        lock(upon, asked_for(request.POST))
        stored = Edition.objects.values_list("token", flat=True).get(pk=upon.pk)
        newest = Edition.objects.filter(publication=upon.publication_id).latest("number")
        edition = save_edition(
            edition=upon,
            by=actor(request),
            token=token,
            facts=form.facts(),
            texts=form.texts(),
            internal=form.internal(),
            handling=form.handling(),
        )
        has_changed = (edition.pk, edition.token) != (newest.pk, newest.token)
        # With an older token the act is not done: its verb says what has happened meanwhile.
        if edition.pk == upon.pk and stored == token:
            return Saved(edition, has_changed, edition, edition.token)
        return Saved(edition, has_changed, upon, token)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Write nothing: the verb has."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write nothing: the verb has."""

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[Any]:
        return []

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        sentence = _("Publication %(number)s is open. Go on writing, or submit it for review.")
        messages.success(request, sentence % {"number": obj.publication_id})
        return Redirect(self._address(obj.pk))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on with what the button asked for, now that everything typed is saved."""
        saved: Saved = obj
        asked, wanted = asked_for(request.POST), Wanted.read(request.POST)
        if saved.has_changed and saved.edition.pk != saved.act_on.pk:
            sentence = _(
                "The edition you had opened was released meanwhile, and readers see it as it "
                "was then. What you wrote stands in edition %(number)s and is not public."
            )
            messages.warning(request, sentence % {"number": saved.edition.number})
        elif saved.has_changed:
            messages.success(request, _("Saved."))
        elif asked is None and wanted is None:
            messages.info(request, _("Nothing had changed, so nothing was saved."))
        if wanted is not None:
            token = saved.act_token
            return answered(request, wanted, saved.act_on, token, otherwise=saved.edition)
        if asked is None:
            return Redirect(self._address(saved.edition.pk))
        return self._act(request, asked, saved.act_on, saved.act_token, otherwise=saved.edition)

    def act_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Do what a button of a closed edition asks for. By POST only."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not may_enter(actor(request)):
            raise PermissionDenied
        edition = self.get_object(request, unquote(object_id))
        if edition is None:
            raise Http404
        token = request.POST.get("token", "")
        try:
            asked = asked_for(request.POST)
        except UnknownAct as unknown:
            raise BadRequest("unknown act") from unknown
        if asked is None or not is_number(token):
            raise BadRequest("an act and a token are needed")
        return self._act(request, asked, edition, int(token), otherwise=edition)

    def _act(
        self, request: HttpRequest, asked: Asked, edition: Edition, token: int, otherwise: Edition
    ) -> HttpResponse:
        """Do the act and go to the edition to go on with; a refusal is said, not raised."""
        try:
            done = perform(asked, edition=edition, by=actor(request), token=token)
        except Refused as refusal:
            for finding in refusal.refusals:
                messages.error(request, str(finding))
            # A reason, an explanation: what somebody wrote stands in its field again.
            request.session[KEPT_FIELDS] = asked.written()
            return Redirect(self._address(otherwise.pk))
        messages.success(request, done.sentence)
        if done.edition.discarded:
            return Redirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
            )
        return Redirect(self._address(done.edition.pk))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form, edition = context["adminform"].form, context["original"]
        context["form"] = form
        context["draft"] = draft_pages.draft_of_page(self, request, form)
        # A form that came back is shown though its edition was closed meanwhile.
        context["is_writable"] = edition is None or form.is_bound or edition.is_open
        if edition is not None:
            context["panel"] = Panel(form.review, actor(request))
            context["named_people"] = access.named_people(edition.publication_id)
            about = request.GET.get("about", "")
            said = (request.POST, about, form.refusal)
            context["remarks"] = Remarks(form.review, actor(request), *said)
            if not (context["is_writable"] and self.has_change_permission(request)):
                context["remarks_address"] = self._address(edition.pk, "remarks")
            context["deeds"] = latest_deeds(edition.publication)
            if edition.is_open:
                context["returned"] = returned(context["deeds"], form.review)
            context["kept_fields"] = request.session.pop(KEPT_FIELDS, {})
            context["act_address"] = self._address(edition.pk, "act")
            opened = Edition.objects.open().filter(publication=edition.publication_id).first()
            if opened is not None and opened.pk != edition.pk:
                context["opened"], context["opened_address"] = opened, self._address(opened.pk)
            context["withdrawal_reasons"] = WithdrawalReason.choices
            context["phrases"] = phrases.for_the_page()
            context["note_lists"] = [(code, phrases.notes_in(code)) for code in CODES]
        return super().render_change_form(request, context, *args, **kwargs)

    def _address(self, key: Any, page: str = "change") -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[key])
