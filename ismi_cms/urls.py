"""Where every address of the project begins."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/intake/", include("intake.urls")),
    path("admin/", admin.site.urls),
    path("", include("website.urls")),
]
handler404 = "website.pages.page_not_found"
handler500 = "website.pages.server_error"
