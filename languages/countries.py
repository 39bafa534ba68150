"""Names of the countries and territories of ISO 3166-1, in the four languages, from CLDR."""

import re
from functools import cache

from babel import Locale

from languages.choices import CODES, language

# Two-letter codes that CLDR names though ISO 3166-1 has not assigned them: reserved ones, groups
# of countries, places within a country and codes for tests.
_NOT_ASSIGNED = "AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|XA|XB|XK|ZZ"
_ASSIGNED = re.compile(rf"(?!{_NOT_ASSIGNED})[A-Z]{{2}}")

# What an Uzbek press office writes otherwise than CLDR, and slips of CLDR.
_NAMES: dict[str, dict[str, str]] = {
    "uz": {
        "CD": "Kongo Demokratik Respublikasi",
        "CG": "Kongo Respublikasi",
        "HK": "Gonkong",
        "MM": "Myanma",
        "MO": "Makao",
        "PG": "Papua-Yangi Gvineya",
        "PS": "Falastin",
        "SZ": "Esvatini",
    },
    "uz-cyrl": {
        "BM": "Бермуда ороллари",
        "BW": "Ботсвана",
        "CD": "Конго Демократик Республикаси",
        "CG": "Конго Республикаси",
        "HK": "Гонконг",
        "MH": "Маршалл ороллари",
        "MM": "Мьянма",
        "MO": "Макао",
        "MP": "Шимолий Мариана ороллари",
        "MV": "Малдив ороллари",
        "NF": "Норфолк ороли",
        "PG": "Папуа-Янги Гвинея",
        "PM": "Сен-Пьер ва Микелон",
        "PS": "Фаластин",
        "SJ": "Шпицберген ва Ян-Майен",
        "SZ": "Эсватини",
        "TF": "Француз Жанубий ҳудудлари",
    },
    "ru": {
        "AE": "Объединённые Арабские Эмираты",
        "CD": "Демократическая Республика Конго",
        "CG": "Республика Конго",
        "HK": "Гонконг",
        "KG": "Кыргызстан",
        "MM": "Мьянма",
        "MO": "Макао",
        "PG": "Папуа — Новая Гвинея",
        "PS": "Палестина",
        "SH": "Остров Святой Елены",
        "US": "Соединённые Штаты Америки",
    },
    "en": {
        "CD": "Democratic Republic of the Congo",
        "CG": "Republic of the Congo",
        "HK": "Hong Kong",
        "MM": "Myanmar",
        "MO": "Macao",
        "PS": "Palestine",
        "US": "United States of America",
    },
}
# CLDR shortens for tables; prose wants whole words and the right Uzbek apostrophes.
_WHOLE_WORDS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "uz": (
        (re.compile(r"(?<=[OoGg])[\u2018\u2019'](?=\w)"), "\u02bb"),
        (re.compile(r"[\u2018\u2019']"), "\u02bc"),
    ),
    "uz-cyrl": (),
    "ru": (
        (re.compile(r"^о-ва\b"), "Острова"),
        (re.compile(r"^о-в\b"), "Остров"),
        (re.compile(r"\bо-ва\b"), "острова"),
    ),
    "en": ((re.compile(r"&"), "and"), (re.compile(r"\bSt\."), "Saint")),
}


@cache
def country_codes() -> tuple[str, ...]:
    """Return the codes (ISO 3166-1 alpha-2, upper case) of all countries, in order of code."""
    named = (str(code) for code in Locale.parse("en").territories)
    return tuple(sorted(code for code in named if _ASSIGNED.fullmatch(code)))


def country_name(country: str, code: str) -> str:
    """Return the name of a country in a language.

    `country` is its code in ISO 3166-1 alpha-2, upper case; `code` is the language's code.
    Raises KeyError when either is unknown.
    """
    return _country_names()[code][country]


@cache
def _country_names() -> dict[str, dict[str, str]]:
    return {code: _names_in(code) for code in CODES}


def _names_in(code: str) -> dict[str, str]:
    territories = Locale.parse(language(code).locale).territories
    return {
        country: _NAMES[code].get(country) or _in_whole_words(territories[country], code)
        for country in country_codes()
    }


def _in_whole_words(name: str, code: str) -> str:
    for short, whole in _WHOLE_WORDS[code]:
        name = short.sub(whole, name)
    return name
