"""The library at the desk."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.record_admin import RecordAdmin
from editorial.kinds import in_language
from editorial.permissions import may_enter
from editorial.refusals import Refused
from languages.choices import CODES, DEFAULT_CODE
from languages.dates import format_moment
from library.actions import WORDS, describe, take_in
from library.choices import height_at, widths_of
from library.forms import UploadForm
from library.models import Picture
from library.permissions import may_describe, may_take_in, why_not_describe
from library.sizes import desk_address
from library.uploading import is_too_large, too_large_sentence

ALTERNATIVES = [in_language("alt", code) for code in CODES]


@admin.register(Picture)
class PictureAdmin(RecordAdmin):
    """Pictures: taken in, described in four languages, found again. None is deleted here."""

    is_written_by_a_verb = True
    change_list_template = "library/picture_list.html"
    list_per_page = 24
    list_display = ("original_name",)
    ordering = ("-uploaded_at", "-id")
    sortable_by = ()
    show_full_result_count = False
    search_fields = ["original_name", "credit", *ALTERNATIVES]
    fields = ["preview", *ALTERNATIVES, "credit", "facts", "live_in"]
    readonly_fields = ("preview", "why_not", "facts", "live_in")

    class Media:
        css = {"all": ["desk/pictures.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = cast("Any", super().get_queryset(request)).visible_to(request.user)
        return cast("QuerySet", found.with_live_count().select_related("uploaded_by"))

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Return the picture; None for anything that is no id, which no database is asked for."""
        return self.get_queryset(request).named(object_id).first()  # type: ignore[attr-defined]

    # Permission: the library's, not Django's own.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may_enter(cast("User", request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may_take_in(cast("User", request.user))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user = cast("User", request.user)
        return may_take_in(user) if obj is None else may_describe(user, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Say why above words that this person may only read."""
        if self.has_change_permission(request, obj):
            return self.fields
        first, *others = self.fields
        return [first, "why_not", *others]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Hand the words that were changed to the verb."""
        words = {name: form.cleaned_data[name] for name in form.changed_data if name in WORDS}
        try:
            describe(obj, by=cast("User", request.user), words=words)
        except Refused as refusal:
            raise PermissionDenied(str(refusal)) from None

    # What stands on the page of one picture.

    @admin.display(description=gettext_lazy("picture"))
    def preview(self, picture: Picture) -> SafeString:
        """The picture itself, with a link to its largest size."""
        widths = widths_of(picture.width)
        width = widths[0]
        return format_html(
            '<a href="{}"><img class="preview" src="{}" alt="{}" width="{}" height="{}"></a>',
            desk_address(picture.pk, widths[-1], "jpg"),
            picture.thumbnail,
            str(picture),
            width,
            height_at(width, picture.width, picture.height),
        )

    @admin.display(description=gettext_lazy("only to read"))
    def why_not(self, picture: Picture) -> str:
        """Why this person may not change what is said of the picture."""
        return why_not_describe(picture)

    @admin.display(description=gettext_lazy("taken in"))
    def facts(self, picture: Picture) -> str:
        """Where the picture came from, and its size."""
        moment = format_moment(localtime(picture.uploaded_at), get_language() or DEFAULT_CODE)
        size = f"{picture.width} × {picture.height}"
        said = (picture.original_name, size, moment, str(picture.uploaded_by))
        return " · ".join(filter(None, said))

    @admin.display(description=gettext_lazy("live in"))
    def live_in(self, picture: Any) -> str:
        """How many live releases show it."""
        return live_in(picture.live_count)

    # A new picture.

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file in, then go on to describe it; this works without JavaScript."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm()
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            picture = self._taken_in(request, form)
            if picture is not None:
                messages.success(request, _("The picture is in the library. Say what it shows."))
                return HttpResponseRedirect(
                    reverse("admin:library_picture_change", args=(picture.pk,))
                )
        context = {
            **self.admin_site.each_context(request),
            "title": _("New picture"),
            "form": form,
            "opts": self.opts,
        }
        return TemplateResponse(request, "library/upload.html", context)

    def _taken_in(self, request: HttpRequest, form: UploadForm) -> Picture | None:
        if is_too_large(request):
            form.errors["file"] = form.error_class([too_large_sentence()])
        elif form.is_valid():
            try:
                return take_in(form.cleaned_data["file"], by=cast("User", request.user))
            except Refused as refusal:
                form.add_error("file", [str(finding) for finding in refusal.refusals])
        return None


def live_in(count: int) -> str:
    """Return in words how many live releases show a picture."""
    if not count:
        return _("in no live release")
    return _("in live releases: %(count)s") % {"count": count}
