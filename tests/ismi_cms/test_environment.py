import os
import subprocess
import sys
from pathlib import Path

import pytest

from ismi_cms.environment import is_debug, missing

CHECKOUT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "SECRET_KEY": "k3y-" * 3 + "a-long-random-text-that-nobody-has-ever-guessed",
    "ALLOWED_HOSTS": "ismi.example",
    "SITE_URL": "https://ismi.example",
    "DATABASE_URL": "postgres://ismi@db.example/ismi",
}


def python(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in the checkout, with nothing in the environment but what is given."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=CHECKOUT,
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("value", ["1", "true", "True", " yes ", "on"])
def test_a_plain_yes_switches_debug_on(value: str) -> None:
    assert is_debug({"DEBUG": value})


@pytest.mark.parametrize("environ", [{}, {"DEBUG": ""}, {"DEBUG": "0"}, {"DEBUG": "perhaps"}])
def test_anything_else_means_production(environ: dict[str, str]) -> None:
    assert not is_debug(environ)


def test_complete_settings_lack_nothing() -> None:
    assert missing(COMPLETE) == []


@pytest.mark.parametrize("name", COMPLETE)
def test_each_missing_variable_has_one_line_with_an_example(name: str) -> None:
    (line,) = missing({key: value for key, value in COMPLETE.items() if key != name})

    assert line.startswith(f"{name} is missing. It ")
    assert line.count("\n") == 0
    assert "example" in line or "python3 -c" in line


@pytest.mark.parametrize(
    ("name", "value", "beginning"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too weak (5 characters)"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too weak (60 characters)"),
        ("ALLOWED_HOSTS", " , ", "ALLOWED_HOSTS is missing"),
        ("ALLOWED_HOSTS", "ismi.example,*", "ALLOWED_HOSTS must not be *"),
        ("SITE_URL", "http://ismi.example", "SITE_URL must begin with https://"),
        ("SITE_URL", "https://", "SITE_URL must begin with https://"),
        ("SITE_URL", "https://[", "SITE_URL is no address"),
        ("DATABASE_URL", "sqlite:///ismi.db", "DATABASE_URL must name a PostgreSQL server"),
        ("DATABASE_URL", "postgres://db.example/", "DATABASE_URL must name a PostgreSQL server"),
        ("DATABASE_URL", "postgres://[/x", "DATABASE_URL is no address"),
    ],
)
def test_an_unfit_value_is_refused_by_name(name: str, value: str, beginning: str) -> None:
    (line,) = missing(COMPLETE | {name: value})

    assert line.startswith(beginning)


def test_production_without_settings_says_all_that_is_missing_and_ends() -> None:
    answer = python("manage.py", "migrate", DEBUG="0")

    assert answer.returncode == 1
    assert answer.stdout == ""
    assert [line.split(" is ")[0] for line in answer.stderr.splitlines()] == [
        "Not started: SECRET_KEY",
        "Not started: ALLOWED_HOSTS",
        "Not started: SITE_URL",
        "Not started: DATABASE_URL",
    ]


def test_a_web_server_without_settings_says_the_same_and_is_not_started_again() -> None:
    answer = python("-c", "import ismi_cms.wsgi")

    assert answer.returncode == 3
    assert len(answer.stderr.splitlines()) == 4
    assert answer.stderr.startswith("Not started: SECRET_KEY is missing.")


def test_complete_production_settings_pass_the_deployment_check_in_silence() -> None:
    given = COMPLETE | {"CACHE_URL": "redis://127.0.0.1:6379/0"}
    answer = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)

    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "System check identified no issues (0 silenced)."


def test_a_checkout_where_nothing_is_configured_works_as_a_developers() -> None:
    answer = python("manage.py", "check")

    assert answer.returncode == 0, answer.stderr
