"""Every command that the deployment's files name, run as a process behind a real nginx."""

import json
import os
import re
import ssl
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from ismi_cms.bootstrap import DEPLOYMENT, PROGRAMS
from ismi_cms.embedded.binaries import directories
from ismi_cms.middleware import PUBLIC_POLICY
from library.uploading import LARGEST_BODY
from tests.deployed import ROOT, program, soon, stop
from tests.deployed_site import COMPOSE, DOCKERFILE, Site, ask, command_of

HSTS = "max-age=31536000; includeSubDomains; preload"
# Two people release an item that names a picture; prints the picture's id.
RELEASED = """
from io import BytesIO
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection, transaction
from PIL import Image
from accounts.models import User
from editorial import actions
from editorial.models import Mention, Release
from library.actions import take_in
def person(name):
    user = User.objects.create_user(name, languages_read=["ru"], languages_written=["ru"])
    user.groups.add(Group.objects.get(name="press_secretary"))
    return user
first, second = person("first"), person("second")
text = {"headline": "Встреча", "body": "<p>Текст.</p>"}
edition = actions.start_edition(by=first, kind="news", source_language="ru", texts={"ru": text})
edition = actions.submit(edition=edition, by=first, token=edition.token, languages=["ru"])
parts = ["facts", "ru"]
edition = actions.approve(edition=edition, by=second, token=edition.token, parts=parts)
actions.release(edition=edition, by=first, token=edition.token, languages=["ru"])
drawn = BytesIO()
Image.new("RGB", (640, 400), "teal").save(drawn, "PNG")
picture = take_in(ContentFile(drawn.getvalue(), name="teal.png"), by=first)
release = Release.objects.get()
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("SELECT set_config('ismi.backfill', 'on', true)")
    Mention.objects.create(
        release=release, record_type="picture", record_key=picture.pk,
        language="ru", first_shown_at=release.first_shown_at,
    )
print(picture.pk)
"""
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def site(django_db_setup: None) -> Iterator[Site]:
    for needed in PROGRAMS:
        if needed.without == DEPLOYMENT and not needed.is_there():
            pytest.skip(f"{needed.title} is not installed: apt-get install {needed.package}")
    given = connection.settings_dict
    server = {"host": given["HOST"], "port": given["PORT"] or 5432, "user": given["USER"]}
    made = Site(server, f"deployed_{os.getpid()}")
    made.create_database()
    try:
        made.build()
        made.start_valkey()
        made.house.run(*COMPOSE["prepare"]["command"])
        made.start_web()
        made.start_nginx()
        yield made
    finally:
        made.house.end()
        made.drop_database()


def test_a_page_comes_through_nginx_with_the_headers_of_the_application(site: Site) -> None:
    answer = ask(site.proxy, "/ru/")

    assert answer.status == 200, answer
    assert answer.headers["Content-Security-Policy"] == PUBLIC_POLICY
    assert answer.headers.get_all("Strict-Transport-Security") == [HSTS]
    assert answer.headers["Set-Cookie"] is None
    assert answer.headers["Server"] == "nginx"


def test_a_request_that_did_not_come_by_https_is_sent_there(site: Site) -> None:
    answer = ask(site.proxy, "/ru/", X_Forwarded_Proto="http")

    assert (answer.status, answer.headers["Location"]) == (301, "https://press.example/ru/")


def test_static_files_come_from_nginx_and_are_kept_for_a_year(site: Site) -> None:
    page = ask(site.proxy, "/ru/").body
    (path, *_) = re.findall(r'href="(/static/[^"]+\.css)"', page)
    answer = ask(site.proxy, path, Accept_Encoding="gzip")

    assert answer.status == 200
    assert answer.headers.get_all("Cache-Control") == [FOR_EVER]
    assert answer.headers["Content-Type"] == "text/css"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert ask(site.proxy, "/static/staticfiles.json").headers["Cache-Control"] == (
        "public, max-age=3600"
    )
    assert ask(site.proxy, "/static/../manage.py").status == 404


def test_over_tls_what_a_visitor_says_about_the_way_he_came_is_not_believed(site: Site) -> None:
    claims = {"X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example"}
    answer = ask(site.secure, "/ru/", tls="press.example", **claims)

    assert answer.status == 200
    assert "evil.example" not in answer.body
    assert answer.headers.get_all("Strict-Transport-Security") == [HSTS]


def test_without_tls_everybody_is_sent_to_the_sites_own_address(site: Site) -> None:
    answer = ask(site.plain, "/ru/news/?page=1", Host="evil.example")

    assert (answer.status, answer.headers["Location"]) == (
        301,
        "https://press.example/ru/news/?page=1",
    )


def test_under_another_name_nobody_answers(site: Site) -> None:
    with pytest.raises(ssl.SSLError):
        ask(site.secure, "/ru/", tls="evil.example")


def test_a_host_that_is_not_ours_is_refused(site: Site) -> None:
    assert ask(site.proxy, "/ru/", Host="evil.example").status == 400


def test_every_health_check_says_yes(site: Site) -> None:
    name, port = site.server["host"], str(site.server["port"])
    checks = {
        name: service["healthcheck"]["test"]
        for name, service in COMPOSE.items()
        if "test" in service.get("healthcheck", {})
    }
    ask_postgres = [*checks.pop("postgres")[1:], "--host", name, "--port", port]
    ask_valkey = ["redis-cli", "-p", str(site.valkey), *checks.pop("valkey")[2:]]
    (postgres, *_) = [path for path in directories() if (path / "pg_isready").exists()]
    site.house.run(str(postgres / ask_postgres[0]), *ask_postgres[1:])
    assert site.house.run(*ask_valkey) == "PONG\n"
    assert site.house.run(*command_of("HEALTHCHECK")) == "ok\n"
    assert json.loads(site.house.run(*checks.pop("web")[1:]))["ready"] is True
    assert site.house.run("sh", "-c", checks.pop("nginx")[1]) == "ok\n"
    assert checks == {}


def test_an_upload_meets_the_same_limit_in_nginx_and_in_the_application(site: Site) -> None:
    (said,) = re.findall(
        r"client_max_body_size (\d+)m;", (ROOT / "deploy/nginx/locations.conf").read_text()
    )
    limit = int(said) * 1024 * 1024

    assert LARGEST_BODY < limit < 3 * LARGEST_BODY
    assert ask(site.proxy, "/ru/", "POST", Content_Length=str(limit + 1)).status == 413


def test_a_picture_comes_from_nginx_while_the_application_says_it_is_public(site: Site) -> None:
    picture = site.house.run(
        "python", "manage.py", "shell", "--verbosity=0", "-c", RELEASED
    ).strip()
    public, hidden = f"/pictures/{picture}/480.jpg", f"/pictures/{'0' * 32}/480.jpg"
    stored = f"{picture[:2]}/{picture}/480.jpg"
    answer = ask(site.proxy, public)
    again = ask(site.proxy, public, If_None_Match=answer.headers["ETag"])

    assert (answer.status, again.status) == (200, 304)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Accept-Ranges"] == "bytes", "nginx offers parts, the application none"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Strict-Transport-Security"):
        assert len(answer.headers.get_all(name) or []) == 1
    assert ask(site.proxy, hidden).status == 404
    for path in (f"/protected-pictures/{stored}", f"/media/pictures/{stored}"):
        assert ask(site.proxy, path).status == 404


def test_the_worker_does_its_round_and_ends_within_seconds(site: Site) -> None:
    worker = site.house.start(*COMPOSE["worker"]["command"], name="worker")
    assert soon(lambda: "check_audit_chain is done" in site.house.log("worker"))

    assert stop(worker) < 5
    assert worker.returncode == 0
    assert "clear_expired_sessions is done" in site.house.log("worker")


def test_the_nightly_backup_is_made_and_old_ones_go(site: Site) -> None:
    place = site.house.own("var/backups")
    old, new = site.house.own("var/backups/2026-01-01"), site.house.own("var/backups/yesterday")
    for path, days in ((old, 40), (new, 1)):
        os.utime(path, (time.time() - days * 86_400,) * 2)
    site.house.run("deploy/nightly-backup", BACKUPS=str(place))

    (made,) = set(place.iterdir()) - {new}
    assert sorted(path.name for path in made.iterdir()) == [
        "database.dump",
        "manifest.json",
        "media",
    ]


def test_without_the_cache_pages_are_answered(site: Site) -> None:
    stop(site.valkey_process)

    assert ask(site.proxy, "/ru/").status == 200
    assert ask(site.proxy, "/admin/login/").status in (200, 302), site.house.log("web")
    assert ask(site.proxy, "/readyz").status == 200
    site.start_valkey()


def test_while_the_database_is_away_the_site_says_so_and_comes_back_by_itself(site: Site) -> None:
    site.lock_database(is_locked=True)
    with ThreadPoolExecutor() as readers:
        paths = ("/readyz", "/ru/", "/healthz")
        ready, page, alive = readers.map(lambda path: ask(site.proxy, path), paths)
    site.lock_database(is_locked=False)

    assert (ready.status, json.loads(ready.body)) == (
        503,
        {"ready": False, "failing": ["database"]},
    )
    assert (page.status, alive.status) == (503, 200)
    assert soon(lambda: ask(site.proxy, "/readyz").status == 200)
    assert ask(site.proxy, "/ru/").status == 200


def test_while_the_application_is_away_nginx_says_so_in_four_languages(site: Site) -> None:
    seconds = stop(site.web_process)
    answer = ask(site.proxy, "/ru/")
    site.start_web()

    assert seconds < 15
    assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
    assert len(re.findall("<p", answer.body)) == 4
    assert soon(lambda: ask(site.proxy, "/ru/").status == 200)


def test_the_image_holds_no_secret_and_runs_without_rights(site: Site) -> None:
    copied = {path.name for path in site.house.application.iterdir()}
    (user,) = [step.said for step in DOCKERFILE if step.word == "USER"]
    (install,) = [step.said for step in DOCKERFILE if "pip install" in step.said]

    assert copied & {".git", ".env", ".data", ".ci", "tests", "docs"} == set()
    assert user == "10001:10001"
    assert {"--require-hashes", "--only-binary=:all:"} <= set(install.split())
    assert [step for step in DOCKERFILE if step.word in ("ARG", "ADD")] == []


def test_every_service_is_restarted_and_none_but_nginx_can_be_reached() -> None:
    restarts = {name: service["restart"] for name, service in COMPOSE.items()}
    ports = {name: service["ports"] for name, service in COMPOSE.items() if "ports" in service}

    assert {name for name, word in restarts.items() if word != "unless-stopped"} == {"prepare"}
    assert ports == {"nginx": ["127.0.0.1:8080:8080"]}


def test_everything_of_ours_runs_on_a_read_only_disk_without_capabilities() -> None:
    for name in ("prepare", "web", "worker", "nginx"):
        service = COMPOSE[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_the_units_of_systemd_are_well_formed(tmp_path: Path) -> None:
    analyze = program("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian: apt-get install systemd)")
    for path in (ROOT / "deploy/systemd").rglob("*.*"):
        if path.is_file():
            # Programs stand elsewhere here; units that are not ours are not asked for.
            text = re.sub(r"(?m)^(ExecStart=)\S+", r"\1/bin/true", path.read_text())
            copy = tmp_path / path.relative_to(ROOT / "deploy/systemd")
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(text)
    units = [str(path) for path in sorted(tmp_path.glob("ismi-*.*")) if path.is_file()]
    said = subprocess.run(
        [analyze, "verify", "--man=no", *units],
        env={"PATH": os.environ["PATH"], "SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(units) == 4
    assert [line for line in said.stderr.splitlines() if "ismi-" in line] == []
    assert said.returncode == 0
