"""The one form in which pictures stand in a text."""

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from editorial.contents.cleaning import clean_html, plain
from editorial.contents.figures import own_address

OWN = f"/pictures/{'0af' * 10}00/1600.jpg"
IMAGE = f'<img src="{OWN}" alt="Зал">'
FIGURE = f'<figure class="image">{IMAGE}</figure>'
WITH_CAPTION = (
    f'<figure class="image"><img src="{OWN}" alt="Зал" width="1600" height="1067">'
    "<figcaption>Зал <i>заседаний</i></figcaption></figure>"
)
CASES = [
    ("an empty alternative text is said", f'<figure class="image"><img src="{OWN}"></figure>',
     f'<figure class="image"><img src="{OWN}" alt=""></figure>'),
    ("the editor's style goes", FIGURE.replace(" alt", ' style="aspect-ratio:1" alt'), FIGURE),
    ("other classes go", FIGURE.replace('"image"', '"image image_resized modal"'), FIGURE),
    ("the order is one", f'<figure class="image"><img alt="Зал" src="{OWN}"></figure>', FIGURE),
    ("an empty caption goes", FIGURE.replace("</fig", "<figcaption> </figcaption></fig"), FIGURE),
    ("sides are numbers", FIGURE.replace(" alt", ' width="1e3" height="-1" alt'), FIGURE),
    ("sources in sizes go", FIGURE.replace(" alt", ' srcset="https://e.org/x 2x" alt'), FIGURE),
    ("handlers go", FIGURE.replace(" alt", ' onerror="alert(1)" alt'), FIGURE),
    ("a whole own address is made short", FIGURE.replace(OWN, settings.SITE_URL + OWN), FIGURE),
    ("WebP becomes JPEG", FIGURE.replace(".jpg", ".webp"), FIGURE),
    ("a paragraph of one picture is a picture", f"<p>{IMAGE}</p>", FIGURE),
    ("a picture among words is a block", f"<blockquote>а{IMAGE}</blockquote>",
     f"<blockquote>а{FIGURE}</blockquote>"),
    ("a linked picture keeps its link", f'<figure class="image"><a href="https://e.org/">{IMAGE}</a></figure>',
     f'<figure><a href="https://e.org/">{FIGURE}</a></figure>'),
    ("a picture from elsewhere goes with its caption",
     '<figure class="image"><img src="https://e.org/a.jpg"><figcaption>б</figcaption></figure><p>а</p>',
     "<p>а</p>"),
    ("a picture in the text itself goes", '<p>а<img src="data:image/png;base64,AA"></p>',
     "<p>а</p>"),
]  # fmt: skip


@pytest.mark.parametrize("html", [FIGURE, WITH_CAPTION, f"<p>а</p>{WITH_CAPTION}<p>б</p>"])
def test_what_the_editor_writes_of_a_picture_stays(html: str) -> None:
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("html", "cleaned"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_picture_takes_its_one_form(html: str, cleaned: str) -> None:
    assert clean_html(html) == cleaned
    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize(
    "source",
    [
        OWN + "?x=1", OWN + "#x", OWN.replace(".jpg", ".svg"), "//e.org" + OWN, "/x" + OWN,
        "https://e.org" + OWN, OWN.upper(), OWN.replace("/1600", "/01600"), "/pictures/x/1.jpg",
        OWN.replace("/1600", "/../1600"), "pictures" + OWN, "", "javascript:alert(1)",
        "/admin/logout/", f"{settings.SITE_URL}@e.org{OWN}",
    ],
)  # fmt: skip
def test_a_source_is_a_picture_of_the_house_or_nothing(source: str) -> None:
    assert own_address(source) is None
    assert clean_html(f'<p>а</p><figure class="image"><img src="{source}"></figure>') == "<p>а</p>"


def test_a_text_of_one_picture_is_not_empty() -> None:
    assert (clean_html(f"<p> </p>{FIGURE}"), clean_html("<p> </p>")) == (f"<p> </p>{FIGURE}", "")


def test_a_caption_is_words_of_the_text() -> None:
    assert plain(f"{WITH_CAPTION}<p>б</p>") == "Зал заседаний\n\nб"


PIECES = (
    '<figure class="image">', '<figure class="table image">', "<figure>", "</figure>", "<p>",
    "</p>", f'<img src="{OWN}">', '<img src="x">', f'<img alt="</figure>&quot;" src="{OWN}">',
    "<figcaption>", "</figcaption>", "<strong>", "</strong>", '<a href="https://e.org/">', "</a>",
    "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "</ul>", "<h2>", "</h2>", "<svg>",
    "<template>", "<select>", "<picture>", "слово", " ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_settling_ends_and_settles(html: str) -> None:
    once = clean_html(html)
    assert clean_html(once) == once
    assert once.count("<img ") == once.count('<figure class="image"><img ')
