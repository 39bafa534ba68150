"""What is read of a publication's record: above all, why a text came back."""

import ast
from pathlib import Path

from django.test import Client

from editorial import actions
from editorial.chronicle import DEEDS, latest_deeds, returned
from editorial.desk.panel import desk_address
from editorial.four_eyes import Review
from editorial.models import Edition
from tests.editorial.conftest import Office
from tests.factories import draft

REASON = "Уточните дату встречи."


def sent_back(office: Office) -> Edition:
    edition = draft(office.writer)
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    return actions.send_back(
        edition=edition, by=office.editor, token=edition.token, languages=["ru"], reason=REASON
    )


def came_back(edition: Edition) -> list[tuple[str, str]]:
    edition = Edition.objects.get(pk=edition.pk)
    texts = {text.language: text for text in edition.text_rows.all()}
    review = Review(edition, texts, edition.updated_at)
    found = returned(latest_deeds(edition.publication), review)
    return [(one.language.code, one.deed.more) for one in found]


def test_a_text_that_was_sent_back_says_why_until_it_is_submitted_again(office: Office) -> None:
    edition = sent_back(office)
    assert came_back(edition) == [("ru", REASON)]
    edition = Edition.objects.get(pk=edition.pk)
    actions.submit(edition=edition, by=office.writer, token=edition.token, languages=["ru"])
    assert came_back(edition) == []


def test_the_reason_stands_above_the_text_it_is_about(office: Office, client: Client) -> None:
    edition = sent_back(office)
    client.force_login(office.writer)
    page = client.get(desk_address(edition)).content.decode()
    assert page.count('<p class="returned" data-code="ru">') == 1
    assert page.index(f"<q>{REASON}</q>") < page.index('id="language-ru"')


def test_a_text_that_nobody_sent_back_says_nothing(office: Office, client: Client) -> None:
    client.force_login(office.writer)
    page = client.get(desk_address(draft(office.writer))).content.decode()
    assert page.count('class="returned"') == 0


def verbs_in(path: Path) -> set[str]:
    """Return the verbs of the acts that a file begins or records."""
    found = set()
    for call in ast.walk(ast.parse(path.read_text())):
        if not isinstance(call, ast.Call):
            continue
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        said = [one.value for one in call.keywords if one.arg == "verb"]
        said += call.args[:1] if name.startswith("begin") else []
        if name == "append" or name.startswith("begin"):
            found |= {str(one.value) for one in said if isinstance(one, ast.Constant)}
    return found


def test_no_act_is_shown_by_its_code() -> None:
    root = Path(__file__).parent.parent.parent
    sources = [*root.glob("*/actions.py"), *root.glob("*/actions/*.py")]

    verbs = set().union(*(verbs_in(path) for path in sources))

    assert verbs >= {"release", "save_edition", "take_in_picture", "follow_up"}
    assert verbs - set(DEEDS) == set()
