"""News items and sections at the desk."""

from typing import Any, ClassVar

from django.contrib import admin

from accounts.record_admin import RecordAdmin, in_four
from editorial.desk.change_list import OpenFilter, TextStateFilter
from editorial.desk.edition_admin import EditionAdmin
from news.forms import NewsItemForm
from news.models import NewsItem, Section


@admin.register(NewsItem)
class NewsItemAdmin(EditionAdmin):
    """News items."""

    edition_form = NewsItemForm
    change_list_template = "news/newsitem_list.html"
    list_display = (
        "number_of",
        "title",
        "marks",
        "section",
        "updated",
    )
    list_filter: ClassVar[Any] = (OpenFilter, TextStateFilter, "section")
    list_select_related: ClassVar[Any] = ("publication", "updated_by", "section")


@admin.register(Section)
class SectionAdmin(RecordAdmin):
    """Sections, for editors."""

    fields = (*in_four("name"), ("slug", "order"))
    list_display = ("name", "slug", "order")
