"""The public addresses: design section 7."""

from django.urls import path, register_converter

from website import correction_feeds, feeds, sitemaps, views
from website.converters import (
    CountryConverter,
    ElsewhereConverter,
    LanguageConverter,
    NumberConverter,
    RecordsConverter,
    SlugConverter,
)

register_converter(LanguageConverter, "language")
register_converter(NumberConverter, "number")
register_converter(SlugConverter, "ending")
register_converter(CountryConverter, "country")
register_converter(RecordsConverter, "records")
register_converter(ElsewhereConverter, "elsewhere")

# Where the publications of each kind stand, by the kind.
FOLDERS = {"news": "news", "meeting": "meetings", "delegation": "delegations"}

app_name = "website"
urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<number:part>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("sitemap-countries.xml", sitemaps.sitemap_countries, name="sitemap_countries"),
    path(
        "sitemap-<records:name>-<number:part>.xml",
        sitemaps.sitemap_records,
        name="sitemap_records",
    ),
    path("<language:language>/", views.front_page, name="front"),
    path("<language:language>/feed.rss", feeds.site_feed, name="feed"),
    path("<language:language>/news/", views.news_list, name="news_list"),
    path("<language:language>/news/feed.rss", feeds.news_feed, name="news_feed"),
    path("<language:language>/meetings/", views.meeting_list, name="meeting_list"),
    path("<language:language>/meetings/feed.rss", feeds.meeting_feed, name="meeting_feed"),
    path("<language:language>/delegations/", views.delegation_list, name="delegation_list"),
    path("<language:language>/corrections/", views.correction_list, name="correction_list"),
    *(
        path(
            f"<language:language>/corrections/feed.{form}",
            correction_feeds.correction_feed,
            {"form": form},
            name=f"correction_feed_{form}",
        )
        for form in correction_feeds.FORMS
    ),
    path("<language:language>/countries/", views.country_list, name="country_list"),
    path("<language:language>/countries/<country:code>/", views.country, name="country"),
    # Named as the kind of publication is: a release finds its address by it.
    path("<language:language>/news/<number:number><ending:slug>", views.news_item, name="news"),
    path(
        "<language:language>/meetings/<number:number><ending:slug>", views.meeting, name="meeting"
    ),
    path(
        "<language:language>/delegations/<number:number><ending:slug>",
        views.delegation,
        name="delegation",
    ),
    # After the publications: one whose slug is "history" keeps its address.
    *(
        path(
            f"<language:language>/{folder}/<number:number><ending:slug>history/",
            views.history,
            {"kind": kind},
            name=f"{kind}_history",
        )
        for kind, folder in FOLDERS.items()
    ),
    *(
        path(
            f"<language:language>/{folder}/<number:number><ending:slug>history/<number:ordinal>/",
            views.past_text,
            {"kind": kind},
            name=f"{kind}_past",
        )
        for kind, folder in FOLDERS.items()
    ),
    # Named as mentions call the type of a record.
    path("<language:language>/people/<number:number><ending:slug>", views.person, name="person"),
    path(
        "<language:language>/organisations/<number:number><ending:slug>",
        views.organisation,
        name="organisation",
    ),
    path("<language:language>/<elsewhere:path>", views.elsewhere),
]
