"""What takes place on a day: the lists of meetings and of delegations, and one of each."""

from collections.abc import Collection
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as PermanentRedirect

from delegations.models import Delegation
from editorial.models import Release
from events.choices import CALLED_OFF
from events.models import Meeting
from languages.choices import CODES
from news.models import NewsItem
from website.addresses import absolute
from website.agenda import past, read_ahead, read_facets, topics_named
from website.dossiers import languages_of
from website.filters import Narrowing, read_agenda_narrowing
from website.identity import read_identity
from website.labels import entries_of, labels_of
from website.menus import menus_of
from website.pages import Alternate, alternates, public, render_page
from website.periods import Period
from website.printed import (
    Row,
    When,
    form_of,
    level_of,
    members_of,
    organisation_of,
    outcomes_of,
    row_of,
    sides_of,
    told_status_of,
)
from website.reading import live_in_languages, live_of, naming, read_list_page
from website.records import keys_of, read_records
from website.structured_data import event
from website.views.changes import changes_of
from website.views.endings import ended, switch_of
from website.views.paging import neighbours, place_of

LIST_PAGE_ITEMS = 20
# As many as stand beside an item; the rest is found through lists.
LINKED_ITEMS = 20


@public
def meeting_list(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the meetings that are ahead, then one page of the past ones."""
    return _list(request, language, Meeting.KIND, "website/meeting_list.html")


@public
def delegation_list(request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the delegations that are here or expected, then one page of the past ones."""
    return _list(request, language, Delegation.KIND, "website/delegation_list.html")


@public
def meeting(_request: HttpRequest, *, language: str, number: int, slug: str) -> HttpResponse:
    """Show a meeting; send a wrong slug on to the right one."""
    live = live_in_languages(number, Meeting.KIND)
    if language not in live:
        return ended(Meeting.KIND, language, number, live)
    release = live[language]
    path = release.get_absolute_url()
    if slug != release.slug:
        return PermanentRedirect(path)
    facts = release.content["facts"]
    records = read_records(keys_of(release))
    delegations = live_of(facts.get("delegations", ()), language)
    news = naming("meeting", [number], language, NewsItem.KIND).newest_first()[:LINKED_ITEMS]
    identity = read_identity(language)
    context = {
        **_of_item(release, live, path),
        "labels": labels_of(release, records),
        "form": form_of(release),
        "status": told_status_of(release),
        "is_called_off": facts.get("status") in CALLED_OFF,
        "sides": sides_of(release, records),
        "outcomes": outcomes_of(release),
        "delegations": [row_of(delegations[key]) for key in sorted(delegations)],
        "news": entries_of(news, (), language),
        "structured_data": event(release, identity),
    }
    switch = switch_of(Meeting.KIND, language, live)
    return render_page("website/meeting.html", language, switch, context, identity=identity)


@public
def delegation(_request: HttpRequest, *, language: str, number: int, slug: str) -> HttpResponse:
    """Show a delegation; send a wrong slug on to the right one."""
    live = live_in_languages(number, Delegation.KIND)
    if language not in live:
        return ended(Delegation.KIND, language, number, live)
    release = live[language]
    path = release.get_absolute_url()
    if slug != release.slug:
        return PermanentRedirect(path)
    records = read_records(keys_of(release))
    meetings = list(
        naming("delegation", [number], language, Meeting.KIND).order_by("starts_at")[:LINKED_ITEMS]
    )
    reported = [one.publication_id for one in meetings]
    news = naming("meeting", reported, language, NewsItem.KIND).newest_first()[:LINKED_ITEMS]
    context = {
        **_of_item(release, live, path),
        "labels": labels_of(release, records),
        "level": level_of(release),
        "members": members_of(release, records),
        "organisation": organisation_of(release, records),
        "meetings": [row_of(one) for one in meetings],
        "news": entries_of(news if reported else (), (), language),
    }
    switch = switch_of(Delegation.KIND, language, live)
    return render_page("website/delegation.html", language, switch, context)


def _of_item(release: Release, live: dict[str, Release], path: str) -> dict[str, object]:
    """What the pages of a meeting and of a delegation have in common."""
    switch = switch_of(release.kind, release.language, live)
    return {
        "release": release,
        "when": When.of(release),
        **changes_of(release, live, switch),
        "others": [alternate for alternate in switch if not alternate.is_current],
        "canonical": absolute(path),
    }


def _list(request: HttpRequest, language: str, kind: str, template: str) -> HttpResponse:
    topics = topics_named(kind, language)
    # A form sends what nobody has chosen as an empty value.
    query = {name: value for name, value in request.GET.dict().items() if value}
    narrowing = read_agenda_narrowing(query, kind, language, topics)
    before = place_of(request)
    live = past(Release.objects.live(None, language, kind))
    page = read_list_page(live, language, narrowing, before, LIST_PAGE_ITEMS)
    of_record = next((one for one in narrowing.choices if one.is_dossier), None)
    here = {"before": str(before)} if before else {}
    context = {
        "ahead": [
            row_of(release)
            for release in (read_ahead(language, narrowing) if before is None else ())
        ],
        "months": _by_month([row_of(release) for release in page.releases], language),
        "narrowed_to": narrowing.labels(language),
        "menus": []
        if of_record
        else menus_of(read_facets(kind, language), narrowing, topics, language),
        "canonical": absolute(narrowing.path(language, **here)),
        **neighbours(page, narrowing, before, language),
    }
    codes = languages_of(of_record.parameter, of_record.key) if of_record else CODES
    switch = _switch(narrowing, language, codes)
    return render_page(template, language, switch, context)


def _switch(narrowing: Narrowing, language: str, codes: Collection[str]) -> list[Alternate]:
    # A place in one language's list is none in another's, so the switch leads to first pages.
    return alternates(language, {code: narrowing.path(code) for code in CODES if code in codes})


def _by_month(rows: list[Row], language: str) -> list[tuple[str, list[Row]]]:
    """The rows under the months that they begin in."""
    grouped = groupby(
        rows, key=lambda row: row.release.starts_at and Period.of(row.release.starts_at)
    )
    return [(month.name(language), list(found)) for month, found in grouped if month]
