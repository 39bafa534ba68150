"""The interface's translations: gathered, compiled and checked with Babel, without gettext.

English is the language the source is written in. `python -m ismi_cms.catalogues update` gathers
the messages, `missing` lists what has no translation, `compile` writes what Django reads.

Django's own messages stand apart, in `locale_django`, and are edited by hand: for Uzbek, whose
catalogues at Django have gaps or are not there, all that a person can meet; for Russian those
that put a record's kind into a sentence where it would need another case.
"""

import os
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CHECKOUT = Path(__file__).resolve().parent.parent
LOCALES = CHECKOUT / "ismi_cms" / "locale"
LOCALES_OF_DJANGO = CHECKOUT / "ismi_cms" / "locale_django"
# Babel knows no plural of Uzbek and CLDR's Russian has a form for fractions: gettext's own rules.
PLURAL_FORMS = {
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4"
    " && (n%100<10 || n%100>=20) ? 1 : 2);",
    "uz": "nplurals=2; plural=(n != 1);",
    "uz_Cyrl": "nplurals=2; plural=(n != 1);",
}
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
NOT_SEARCHED = {"migrations", "tests", "benchmarks", "locale", "staticfiles", "node_modules"}
TEMPLATE_ENDINGS = {".html", ".txt", ".xml"}


def po_file(locale: str) -> Path:
    """The catalogue of the project's own messages that people edit."""
    return _po_file(LOCALES, locale)


def po_file_of_django(locale: str) -> Path:
    """The catalogue of Django's messages that people edit."""
    return _po_file(LOCALES_OF_DJANGO, locale)


def update() -> None:
    """Bring every catalogue in step with the source: new messages in, unused ones out.

    Without dates and line numbers, and in order, so that a change shows only what changed.
    """
    found = gather()
    for locale in PLURAL_FORMS:
        catalogue = _read(locale, po_file(locale))
        catalogue.update(found, no_fuzzy_matching=True)
        text = BytesIO()
        write_po(
            text, catalogue, 100, omit_header=True, sort_output=True, ignore_obsolete=True,
            include_lineno=False,
        )  # fmt: skip
        path = po_file(locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_header(locale) + text.getvalue())


def gather() -> Catalog:
    """Every message of the Python source and the templates."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources():
        text = path.read_text()
        if path.suffix in TEMPLATE_ENDINGS:
            # What stood around a message is blotted out, but its indentation is no Python's.
            text = "\n".join(line.strip() for line in templatize(text).splitlines())
        place = path.relative_to(CHECKOUT).as_posix()
        for _line, message, comments, context in extract(
            "python", BytesIO(text.encode()), KEYWORDS
        ):
            catalogue.add(message, None, [(place, 0)], auto_comments=comments, context=context)
    return catalogue


def compile_all() -> None:
    """Write the compiled catalogue beside each edited one that is newer."""
    for locale in PLURAL_FORMS:
        for source in (po_file(locale), po_file_of_django(locale)):
            if source.exists():
                _compile(locale, source)


def _compile(locale: str, source: Path) -> None:
    target = source.with_suffix(".mo")
    if _is_fresh(target, source):
        return
    # Renamed into place: another process may be reading or writing it.
    half = target.with_suffix(f".mo.{os.getpid()}")
    with half.open("wb") as file:
        write_mo(file, _read(locale, source))
    half.replace(target)


def missing() -> list[str]:
    """One line for each message of the source that some language lacks or has wrong.

    Of Django's messages, those that stand in the catalogue and are wrong there.
    """
    found = gather()
    lines: list[str] = []
    for locale in PLURAL_FORMS:
        lines += _faults(locale, found, _read(locale, po_file(locale)))
        of_django = _read(locale, po_file_of_django(locale))
        lines += _faults(locale, of_django, of_django)
    return lines


def _faults(locale: str, found: Catalog, catalogue: Catalog) -> Iterator[str]:
    for message in found:
        if message.id:
            fault = _fault(catalogue.get(message.id, message.context), catalogue)
            if fault:
                yield f"{locale}: {fault}: {message.id!r}"


def _fault(message: Message | None, catalogue: Catalog) -> str:
    if message is None or not message.string:
        return "not translated"
    if not isinstance(message.string, str) and not all(message.string):
        return "not every plural form is translated"
    if message.fuzzy:
        return "marked as unsure"
    if any(message.check(catalogue)):
        return "other placeholders than the source"
    return ""


def _sources() -> Iterator[Path]:
    for folder, names, files in os.walk(CHECKOUT):
        names[:] = sorted(
            name for name in names if name not in NOT_SEARCHED and not name.startswith(".")
        )
        for file in sorted(files):
            path = Path(folder, file)
            if path.suffix in TEMPLATE_ENDINGS | {".py"}:
                yield path


def _po_file(locales: Path, locale: str) -> Path:
    return locales / locale / "LC_MESSAGES" / "django.po"


def _read(locale: str, path: Path) -> Catalog:
    text = path.read_bytes() if path.exists() else _header(locale)
    return read_po(BytesIO(text), locale=locale)


def _header(locale: str) -> bytes:
    lines = [
        f"Language: {locale}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURAL_FORMS[locale]}",
    ]
    quoted = "".join(f'"{line}\\n"\n' for line in lines)
    return f'msgid ""\nmsgstr ""\n{quoted}\n'.encode()


def _is_fresh(target: Path, source: Path) -> bool:
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def main(arguments: list[str]) -> int:
    """Run one of `update`, `compile`, `missing`; the exit code is 1 when something is missing."""
    match arguments:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["missing"]:
            lines = missing()
            print("\n".join(lines))
            return 1 if lines else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
