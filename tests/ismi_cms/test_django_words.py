"""The desk in Uzbek: no word of Django's in another language, nor in the other script."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timesince import timesince
from lxml import html

from accounts.roles import Role
from ismi_cms import catalogues
from tests.factories import draft, person, words

DJANGO = Path(django.__file__).parent
PARTS = ("contrib/admin", "contrib/auth", "conf")
LOCALES = {"uz": "uz", "uz-cyrl": "uz_Cyrl"}
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[srd]|%[sd]|\{[a-z_]*\}")
# Said to everyone in its own script: the product, the languages, the marks of a record's fields.
IN_ITS_OWN_SCRIPT = {
    "ISMI", "CMS", "RSS", "Oʻzbekcha", "Ўзбекча", "Русский", "English", "uz", "cyrl", "ru", "en",
    "LDAP", "JavaScript", "https",
}  # fmt: skip
# The project says this word as Django's own Uzbek happens to say it.
ALIKE = {"Matn"}


def of_django(part: str, locale: str) -> Catalog:
    with (DJANGO / part / "locale" / locale / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=locale)


def ours(locale: str) -> Catalog:
    with catalogues.po_file_of_django(locale).open("rb") as file:
        return read_po(file, locale=locale)


def forms(said: Any) -> tuple[str, ...]:
    """Return a message's forms: one, or one for each number."""
    return (said,) if isinstance(said, str) else tuple(said)


def words_of_django() -> set[str]:
    """Return Django's fixed texts in English, in Russian and in its own Uzbek."""
    messages = [
        message
        for part in PARTS
        for locale in ("ru", "uz")
        for message in of_django(part, locale)
        if message.id
    ]
    said = {form for m in messages for form in (*forms(m.id), *forms(m.string))}
    return {text.strip() for text in said if re.search(r"[^\W\d_]", text)} - ALIKE


def said_on(page: bytes) -> list[str]:
    """Return every text of a page that is read or heard; what its writers wrote is left out.

    Not the alternative texts of Django's own signs, which it writes in English in the template.
    """
    tree = html.fromstring(page.decode())
    for element in tree.xpath("//script | //style | //textarea"):
        element.drop_tree()
    found = tree.xpath(
        "//text() | //@title | //@aria-label | //@placeholder | //input[@type='submit']/@value"
    )
    return [text.strip() for text in found if text.strip()]


def sign_in_page(language: str, **posted: str) -> bytes:
    client = Client()
    client.cookies["desk_language"] = language
    page = client.post("/admin/login/", posted) if posted else client.get("/admin/login/")
    return page.content


@pytest.fixture(params=list(LOCALES))
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def pages(db: None, language: str) -> dict[str, bytes]:
    """What someone who may enter every page of the desk sees in this language."""
    name = {"uz": "Malika", "uz-cyrl": "Малика"}[language]
    someone = person(
        Role.EDITOR,
        Role.ADMINISTRATOR,
        username="1",
        first_name=name,
        last_name=name,
        desk_language=language,
    )
    edition = draft(someone, **{language: words(name)})
    client = Client()
    client.force_login(someone)
    shown = [
        "/admin/",
        "/admin/news/newsitem/",
        "/admin/news/newsitem/?q=7",
        f"/admin/news/newsitem/{edition.pk}/change/",
        "/admin/news/newsitem/add/",
        "/admin/news/section/",
        "/admin/news/section/add/",
        "/admin/editorial/topic/add/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{someone.pk}/change/",
        "/admin/account/",
        "/admin/account/password/",
        "/admin/account/security/",
    ]
    refused = [
        ("/admin/news/section/add/", {"slug": "!", "order": "x"}),
        ("/admin/accounts/user/add/", {"username": "1", "password1": "1", "password2": "2"}),
        ("/admin/account/password/", {"oldpassword": "1"}),
    ]
    return {
        **{address: client.get(address).content for address in shown},
        **{f"{address} refused": client.post(address, data).content for address, data in refused},
        "sign in": sign_in_page(language),
        "sign in refused": sign_in_page(language, login="1", password="1"),
    }


def test_the_desk_in_uzbek_says_nothing_of_django_s_in_another_language(
    pages: dict[str, bytes], language: str
) -> None:
    kept = {form for m in ours(LOCALES[language]) for form in forms(m.string)}
    foreign = words_of_django() - kept - IN_ITS_OWN_SCRIPT
    found = {address: foreign & set(said_on(page)) for address, page in pages.items()}
    assert found == {address: set() for address in pages}


def test_the_desk_in_uzbek_keeps_to_one_script(pages: dict[str, bytes], language: str) -> None:
    other = {"uz": r"[Ѐ-ӿ][\wʻʼ]*", "uz-cyrl": r"[A-Za-z][\wʻʼ]*"}[language]
    found = {
        address: set(re.findall(other, " ".join(said_on(page)))) - IN_ITS_OWN_SCRIPT
        for address, page in pages.items()
    }
    assert found == {address: set() for address in pages}


def test_what_is_wrong_in_a_form_is_said_in_uzbek(pages: dict[str, bytes], language: str) -> None:
    sentences = {
        "uz": ("Butun son kiriting.", "Bunday nomli foydalanuvchi allaqachon bor."),
        "uz-cyrl": ("Бутун сон киритинг.", "Бундай номли фойдаланувчи аллақачон бор."),
    }[language]
    said = [
        said_on(pages["/admin/news/section/add/ refused"]),
        said_on(pages["/admin/accounts/user/add/ refused"]),
    ]
    assert [texts.count(text) for texts, text in zip(said, sentences, strict=True)] == [1, 1]


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("uz", ["3-sentabr", "sentabr", "payshanba"]),
        ("uz-cyrl", ["3-сентябрь", "сентябрь", "пайшанба"]),
    ],
)
def test_months_and_days_of_the_week_have_their_names(code: str, written: list[str]) -> None:
    day = date(2026, 9, 3)
    with translation.override(code):
        assert [date_format(day, form) for form in ("j-E", "F", "l")] == written


@pytest.mark.parametrize(("code", "written"), [("uz", "1 hafta"), ("uz-cyrl", "1 ҳафта")])
def test_spans_of_time_are_counted_in_uzbek(code: str, written: str) -> None:
    with translation.override(code):
        assert timesince(date(2026, 9, 3), date(2026, 9, 10)).replace("\xa0", " ") == written


@pytest.mark.parametrize("part", ["contrib/admin", "contrib/auth"])
def test_no_message_of_the_desk_is_left_to_django(part: str, language: str) -> None:
    translated = ours(LOCALES[language])
    messages = [message for message in of_django(part, "en") if message.id]
    assert [m.id for m in messages if translated.get(m.id, m.context) is None] == []


def test_both_scripts_have_the_same_messages() -> None:
    latin, cyrillic = ({(m.context, m.id) for m in ours(locale)} for locale in LOCALES.values())
    assert latin == cyrillic


@pytest.mark.parametrize("locale", ["uz", "uz_Cyrl", "ru"])
def test_every_translation_names_what_its_message_names(locale: str) -> None:
    """Checked here too: Babel looks only at some kinds, and `str.format` fails on a new name."""
    wrong = [
        message.id
        for message in ours(locale)
        for form in forms(message.string)
        if not set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(forms(message.id)[-1]))
    ]
    assert wrong == []
