"""What the tests of the night share: its addresses, its forms, something that is public."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from editorial.models import Edition
from tests.editorial.conftest import Office
from tests.factories import released, words

# What is given for a release without a colleague.
ALONE = {"reason": "event", "on_whose_word": "Директор"}


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:{name}", args=args)


def form_of(client: Client, address: str) -> dict[str, Any]:
    """Return what the page's form holds, by the names of its fields."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def of_the_page(response: HttpResponse, path: str) -> list[str]:
    """Return the words of all that this XPath finds."""
    found = html.fromstring(response.content.decode()).xpath(path)
    return [" ".join(one.text_content().split()) for one in found]


def token(edition: Edition) -> int:
    return Edition.objects.get(pk=edition.pk).token


def live_in(office: Office, *languages: str) -> Edition:
    texts = {code: words(f"Встреча {code}") for code in languages}
    return released(office.writer, office.editor, office.secretary, *languages, **texts)
