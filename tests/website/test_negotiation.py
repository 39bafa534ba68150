import pytest
from django.test import RequestFactory

from website.negotiation import language_of_path, preferred_language


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", "uz"),
        ("ru", "ru"),
        ("ru-KZ,ru;q=0.9,en;q=0.8", "ru"),
        ("kk-KZ,en-GB;q=0.8,ru;q=0.7", "en"),
        ("uz-Cyrl-UZ", "uz-cyrl"),
        ("uz-Latn-UZ", "uz"),
        ("uz-UZ", "uz"),
        ("en;q=0.2,ru;q=0.7", "ru"),
        ("en;q=0,ru;q=0.1", "ru"),
        ("fr,de;q=0.5,*;q=0.1", "uz"),
        ("russian roulette;;;q=", "uz"),
    ],
)
def test_reader_is_given_the_liked_best_of_the_four_languages(accepted: str, expected: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": accepted})

    assert preferred_language(request) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/ru/news/", "ru"),
        ("/uz-cyrl/", "uz-cyrl"),
        ("/ruble/", None),
        ("/", None),
        ("", None),
        ("//ru/", None),
    ],
)
def test_language_of_a_path_is_its_first_part(path: str, expected: str | None) -> None:
    assert language_of_path(path) == expected
