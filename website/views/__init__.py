"""The pages of the public face. A view decides presentation and nothing else."""

from website.views.agenda import delegation, delegation_list, meeting, meeting_list
from website.views.dossiers import country, country_list, organisation, person
from website.views.front import elsewhere, front_page, healthz, robots, start
from website.views.news import news_item, news_list

__all__ = [
    "country",
    "country_list",
    "delegation",
    "delegation_list",
    "elsewhere",
    "front_page",
    "healthz",
    "meeting",
    "meeting_list",
    "news_item",
    "news_list",
    "organisation",
    "person",
    "robots",
    "start",
]
