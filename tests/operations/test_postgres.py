from pathlib import Path

import pytest

from ismi_cms.operations import postgres


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two PostgreSQL: 16 and 18."""
    for version in (18, 16):
        program = tmp_path / str(version) / "pg_dump"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.1'\n")
        program.chmod(0o755)
    folders = [tmp_path / "18", tmp_path / "none", tmp_path / "16"]
    monkeypatch.setattr(postgres, "directories", lambda: iter(folders))
    return tmp_path


@pytest.mark.parametrize(("server", "taken"), [(15, 16), (16, 16), (17, 18)])
def test_the_nearest_program_that_is_not_older_is_taken(
    installed: Path, server: int, taken: int
) -> None:
    assert postgres.find("pg_dump", server) == (installed / str(taken) / "pg_dump", taken)


def test_a_machine_with_older_programs_only_is_told_what_to_install(installed: Path) -> None:
    with pytest.raises(LookupError) as refusal:
        postgres.find("pg_dump", 19)

    assert str(refusal.value) == (
        "pg_dump of PostgreSQL 19 or newer is needed (found: 16, 18). Install it "
        "(Debian: apt-get install postgresql-client-19), and try again."
    )


def test_a_programs_complaint_is_handed_on(tmp_path: Path) -> None:
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho no space >&2\nexit 1\n")
    program.chmod(0o755)

    with pytest.raises(RuntimeError, match=r"pg_dump said:\nno space"):
        postgres.run_apart(program)
