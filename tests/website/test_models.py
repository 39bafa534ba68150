import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction

from website.identity import FIRST_WORDS
from website.models import Channel, SiteIdentity

pytestmark = pytest.mark.django_db


def test_a_new_site_knows_its_names_in_four_languages() -> None:
    identity = SiteIdentity.objects.get()

    assert {field: getattr(identity, field) for field in FIRST_WORDS} == FIRST_WORDS


def test_the_database_lets_in_no_second_identity() -> None:
    with pytest.raises(IntegrityError, match="site_identity_is_one"), transaction.atomic():
        SiteIdentity.objects.create(pk=2, **FIRST_WORDS)


def test_migrating_again_changes_nothing_an_editor_has_written() -> None:
    SiteIdentity.objects.update(name_ru="Другое имя")
    call_command("migrate", verbosity=0)

    assert SiteIdentity.objects.get().name_ru == "Другое имя"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "telegram", "url": "http://t.example/isrs"}, "channel_address_is_safe"),
        ({"kind": "telegram", "url": "javascript:alert(1)"}, "channel_address_is_safe"),
        ({"kind": "pigeon", "url": "https://t.example/isrs"}, "channel_kind_is_known"),
    ],
)
def test_channel_leads_to_a_safe_address_of_a_known_kind(
    fields: dict[str, str], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Channel.objects.create(label="Channel", **fields)
    with pytest.raises(ValidationError):
        Channel(label="Channel", **fields).full_clean()
