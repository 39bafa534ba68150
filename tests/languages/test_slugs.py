import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages.choices import CODES
from languages.slugs import slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Директор принял посла Японии", "direktor-prinyal-posla-yaponii"),
        ("Ёлка, ежи и объезд", "elka-ezhi-i-obezd"),
        ("Стратегический новый Дмитрий", "strategichesky-novy-dmitry"),
        ("Ещё шаг: цех, щит, хор, эхо, юг, яма", "eshche-shag-tsekh-shchit-khor-ekho-yug-yama"),
        ("Қўқон и Ғиждувон", "qoqon-i-gizhduvon"),
        ("Формат «С5+1» — 30 лет", "format-s5-1-30-let"),
        ("ISRS и C5", "isrs-i-c5"),
    ],
)
def test_russian_is_romanised_as_newspapers_do(text: str, slug: str) -> None:
    assert slugify(text, "ru") == slug


@pytest.mark.parametrize(
    ("latin", "cyrillic", "slug"),
    [
        ("Oʻzbekiston", "Ўзбекистон", "ozbekiston"),
        ("Gʻarbiy togʻ", "Ғарбий тоғ", "garbiy-tog"),
        ("Maʼno va moʻjiza", "Маъно ва мўъжиза", "mano-va-mojiza"),
        ("Yevropa, poyezd, obyekt", "Европа, поезд, объект", "yevropa-poyezd-obyekt"),
        ("Sirk, konsert, litsey", "Цирк, концерт, лицей", "sirk-konsert-litsey"),
        ("Sentabr, oktabr, noyabr", "Сентябрь, октябрь, ноябрь", "sentabr-oktabr-noyabr"),
        ("Isʼhoq Mirziyoyev", "Исҳоқ Мирзиёев", "ishoq-mirziyoyev"),
        ("Jahon, xalqaro, choy, shahar", "Жаҳон, халқаро, чой, шаҳар", "jahon-xalqaro-choy-shahar"),
        ("Batalyon, kompyuter, elchi", "Батальон, компьютер, элчи", "batalyon-kompyuter-elchi"),
    ],
)
def test_both_uzbek_scripts_give_one_slug(latin: str, cyrillic: str, slug: str) -> None:
    assert slugify(latin, "uz") == slug
    assert slugify(cyrillic, "uz-cyrl") == slug


@pytest.mark.parametrize("apostrophe", list("ʻʼ'’‘`´′ʹ"))
def test_any_apostrophe_serves(apostrophe: str) -> None:
    assert slugify(f"O{apostrophe}zbek ma{apostrophe}no", "uz") == "ozbek-mano"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Café São Tomé & Łódź: Japan’s №5", "cafe-sao-tome-lodz-japans-no5"),
        ("STRASSE Straße", "strasse-strasse"),
        ("İstanbul", "istanbul"),
        ("  -- Hello,   world! -- ", "hello-world"),
        ("и\u0306 a\u200bb soft\u00adhyphen", "y-ab-softhyphen"),
    ],
)
def test_accents_and_signs_are_folded(text: str, slug: str) -> None:
    assert slugify(text, "en") == slug


@pytest.mark.parametrize("text", ["", "😀 — …", "\u200b", "«»"])
def test_text_without_letters_or_digits_has_no_slug(text: str) -> None:
    assert slugify(text, "ru") == ""


def test_text_of_an_unknown_script_gives_its_code_points() -> None:
    assert slugify("中国", "en") == "4e2d-56fd"


def test_slug_is_cut_between_words() -> None:
    assert slugify("один два три", "ru", max_length=10) == "odin-dva"
    assert slugify("один два три", "ru", max_length=8) == "odin-dva"
    assert slugify("один два три", "ru", max_length=7) == "odin"


def test_single_long_word_is_cut_within() -> None:
    assert slugify("a" * 100, "en", max_length=80) == "a" * 80


@given(st.text(), st.sampled_from(CODES))
def test_slug_is_plain_ascii_of_limited_length(text: str, language: str) -> None:
    slug = slugify(text, language, max_length=40)

    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= 40


@given(st.text(st.sampled_from("абвгўқыяё 1aé"), min_size=1), st.sampled_from(CODES))
def test_text_with_letters_has_a_slug(text: str, language: str) -> None:
    assert bool(slugify(text, language)) == bool(text.strip())
