"""Where a publication has no live release: its withdrawal's notice, or nothing."""

from django.http import Http404, HttpResponse, HttpResponseRedirect

from editorial.choices import NOTICE_STATUS
from editorial.models import Release
from website.addresses import list_path
from website.pages import Alternate, alternates, render_page
from website.reading import replacement_of, standing_withdrawal


def ended(kind: str, language: str, number: int, live: dict[str, Release]) -> HttpResponse:
    """Return the answer where a language has no live release: its withdrawal's, or none.

    `live` are the publication's releases in other languages. Costs the same for a number never
    given and for a publication nobody has released. Raises Http404.
    """
    withdrawal = standing_withdrawal(number, language, kind)
    if withdrawal is None:
        raise Http404
    replacement = replacement_of(withdrawal)
    if replacement is not None:
        # Not for ever: the publication can be restored.
        return HttpResponseRedirect(replacement.get_absolute_url())
    status = NOTICE_STATUS[withdrawal.reason]
    switch = switch_of(kind, language, live)
    context = {"withdrawal": withdrawal, "kind": kind, "onward": list_path(kind, language)}
    return render_page("website/withdrawn.html", language, switch, context, status)


def switch_of(kind: str, language: str, live: dict[str, Release]) -> list[Alternate]:
    """Return the switch of a publication: the languages that it is live in."""
    paths = {code: release.get_absolute_url() for code, release in live.items()}
    # On a notice the reader's own language stays in its place, and leads to what there is in it.
    return alternates(language, {language: list_path(kind, language)} | paths)
