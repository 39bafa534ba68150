"""The clock: what is out at its moment, whoever works, whatever is under way, wherever it runs."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import pytest
from django.test import Client

from editorial import actions
from editorial.actions.versions import restore_version
from editorial.clock import database_moment
from editorial.models import Edition, Release, Version
from tests.editorial.conftest import Office
from tests.editorial.desk import address, press, signed_in
from tests.factories import approved, draft, printed, released, words

ROOT = Path(__file__).parent.parent.parent
TICK = timedelta(microseconds=1)


def test_t01_a_release_is_public_from_its_moment_and_not_a_tick_before(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    moment = database_moment() + timedelta(hours=1)
    (release,) = actions.release(
        edition=edition, by=office.secretary, token=edition.token, languages=["ru"], at=moment
    )
    for at, shown in ((moment - TICK, []), (moment, [release]), (moment + TICK, [release])):
        assert list(Release.objects.live(at=at)) == shown


def test_t02_no_worker_is_needed_for_a_scheduled_release(db: None, client: Client) -> None:
    release = printed("ru", begins=timedelta(seconds=1.5))
    address = release.get_absolute_url()
    assert client.get(address).status_code == 404
    sleep(1.6)
    assert client.get(address).status_code == 200


def test_t12_a_transaction_that_was_open_before_the_moment_sees_it_come(db: None) -> None:
    """Every test is one long transaction, and PostgreSQL's now() stands still in it."""
    printed("ru", begins=timedelta(seconds=0.5))
    assert Release.objects.live().count() == 0
    sleep(0.6)
    assert Release.objects.live().count() == 1


def test_t05_a_moment_typed_at_the_desk_is_one_of_tashkent(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    tomorrow = database_moment().astimezone(UTC) + timedelta(days=1)
    typed = f"{tomorrow:%Y-%m-%d}T02:30"
    client = signed_in(office.secretary)
    press(client, edition, "release_at:ru", **{"release_at-ru-moment": typed})
    begins = Release.objects.get().live.lower.astimezone(UTC)
    assert begins == datetime.fromisoformat(f"{typed}+05:00").astimezone(UTC)


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tashkent", "UTC"])
def test_t06_the_zone_of_the_server_decides_nothing(zone: str) -> None:
    script = (
        "import django; django.setup()\n"
        "from datetime import UTC, datetime\n"
        "from editorial.moments import moment_in_words\n"
        "print(moment_in_words(datetime(2025, 11, 26, 20, 0, tzinfo=UTC)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "TZ": zone, "DJANGO_SETTINGS_MODULE": "ismi_cms.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "27 ноября 2025, 01:00\n"


def test_w13_readers_of_a_released_text_see_nothing_of_its_next_one(
    office: Office, client: Client
) -> None:
    released(office.writer, office.editor, office.secretary)
    page = Release.objects.get().get_absolute_url()
    before = client.get(page).content
    edition = Edition.objects.get()
    opened_again = actions.start_edition(by=office.writer, publication=edition.publication)
    opened_again = actions.save_edition(
        edition=opened_again,
        by=office.writer,
        token=opened_again.token,
        texts={"ru": words("Неготовый заголовок")},
        handling={"ru": {"change": "minor"}},
    )
    assert "Неготовый" in signed_in(office.writer).get(address(opened_again)).content.decode()
    assert client.get(page).content == before


def test_l10_no_page_of_an_edition_is_kept_by_a_browser_or_a_proxy(office: Office) -> None:
    edition = draft(office.writer)
    client = signed_in(office.writer)
    for page in ("change", "versions", "timeline"):
        kept = client.get(address(edition, page)).headers["Cache-Control"]
        assert {"no-store", "private"} <= {one.strip() for one in kept.split(",")}, page


def test_l11_who_is_signed_in_gets_the_page_that_everybody_gets(
    office: Office, client: Client
) -> None:
    released(office.writer, office.editor, office.secretary)
    page = Release.objects.get().get_absolute_url()
    theirs, mine = client.get(page), signed_in(office.secretary).get(page)
    assert mine.content == theirs.content
    assert mine.headers["Cache-Control"] == theirs.headers["Cache-Control"]
    assert not mine.cookies


def test_w14_what_is_restored_from_an_older_version_is_reviewed_again(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    first = Version.objects.filter(edition=edition.pk).earliest("token")
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, texts={"ru": words("Вторая")}
    )
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(edition=edition, by=office.editor, token=edition.token, parts=["ru"])
    restore_version(
        version=first, by=office.writer, parts=["ru"], edition=edition, token=edition.token
    )
    state = Edition.objects.get(pk=edition.pk).text_rows.get(language="ru").state
    assert state == "in_work"
