"""A second reader who does not read the language, where the office lets him compare."""

import pytest

from accounts.models import User
from accounts.roles import Role
from editorial import actions
from editorial.blockers import blockers
from editorial.models import Acknowledgement, Approval, Edition, Release, SecondReader
from editorial.refusals import Refused
from tests.editorial.conftest import Office
from tests.editorial.desk import press, sentences, signed_in
from tests.factories import draft, person, words

SOURCE = words("Встреча 17 мая", "<p>Прибыли 12 человек.</p>")


@pytest.fixture
def reviewer(office: Office) -> User:
    """A press secretary who reads Russian and no English, the only one who may approve English."""
    User.objects.filter(pk__in=[office.editor.pk, office.secretary.pk]).update(is_active=False)
    return person(Role.PRESS_SECRETARY, reads=["ru"], desk_language="en")


@pytest.fixture
def compared(db: None) -> SecondReader:
    return SecondReader.objects.create(language="en", reading="source_checked")


def submitted(office: Office, body: str = "<p>12 people came.</p>") -> Edition:
    edition = draft(office.writer, ru=SOURCE, en=words("Meeting on 17 May", body))
    return actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru", "en"]
    )


def approve(edition: Edition, by: User, *parts: str, seen: tuple[str, ...] = ()) -> Edition:
    edition.refresh_from_db()
    return actions.approve(
        edition=edition, by=by, token=edition.token, parts=parts, acknowledged=seen
    )


def codes_of(refusal: "pytest.ExceptionInfo[Refused]") -> tuple[str, ...]:
    return refusal.value.codes


def test_without_the_rule_who_does_not_read_the_language_does_not_approve(
    office: Office, reviewer: User
) -> None:
    edition = approve(submitted(office), reviewer, "facts", "ru")
    with pytest.raises(Refused) as refusal:
        approve(edition, reviewer, "en")
    assert codes_of(refusal) == ("does_not_read",)


def test_with_the_rule_he_compares_it_with_the_approved_source(
    office: Office, reviewer: User, compared: SecondReader
) -> None:
    edition = submitted(office)
    with pytest.raises(Refused) as refusal:
        approve(edition, reviewer, "en")
    assert codes_of(refusal) == ("source_not_approved",)
    approve(edition, reviewer, "facts", "ru")
    approve(edition, reviewer, "en")
    readings = dict(Approval.objects.values_list("part", "reading"))
    assert readings == {"facts": "fluent", "ru": "fluent", "en": "source_checked"}
    edition.refresh_from_db()
    actions.release(edition=edition, by=reviewer, token=edition.token, languages=["ru", "en"])
    assert Release.objects.live().count() == 2


def test_what_differs_from_the_source_is_looked_at_first(
    office: Office, reviewer: User, compared: SecondReader
) -> None:
    edition = approve(submitted(office, "<p>21 people came.</p>"), reviewer, "facts", "ru")
    (warning,) = blockers(edition, "approve", ["en"], by=reviewer).warnings
    assert str(warning) == "English, numbers: only in the source: 12; only here: 21."
    with pytest.raises(Refused) as refusal:
        approve(edition, reviewer, "en")
    assert codes_of(refusal) == ("unacknowledged",)
    assert Acknowledgement.objects.count() == 0
    approve(edition, reviewer, "en", seen=(warning.key,))
    stored = Acknowledgement.objects.get()
    assert (stored.part, stored.finding, stored.by) == ("en", warning.key, reviewer)


def test_a_warning_ticked_for_other_words_is_none_for_these(
    office: Office, reviewer: User, compared: SecondReader
) -> None:
    edition = approve(submitted(office, "<p>21 people came.</p>"), reviewer, "facts", "ru")
    (warning,) = blockers(edition, "approve", ["en"], by=reviewer).warnings
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"en": words("Meeting on 17 May", "<p>22 people came.</p>")},
    )
    actions.submit(edition=edition, by=office.writer, token=edition.token, languages=["en"])
    with pytest.raises(Refused) as refusal:
        approve(edition, reviewer, "en", seen=(warning.key,))
    assert codes_of(refusal) == ("unacknowledged",)


def test_a_comparison_holds_while_the_source_says_the_same(
    office: Office, reviewer: User, compared: SecondReader
) -> None:
    edition = approve(submitted(office), reviewer, "facts", "ru")
    edition = approve(edition, reviewer, "en")
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"ru": words("Встреча 18 мая", "<p>Прибыли 12 человек.</p>")},
    )
    with pytest.raises(Refused) as refusal:
        actions.release(edition=edition, by=reviewer, token=edition.token, languages=["en"])
    assert [(one.code, one.part) for one in refusal.value.refusals] == [("not_approved", "en")]


def test_the_source_itself_is_never_compared(office: Office, reviewer: User) -> None:
    SecondReader.objects.create(language="ru", reading="source_checked")
    foreign = person(Role.EDITOR, reads=["uz"], desk_language="en")
    with pytest.raises(Refused) as refusal:
        approve(submitted(office), foreign, "ru")
    assert codes_of(refusal) == ("does_not_read",)


def test_who_reads_neither_compares_nothing(
    office: Office, reviewer: User, compared: SecondReader
) -> None:
    edition = approve(submitted(office), reviewer, "facts", "ru")
    with pytest.raises(Refused) as refusal:
        approve(edition, person(Role.EDITOR, reads=["uz"], desk_language="en"), "en")
    assert codes_of(refusal) == ("does_not_read",)


def test_a_fluent_reader_is_asked_nothing(office: Office, compared: SecondReader) -> None:
    edition = submitted(office, "<p>21 people came.</p>")
    approve(edition, office.editor, "en")
    assert Approval.objects.get().reading == "fluent"


def test_the_page_asks_for_each_tick(
    office: Office, reviewer: User, compared: SecondReader
) -> None:
    edition = approve(submitted(office, "<p>21 people came.</p>"), reviewer, "facts", "ru")
    client = signed_in(reviewer)
    response = press(client, edition, "approve:en")
    assert sentences(response) == ["English, numbers: only in the source: 12; only here: 21."]
    (warning,) = blockers(edition, "approve", ["en"], by=reviewer).warnings
    response = press(client, edition, "approve:en", **{"approve-en-seen-1": warning.key})
    assert sentences(response) == ["Approved: English."]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.ADMINISTRATOR, 302), (Role.PRESS_SECRETARY, 403)]
)
def test_administrators_alone_make_the_rule(office: Office, role: Role, status: int) -> None:
    response = signed_in(person(role)).post(
        "/admin/editorial/secondreader/add/", {"language": "en", "reading": "source_checked"}
    )
    assert response.status_code == status
    assert SecondReader.objects.count() == (1 if status == 302 else 0)
