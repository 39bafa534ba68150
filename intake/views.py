"""The desk's page "New from text"."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import kept_posts
from accounts.models import User
from editorial.models import Edition
from editorial.permissions import may
from editorial.refusals import Refused
from intake.actions import create_draft, desk_path, find_draft
from intake.forms import SourceTextForm
from languages.choices import language as language_of


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take in a source text and open its draft; what is refused comes back as it was given."""
    by = request.user
    if not (isinstance(by, User) and may(by, "start_edition")):
        raise PermissionDenied
    if request.method == "POST":
        form = SourceTextForm(request.POST, request.FILES)
        draft = _draft(form, request, by)
        if draft is not None:
            return HttpResponse(status=303, headers={"Location": desk_path(draft)})
    elif kept := kept_posts.take(request):
        form = SourceTextForm(kept)
        form.add_error(None, kept_posts.SENTENCE)
    else:
        form = SourceTextForm()
    context = {**admin.site.each_context(request), "title": _("New from text"), "form": form}
    return TemplateResponse(request, "intake/new.html", context)


def _draft(form: SourceTextForm, request: HttpRequest, by: User) -> Edition | None:
    """Open the draft that the form asks for and say so; None where it is refused."""
    if not form.is_valid():
        return None
    proposal = form.proposal
    known = find_draft(proposal, by=by)
    if known is not None:
        sentence = _("This text was taken in before, as draft %(number)s. Here it is as it is now.")
        messages.info(request, sentence % {"number": known.publication_id})
        return known
    try:
        draft = create_draft(proposal, by=by)
    except Refused as refusal:
        form.add_error(None, [str(finding) for finding in refusal.refusals])
        return None
    messages.success(
        request,
        _("Draft %(number)s was made of the text (%(language)s). Check it and go on from here.")
        % {
            "number": draft.publication_id,
            "language": language_of(proposal.language).name,
        },
    )
    for warning in proposal.warnings:
        messages.warning(request, warning)
    return draft
