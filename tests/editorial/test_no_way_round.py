"""No way round the verbs: not by the models, not by the shell, not by SQL.

What each test tries could be done if one guard were missing; after it, nothing is changed.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from editorial import actions
from editorial.clock import database_moment
from editorial.kinds import kind_models
from editorial.models import (
    Approval,
    AuditEntry,
    Edition,
    Mention,
    Passage,
    Publication,
    Release,
    Remark,
    Text,
    Topic,
    Unreviewed,
    Version,
    Withdrawal,
)
from tests.delegations.factories import delegation
from tests.editorial.conftest import Office
from tests.editorial.test_every_case import World
from tests.events.test_meetings import whole
from tests.factories import draft, released

# One change of each row that is kept, which would be taken if nobody refused it.
CHANGES: dict[type, dict[str, Any]] = {
    Release: {"slug": "another"},
    Mention: {"record_key": "DE"},
    Approval: {"digest": "0" * 64},
    Version: {"token": 99},
    AuditEntry: {"verb": "save_edition"},
    Unreviewed: {"on_whose_word": "Никто"},
    Withdrawal: {"reason": "legal"},
    Remark: {"body": "Ничего не говорил."},
    Edition: {"discarded": True},
    Text: {"state": "in_review"},
    Passage: {"target_hash": "0" * 16},
    Publication: {"kind": "meeting"},
}


@pytest.fixture
def world(office: Office) -> World:
    return World(office.writer, office.editor, office.secretary, office.deputy)


@pytest.fixture
def kept(office: Office, world: World) -> None:
    """Make one row of everything that is kept, in closed editions."""
    edition = released(office.writer, office.editor, office.secretary)
    with_country = actions.start_edition(
        by=office.writer,
        kind="news",
        source_language="ru",
        facts={"countries": ["FR"]},
        texts={"ru": {"headline": "Франция", "body": "<p>Встреча.</p>"}},
    )
    actions.remark(edition=with_country, by=office.editor, part="ru", body="Уточнить.")
    actions.release_unreviewed(
        edition=with_country,
        by=office.deputy,
        token=with_country.token,
        languages=["ru"],
        reason="event",
        on_whose_word="Директор",
        sign_in_confirmed_at=database_moment(),
    )
    token = Edition.objects.get(pk=edition.pk).token
    actions.withdraw(
        edition=edition, by=office.secretary, token=token, languages=["ru"], reason="in_error"
    )


def refused(act: Callable[[], object]) -> None:
    """Do what the database must refuse, at once or at the end of the transaction."""
    with pytest.raises(DatabaseError), transaction.atomic():
        _do_and_check(act)


def _do_and_check(act: Callable[[], object]) -> None:
    act()
    connection.check_constraints()


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_w09_no_row_that_is_kept_is_saved_updated_or_deleted(model: Any) -> None:
    row = model._base_manager.latest("pk")
    of_it = model._base_manager.filter(pk=row.pk)
    for name, value in CHANGES[model].items():
        assert getattr(row, name) != value
        setattr(row, name, value)
    for act in (
        row.save,
        lambda: row.save(update_fields=list(CHANGES[model])),
        lambda: of_it.update(**CHANGES[model]),
        lambda: model._base_manager.bulk_update([row], list(CHANGES[model])),
        lambda: of_it._raw_delete("default"),
    ):
        refused(act)


@pytest.mark.parametrize("kind", ["news", "meeting", "delegation"])
def test_w09_a_closed_edition_of_no_kind_and_none_of_its_children_is_written(
    office: Office, kind: str
) -> None:
    made = {
        "news": lambda: draft(office.writer),
        "meeting": lambda: whole(office),
        "delegation": lambda: delegation(
            office.writer,
            {"ru": {"delegates": {"a": {"name": "Патрик"}}}},
            delegates=[{"key": "a", "role": "head"}],
        ),
    }[kind]
    edition = made()
    actions.discard(edition=edition, by=office.writer, token=edition.token)
    row = kind_models()[kind]._default_manager.get(pk=edition.pk)
    field = "headline_ru" if kind == "news" else "title_ru"
    refused(lambda: type(row)._default_manager.filter(pk=row.pk).update(**{field: "Другое"}))
    setattr(row, field, "Другое")
    refused(row.save)
    refused(lambda: row.topics.add(_topic()))
    children = [child for name in row.CHILDREN for child in getattr(row, name).all()]
    assert bool(children) == (kind != "news")
    for child in children:
        child.name_ru = "Другой"
        refused(child.save)
        refused(child.delete)
        child.pk, child.key = None, "z"
        refused(lambda child=child: child.save(force_insert=True))


def _topic() -> Topic:
    return Topic.objects.create(slug="other", name_ru="Другая")


def test_w09_the_state_of_an_open_text_lets_nothing_out(office: Office) -> None:
    """The one state that a shell can write moves no release: approvals decide."""
    edition = draft(office.writer)
    Text.objects.filter(edition=edition.pk, language="ru").update(
        state="approved", submitted_by=office.writer, submitted_at=database_moment()
    )
    with pytest.raises(actions.locking.Refused) as refusal:
        actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    assert refusal.value.codes == ("not_approved", "not_approved")
    assert Release.objects.count() == 0
