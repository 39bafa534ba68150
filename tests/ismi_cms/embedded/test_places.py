import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ismi_cms.embedded import NoServer, cluster, places
from ismi_cms.embedded.places import CHECKOUT, LONGEST_SOCKET_PATH, Place
from tests.ismi_cms.embedded.conftest import USER, Checkout, soon

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_servers_own_user_enters_its_data_and_sockets(checkout: Checkout) -> None:
    place = checkout.place
    user = place.owner.uid if place.owner else os.geteuid()

    checkout.user()

    assert user != 0
    assert {mode(place.data), mode(place.sockets)} == {0o700}
    assert {place.data.stat().st_uid, place.sockets.stat().st_uid} == {user}
    assert mode(place.home) == (0o711 if place.owner else 0o700)
    assert mode(place.log) == 0o600


def test_a_new_clone_at_an_old_path_gets_a_place_of_its_own_from_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_owner", lambda: places.Owner(NOBODY, NOBODY))
    places.mark(tmp_path)
    before = places.lasting(tmp_path)
    shutil.rmtree(tmp_path / ".data")

    places.mark(tmp_path)

    assert places.lasting(tmp_path).home != before.home


def test_who_owns_a_cluster_that_is_there_stays_its_user(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "ROOT_HOME", directory / "root")
    monkeypatch.setattr(places, "_owner", lambda: places.Owner(NOBODY, NOBODY))
    assert places.lasting(directory).owner == places.Owner(NOBODY, NOBODY)
    found = places.lasting(directory).sockets
    found.mkdir(parents=True)

    # Root, whose new directories wait to be given away, runs no server.
    is_root = os.geteuid() == 0
    expected = (NOBODY, NOBODY) if is_root else (found.stat().st_uid, found.stat().st_gid)
    assert places.lasting(directory).owner == places.Owner(*expected)


def test_marking_twice_changes_nothing(tmp_path: Path) -> None:
    places.mark(tmp_path)
    before = places.lasting(tmp_path)

    places.mark(tmp_path)

    assert places.lasting(tmp_path) == before


def test_an_ordinary_users_data_lie_in_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_owner", lambda: None)

    assert places.lasting(tmp_path).data == tmp_path / ".data" / "postgres" / "data"


@pytest.mark.parametrize("name", ["x" * 90, "a,b"])
def test_sockets_move_where_a_long_path_or_a_comma_would_break_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(places, "_owner", lambda: None)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)

    sockets = places.lasting(tmp_path / name).sockets

    assert sockets.parent == Path("/tmp")
    assert sockets.name.startswith(f"ismi-cms-{os.getuid()}-")
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH


def test_the_address_survives_spaces_and_letters_of_any_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_owner", lambda: None)
    place = Place(tmp_path, Path("/х я/&?#%"), None)

    assert parse_qs(urlsplit(place.url).query) == {"host": ["/х я/&?#%"]}


def test_a_directory_of_somebody_else_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "target")

    with pytest.raises(NoServer, match="belongs to another user"):
        Place(tmp_path / "home", tmp_path / "sockets", None).prepare()
    assert mode(tmp_path / "target") == 0o755


def test_a_directory_of_ones_own_that_was_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir(mode=0o755)

    Place(tmp_path / "home", tmp_path / "sockets", None).prepare()

    assert mode(tmp_path / "sockets") == 0o700


@pytest.fixture
def nobodys_checkout() -> Iterator[Path]:
    """A checkout that belongs to an ordinary user, with what the embedded server needs."""
    directory = Path(tempfile.mkdtemp(prefix="nobody-"))
    package = directory / "ismi_cms"
    shutil.copytree(CHECKOUT / "ismi_cms" / "embedded", package / "embedded")
    for name in ("__init__.py", "locks.py"):
        shutil.copy(CHECKOUT / "ismi_cms" / name, package / name)
    for path in (directory, *directory.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    yield directory
    shutil.rmtree(directory)


def python_for_nobody() -> str | None:
    """A Python new enough that every user of this machine may run."""
    for candidate in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        check = [candidate, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        try:
            answer = subprocess.run(check, user=NOBODY, cwd="/", check=False)
        except OSError:
            continue
        if answer.returncode == 0:
            return candidate
    return None


if os.geteuid() == 0 and python_for_nobody():

    def test_an_ordinary_user_runs_the_server_as_himself(nobodys_checkout: Path) -> None:
        place = Place(
            nobodys_checkout / ".data" / "postgres",
            nobodys_checkout / ".data" / "postgres" / "socket",
            None,
        )
        process = subprocess.Popen(
            [str(python_for_nobody()), "-c", USER, nobodys_checkout],
            cwd=nobodys_checkout,
            env={"PATH": os.environ["PATH"]},
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None

        assert process.stdout.readline().strip() == place.url
        assert cluster.answers(place)
        assert place.data.stat().st_uid == NOBODY

        process.kill()
        process.communicate()
        assert soon(lambda: not cluster.processes_on(place.data, None))
