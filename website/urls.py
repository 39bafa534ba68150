"""The public addresses: design section 7."""

from django.urls import path, register_converter

from website import feeds, sitemaps, views
from website.converters import (
    ElsewhereConverter,
    LanguageConverter,
    NumberConverter,
    SlugConverter,
)

register_converter(LanguageConverter, "language")
register_converter(NumberConverter, "number")
register_converter(SlugConverter, "ending")
register_converter(ElsewhereConverter, "elsewhere")

app_name = "website"
urlpatterns = [
    path("", views.start, name="start"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<number:part>.xml", sitemaps.sitemap_part, name="sitemap_part"),
    path("<language:language>/", views.front_page, name="front"),
    path("<language:language>/feed.rss", feeds.site_feed, name="feed"),
    path("<language:language>/news/", views.news_list, name="news_list"),
    path("<language:language>/news/feed.rss", feeds.news_feed, name="news_feed"),
    # Named as the kind of publication is: a release finds its address by it.
    path("<language:language>/news/<number:number><ending:slug>", views.news_item, name="news"),
    path("<language:language>/<elsewhere:path>", views.elsewhere),
]
