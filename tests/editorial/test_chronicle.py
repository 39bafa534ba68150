"""What is read of a publication's record: above all, why a text came back."""

from django.test import Client

from editorial import actions
from editorial.chronicle import latest_deeds, returned
from editorial.four_eyes import Review
from editorial.models import Edition
from editorial.panel import desk_address
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
