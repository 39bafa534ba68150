"""The pages that are measured: every one a reader opens, every one an officer works on."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from benchmarks.corpus import DRAFT
from delegations.models import Delegation, Organisation, Person
from editorial.models import Mention, Release
from events.models import Meeting
from languages.choices import CODES
from languages.choices import language as language_of
from news.models import NewsItem
from website.addresses import country_path, list_path
from website.cursors import Place
from website.records import dossier_path
from website.sitemaps import PART_SIZE, RECORDS

LANGUAGE = "ru"
# How much of a list lies before its page far in the past.
FAR = 0.95
KINDS: dict[str, Any] = {"news": NewsItem, "meetings": Meeting, "delegations": Delegation}
# In many titles, and in few.
FREQUENT, RARE = "Франция", "Франция транспортных коридоров"
SURNAME = "Бриан"


@dataclass
class Pages:
    """Addresses by what they are called; and which page far in the past goes with which first."""

    public: dict[str, str] = field(default_factory=dict)
    desk: dict[str, str] = field(default_factory=dict)
    first_of: dict[str, str] = field(default_factory=dict)


def find_pages() -> Pages:
    """Return the pages that a corpus in this database has."""
    pages = Pages()
    pages.public["front page"] = reverse("website:front", args=(LANGUAGE,))
    country = _most_named("country")
    _add_lists(pages, country)
    _add_items(pages)
    _add_dossiers(pages, country)
    _add_for_machines(pages)
    _add_desk_lists(pages)
    _add_searches(pages)
    _add_forms(pages)
    return pages


def _add_lists(pages: Pages, country: str) -> None:
    for called, model in KINDS.items():
        narrowings = ({}, {"country": country}) if model is not Delegation else ({},)
        for query in narrowings:
            name = f"{called} of a country" if query else f"{called} list"
            live = Release.objects.live(language=LANGUAGE, kind=model.KIND)
            if query:
                live = live.filter(mentions__record_type="country", mentions__record_key=country)
            dated_by = "first_shown_at" if model is NewsItem else "starts_at"
            ordered = live.order_by(f"-{dated_by}", "-publication_id")
            place = Place.of(ordered[int(ordered.count() * FAR)], dated_by)
            pages.public[name] = list_path(model.KIND, LANGUAGE, query)
            distant = list_path(model.KIND, LANGUAGE, {**query, "before": str(place)})
            pages.public[f"{name}, far back"] = distant
            pages.first_of[f"{name}, far back"] = name


def _add_items(pages: Pages) -> None:
    for called, model in KINDS.items():
        live = Release.objects.live(language=LANGUAGE, kind=model.KIND).newest_first()
        item = live[live.count() // 2]
        pages.public[f"one of the {called}"] = item.get_absolute_url()
    pages.public["unknown number (404)"] = f"/{LANGUAGE}/news/999999999/x/"


def _add_dossiers(pages: Pages, country: str) -> None:
    names = [f"name_{language_of(code).suffix}" for code in CODES]
    for record_type, model in (("person", Person), ("organisation", Organisation)):
        key = int(_most_named(record_type))
        said = model._default_manager.values_list(*names).get(pk=key)
        path = dossier_path(record_type, key, dict(zip(CODES, said, strict=True)), LANGUAGE)
        pages.public[f"most named {record_type}"] = path
        pages.public[f"meetings of that {record_type}"] = list_path(
            Meeting.KIND, LANGUAGE, {record_type: str(key)}
        )
    pages.public["most named country"] = country_path(LANGUAGE, country)
    pages.public["countries"] = reverse("website:country_list", args=(LANGUAGE,))


def _add_for_machines(pages: Pages) -> None:
    for name in ("feed", "news_feed", "meeting_feed"):
        pages.public[name.replace("_", " ")] = reverse(f"website:{name}", args=(LANGUAGE,))
    pages.public["sitemap"] = reverse("website:sitemap")
    # The first part of anything is a full one.
    pages.public["sitemap, publications"] = reverse("website:sitemap_part", args=(1,))
    for name, model in RECORDS.items():
        named = int(_most_named(model.objects.all().RECORD_TYPE))
        part = (named - 1) // PART_SIZE + 1
        pages.public[f"sitemap, {name}"] = reverse("website:sitemap_records", args=(name, part))
    pages.public["sitemap, countries"] = reverse("website:sitemap_countries")


def _most_named(record_type: str) -> str:
    """The key of the record that most releases name."""
    named = Mention.objects.filter(record_type=record_type, language=LANGUAGE)
    counted = named.values_list("record_key").annotate(count=Count("pk")).order_by("-count")
    return str(counted[0][0])


DESK_LISTS = {
    "news": "news_newsitem",
    "meetings": "events_meeting",
    "delegations": "delegations_delegation",
    "people": "delegations_person",
    "organisations": "delegations_organisation",
    "pictures": "library_picture",
    "topics": "editorial_topic",
}


def _add_desk_lists(pages: Pages) -> None:
    pages.desk["desk: home"] = reverse("admin:index")
    for called, name in DESK_LISTS.items():
        pages.desk[f"desk: {called}"] = reverse(f"admin:{name}_changelist")
    for called in KINDS:
        path = pages.desk[f"desk: {called}"]
        pages.desk[f"desk: {called}, page 10"] = f"{path}?p=10"
        pages.desk[f"desk: {called}, open"] = f"{path}?edition=open"
        pages.desk[f"desk: {called}, in review"] = f"{path}?text=in_review"
    for called in ("meetings", "delegations", "organisations"):
        path = pages.desk[f"desk: {called}"]
        pages.desk[f"desk: {called} of a country"] = f"{path}?country=FR"


def _add_searches(pages: Pages) -> None:
    newest = Release.objects.live().latest("publication_id").publication_id
    asked = {
        "a word": FREQUENT,
        "three words": RARE,
        "a draft's word": DRAFT,
        "no such word": "абракадабра",
        "a number": newest,
    }
    for called in KINDS:
        for question, words in asked.items():
            path = pages.desk[f"desk: {called}"]
            name = f"desk: {called} by {question}"
            pages.desk[name] = f"{path}?{urlencode({'q': words})}"
    for called in ("people", "organisations"):
        query = urlencode({"q": SURNAME if called == "people" else FREQUENT})
        pages.desk[f"desk: {called} by a word"] = f"{pages.desk[f'desk: {called}']}?{query}"
    fields = {
        "meetings": ("news", "newsitem", "meetings"),
        "publications": ("news", "newsitem", "related"),
        "people": ("events", "participant", "person"),
        "organisations": ("events", "participant", "organisation"),
    }
    for called, names in fields.items():
        said = dict(zip(("app_label", "model_name", "field_name"), names, strict=True))
        word = SURNAME if called == "people" else FREQUENT
        for question, term in (("newest", ""), ("a word", word), ("a number", str(newest))):
            query = urlencode({**said, "term": term})
            address = f"{reverse('admin:autocomplete')}?{query}"
            pages.desk[f"desk: choose {called} by {question}"] = address


def _add_forms(pages: Pages) -> None:
    longest = {Meeting: "participants", Delegation: "delegates"}
    for called, model in KINDS.items():
        page = f"admin:{DESK_LISTS[called]}_change"
        editions = model._default_manager.order_by("-pk")
        if model in longest:
            counted = editions.annotate(rows=Count(longest[model]))
            editions = counted.order_by("-rows", "-pk")
        for state, is_open in (("an open", True), ("a released", False)):
            found = editions.filter(closed_at__isnull=is_open).values_list("pk", flat=True)
            pages.desk[f"desk: {state} edition of {called}"] = reverse(page, args=(found[0],))
        pages.desk[f"desk: a new edition of {called}"] = reverse(f"admin:{DESK_LISTS[called]}_add")
    for called, model in (("people", Person), ("organisations", Organisation)):
        key = _most_named("person" if model is Person else "organisation")
        pages.desk[f"desk: one of the {called}"] = reverse(
            f"admin:{DESK_LISTS[called]}_change", args=(key,)
        )
