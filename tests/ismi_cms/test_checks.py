from typing import Any, Self

import pytest

from ismi_cms import checks


class Answer:
    """A connection whose server gives one answer."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.row = row

    def cursor(self) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def execute(self, statement: str) -> None: ...

    def fetchone(self) -> tuple[Any, ...]:
        return self.row


def test_the_database_of_the_tests_serves_four_languages(db: None) -> None:
    assert checks.database_serves_four_languages(databases=["default"]) == []


def test_without_a_database_nothing_is_asked() -> None:
    assert checks.database_serves_four_languages(databases=None) == []


@pytest.mark.parametrize(
    ("row", "ids"),
    [
        ((14, "UTF8", True), ["ismi_cms.E001"]),
        ((15, "SQL_ASCII", True), ["ismi_cms.E002"]),
        ((18, "UTF8", False), ["ismi_cms.E003"]),
    ],
)
def test_each_unfit_server_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, row: tuple[Any, ...], ids: list[str]
) -> None:
    monkeypatch.setattr(checks, "connections", {"default": Answer(row)})

    faults = checks.database_serves_four_languages(databases=["default"])

    assert [fault.id for fault in faults] == ids
    assert all(fault.hint for fault in faults)


@pytest.mark.parametrize(("url", "ids"), [("", ["ismi_cms.W001"]), ("redis://127.0.0.1/0", [])])
def test_production_is_told_that_processes_count_attempts_alone(
    settings: Any, url: str, ids: list[str]
) -> None:
    settings.CACHE_URL = url
    assert [found.id for found in checks.attempts_are_counted_together()] == ids
