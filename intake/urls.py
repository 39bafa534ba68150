"""The addresses of the intake, below the desk's."""

from django.contrib import admin
from django.urls import path

from intake import views

app_name = "intake"
urlpatterns = [path("", admin.site.admin_view(views.new), name="new")]
