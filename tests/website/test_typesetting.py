import pytest

from website.typesetting import bind


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("Встреча с делегацией в Ташкенте", "ru", "Встреча с\u00a0делегацией в\u00a0Ташкенте"),
        ("О мире и о войне", "ru", "О\u00a0мире и\u00a0о\u00a0войне"),
        ("Азия — Европа", "ru", "Азия\u00a0— Европа"),
        ("Из-за рубежа", "ru", "Из-за рубежа"),
        ("Какой-то союз", "ru", "Какой-то союз"),
        ("Asia – Europe", "en", "Asia\u00a0– Europe"),
        ("A meeting in Tashkent", "en", "A meeting in Tashkent"),
        ("", "ru", ""),
    ],
)
def test_line_does_not_end_where_it_must_not(text: str, language: str, bound: str) -> None:
    assert bind(text, language) == bound
