"""`make screenshots`: the pictures of the README, and with ALL=DIR every page for looking at.

Everything runs on a PostgreSQL and a site of its own, with the demo's content. Every page
means each public and desk page in four languages, wide and narrow, light and dark.
"""

import argparse
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

README = Path(__file__).parent.parent / "docs" / "screenshots"
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LANGUAGES = ("uz", "uz-cyrl", "ru", "en")
DESK_PAGES = {
    "home": "",
    "news": "news/newsitem/",
    "news-add": "news/newsitem/add/",
    "meetings": "events/meeting/",
    "meeting-add": "events/meeting/add/",
    "delegations": "delegations/delegation/",
    "delegation-add": "delegations/delegation/add/",
    "people": "delegations/person/",
    "person-add": "delegations/person/add/",
    "organisations": "delegations/organisation/",
    "organisation-add": "delegations/organisation/add/",
    "pictures": "library/picture/",
    "picture-add": "library/picture/add/",
    "topics": "editorial/topic/",
    "sections": "news/section/",
    "identity": "website/siteidentity/",
    "channels": "website/channel/",
    "intake": "intake/",
    "account": "account/",
    "security": "account/security/",
    "log": "log/",
    "duty": "accounts/dutyterm/",
    "standing": "night/standing/",
}
# What the administrator sees alone.
OFFICE_PAGES = {
    "users": "accounts/user/",
    "user-add": "accounts/user/add/",
    "duty-add": "accounts/dutyterm/add/",
    "second-readers": "editorial/secondreader/",
}
# The address that `happen` was given for somebody outside.
OUTSIDE: dict[str, str] = {}
# Where a browser keeps the language in which the sign-in page speaks.
LANGUAGE_COOKIE = "desk_language"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing of each request."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def demo_site() -> Iterator[str]:
    """Run the site with the demo's content for the time of the block; yield its address."""
    from ismi_cms.embedded import server

    with ExitStack() as running:
        os.environ["DATABASE_URL"] = running.enter_context(server(temporary=True))
        os.environ["DEBUG"] = "1"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        os.environ["DJANGO_SETTINGS_MODULE"] = "ismi_cms.settings"
        import django
        from django.core.management import call_command
        from django.core.wsgi import get_wsgi_application
        from django.db import connections

        django.setup()
        running.callback(connections.close_all)
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        site = make_server("127.0.0.1", 0, get_wsgi_application(), _Threads, _Quiet)
        running.callback(site.shutdown)
        Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}"


def main() -> None:
    """Take the pictures asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="DIR", help="every page, into this folder")
    parser.add_argument("--only", default="", help="of every page, those whose name begins so")
    arguments = parser.parse_args()
    with demo_site() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        if arguments.all:
            arguments.all.mkdir(parents=True, exist_ok=True)
            happen()
            take_all(browser, site, arguments.all, arguments.only)
        else:
            take_readme(browser, site)
        browser.close()


def take_readme(browser: Browser, site: str) -> None:
    """Take the three pictures of the README: the front page, a meeting, the desk."""
    README.mkdir(exist_ok=True)
    reader = browser.new_context(viewport=WIDE)
    page = reader.new_page()
    page.goto(f"{site}/ru/")
    _take(page, README / "front.png")
    page.goto(f"{site}{_address('meeting', 'en')}")
    _take(page, README / "meeting.png")
    desk = sign_in(browser, site, WIDE, "light", "ru")
    page = desk.new_page()
    page.goto(f"{site}{_package()}")
    page.wait_for_selector(".ck-editor:visible")
    _take(page, README / "desk.png")


def take_all(browser: Browser, site: str, folder: Path, only: str) -> None:
    """Take every page in every language, width and scheme."""
    for language in LANGUAGES:
        _speak(language)
        for wide, viewport in (("1440", WIDE), ("390", NARROW)):
            for scheme in ("light", "dark"):
                ending = f"{language}-{wide}-{scheme}.png"
                reader = browser.new_context(viewport=viewport, color_scheme=scheme)
                reader.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": site}])
                pages = {**public_pages(language), "d-sign-in": "/admin/login/"}
                _take_each(reader, site, _some(pages, only), folder / ending)
                desk = sign_in(browser, site, viewport, scheme, language)
                _take_each(desk, site, _some(desk_pages(), only), folder / ending)
                desk = sign_in(browser, site, viewport, scheme, language, name="administrator")
                _take_each(desk, site, _some(office_pages(), only), folder / ending)
                desk = sign_in(browser, site, viewport, scheme, language, name="writer")
                _take_each(desk, site, _some(night_pages(), only), folder / ending)


def happen() -> None:
    """Do what the demo does not tell: a night release, limited access, an outside check."""
    from accounts.models import User
    from editorial import actions
    from editorial.clock import database_moment
    from news.models import NewsItem

    writer, editor = (User.objects.get(username=name) for name in ("writer", "editor"))
    night = actions.start_edition(
        by=writer,
        kind="news",
        texts={
            "ru": {
                "headline": "Встреча с делегацией перенесена",
                "body": "<p>Встреча, назначенная на завтра, пройдёт на следующей неделе.</p>",
            }
        },
    )
    actions.release_unreviewed(
        edition=night,
        by=writer,
        token=night.token,
        languages=["ru"],
        reason="event",
        on_whose_word="Жасур Рахимбеков, директор",
        sign_in_confirmed_at=database_moment(),
    )
    report = NewsItem.objects.get(headline_ru__startswith="ИСМИ изучил")
    actions.limit_access(edition=report, by=writer, people=[editor, *_secretaries()])
    _check, key = actions.ask_outside(
        edition=report,
        by=writer,
        name="Гульнора Эшматова",
        languages=["ru", "en"],
        question="Верно ли переданы ваши слова?",
    )
    OUTSIDE["p-outside-check"] = f"/check/{key}/"


def _secretaries() -> list[Any]:
    from accounts.models import User
    from accounts.roles import Role

    return list(User.objects.holding({Role.PRESS_SECRETARY}))


def _some(pages: dict[str, str], only: str) -> dict[str, str]:
    return {name: address for name, address in pages.items() if name.startswith(only)}


def _take_each(context: BrowserContext, site: str, pages: dict[str, str], path: Path) -> None:
    """Take whole pages, each named before the path's own name; say which scroll sideways."""
    page = context.new_page()
    for name, address in pages.items():
        page.goto(f"{site}{address}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=path.with_name(f"{name}-{path.name}"), full_page=True)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            print(f"{name}-{path.name}: {overflow} px too wide")
    context.close()


def public_pages(language: str) -> dict[str, str]:
    """Return the public pages by name: lists, and one of each kind of item and dossier."""
    pages = {"p-front": f"/{language}/", "p-404": f"/{language}/nothing/"}
    lists = ("news", "meetings", "delegations", "countries")
    pages |= {f"p-{name}-list": f"/{language}/{name}/" for name in lists}
    pages |= {f"p-{kind}": _address(kind, language) for kind in ("news", "meeting", "delegation")}
    pages |= {
        f"p-{kind}": _record(kind, language) for kind in ("country", "person", "organisation")
    }
    pages["p-withdrawn"] = _withdrawn(language)
    pages["p-corrections"] = f"/{language}/corrections/"
    changed = _changed(language)
    pages |= {"p-changed": changed, "p-history": f"{changed}history/"}
    pages["p-past-text"] = f"{changed}history/1/"
    return pages | OUTSIDE


def desk_pages() -> dict[str, str]:
    """Return the desk's pages by name, with one edition of each kind and one record of each."""
    from delegations.models import Organisation, Person
    from editorial.desk.panel import desk_address
    from editorial.kinds import kind_model
    from editorial.models import Publication
    from library.models import Picture
    from news.models import NewsItem

    pages = {f"d-{name}": f"/admin/{path}" for name, path in DESK_PAGES.items()}
    for kind in ("news", "meeting", "delegation"):
        publication = Publication.objects.filter(kind=kind).latest("number")
        edition = kind_model(kind)._default_manager.filter(publication=publication).latest("number")
        pages[f"d-{kind}-edit"] = desk_address(edition)
    report = NewsItem.objects.filter(headline_ru__startswith="ИСМИ изучил").latest("pk")
    pages |= {"d-report-edit": desk_address(report), **_pages_of(report)}
    pages["d-package"] = _package()
    pages["d-person-edit"] = f"/admin/delegations/person/{Person.objects.latest('pk').pk}/change/"
    organisation = Organisation.objects.latest("pk").pk
    pages["d-organisation-edit"] = f"/admin/delegations/organisation/{organisation}/change/"
    pages["d-picture-edit"] = f"/admin/library/picture/{Picture.objects.latest('pk').pk}/change/"
    return pages


def _pages_of(edition: Any) -> dict[str, str]:
    """Return the pages beside the form of an edition, and a comparison."""
    from editorial.desk.panel import desk_address
    from editorial.models import Version

    first, *_others, last = Version.objects.filter(edition=edition.pk).order_by("pk")
    page = desk_address(edition).removesuffix("change/")
    names = ("timeline", "versions", "access", "outside")
    return {f"d-{name}": f"{page}{name}/" for name in names} | {
        "d-compare": f"{page}versions/compare/?before=v{first.pk}&after=v{last.pk}",
        "d-print": f"{page}versions/{last.pk}/print/",
    }


def night_pages() -> dict[str, str]:
    """Return the pages of who is on duty, by name."""
    from editorial.models import Edition, Publication

    opened = Edition.objects.open().filter(publication__kind="news").latest("pk")
    live = Publication.objects.filter(releases__isnull=False, kind="news").latest("pk").pk
    return {
        "n-night": "/admin/night/",
        "n-new": "/admin/night/new/",
        "n-write": f"/admin/night/write/{opened.publication_id}/",
        "n-out": f"/admin/night/out/{opened.pk}/ru/",
        "n-withdraw": f"/admin/night/withdraw/{live}/",
        "n-asked": f"/admin/asked/{opened.pk}/ru/",
    }


def office_pages() -> dict[str, str]:
    """Return the pages of the administrator by name."""
    from accounts.models import User

    pages = {f"d-{name}": f"/admin/{path}" for name, path in OFFICE_PAGES.items()}
    pages["d-user-edit"] = f"/admin/accounts/user/{User.objects.latest('pk').pk}/change/"
    return pages


def sign_in(
    browser: Browser,
    site: str,
    viewport: Any,
    scheme: Any,
    language: str,
    *,
    name: str = "secretary",
) -> BrowserContext:
    """Return a browser in which this person of the demo is at the desk."""
    _speak(language)
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{site}/admin/")
    page.locator(f"button[value={name}]").click()
    page.wait_for_load_state()
    page.close()
    return context


def _speak(language: str) -> None:
    from accounts.models import User

    User.objects.update(desk_language=language)


def _address(kind: str, language: str) -> str:
    """Return the page of the fullest live release of a kind."""
    from django.db.models import Count

    from editorial.models import Release

    live = Release.objects.live(language=language, kind=kind)
    return live.annotate(named=Count("mentions")).order_by("-named").first().get_absolute_url()


def _changed(language: str) -> str:
    """Return the address of a text that readers were told has changed."""
    from editorial.choices import TOLD_CHANGES
    from editorial.models import Release

    told = Release.objects.live(language=language).filter(change__in=TOLD_CHANGES)
    return told.order_by("pk")[0].get_absolute_url()


def _withdrawn(language: str) -> str:
    """Return the address of what readers of the language had and no longer do."""
    from editorial.models import Release, Withdrawal

    gone = Withdrawal.objects.standing(language=language).values("publication")
    return (
        Release.objects.filter(publication__in=gone, language=language)
        .latest("pk")
        .get_absolute_url()
    )


def _record(kind: str, language: str) -> str:
    """Return the page of the record that most live releases name."""
    from django.db.models import Count
    from django.urls import reverse

    from editorial.models import Mention, Release

    live = Release.objects.live(language=language)
    named = Mention.objects.filter(release__in=live, record_type=kind).values("record_key")
    key = named.annotate(times=Count("pk")).order_by("-times")[0]["record_key"]
    if kind == "country":
        return f"/{language}/countries/{key.lower()}/"
    return reverse(f"website:{kind}", args=(language, int(key), ""))


def _package() -> str:
    """Return the desk's page of an open news item that others go along with."""
    from editorial.desk.panel import desk_address
    from editorial.packages import companions
    from news.models import NewsItem

    items = NewsItem.objects.filter(closed_at__isnull=True).order_by("-pk")
    return desk_address(next(item for item in items if companions(item, item.updated_by)))


def _take(page: Page, path: Path) -> None:
    """Keep what is on the screen, in as few bytes as a drawing of 256 colours needs."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    with Image.open(path) as taken:
        small = taken.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


if __name__ == "__main__":
    main()
