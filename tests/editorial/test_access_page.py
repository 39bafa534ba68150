"""The page "Who sees this": who may limit a piece there, what it asks first, what it says."""

from accounts.roles import Role
from editorial.actions.access import NOBODY_APPROVES
from editorial.models import Access
from editorial.permissions import may
from tests.editorial.conftest import Office
from tests.editorial.desk import address, sentences, signed_in
from tests.editorial.test_access import ask_outside, visible
from tests.factories import draft, person


def test_the_page_limits_and_opens(office: Office) -> None:
    edition = draft(office.writer)
    client = signed_in(office.writer)
    page = client.get(address(edition, "access"))
    assert page.context["is_limited"] is False
    answer = client.post(address(edition, "access"), {"person": office.editor.pk, "limit": ""})
    assert answer.headers["Location"] == address(edition)
    assert visible(edition, office.secretary) == (False, False)
    assert client.get(address(edition, "access")).context["is_limited"] is True
    client.post(address(edition, "access"), {"open": ""})
    assert visible(edition, office.secretary) == (True, True)


def test_the_page_asks_before_a_list_without_an_approver(office: Office) -> None:
    edition = draft(office.writer)
    client = signed_in(office.writer)
    post = {"person": [office.translator.pk, "x"], "limit": ""}
    answer = client.post(address(edition, "access"), post)
    assert (answer.status_code, Access.objects.count()) == (400, 0)
    assert [one.code for one in answer.context["warnings"]] == [NOBODY_APPROVES]
    ticked = {one.username for one, is_ticked, _always in answer.context["people"] if is_ticked}
    assert ticked == {"writer", "translator"}
    client.post(address(edition, "access"), {**post, "despite": NOBODY_APPROVES})
    assert Access.objects.count() == 2


def test_who_may_not_write_reads_the_page_and_posts_nothing(office: Office) -> None:
    reader = person(Role.DUTY) if not may(person(), "save_edition") else person()
    edition = draft(office.writer)
    assert signed_in(reader).post(address(edition, "access"), {"limit": ""}).status_code == 403
    assert Access.objects.count() == 0


def test_the_page_names_the_links_that_die(office: Office) -> None:
    edition, client = draft(office.writer), signed_in(office.editor)
    ask_outside(edition, office.writer, "A. Saidov")
    ask_outside(edition, office.secretary, "B. Karimov")
    answer = client.post(address(edition, "access"), {"limit": ""}, follow=True)
    (said,) = sentences(answer)
    assert said.split(": ")[1] == "editor, writer. The link for B. Karimov is dead now."
