"""Pages put together from live releases: a person, an organisation, a country."""

from collections.abc import Collection
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponsePermanentRedirect as PermanentRedirect
from django.urls import reverse

from delegations.models import Organisation, Person
from languages.choices import CODES
from languages.choices import language as language_of
from languages.countries import country_codes, country_name
from languages.slugs import slugify
from languages.sorting import sort_key
from library.printing import print_picture
from website import dossiers
from website.addresses import absolute, country_path, list_path
from website.agenda import today
from website.labels import Label, entries_of, label_of_country
from website.names import Words, by_language, said
from website.pages import Alternate, alternates, public, render_page
from website.printed import row_of
from website.records import dossier_path

SHOWN_OF_A_KIND = 10
MOST_NAMES = 60


@public
def person(_request: HttpRequest, *, language: str, number: int, slug: str) -> HttpResponse:
    """Show a person: the posts over time, the meetings and the delegations."""
    record = dossiers.find_person(number)
    codes = dossiers.languages_of("person", number) if record else []
    if record is None or language not in codes:
        raise Http404
    name = said(record, "name", language)
    if slug != slugify(name.text, language):
        return PermanentRedirect(_path(record, language))
    posts = [
        {
            "since": post.since,
            # Readers are not told of an end that lies ahead.
            "until": post.until if post.until and post.until < today() else None,
            "post": said(post, "post", language),
            "rank": said(post, "rank", language),
            "organisation": _label(post.organisation, language, has_page=has_page),
        }
        for post, has_page in dossiers.posts_of(record, language)
    ]
    context = {
        "name": name,
        "biography": by_language(record, "biography")[language],
        "portrait": print_picture(record.picture) if record.picture else None,
        "portrait_alt": by_language(record.picture, "alt")[language] if record.picture else "",
        "posts": posts,
        **_appearances("person", number, language),
    }
    return _page("website/person.html", language, codes, record, context)


@public
def organisation(_request: HttpRequest, *, language: str, number: int, slug: str) -> HttpResponse:
    """Show an organisation: what it is part of, the people seen, the meetings."""
    found = dossiers.find_organisation(number, language)
    codes = dossiers.languages_of("organisation", number) if found else []
    if found is None or language not in codes:
        raise Http404
    record, country_has_page = found
    name = said(record, "name", language)
    if slug != slugify(name.text, language):
        return PermanentRedirect(_path(record, language))
    around = {key for key in (record.parent_id, record.renamed_from_id) if key is not None}
    kin = {
        key: _label(one, language, has_page=True)
        for key, one in dossiers.live_among(around, language).items()
    }
    people = dossiers.people_of(record, language, MOST_NAMES)
    context = {
        "name": name,
        "short_name": said(record, "short_name", language),
        "country": _country_of(record.country, language, has_page=country_has_page),
        "parent": kin.get(record.parent_id or 0),
        "renamed_from": kin.get(record.renamed_from_id or 0),
        "people": _sorted([_label(one, language, has_page=True) for one in people], language),
        **_appearances("organisation", number, language),
    }
    return _page("website/organisation.html", language, codes, record, context)


@public
def country_list(_request: HttpRequest, *, language: str) -> HttpResponse:
    """Show the countries that live releases name, by the alphabet of the language."""
    counts = dossiers.count_by_country(language)
    known = set(country_codes())
    named = [label_of_country(code, language) for code in counts if code in known]
    by_path = {country_path(language, code): count for code, count in counts.items()}
    rows = [(label, by_path[label.path or ""]) for label in _sorted(named, language)]
    paths = {code: reverse("website:country_list", args=(code,)) for code in CODES}
    context = {"rows": rows, "canonical": absolute(paths[language])}
    return render_page("website/country_list.html", language, alternates(language, paths), context)


@public
def country(_request: HttpRequest, *, language: str, code: str) -> HttpResponse:
    """Show a country: its meetings, delegations, organisations and the news about it."""
    key = code.upper()
    codes = dossiers.languages_of("country", key) if key in country_codes() else []
    if language not in codes:
        raise Http404
    if code != code.lower():
        return PermanentRedirect(country_path(language, key))
    bodies = dossiers.organisations_in(key, language, MOST_NAMES)
    context = {
        "name": Words(country_name(key, language), language_of(language).tag),
        "organisations": _sorted(
            [_label(one, language, has_page=True) for one in bodies], language
        ),
        **_appearances("country", key, language),
        "canonical": absolute(country_path(language, key)),
    }
    switch = alternates(language, {one: country_path(one, key) for one in codes})
    return render_page("website/country.html", language, switch, context)


def _country_of(code: str, language: str, *, has_page: bool) -> Label | None:
    if code not in country_codes():
        return None
    label = label_of_country(code, language)
    return label if has_page else replace(label, path=None)


def _appearances(record_type: str, key: object, language: str) -> dict[str, object]:
    """The latest meetings, delegations and news that name the record, and the ways to the rest."""
    found = dossiers.read_appearances(record_type, key, language, SHOWN_OF_A_KIND)
    query = {record_type: str(key)}
    lists = {kind: list_path(kind, language, query) for kind in found.more}
    if record_type != "country":
        lists.pop("news", None)
    return {
        "meetings": [row_of(release) for release in found.meetings],
        "delegations": [row_of(release) for release in found.delegations],
        "news": entries_of(found.news, (), language),
        "all_meetings": lists.get("meeting"),
        "all_delegations": lists.get("delegation"),
        "all_news": lists.get("news"),
    }


def _page(
    template: str,
    language: str,
    codes: Collection[str],
    record: Person | Organisation,
    context: dict[str, object],
) -> HttpResponse:
    """The page of a record, offered in the languages it exists in."""
    paths = {code: _path(record, code) for code in codes}
    switch: list[Alternate] = alternates(language, paths)
    canonical = absolute(paths[language])
    return render_page(template, language, switch, context | {"canonical": canonical})


def _path(record: Person | Organisation, language: str) -> str:
    record_type = "person" if isinstance(record, Person) else "organisation"
    return dossier_path(record_type, record.pk, by_language(record, "name"), language)


def _label(record: Person | Organisation, language: str, *, has_page: bool) -> Label:
    words = said(record, "name", language)
    is_linked = has_page and not record.is_closed
    return Label(words.text, words.tag, _path(record, language) if is_linked else None)


def _sorted(labels: list[Label], language: str) -> list[Label]:
    return sorted(labels, key=lambda label: sort_key(label.name, language))
