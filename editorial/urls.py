"""The addresses of the outside check: below no language and not below the desk."""

from django.urls import re_path

from editorial.desk.checking import check_page
from languages.choices import CODES

_KEY = r"^check/(?P<key>[A-Za-z0-9_-]{27})/"
# The longest first: one code is the beginning of another.
_LANGUAGE = "|".join(sorted(CODES, key=len, reverse=True))

urlpatterns = [
    re_path(rf"{_KEY}$", check_page, name="outside_check"),
    re_path(rf"{_KEY}(?P<language>{_LANGUAGE})/$", check_page, name="outside_check_in"),
]
