"""Pictures as HTML, without asking the database."""

from django.template import Context, Template
from django.utils import translation

from editorial.contents.cleaning import clean_html
from library.markup import (
    lacking_alternatives,
    lacking_alternatives_in,
    picture_markup,
    pictures_in,
    responsive,
)
from library.models import Picture
from library.printing import PrintedPicture, print_picture

FIRST, SECOND = "a" * 32, "b" * 32


def figure(picture: str, alt: str = "Зал", width: int = 1200) -> str:
    return (
        f'<figure class="image"><img src="/pictures/{picture}/{width}.jpg" alt="{alt}"'
        f' width="{width}" height="800"><figcaption>Подпись</figcaption></figure>'
    )


def printed(width: int = 1200, height: int = 800) -> PrintedPicture:
    return print_picture(Picture(id=FIRST, width=width, height=height, credit="ИСМИ"))


def test_a_print_keeps_what_a_page_needs() -> None:
    assert printed() == {"id": FIRST, "width": 1200, "height": 800, "credit": "ИСМИ"}


def test_a_printed_picture_offers_every_size_in_two_formats() -> None:
    stem = f"/pictures/{FIRST}"
    webp, jpeg = (
        f"{stem}/480.{ending} 480w, {stem}/960.{ending} 960w, {stem}/1200.{ending} 1200w"
        for ending in ("webp", "jpg")
    )
    assert picture_markup(printed(), "Зал <заседаний>", "50vw") == (
        f'<picture><source type="image/webp" srcset="{webp}" sizes="50vw">'
        f'<img src="{stem}/1200.jpg" srcset="{jpeg}" sizes="50vw" alt="Зал &lt;заседаний&gt;"'
        ' width="1200" height="800" loading="lazy" decoding="async"></picture>'
    )


def test_the_sides_are_those_of_the_largest_size() -> None:
    assert ' width="1600" height="1067" ' in picture_markup(printed(4000, 2667), "")


def test_the_picture_that_a_page_opens_with_is_fetched_at_once() -> None:
    markup = picture_markup(printed(), "", is_first=True)
    assert ('fetchpriority="high"' in markup, "lazy" in markup) == (True, False)


def test_pictures_of_a_text_are_found_once_each_in_their_order() -> None:
    text = f"<p>а</p>{figure(SECOND)}{figure(FIRST)}{figure(SECOND)}"
    assert pictures_in(text) == [SECOND, FIRST]
    assert pictures_in("<p>/pictures/ и img</p>") == []


def test_pictures_that_say_nothing_are_counted() -> None:
    lacking = figure(FIRST, "") + figure(SECOND, " ") + figure(FIRST)
    assert lacking_alternatives(lacking) == 2
    with translation.override("en"):
        assert lacking_alternatives_in(lacking) == ["alternative texts of 2 pictures"]
    assert lacking_alternatives_in(figure(FIRST)) == []


def test_a_text_gets_every_size_and_keeps_its_words() -> None:
    text = f"<p>до</p>{figure(FIRST, 'a &lt;b&gt; &quot;c&quot;', 480)}<p>после</p>"
    source = f"/pictures/{FIRST}/480"
    assert responsive(text, "100vw") == (
        '<p>до</p><figure class="image"><picture>'
        f'<source type="image/webp" srcset="{source}.webp 480w" sizes="100vw">'
        f'<img src="{source}.jpg" srcset="{source}.jpg 480w" sizes="100vw"'
        ' alt="a &lt;b&gt; &quot;c&quot;" width="480" height="800" loading="lazy"'
        ' decoding="async"></picture><figcaption>Подпись</figcaption></figure><p>после</p>'
    )


def test_what_readers_copy_comes_back_as_it_was_stored() -> None:
    text = f"<p>до</p>{figure(FIRST)}"
    assert clean_html(text) == text
    assert clean_html(responsive(text)) == text


def test_templates_print_pictures() -> None:
    template = Template("{% load pictures %}{% picture cover alt '10vw' %}|{{ body|responsive }}")
    said = template.render(Context({"cover": printed(), "alt": "Зал", "body": figure(FIRST)}))
    assert said == f"{picture_markup(printed(), 'Зал', '10vw')}|{responsive(figure(FIRST))}"
