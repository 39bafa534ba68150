import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from accounts.roles import Role
from editorial.models import AuditEntry, Release
from ismi_cms.operations import restoring
from ismi_cms.operations.backup import back_up
from ismi_cms.operations.refusals import NoRestore
from ismi_cms.operations.restoring import restore
from tests.factories import person, released
from tests.operations.conftest import OtherDatabase

PICTURE = "media/pictures/ab/480.jpg"
GUARDS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"


@pytest.fixture
def saved(transactional_db: None, media: Path, tmp_path: Path) -> Path:
    """A backup of a newsroom that has released something by the verbs."""
    writer, editor = person(Role.WRITER), person(Role.EDITOR)
    released(writer, editor, person(Role.PRESS_SECRETARY))
    back_up(tmp_path / "backup")
    return tmp_path / "backup"


@pytest.fixture
def empty_media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The media folder of the machine that restores."""
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "elsewhere" / "media")
    return tmp_path / "elsewhere" / "media"


@pytest.fixture
def machine(saved: Path, empty_media: Path, other_database: OtherDatabase) -> OtherDatabase:
    """Another machine, on which nothing is yet."""
    other_database.enter()
    return other_database


def refusal(source: Path) -> str:
    with pytest.raises(NoRestore) as refused:
        restore(source)
    return str(refused.value)


def change(source: Path, **said: object) -> None:
    """Change what the manifest says."""
    manifest = json.loads((source / "manifest.json").read_text())
    (source / "manifest.json").write_text(json.dumps(manifest | said))


def test_what_was_backed_up_is_there_again_and_verified(
    saved: Path, empty_media: Path, other_database: OtherDatabase
) -> None:
    before = list(Release.objects.values_list("pk", "live", "content"))
    hashes = list(AuditEntry.objects.values_list("hash", flat=True))
    guards = connection.cursor().execute(GUARDS).fetchone()
    other_database.enter()

    said = restore(saved)

    assert list(Release.objects.values_list("pk", "live", "content")) == before
    assert list(AuditEntry.objects.values_list("hash", flat=True)) == hashes
    assert connection.cursor().execute(GUARDS).fetchone() == guards
    assert (empty_media / "pictures" / "ab" / "480.jpg").read_bytes() == b"a picture"
    assert said == [
        "Files: 2, each with the size and SHA-256 of the manifest.",
        "Publications: 1, releases: 1, as in the manifest.",
        f"Audit chain: {len(hashes)} entries without a break, ending with {hashes[0][:16]}….",
    ]


def test_the_guards_stand_again_and_the_next_numbers_are_free(
    saved: Path, machine: OtherDatabase
) -> None:
    restore(saved)

    released(person(Role.WRITER), person(Role.EDITOR), person(Role.PRESS_SECRETARY))

    assert Release.objects.count() == 2
    refused = machine.tell(
        "SELECT tgname FROM pg_trigger WHERE tgname = 'editorial_release_guard' AND tgenabled = 'O'"
    )
    assert len(refused) == 1


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        (PICTURE, b"other pix", "was changed since the backup was made"),
        ("database.dump", b"", "was changed since the backup was made"),
        (PICTURE, None, "is missing"),
        ("media/extra.html", b"x", "is not of this backup"),
    ],
)
def test_a_changed_backup_is_refused_and_nothing_is_touched(
    saved: Path, machine: OtherDatabase, name: str, content: bytes | None, fault: str
) -> None:
    if content is None:
        (saved / name).unlink()
    else:
        (saved / name).write_bytes(content)

    assert refusal(saved) == (f"{saved / name} {fault}. Nothing was restored: take another backup.")
    assert machine.tell("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_file_outside_the_backup_is_refused(saved: Path, machine: OtherDatabase) -> None:
    outside = {"path": "media/../../etc/passwd", "size": 1, "sha256": "x"}
    change(saved, files=[outside])

    assert "it names a place outside the backup" in refusal(saved)


@pytest.mark.parametrize("text", ["", "{}", '{"format": 2}'])
def test_a_damaged_manifest_is_refused_in_a_sentence(
    saved: Path, machine: OtherDatabase, text: str
) -> None:
    (saved / "manifest.json").write_text(text)

    assert "manifest.json cannot be used: " in refusal(saved)


def test_a_directory_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == (
        f"{tmp_path} is no backup that can be read: No such file or directory."
    )


def test_a_database_in_use_is_not_overwritten(saved: Path, empty_media: Path) -> None:
    assert "is not empty" in refusal(saved)
    assert Release.objects.count() == 1


def test_a_media_folder_in_use_is_not_overwritten(
    saved: Path, machine: OtherDatabase, empty_media: Path
) -> None:
    empty_media.mkdir(parents=True)
    (empty_media / "other.jpg").touch()

    assert "is not empty (there is other.jpg)" in refusal(saved)


def test_a_restore_that_was_broken_off_can_be_given_again(
    saved: Path, machine: OtherDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_given: object) -> str:
        raise RuntimeError("pg_restore said:\nno space left")

    with monkeypatch.context() as patch:
        patch.setattr(restoring.postgres, "run", broken_off)
        assert refusal(saved) == "Not restored. pg_restore said:\nno space left"

    assert len(restore(saved)) == 3


def test_a_backup_of_a_newer_version_is_refused(saved: Path, machine: OtherDatabase) -> None:
    known = json.loads((saved / "manifest.json").read_text())["migrations"]
    change(saved, version="9.0", migrations=[*known, "news.9999_future"])

    assert refusal(saved) == (
        "The backup was made by version 9.0, whose tables this version (0.1.0) does not know "
        "(news.9999_future). Restore it with version 9.0 or newer."
    )


def test_a_backup_of_an_older_version_is_brought_up_to_this_one(
    saved: Path, machine: OtherDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = json.loads((saved / "manifest.json").read_text())["migrations"]
    change(saved, version="0.0.9", migrations=known[:-2])
    asked: list[str] = []
    monkeypatch.setattr(restoring, "call_command", lambda name, **_given: asked.append(name))

    said = restore(saved)

    assert asked == ["migrate"]
    assert said[2] == "The backup is of version 0.0.9: 2 migrations were applied."


def test_a_backup_of_a_newer_server_is_refused(saved: Path, machine: OtherDatabase) -> None:
    change(saved, server=99)

    assert "The backup comes from PostgreSQL 99" in refusal(saved)


def test_a_database_without_cyrillic_letters_is_refused(
    saved: Path, machine: OtherDatabase
) -> None:
    connection.close()
    machine.tell("DROP DATABASE {name}", database="postgres")
    machine.tell("CREATE DATABASE {name} LOCALE 'C' TEMPLATE template0", database="postgres")

    assert "The database's locale knows no Cyrillic letters." in refusal(saved)


def test_a_record_changed_before_the_backup_is_told(
    transactional_db: None, media: Path, tmp_path: Path, other_database: OtherDatabase
) -> None:
    released(person(Role.WRITER), person(Role.EDITOR), person(Role.PRESS_SECRETARY))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute("UPDATE editorial_auditentry SET verb = 'discard' WHERE verb = 'release'")
    back_up(tmp_path / "backup")
    other_database.enter()
    media.rename(tmp_path / "moved")

    assert "its audit chain is broken at entry" in refusal(tmp_path / "backup")


def test_what_differs_from_the_manifest_is_told(saved: Path, machine: OtherDatabase) -> None:
    account = json.loads((saved / "manifest.json").read_text())["account"]
    change(saved, account=account | {"releases": 7})

    assert "Do not use it." in refusal(saved)


def test_the_command_says_what_was_verified(
    saved: Path, machine: OtherDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("restore", str(saved))

    assert capsys.readouterr().out.splitlines()[0] == "Restored. Verified:"


def test_the_command_refuses_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no backup that can be read"):
        call_command("restore", str(tmp_path))


def test_an_ordinary_role_restores_into_a_database_of_its_own(
    saved: Path, machine: OtherDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection.close()
    machine.tell("CREATE ROLE {name} LOGIN", database="postgres")
    machine.tell("ALTER DATABASE {name} OWNER TO {name}", database="postgres")
    try:
        with monkeypatch.context() as patch:
            patch.setitem(connection.settings_dict, "USER", machine.name)
            assert len(restore(saved)) == 3
            connection.close()
    finally:
        machine.tell("REASSIGN OWNED BY {name} TO CURRENT_USER")
        machine.tell("DROP OWNED BY {name}")
        machine.tell("REASSIGN OWNED BY {name} TO CURRENT_USER", database="postgres")
        machine.tell("DROP ROLE {name}", database="postgres")
