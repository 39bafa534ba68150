"""Where every address of the project begins."""

from django.contrib import admin
from django.urls import include, path

from ismi_cms.operations.views import readyz

urlpatterns = [
    path("admin/intake/", include("intake.urls")),
    path("", include("library.urls")),
    # Before the desk, whose pages to sign in and out are these.
    path("admin/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("editorial.urls")),
    path("readyz", readyz, name="readyz"),
    path("", include("website.urls")),
]
handler403 = "ismi_cms.desk.permission_denied"
handler404 = "website.pages.page_not_found"
handler500 = "website.pages.server_error"
