"""The desk as a browser uses it: open a form, change some of it, press a button."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from editorial.kinds import kind_model
from editorial.models import Edition


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(edition: Edition, page: str = "change") -> str:
    kind = kind_model(edition.publication.kind)._meta
    return reverse(f"admin:{kind.app_label}_{kind.model_name}_{page}", args=[edition.pk])


def values_of(response: HttpResponse) -> dict[str, Any]:
    """Return what a browser would post of the page's form, no button pressed."""
    page = html.fromstring(response.content.decode())
    (form,) = page.xpath("//form[@method='post' and substring-after(@id, '_') = 'form']")
    values: dict[str, Any] = {}
    for field in form.inputs:
        if "__row__" in (field.name or ""):
            # Stands in a template, which no browser posts.
            continue
        if field.tag == "select":
            values[field.name] = field.xpath("option[@selected]/@value")
        elif field.tag == "textarea":
            # A browser leaves out the line feed after the tag, and sends lines with CRLF.
            written = (field.text or "").removeprefix("\n")
            values[field.name] = written.replace("\n", "\r\n")
        elif field.get("type") == "checkbox":
            if field.get("checked") is not None:
                values.setdefault(field.name, []).append(field.get("value"))
        elif field.tag == "input" and field.name:
            values[field.name] = field.get("value", "")
    return values


def opened(client: Client, edition: Edition) -> dict[str, Any]:
    return values_of(client.get(address(edition)))


def press(client: Client, edition: Edition, act: str, **changed: Any) -> HttpResponse:
    """Open the edition's page, change these values, press this button, and follow."""
    page = client.get(address(edition))
    if edition.closed_at:
        values: dict[str, Any] = {"token": edition.token}
        goal = address(edition, "act")
    else:
        values, goal = values_of(page), address(edition)
    return client.post(goal, {**values, **changed, "_act": act}, follow=True)


def sentences(response: HttpResponse) -> list[str]:
    """Return the messages shown on the page that an act led to."""
    return [str(message) for message in response.context["messages"]]


def errors(response: HttpResponse) -> dict[str, list[str]]:
    """Return the errors of a form that came back, by field."""
    return {name: list(found) for name, found in response.context["form"].errors.items()}
