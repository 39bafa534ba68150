"""The papers for whoever runs the site say what the code reads."""

import ast
import re

import pytest

from tests.deployed import ROOT, read_environment_file

INSTALL = (ROOT / "docs" / "install.md").read_text()
OF_DJANGO = {"migrate", "createsuperuser", "showmigrations"}
ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def read_from_the_environment() -> set[str]:
    """Every name that the settings ask for, by `env("…")`, `env.int("…")` or `environ.get("…")`."""
    names = set()
    for name in ("settings.py", "environment.py"):
        for call in ast.walk(ast.parse((ROOT / "ismi_cms" / name).read_text())):
            if isinstance(call, ast.Call) and call.args:
                asked = ast.unparse(call.func).partition(".")[0]
                first = call.args[0]
                if asked in ("env", "environ") and isinstance(first, ast.Constant):
                    names.add(str(first.value))
    return names


def test_the_table_of_settings_is_what_the_settings_read() -> None:
    told = ROW.findall(INSTALL)

    assert len(told) > 10
    assert sorted(told) == sorted(read_from_the_environment())


def test_the_example_names_no_setting_that_is_not_explained() -> None:
    told = {*ROW.findall(INSTALL), "POSTGRES_PASSWORD"}

    assert set(read_environment_file(ROOT / "deploy" / "env.example")) - told == set()


@pytest.mark.parametrize("paper", ["install.md", "operations.md"])
def test_every_file_and_command_that_a_paper_names_is_there(paper: str) -> None:
    text = (ROOT / "docs" / paper).read_text()
    files = {
        name.rstrip(".") for name in re.findall(r"(?<![\w/.-])(?:deploy|docs)/[\w./*-]+", text)
    }
    commands = set(re.findall(r"(?:deploy/manage|manage\.py) (?:\w+)", text))
    known = {path.stem for path in ROOT.glob("*/**/management/commands/*.py")}

    assert [name for name in sorted(files) if not list(ROOT.glob(name))] == []
    assert {line.split()[1] for line in commands} - known - OF_DJANGO == set()


def test_the_services_are_run_with_the_same_words_by_systemd_and_docker() -> None:
    unit = (ROOT / "deploy" / "systemd" / "ismi-web.service").read_text()
    (by_systemd,) = re.findall(r"ExecStart=/srv/ismi/current/.venv/bin/(.+)", unit)
    (by_docker,) = re.findall(r"\nCMD \[(.+)\]", (ROOT / "Dockerfile").read_text())

    assert by_systemd.replace("127.0.0.1", "0.0.0.0") == by_docker.replace('", "', " ").strip('"')
