import sys
from pathlib import Path

import pytest

from ismi_cms import bootstrap

Calls = list[str]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """A checkout of its own, where making and installing are written down instead of done."""
    done: Calls = []
    environment = tmp_path / ".venv"

    def create() -> None:
        done.append("create")
        (environment / "bin").mkdir(parents=True, exist_ok=True)
        (environment / "bin" / "python").touch()

    for purpose, name in bootstrap.LOCK_FILES.items():
        (tmp_path / name).write_text(f"packages for {purpose}")
    monkeypatch.setattr(bootstrap, "CHECKOUT", tmp_path)
    monkeypatch.setattr(bootstrap, "VENV", environment)
    monkeypatch.setattr(bootstrap, "PYTHON", environment / "bin" / "python")
    monkeypatch.setattr(bootstrap, "STAMP", environment / "installed.json")
    monkeypatch.setattr(bootstrap, "_create", create)
    monkeypatch.setattr(bootstrap, "_install", lambda name: done.append(f"install {name}"))
    return done


def test_a_new_checkout_gets_an_environment_and_its_packages(calls: Calls) -> None:
    bootstrap.make_ready("run")

    assert calls == ["create", "install requirements.txt"]
    assert bootstrap.is_ready("run")


def test_a_ready_environment_is_left_alone(calls: Calls) -> None:
    bootstrap.make_ready("run")
    calls.clear()

    bootstrap.make_ready("run")

    assert calls == []


def test_the_environment_for_tests_serves_the_site_too(calls: Calls) -> None:
    bootstrap.make_ready("test")
    calls.clear()

    bootstrap.make_ready("run")

    assert calls == []


def test_the_sites_environment_gets_the_packages_for_tests_added(calls: Calls) -> None:
    bootstrap.make_ready("run")
    calls.clear()

    bootstrap.make_ready("test")

    assert calls == ["install requirements-test.txt"]
    assert bootstrap.is_ready("run")


def test_a_changed_lock_file_is_installed_over_the_old(calls: Calls) -> None:
    bootstrap.make_ready("run")
    calls.clear()
    (bootstrap.CHECKOUT / "requirements.txt").write_text("other packages")

    bootstrap.make_ready("run")

    assert calls == ["install requirements.txt"]


def test_an_environment_killed_while_it_was_made_is_made_anew(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(name: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "_install", killed)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.make_ready("run")
    assert not bootstrap.is_ready("run")
    calls.clear()

    bootstrap.make_ready("run")

    assert calls == ["create", "install requirements.txt"]


def test_another_python_makes_the_environment_anew(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.make_ready("run")
    calls.clear()
    monkeypatch.setattr(sys, "version", "3.99.0")

    bootstrap.make_ready("run")

    assert calls == ["create", "install requirements.txt"]


def test_an_environment_whose_python_was_removed_is_made_anew(calls: Calls) -> None:
    bootstrap.make_ready("run")
    calls.clear()
    bootstrap.PYTHON.unlink()

    bootstrap.make_ready("run")

    assert calls == ["create", "install requirements.txt"]


def test_the_lock_files_name_no_place_to_download_from() -> None:
    checkout = Path(__file__).resolve().parent.parent.parent
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (checkout / name).read_text()
        assert [word for word in ("://", "--index", "--find", " @ ") if word in text] == []


def test_both_lock_files_agree_on_every_version() -> None:
    checkout = Path(__file__).resolve().parent.parent.parent
    site, tests = (
        {line for line in (checkout / name).read_text().splitlines() if "==" in line}
        for name in ("requirements.txt", "requirements-test.txt")
    )

    assert site - tests == set()


def test_what_tests_need_is_installed_or_its_lack_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lacking = bootstrap.Program(
        "Nowhere", "no-such-program", "no-such-package", "tests are skipped"
    )
    installed: list[str] = []
    monkeypatch.setattr(bootstrap, "PROGRAMS", [lacking])
    monkeypatch.setattr(bootstrap, "_is_root_with_apt", lambda: True)
    monkeypatch.setattr(bootstrap, "_apt_install", installed.append)

    bootstrap.ensure_programs()

    assert installed == ["no-such-package"]
    assert capsys.readouterr().out.splitlines()[-1] == (
        "  Nowhere is not installed: tests are skipped. Install it "
        "(Debian: apt-get install no-such-package) to run them."
    )
