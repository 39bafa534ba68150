from pathlib import Path
from typing import Any

import pytest
from babel.messages.mofile import read_mo

from ismi_cms import catalogues


def test_no_message_lacks_its_translation() -> None:
    assert catalogues.missing() == []


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with a message in Python and one in a template."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        '_("Release")\nngettext("%(n)d text", "%(n)d texts", 2)\npgettext("noun", "Draft")\n'
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}\n<h1>\n    {% translate "Desk" %}\n  </h1>\n'
        "{% blocktranslate %}By {{ name }}{% endblocktranslate %}"
    )
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_news.py").write_text('_("Only in a test")')
    monkeypatch.setattr(catalogues, "CHECKOUT", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "locale")
    monkeypatch.setattr(catalogues, "LOCALES_OF_DJANGO", tmp_path / "locale_django")
    return tmp_path


def translate(locale: str, **translations: Any) -> None:
    """Write translations into a catalogue, by the message's first word."""
    path = catalogues.po_file(locale)
    lines = path.read_text()
    for message, translation in translations.items():
        lines = lines.replace(
            f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"'
        )
    path.write_text(lines)


def keep_of_django(locale: str, text: str) -> Path:
    """Write a catalogue of Django's messages."""
    path = catalogues.po_file_of_django(locale)
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return path


def test_messages_of_python_and_templates_are_gathered_and_those_of_tests_are_not(
    office: Path,
) -> None:
    messages = [(message.context, message.id) for message in catalogues.gather() if message.id]

    assert messages == [
        (None, "Release"),
        (None, ("%(n)d text", "%(n)d texts")),
        ("noun", "Draft"),
        (None, "Desk"),
        (None, "By %(name)s"),
    ]


def test_updating_twice_changes_nothing_and_keeps_translations(office: Path) -> None:
    catalogues.update()
    translate("ru", Desk="Стол")
    catalogues.update()
    once = catalogues.po_file("ru").read_text()

    catalogues.update()

    assert catalogues.po_file("ru").read_text() == once
    assert 'msgid "Desk"\nmsgstr "Стол"' in once


def test_each_language_has_its_own_plural_forms(office: Path) -> None:
    catalogues.update()

    forms = {
        locale: catalogues.po_file(locale).read_text().count("msgstr[")
        for locale in catalogues.PLURAL_FORMS
    }
    assert forms == {"ru": 3, "uz": 2, "uz_Cyrl": 2}


def test_what_is_missing_is_named_by_language(office: Path) -> None:
    catalogues.update()
    translate("ru", Release="Выпуск", Desk="Стол", Draft="Черновик", **{"By %(name)s": "%(who)s"})

    assert [line for line in catalogues.missing() if line.startswith("ru: ")] == [
        "ru: not every plural form is translated: ('%(n)d text', '%(n)d texts')",
        "ru: other placeholders than the source: 'By %(name)s'",
    ]


def test_a_message_of_django_without_its_translation_is_named(office: Path) -> None:
    keep_of_django(
        "uz",
        'msgid "Home"\nmsgstr ""\n\nmsgid "Log in"\nmsgstr "Kirish"\n\n'
        '#, python-format\nmsgid "Add %(name)s"\nmsgstr "Qoʻshish: %(nomi)s"\n',
    )
    own = {f"{locale}: not translated: " for locale in catalogues.PLURAL_FORMS}

    assert [line for line in catalogues.missing() if not line.startswith(tuple(own))] == [
        "uz: other placeholders than the source: 'Add %(name)s'"
    ]
    assert "uz: not translated: 'Home'" in catalogues.missing()


def test_messages_of_django_are_compiled_and_not_brought_in_step(office: Path) -> None:
    written = 'msgid "Log in"\nmsgstr "Кириш"\n'
    source = keep_of_django("uz_Cyrl", written)

    catalogues.update()
    catalogues.compile_all()

    with source.with_suffix(".mo").open("rb") as file:
        assert read_mo(file)["Log in"].string == "Кириш"
    assert source.read_text() == written


def test_a_newer_catalogue_is_compiled_and_an_unchanged_one_is_left(office: Path) -> None:
    catalogues.update()
    translate("uz_Cyrl", Desk="Стол")
    catalogues.compile_all()
    compiled = catalogues.po_file("uz_Cyrl").with_suffix(".mo")
    with compiled.open("rb") as file:
        assert read_mo(file)["Desk"].string == "Стол"
    before = compiled.stat().st_mtime_ns

    catalogues.compile_all()

    assert compiled.stat().st_mtime_ns == before


def test_the_command_fails_when_something_is_missing(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert catalogues.main(["update"]) == 0
    assert catalogues.main(["missing"]) == 1
    assert capsys.readouterr().out.splitlines()[0] == "ru: not translated: 'Release'"
    assert catalogues.main(["compile"]) == 0
    assert catalogues.main([]) == 2
