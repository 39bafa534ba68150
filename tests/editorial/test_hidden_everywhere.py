"""Every address of the desk, asked by somebody to whom a piece is not shown (faults, L-18)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition, Notice, OutsideCheck, Remark, Version
from editorial.notices import unseen
from tests.editorial.conftest import Office
from tests.editorial.desk import address, signed_in
from tests.factories import draft, person, words
from tests.library.files import taken_in

CANARY = "Канарейка"
# What a GET of these does is no business of a piece; the rest is asked by GET and by POST.
LEFT_OUT = re.compile(r"^admin/(logout|login|sign-in-as|account|password_change)")


@dataclass
class Hidden:
    """A piece that only the writer and the editor see, with all that hangs on it."""

    item: Edition
    meeting: Edition
    picture: Any
    check: OutsideCheck
    remark: Remark
    opener: Edition

    @property
    def editions(self) -> dict[str, int]:
        """The key of an edition of each kind."""
        return {"news_newsitem": self.item.pk, "events_meeting": self.meeting.pk}


@pytest.fixture
def hidden(office: Office) -> Hidden:
    """Write a piece whose every word is the canary, then limit it."""
    picture = taken_in(office.writer, name=f"{CANARY}.jpg")
    body = f"<p>{CANARY}</p>"
    item = actions.start_edition(
        by=office.writer,
        kind="news",
        source_language="ru",
        texts={"ru": {**words(CANARY, body), "cover_alt": CANARY, "lead": CANARY}},
        facts={"cover": picture.pk},
    )
    meeting = actions.start_edition(
        by=office.writer,
        kind="meeting",
        source_language="ru",
        facts={"participants": [{"key": "a", "side": "guest"}]},
        texts={"ru": {"title": CANARY, "participants": {"a": {"name": CANARY}}}},
        internal={"notes": CANARY},
    )
    everybody = User.objects.get(username="everybody")
    remark = actions.remark(
        edition=item, by=office.editor, body=f"{CANARY} @everybody", mentions=[everybody.pk]
    )
    check, _key = actions.ask_outside(
        edition=item, by=office.writer, name=CANARY, languages=["ru"], question=CANARY
    )
    actions.answer_outside(check=check, outcome="comment", body=CANARY)
    item = actions.submit(edition=item, by=office.writer, token=item.token, languages=["ru"])
    item = actions.approve(edition=item, by=office.editor, token=item.token, parts=["facts", "ru"])
    actions.release(
        edition=item,
        by=office.secretary,
        token=item.token,
        languages=["ru"],
        at=database_moment() + timedelta(hours=1),
    )
    opener = actions.start_edition(
        by=office.writer,
        kind="news",
        source_language="ru",
        texts={"ru": words("Открытая")},
        facts={"meetings": [meeting.publication_id], "related": [item.publication_id]},
    )
    for one in (item, meeting):
        actions.limit_access(edition=one, by=office.writer, people=[office.editor])
    return Hidden(item, meeting, picture, check, remark, opener)


@pytest.fixture
def everybody(office: Office) -> User:
    """Somebody with every role there is, to whom the piece is not shown."""
    return person(*Role, username="everybody", desk_language="en", is_superuser=True)


def patterns(found: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        route = prefix + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, route)
        else:
            yield route, one


def addresses(hidden: Hidden) -> list[str]:
    """Every address of the desk, the keys in it those of what hangs on the hidden piece."""
    versions = Version.objects.filter(edition=hidden.item.pk).order_by("pk")
    keys = {
        "version": [str(versions.latest("pk").pk)],
        "picture": [hidden.picture.pk],
        "width": ["480"],
        "rendition": ["jpg"],
        "pk": [str(hidden.remark.pk)],
    }
    found = []
    for route, pattern in patterns(get_resolver().url_patterns):
        if not route.startswith("admin/") or LEFT_OUT.match(route):
            continue
        kind = "_".join(str(pattern.name or "").split("_")[:2])
        objects = [str(one) for one in (hidden.item.pk, hidden.meeting.pk, hidden.opener.pk)]
        if kind == "library_picture":
            objects = [hidden.picture.pk]
        elif kind in hidden.editions:
            objects = [str(hidden.editions[kind]), str(hidden.opener.pk)]
        for each in objects:
            path = re.sub(r"<path:object_id>", each, route)
            path = re.sub(
                r"<(?:(\w+):)?(\w+)>",
                lambda part: keys.get(part[2], keys.get(part[1] or "", ["1"]))[0],
                path,
            )
            found.append("/" + path.replace("$", ""))
    return sorted(set(found))


def pages(hidden: Hidden) -> list[str]:
    asked = [one for one in addresses(hidden) if not re.search(r"[()\\?]", one)]
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if name != "editorial_publication":
            asked.append(f"{reverse(f'admin:{name}_changelist')}?q={CANARY}")
    for app, model, field in (
        ("news", "newsitem", "meetings"),
        ("news", "newsitem", "related"),
        ("events", "meeting", "delegations"),
    ):
        query = f"app_label={app}&model_name={model}&field_name={field}"
        terms = (CANARY, hidden.item.publication_id, hidden.meeting.publication_id, "")
        asked += [f"{reverse('admin:autocomplete')}?{query}&term={term}" for term in terms]
    asked += [f"{reverse('admin:log')}?publication={hidden.item.publication_id}"]
    newest = Version.objects.filter(edition=hidden.item.pk).order_by("pk")
    keys = [f"v{one.pk}" for one in newest]
    asked.append(f"{address(hidden.item, 'comparison')}?before={keys[0]}&after={keys[-1]}")
    return asked


def telling(client: Client, asked: list[str], post: dict[str, Any] | None = None) -> list[str]:
    """Return the addresses whose answer says the word, in whatever form a page has it."""
    forms = [CANARY.encode(), CANARY.encode("unicode_escape")]
    found = []
    for one in asked:
        answer = client.get(one) if post is None else client.post(one, post)
        said = b"".join(answer) if answer.streaming else answer.content
        # What was asked for may be repeated to whoever asked.
        said = said.replace(f'value="{CANARY}"'.encode(), b"")
        if any(form in said for form in forms):
            found.append(one)
    return found


def test_l18_no_address_of_the_desk_tells_of_a_hidden_piece(
    everybody: User, office: Office, hidden: Hidden
) -> None:
    asked = pages(hidden)
    assert telling(signed_in(everybody), asked) == []
    # The same addresses could have told: they do, to somebody named.
    assert len(telling(signed_in(office.editor), asked)) >= 12


def test_l18_no_post_tells_of_a_hidden_piece_or_changes_it(
    everybody: User, office: Office, hidden: Hidden
) -> None:
    before = versions_and_more(hidden)
    asked = [one for one in addresses(hidden) if f"/{hidden.opener.pk}/" not in one]
    asked = [one for one in asked if not re.search(r"[()\\?]", one)]
    token = Edition.objects.get(pk=hidden.item.pk).token
    post = {
        "token": token,
        "_act": "cancel_schedule:ru",
        "headline_ru": "Другое",
        "part": "ru",
        "remark": hidden.remark.pk,
        "stop": hidden.check.pk,
        "person": everybody.pk,
    }
    assert telling(signed_in(everybody), asked, post) == []
    assert versions_and_more(hidden) == before


def versions_and_more(hidden: Hidden) -> tuple[Any, ...]:
    """All that a post could have changed of the hidden pieces."""
    numbers = [one.publication_id for one in (hidden.item, hidden.meeting)]
    return (
        list(Edition.objects.filter(publication__in=numbers).order_by("pk").values_list()),
        list(Version.objects.filter(edition__publication__in=numbers).values_list("pk")),
        list(Remark.objects.values_list("pk", "resolved_at")),
        list(OutsideCheck.objects.values_list("pk", "revoked_at")),
        AuditEntry.objects.filter(publication__in=numbers).count(),
    )


def test_w17_a_notice_of_before_the_limit_is_not_shown_after_it(
    everybody: User, hidden: Hidden
) -> None:
    assert Notice.objects.filter(to=everybody).count() == 1
    assert unseen(everybody).count() == 0
    actions.open_access(edition=hidden.item, by=User.objects.get(username="writer"))
    assert unseen(everybody).count() == 1


# Pictures.


def test_a_picture_of_a_hidden_piece_alone_is_not_in_the_library(
    everybody: User, office: Office, hidden: Hidden
) -> None:
    change_list = reverse("admin:library_picture_changelist")
    rendition = reverse("library:desk_rendition", args=(hidden.picture.pk, 480, "jpg"))
    public = reverse("library:rendition", args=(hidden.picture.pk, 480, "jpg"))
    for by, count, status in ((office.editor, 1, 200), (everybody, 0, 404)):
        client = signed_in(by)
        assert client.get(change_list).context["cl"].result_count == count
        assert client.get(rendition).status_code == status
        assert client.get(public).status_code == status


def test_a_picture_stays_with_who_took_it_in_and_with_open_pieces_that_show_it(
    everybody: User, office: Office, hidden: Hidden
) -> None:
    client = signed_in(everybody)
    rendition = reverse("library:desk_rendition", args=(hidden.picture.pk, 480, "jpg"))
    assert signed_in(office.writer).get(rendition).status_code == 200
    edition = draft(office.writer, ru=words("Открытая"))
    actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"cover": hidden.picture.pk}
    )
    assert client.get(rendition).status_code == 200


def test_the_link_in_an_open_piece_names_nothing(everybody: User, hidden: Hidden) -> None:
    page = signed_in(everybody).get(address(hidden.opener)).content.decode()
    assert page.count("a piece you have no access to") == 2
