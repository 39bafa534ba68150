import json
import stat
import threading
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from editorial.models import AuditEntry
from ismi_cms.operations import backup, postgres
from ismi_cms.operations.backup import back_up
from ismi_cms.operations.manifest import Account
from ismi_cms.operations.refusals import NoBackup
from tests.factories import printed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_backup_is_whole_and_its_owners_alone(media: Path, tmp_path: Path) -> None:
    printed()
    manifest = back_up(tmp_path / "made" / "backup")

    folder = tmp_path / "made" / "backup"
    told = json.loads((folder / "manifest.json").read_text())
    assert [path.name for path in folder.parent.iterdir()] == ["backup"]
    assert [file["path"] for file in told["files"]] == [
        "database.dump",
        "media/pictures/ab/480.jpg",
    ]
    assert manifest.account == Account(1, 1, AuditEntry.objects.count(), "")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*/")} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {
        0o600
    }


def test_nothing_is_overwritten(media: Path, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()

    with pytest.raises(NoBackup, match=r"exists\. Nothing is overwritten"):
        back_up(tmp_path / "backup")


def test_a_backup_that_fails_leaves_nothing(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device", "480.jpg")

    monkeypatch.setattr(backup, "_copy_media", full)
    with pytest.raises(NoBackup, match=r"No space left on device \(480.jpg\)"):
        back_up(tmp_path / "backups" / "backup")

    assert list((tmp_path / "backups").iterdir()) == []


def test_uploads_under_way_and_links_are_left_out(media: Path, tmp_path: Path) -> None:
    (media / ".part-x").touch()
    (media / "link").symlink_to("/etc/passwd")
    manifest = back_up(tmp_path / "backup")

    assert [file.path for file in manifest.files] == ["database.dump", "media/pictures/ab/480.jpg"]


def test_a_site_without_media_files_can_be_backed_up(media: Path, tmp_path: Path) -> None:
    media.rename(tmp_path / "moved")
    manifest = back_up(tmp_path / "backup")

    assert [file.path for file in manifest.files] == ["database.dump"]


def test_keys_of_sessions_do_not_leave_the_server(media: Path, tmp_path: Path) -> None:
    Session.objects.create(session_key="canary", expire_date=timezone.now())
    printed(slug="kept")
    back_up(tmp_path / "backup")

    restored, _ = postgres.find("pg_restore", postgres.server_version())
    said = postgres.run_apart(restored, "--file=-", str(tmp_path / "backup" / "database.dump"))
    assert ("canary" in said, "kept" in said) == (False, True)


def test_what_is_written_meanwhile_is_in_neither_database_nor_manifest(
    media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed()
    run = postgres.run

    def elsewhere() -> None:
        printed()
        connection.close()

    def run_after_another_wrote(*given: object) -> str:
        writer = threading.Thread(target=elsewhere)
        writer.start()
        writer.join()
        return run(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(postgres, "run", run_after_another_wrote)
    manifest = back_up(tmp_path / "backup")

    restored, _ = postgres.find("pg_restore", postgres.server_version())
    rows = ["--data-only", "--table=editorial_release", "--file=-"]
    said = postgres.run_apart(restored, *rows, str(tmp_path / "backup" / "database.dump"))
    assert (manifest.account.releases, said.count("vstrecha")) == (1, 1)


def test_the_command_says_what_it_wrote(
    media: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("backup", str(tmp_path / "backup"))

    assert capsys.readouterr().out.startswith(
        f"{tmp_path / 'backup'}: 0 publications, 0 releases, 2 files, "
    )


def test_the_command_refuses_in_a_sentence(media: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing is overwritten"):
        call_command("backup", str(tmp_path))
