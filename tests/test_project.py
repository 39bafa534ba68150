"""What no single author remembers: rules of the whole project."""

import ast
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
APPS = (
    "accounts",
    "delegations",
    "editorial",
    "events",
    "intake",
    "ismi_cms",
    "languages",
    "library",
    "news",
    "website",
)
SOURCES = [
    path
    for app in (*APPS, "benchmarks", "tests")
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]
WRITTEN = [
    *SOURCES,
    *(
        path
        for suffix in ("html", "css", "js")
        for folder in ("templates", "ismi_cms/static")
        for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
    ),
]


@pytest.mark.django_db
def test_no_migration_is_pending() -> None:
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected\n"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_no_drawer_is_without_a_name() -> None:
    nameless = {"utils", "helpers", "common", "core", "misc"}
    assert [path for path in SOURCES if path.stem in nameless] == []


def imported_from(module: str, path: Path) -> set[str]:
    """Return the names that a file imports from this module."""
    return {
        name.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == module
        for name in node.names
    }


def test_the_public_face_reads_prints_and_nothing_of_an_edition() -> None:
    allowed = {"Release", "Withdrawal", "Topic"}
    for path in sorted((ROOT / "website").rglob("*.py")):
        assert imported_from("editorial.models", path) <= allowed, path
        source = path.read_text()
        for way_round in ("Release.objects.filter", "Release.objects.all", "Release.objects.get"):
            assert way_round not in source, path
        for way_round in (".edition", "text_rows", "Edition"):
            assert way_round not in source, path


@pytest.mark.parametrize("app", APPS)
def test_every_app_is_on_the_map(app: str) -> None:
    assert f"`{app}/`" in (ROOT / "docs" / "structure.md").read_text()


def test_every_command_is_in_the_readme() -> None:
    said = (ROOT / "README.md").read_text()
    commands = [
        path.stem
        for app in APPS
        for path in (ROOT / app / "management" / "commands").glob("[!_]*.py")
    ]
    assert [name for name in commands if f"manage.py {name}" not in said] == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
