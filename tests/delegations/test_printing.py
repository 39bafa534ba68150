"""What the print of a delegation means, and what a release keeps of the records it names."""

import pytest

from delegations.models import Delegation, Organisation
from delegations.printing import enclosed
from editorial import actions
from editorial.contents.printing import digest, print_facts
from editorial.models import Approval, Edition, Release
from tests.delegations.factories import delegation, institute
from tests.editorial.conftest import Office

pytestmark = pytest.mark.django_db


def _approved(office: Office, **facts: object) -> Edition:
    edition = delegation(office.writer, **facts)
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    return actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )


def _out(office: Office, edition: Edition) -> Release:
    (release,) = actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"]
    )
    return release


def test_facts_are_enclosed_with_the_names_that_the_organisation_has(office: Office) -> None:
    facts = print_facts(delegation(office.writer, organisation=institute().pk))

    assert enclosed(facts) == {
        **facts,
        "names": {
            "organisation": {
                "uz": "Tadqiqotlar instituti",
                "ru": "Институт исследований",
                "en": "Institute of Studies",
            }
        },
    }


def test_facts_without_an_organisation_are_enclosed_as_they_are(office: Office) -> None:
    facts = print_facts(delegation(office.writer))

    assert enclosed(facts) == facts


def test_release_keeps_what_the_organisation_was_called_that_day(office: Office) -> None:
    body = institute()
    edition = _approved(office, organisation=body.pk)

    release = _out(office, edition)
    Organisation.objects.update(name_ru="Академия")

    kept = Release.objects.get(pk=release.pk).content["facts"]["names"]
    assert kept["organisation"]["ru"] == "Институт исследований"


def test_approval_of_the_key_given_before_names_were_kept_still_counts(office: Office) -> None:
    edition = _approved(office, organisation=institute().pk)
    facts = print_facts(Delegation.objects.get(pk=edition.pk))
    approved = Approval.objects.get(part="facts")

    release = _out(office, edition)

    assert digest(facts) == digest(enclosed(facts)) == approved.digest == release.facts_digest


def test_name_in_one_more_language_voids_no_approval(office: Office) -> None:
    edition = _approved(office, organisation=institute().pk)
    Organisation.objects.update(name_uz_cyrl="Тадқиқотлар институти")

    release = _out(office, edition)

    assert release.content["facts"]["names"]["organisation"]["uz-cyrl"] == "Тадқиқотлар институти"
