"""docs/workflow.md says what the code says."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from editorial.choices import WithdrawalReason
from editorial.models import Edition, Release, Text, Unreviewed, Withdrawal
from editorial.proof.drawing import DRAWINGS, drawn
from editorial.workflow import VERBS

PAPER = Path(settings.BASE_DIR, "docs", "workflow.md")


def test_the_paper_is_what_the_code_says() -> None:
    assert drawn(PAPER.read_text()) == PAPER.read_text()


def test_every_verb_and_every_reason_stands_in_it() -> None:
    said = PAPER.read_text()
    missing = [name for name in (*VERBS, *WithdrawalReason.values) if f"`{name}`" not in said]
    assert missing == []


def test_every_date_it_explains_is_a_field() -> None:
    models = {model.__name__: model for model in (Edition, Release, Text, Unreviewed, Withdrawal)}
    lines = PAPER.read_text().split("## What each date means")[1].split("##")[0].splitlines()
    named = [line.split("`")[1] for line in lines if line.startswith("| `")]
    assert len(named) == 10
    for one in named:
        model, field = one.split(".")
        models[model]._meta.get_field(field)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_a_drawing_without_a_place_is_an_error(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        drawn(PAPER.read_text().replace(f"<!-- {name} -->", ""))


def test_a_paper_that_says_something_else_fails_the_check(tmp_path: Path, settings) -> None:
    settings.BASE_DIR = tmp_path
    copy = Path(tmp_path, "docs", "workflow.md")
    copy.parent.mkdir()
    copy.write_text(PAPER.read_text().replace("| `submit` |", "| `hand in` |"))
    with pytest.raises(CommandError):
        call_command("draw_workflow", check=True)
    call_command("draw_workflow")
    assert copy.read_text() == PAPER.read_text()
