import re

import pytest

from languages.choices import CODES
from languages.countries import country_codes, country_name

LETTERS = {
    "uz": re.compile(r"[A-Za-zʻʼ (),.-]+"),
    "uz-cyrl": re.compile(r"[А-Яа-яЁёЎўҚқҒғҲҳ (),.’-]+"),
    "ru": re.compile(r"[А-Яа-яЁё (),.’—-]+"),
    "en": re.compile(r"[A-Za-zÅçéíôãü (),.’-]+"),
}


def test_there_are_the_249_countries_of_the_standard() -> None:
    codes = country_codes()

    assert len(codes) == 249
    assert codes[:3] == ("AD", "AE", "AF")
    assert set(codes).isdisjoint({"EU", "XK", "ZZ", "UN"})


@pytest.mark.parametrize("language", CODES)
def test_every_name_is_written_whole_in_the_letters_of_the_language(language: str) -> None:
    odd = [
        name
        for name in (country_name(country, language) for country in country_codes())
        if not LETTERS[language].fullmatch(name) or "о-в" in name or "&" in name or "St." in name
    ]

    assert odd == []


@pytest.mark.parametrize("language", CODES)
def test_no_two_countries_have_one_name(language: str) -> None:
    names = {country_name(country, language) for country in country_codes()}

    assert len(names) == len(country_codes())


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("UZ", ["Oʻzbekiston", "Ўзбекистон", "Узбекистан", "Uzbekistan"]),
        ("KG", ["Qirgʻiziston", "Қирғизистон", "Кыргызстан", "Kyrgyzstan"]),
        ("FR", ["Fransiya", "Франция", "Франция", "France"]),
        (
            "US",
            [
                "Amerika Qoʻshma Shtatlari",
                "Америка Қўшма Штатлари",
                "Соединённые Штаты Америки",
                "United States of America",
            ],
        ),
        ("SZ", ["Esvatini", "Эсватини", "Эсватини", "Eswatini"]),
    ],
)
def test_country_is_named_as_the_office_names_it(country: str, names: list[str]) -> None:
    assert [country_name(country, language) for language in CODES] == names


def test_unknown_country_is_refused() -> None:
    with pytest.raises(KeyError):
        country_name("XX", "ru")
