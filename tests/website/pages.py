"""Public pages as tests look at them."""

from typing import Any

import html5lib
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from lxml import html

from editorial.choices import WithdrawalReason
from editorial.clock import database_moment
from editorial.models import Publication, Release, Withdrawal

SITE = "https://ismi.example"


def page(client: Client, path: str, status: int = 200) -> Any:
    """Return the parsed page, after checking its status and that its HTML has no error."""
    response = client.get(path)
    assert response.status_code == status
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    return html.document_fromstring(response.content.decode())


def words(tree: Any, path: str) -> list[str]:
    """Return the text of every element that an XPath finds, its runs of spaces made one."""
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


def headlines(client: Client, path: str) -> list[str]:
    """Return the headlines that a list shows, in its order."""
    return words(page(client, path), "//main//article//*[self::h2 or self::h3]")


def switch(tree: Any) -> list[tuple[str, str]]:
    """Return what the language switch offers: names and paths."""
    return [(link.text, link.get("href")) for link in tree.xpath("//nav[@class='switch']//a")]


def alternates(tree: Any) -> dict[str, str]:
    """Return the alternates that the head of a page names, by language tag."""
    return {
        link.get("hreflang"): link.get("href")
        for link in tree.xpath("//head/link[@rel='alternate'][@hreflang]")
    }


def withdrawn(
    release: Release,
    reason: WithdrawalReason = WithdrawalReason.IN_ERROR,
    *,
    explanation: str = "",
    redirect: Publication | None = None,
) -> Withdrawal:
    """End a release now, with this reason."""
    with transaction.atomic(), connection.cursor() as cursor:
        now = database_moment()
        cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
        cursor.execute(
            "UPDATE editorial_release SET live = tstzrange(lower(live), %s) WHERE id = %s",
            (now, release.pk),
        )
        withdrawal = Withdrawal.objects.create(
            publication=release.publication,
            language=release.language,
            range=DateTimeTZRange(now, None, "[)"),
            whole=True,
            reason=reason,
            explanation=explanation,
            redirect=redirect,
            withdrawn_by=release.released_by,
            withdrawn_at=now,
        )
        cursor.execute("SELECT set_config('ismi.backfill', '', true)")
    return withdrawal
