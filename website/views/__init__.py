"""The pages of the public face. A view decides presentation and nothing else."""

from website.views.agenda import delegation, delegation_list, meeting, meeting_list
from website.views.dossiers import country, country_list, organisation, person
from website.views.front import elsewhere, front_page, healthz, robots, start
from website.views.history import correction_list, history, past_text
from website.views.news import news_item, news_list

__all__ = [
    "correction_list",
    "country",
    "country_list",
    "delegation",
    "delegation_list",
    "elsewhere",
    "front_page",
    "healthz",
    "history",
    "meeting",
    "meeting_list",
    "news_item",
    "news_list",
    "organisation",
    "past_text",
    "person",
    "robots",
    "start",
]
