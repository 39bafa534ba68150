import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from ismi_cms.demo.content import pieces, records, working_day
from languages.choices import CODES

PIECES = {piece.key: piece for piece in pieces()}
RECORDS = ("section", "topic", "organisation", "person")
# What would betray words of another language, or signs that only look like an apostrophe.
FOREIGN = {
    "uz": "[А-яЁё'‘’`]",
    "uz-cyrl": "[A-Za-zʻʼ]",
    "ru": "[A-Za-z]",
    "en": "[А-яЁёʻʼ'`]",
}


def translations(told):
    """Yield each table by language that stands anywhere in what is told."""
    if isinstance(told, dict):
        if told.keys() & set(CODES):
            yield {code: told[code] for code in CODES if code in told}
        for inner in told.values():
            yield from translations(inner)
    if isinstance(told, list):
        for inner in told:
            yield from translations(inner)


def words_of(told):
    if isinstance(told, dict):
        return [words for inner in told.values() for words in words_of(inner)]
    return [strip_tags(told)]


def paths(told, path=""):
    if not isinstance(told, dict):
        return {path}
    return {one for name, inner in told.items() for one in paths(inner, f"{path}/{name}")}


def test_each_language_is_written_in_its_own_letters():
    told = [*(vars(piece) for piece in PIECES.values()), *map(records, RECORDS)]
    betrayed = [
        words
        for table in translations(told)
        for language, said in table.items()
        for words in words_of(said)
        if re.search(FOREIGN[language], words)
    ]
    assert betrayed == []


def test_what_is_told_of_the_record_is_told_in_four_languages():
    tables = [table for name in RECORDS for table in translations(records(name))]
    assert [table for table in tables if list(table) != list(CODES)] == []
    assert len(tables) > 80


def test_what_is_told_in_one_language_is_told_in_all_but_where_a_translation_is_asked_for():
    told = {
        key: {code: paths(text) for code, text in one.texts.items()} for key, one in PIECES.items()
    }
    uneven = [
        key
        for key, ways in told.items()
        if list(ways) != list(CODES) or any(way != ways["ru"] for way in ways.values())
    ]
    assert uneven == ["kuala-lumpur-visit"]


def test_no_two_pieces_have_one_key():
    keys = [piece.key for piece in pieces()]
    assert sorted(keys) == sorted(PIECES)


@pytest.mark.parametrize(
    ("counted", "day"),
    [
        (0, date(2026, 11, 20)),
        (1, date(2026, 11, 20)),
        (2, date(2026, 11, 20)),
        (3, date(2026, 11, 19)),
        (-1, date(2026, 11, 23)),
        (-7, date(2026, 11, 27)),
        (date(2024, 10, 19), date(2024, 10, 19)),
    ],
)
def test_nobody_meets_on_a_weekend_unless_the_date_is_told(counted, day):
    sunday = date(2026, 11, 22)
    assert working_day(sunday, counted) == day
