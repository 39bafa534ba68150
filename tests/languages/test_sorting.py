import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.choices import CODES
from languages.sorting import sort_key


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("uz", ["Olma", "Sana", "Zamin", "Oʻzbek", "Gʻarb", "Shahar", "Chiroq", "ng"]),
        ("uz", ["Isʼhoq", "Iso", "Ish"]),
        ("uz", ["10 kun", "AQSH", "AQSH va Yaponiya", "AQSHda", "Яйла"]),
        ("uz-cyrl", ["Аён", "Енгил", "Ёмғир", "Жаҳон", "Яна", "Ўзбек", "Қуёш", "Ғарб", "Ҳаво"]),
        ("ru", ["абв", "Еж", "Ель", "Ёлка", "Жук", "Яна", "Ўрта", "Arab"]),
        (
            "en",
            ["Åland Islands", "Albania", "Côte d’Ivoire", "Cuba", "São Tomé", "Spain", "Япония"],
        ),
    ],
)
def test_texts_stand_in_the_order_of_the_language(language: str, ordered: list[str]) -> None:
    shuffled = random.Random(1).sample(ordered, len(ordered))

    assert sorted(shuffled, key=lambda text: sort_key(text, language)) == ordered


@pytest.mark.parametrize("apostrophe", list("ʻʼ'’‘`"))
def test_any_apostrophe_makes_the_same_letter(apostrophe: str) -> None:
    assert sort_key(f"O{apostrophe}zbek", "uz") == sort_key("oʻzbek", "uz")


def test_punctuation_and_case_do_not_count() -> None:
    assert sort_key("«Шёлковый» — путь", "ru") == sort_key("шёлковый путь", "ru").replace(" ", "  ")


@given(st.text(), st.sampled_from(CODES))
def test_any_text_has_a_key_that_a_database_can_store(text: str, language: str) -> None:
    key = sort_key(text, language)

    assert "\0" not in key
    assert key.encode().decode() == key
