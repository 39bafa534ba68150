import json
import time
from contextlib import suppress

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from intake.decoding import Unreadable
from intake.reading import LONGEST_TEXT, Proposal, read, read_html, to_html
from languages.characters import clean_block

HEADLINE = "Институт принял японских учёных"
LEAD = (
    "Директор института принял делегацию Центра исследований «Восток», которую возглавляет "
    "профессор Кэн Ямада."
)
SECOND = "Стороны обсудили совместные исследования — и обмен специалистами, и планы на год."
THIRD = "По итогам встречи стороны договорились продолжить разговор."
SOURCE = f"{HEADLINE}\r\n\r\n\r\n{LEAD} \t\r\n\r\n{SECOND}\r\n{THIRD}\r\n"


def refusal(text: str, language: str | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        read(text, language)
    return caught.value.sentence


def proposal(headline: str, lead: str, paragraphs: list[str]) -> Proposal:
    return Proposal("ru", headline, lead, paragraphs, to_html(paragraphs), [])


def words_of(proposal: Proposal) -> str:
    return "".join([proposal.headline, proposal.lead, *proposal.paragraphs])


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_release_becomes_headline_lead_and_paragraphs() -> None:
    assert read(SOURCE) == proposal(HEADLINE, LEAD, [SECOND, THIRD])


def test_single_paragraph_is_the_body() -> None:
    assert read(f"{HEADLINE}\n{LEAD}") == proposal(HEADLINE, "", [LEAD])


def test_short_first_line_of_the_body_is_not_a_lead() -> None:
    assert read(f"{HEADLINE}\n\n26.11.2025\n\n{LEAD}") == proposal(
        HEADLINE, "", ["26.11.2025", LEAD]
    )


def test_wrapped_lines_are_joined() -> None:
    wrapped = LEAD.replace(" исследований", "\nисследований").replace(
        " возглавляет", " \nвозглавляет"
    )

    assert read(f"{HEADLINE}\n\n{wrapped}\n\n{SECOND}").lead == LEAD


def test_blank_line_and_items_of_a_list_part_paragraphs() -> None:
    body = ["Обсудили три вопроса:", "обмен;", "– планы", "издания;", "и далее"]
    text = f"{HEADLINE}\n" + "\n".join(body[:4]) + "\n\n" + body[4]

    assert read(text, "ru").paragraphs == [body[0], body[1], f"{body[2]} {body[3]}", body[4]]


def test_typography_is_kept() -> None:
    body = "Заседание № 5\u00a0— «Восток»: 1\u2009000 гостей, “C5+1”, Oʻzbekiston…"

    assert read(f"{HEADLINE}\n{body}", "ru").paragraphs == [body]


def test_chosen_language_counts_where_none_can_be_told() -> None:
    assert read("Да\nНет", "uz-cyrl").language == "uz-cyrl"


def test_proposal_goes_into_json() -> None:
    assert json.loads(json.dumps(read(SOURCE).as_dict())) == {
        "language": "ru",
        "headline": HEADLINE,
        "lead": LEAD,
        "paragraphs": [SECOND, THIRD],
        "body": f"<p>{SECOND}</p><p>{THIRD}</p>",
        "warnings": [],
    }


RUSSIAN_ENDING = (
    "В завершение встречи стороны договорились продолжить совместную работу, обменяться "
    "исследованиями и провести следующий круглый стол весной будущего года в Ташкенте."
)


@given(st.lists(st.text(st.sampled_from("абВГ. –;\n\t\u00a0«»ʻ1\u200bй"), max_size=40)))
def test_every_word_of_the_source_is_kept_once_and_in_order(lines: list[str]) -> None:
    source = "\n".join(["Заголовок", *lines, RUSSIAN_ENDING])
    try:
        proposal = read(source, "ru")
    except Unreadable:
        # Mostly letters that Russian does not have: refused, as another test says.
        reject()

    assert without_spaces(words_of(proposal)) == without_spaces(clean_block(source))


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u00a0\ufeff"])
def test_text_without_a_word_is_refused(text: str) -> None:
    assert refusal(text) == (
        "The text is empty: there is nothing in it but spaces. "
        "Paste the release, its headline on the first line."
    )


def test_too_long_text_is_refused() -> None:
    assert refusal("а" * (LONGEST_TEXT + 1)) == (
        "The text has 200001 characters, but a release may have at most 200000. "
        "Check that it is the right text, and take in only the release."
    )


def test_text_with_lost_letters_is_refused() -> None:
    assert refusal("Встреча\n\ufffdиректор принял") == (
        "Some letters of this text were lost on the way and show as �. "
        "Take the text from its original file again, and save it in the encoding UTF-8."
    )


def test_another_language_than_the_chosen_one_is_refused() -> None:
    assert refusal(SOURCE, "uz") == (
        "This text seems to be in another language (Русский) than the one chosen (Oʻzbekcha). "
        "Choose Русский, or check that it is the right text."
    )


def test_letters_that_the_chosen_language_has_not_are_refused() -> None:
    french = "Visite à Tachkent\nLa délégation a été reçue à l’institut par le directeur."

    assert refusal(french, "ru") == (
        "This text is not written in the letters of the language chosen (Русский). "
        "Choose its language, or check that it is the right text."
    )


def test_language_that_cannot_be_told_is_asked_for() -> None:
    assert refusal("Да\nНет") == (
        "The language of this text cannot be told with certainty. "
        "Choose the language it is written in, and try again."
    )


@pytest.mark.parametrize("first_line", [LEAD + " " + SECOND, "Слово " * 60], ids=["stop", "long"])
def test_paragraph_in_place_of_the_headline_is_refused(first_line: str) -> None:
    assert refusal(f"{first_line}\n{THIRD}", "ru") == (
        "The first line reads as a paragraph, not as a headline "
        f"({len(first_line.strip())} characters). Put a headline of at most 300 characters on a "
        "line of its own above it."
    )


def test_headline_without_a_body_is_refused() -> None:
    assert refusal(f"{HEADLINE}\n\n", "ru") == (
        "There is a headline, but no text after it, so there is nothing to publish. "
        "Put the text of the release below the headline, on lines of its own."
    )


def test_paragraph_without_line_breaks_is_refused() -> None:
    body = "Слово " * 2000

    assert refusal(f"{HEADLINE}\n{body}", "ru") == (
        f"One paragraph has {len(body.strip())} characters, more than 10000: the line breaks "
        "were probably lost. Divide the text into paragraphs, and try again."
    )


def test_unknown_language_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        read(SOURCE, "fr")


def test_markup_in_a_paragraph_stays_text() -> None:
    assert to_html(["A & B", '<script>"x"</script>']) == (
        '<p>A &amp; B</p><p>&lt;script&gt;"x"&lt;/script&gt;</p>'
    )


@pytest.mark.parametrize("line", ["а", "– ", "а" * 500, " \t"])
def test_long_text_of_any_shape_is_read_quickly(line: str) -> None:
    text = f"{HEADLINE}\n{LEAD}\n" + f"{line}\n" * (100_000 // (len(line) + 1))

    started = time.process_time()
    with suppress(Unreadable):
        read(text, "ru")

    assert time.process_time() - started < 1


HTML = f"<p>{HEADLINE}</p><p>{LEAD}</p><p>{SECOND}</p><p>{THIRD}</p>"


def html_refusal(html: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_html(html)
    return caught.value.sentence


def test_html_is_read_as_the_same_words_in_a_plain_text() -> None:
    assert read_html(HTML) == read(SOURCE)


@pytest.mark.parametrize("tag", ["h2", "h3"])
def test_headline_is_the_first_line_whatever_its_style(tag: str) -> None:
    styled = HTML.replace(f"<p>{HEADLINE}</p>", f"<{tag}><strong>{HEADLINE}</strong></{tag}>")

    assert read_html(f"<p>&nbsp;</p>{styled}") == read(SOURCE)


def test_headings_lists_tables_and_links_stay_in_the_body() -> None:
    body = (
        f"<h2>{THIRD}</h2><ul><li>обмен</li><li>планы</li></ul>"
        '<figure class="table"><table><tbody><tr><td>один</td><td>два</td></tr></tbody></table>'
        '</figure><p><a href="https://ismi.example/">сайт</a></p>'
    )

    read_back = read_html(f"<p>{HEADLINE}</p><p>{LEAD}</p>{body}")

    assert (read_back.lead, read_back.body) == (LEAD, body)
    assert read_back.paragraphs == [THIRD, "обмен", "планы", "один", "два", "сайт"]


def test_emphasis_of_the_lead_goes_and_a_link_keeps_a_paragraph_in_the_body() -> None:
    bold = f"<p><strong>{LEAD}</strong></p>"
    linked = f'<p><a href="https://ismi.example/">Директор</a>{LEAD.removeprefix("Директор")}</p>'

    assert read_html(HTML.replace(f"<p>{LEAD}</p>", bold)) == read(SOURCE)
    assert read_html(HTML.replace(f"<p>{LEAD}</p>", linked)).lead == ""


def test_headline_over_two_lines_is_one() -> None:
    broken = HTML.replace("принял японских", "принял<br>японских")

    assert read_html(broken) == read(SOURCE)


def test_release_in_one_paragraph_is_parted_at_its_line_breaks() -> None:
    lines = f"{HEADLINE}<br><br>{LEAD}<br>{SECOND}<br>{THIRD}"

    assert read_html(f"<p>{lines}</p>") == read(SOURCE)


def test_line_break_within_a_sentence_is_a_space_and_bold_goes_on_over_a_break() -> None:
    wrapped = SECOND.replace("исследования —", "исследования<br>и —")
    body = f"<p>{wrapped}</p><p><strong>Раз.<br>Два.</strong> Три.</p>"

    assert read_html(f"<p>{HEADLINE}</p><p>{LEAD}</p>{body}").body == (
        f"<p>{wrapped.replace('<br>', ' ')}</p>"
        "<p><strong>Раз.</strong></p><p><strong>Два.</strong> Три.</p>"
    )


def test_breaks_in_a_list_or_a_table_stay() -> None:
    body = "<ul><li>раз<br>Два</li></ul>"

    assert read_html(f"<p>{HEADLINE}</p><p>{LEAD}</p>{body}").body == body


def test_warnings_are_handed_on() -> None:
    assert read_html(HTML, None, ["Проверьте."]).warnings == ["Проверьте."]


@pytest.mark.parametrize("first", ["<ul><li>А</li></ul>", "<blockquote><p>А</p></blockquote>"])
def test_list_or_table_in_place_of_the_headline_is_refused(first: str) -> None:
    assert html_refusal(first + HTML) == (
        "The document begins with a list or a table, so its headline cannot be told. "
        "Put the headline on a line of its own above it."
    )


def test_html_is_refused_in_the_words_of_a_plain_text() -> None:
    assert [html_refusal(html) for html in ("", f"<p>{HEADLINE}</p>", "<p>Да</p><p>Нет</p>")] == [
        (
            "The text is empty: there is nothing in it but spaces. "
            "Paste the release, its headline on the first line."
        ),
        (
            "There is a headline, but no text after it, so there is nothing to publish. "
            "Put the text of the release below the headline, on lines of its own."
        ),
        (
            "The language of this text cannot be told with certainty. "
            "Choose the language it is written in, and try again."
        ),
    ]


@pytest.mark.parametrize("piece", ["а<br>", "<b>", "а <i>б</i> ", "&amp;"])
def test_long_html_of_any_shape_is_read_quickly(piece: str) -> None:
    html = f"<p>{HEADLINE}</p><p>{piece * (60_000 // len(piece))}</p>"

    started = time.process_time()
    with suppress(Unreadable):
        read_html(html, "ru")

    assert time.process_time() - started < 2
