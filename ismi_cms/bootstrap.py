"""Make the virtual environment that everything else runs in.

Standard library only: `python -m ismi_cms.bootstrap run` (or `test`) works on a machine with
nothing but Python. Packages come with the hashes of the lock file and ready built: no compiler.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ismi_cms import locks

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
# Written last: an environment without it was left half made, and is made anew.
STAMP = VENV / "installed.json"
LOCK_FILES = {"run": "requirements.txt", "test": "requirements-test.txt"}
LOCK = CHECKOUT / ".data" / "bootstrap.lock"
# A person's own settings that would send packages somewhere else than into the environment.
LEADING_ASTRAY = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONHOME", "PYTHONPATH")
LAST_LINES = 15
# Where Debian keeps servers, and an ordinary user does not look.
SERVERS = "/usr/local/sbin:/usr/sbin:/sbin"


@dataclass(frozen=True)
class Program:
    """A program that some tests run: what it is called, and what happens without it."""

    title: str
    name: str
    package: str
    without: str

    def is_there(self) -> bool:
        """Whether this machine has it."""
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), SERVERS])
        return shutil.which(self.name, path=path) is not None


JOURNEYS = "the tests of tests/journeys are skipped"
DEPLOYMENT = "the tests of the deployment are skipped"
PROGRAMS = (
    Program("Chromium", "chromium", "chromium", JOURNEYS),
    Program("nginx", "nginx", "nginx-light", DEPLOYMENT),
    Program("Redis", "redis-server", "redis-server", DEPLOYMENT),
    Program("curl", "curl", "curl", DEPLOYMENT),
    Program("systemd-analyze", "systemd-analyze", "systemd", "the units of systemd are not tried"),
)


def main() -> None:
    """Make or mend the environment for the given purpose; does nothing when it is ready."""
    parser = argparse.ArgumentParser(prog="ismi_cms.bootstrap")
    parser.add_argument("purpose", choices=LOCK_FILES)
    purpose = parser.parse_args().purpose
    try:
        LOCK.parent.mkdir(exist_ok=True)
        if not locks.is_free(LOCK):
            print("  Another make is preparing the environment; waiting for it.", flush=True)
        with locks.held(LOCK):
            make_ready(purpose)
    except KeyboardInterrupt:
        # What is half made is mended by the next run.
        raise SystemExit(130) from None
    except PermissionError as error:
        raise SystemExit(
            f"{error.filename} belongs to another user. Run make as the user who owns the "
            "checkout, or remove .venv and .data as that user."
        ) from None
    if purpose == "test":
        ensure_programs()


def make_ready(purpose: str) -> None:
    """Install what the lock file of this purpose lists, unless it is installed."""
    if is_ready(purpose):
        return
    installed = _stamp()
    if installed.get("python") == _interpreter():
        # Until it is whole again it counts as half made.
        STAMP.unlink()
    else:
        with _step("Virtual environment"):
            _create()
    with _step("Packages (about half a minute)"):
        _install(LOCK_FILES[purpose])
    stamp = {"python": _interpreter(), purpose: _digest(purpose)}
    if purpose == "test":
        # The lock for tests holds everything of the other, in the same versions.
        stamp["run"] = _digest("run")
    STAMP.write_text(json.dumps(stamp))


def is_ready(purpose: str) -> bool:
    """Whether the environment has exactly what the lock file of this purpose lists."""
    stamp = _stamp()
    return stamp.get("python") == _interpreter() and stamp.get(purpose) == _digest(purpose)


def ensure_programs() -> None:
    """Find what the tests run beside Python, installing Debian's where that is possible."""
    for needed in PROGRAMS:
        if needed.is_there():
            continue
        if _is_root_with_apt():
            with _step(f"{needed.title} for the tests"), suppress(subprocess.CalledProcessError):
                _apt_install(needed.package)
        if not needed.is_there():
            print(
                f"  {needed.title} is not installed: {needed.without}. Install it "
                f"(Debian: apt-get install {needed.package}) to run them.",
                flush=True,
            )


def _create() -> None:
    if not _has_pip_of_its_own() and _is_root_with_apt():
        # Debian keeps this part of Python in a package of its own.
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        with suppress(subprocess.CalledProcessError):
            _apt_install(f"{version}-venv")
    if not _has_pip_of_its_own():
        raise SystemExit(
            "This Python has no venv and ensurepip. Install them (Debian: apt-get install "
            "python3-venv), or name another Python: make PYTHON=/path/to/python3.12 …"
        )
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(VENV)
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"The virtual environment could not be made: {error}") from None


def _install(lock_file: str) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--no-input", "-r", str(CHECKOUT / lock_file)]
    answer = subprocess.run(
        command,
        env={key: value for key, value in os.environ.items() if key not in LEADING_ASTRAY},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        tail = "\n".join(answer.stdout.splitlines()[-LAST_LINES:])
        raise SystemExit(f"The packages of {lock_file} could not be installed. pip said:\n{tail}")


def _stamp() -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    # The interpreter it was made from may have been removed since.
    return stamp if PYTHON.exists() else {}


def _interpreter() -> str:
    """What an environment depends on: the Python it was made from, and where it lies."""
    return f"{sys.version} {sys.base_prefix} {VENV}"


def _digest(purpose: str) -> str:
    return hashlib.sha256((CHECKOUT / LOCK_FILES[purpose]).read_bytes()).hexdigest()


def _has_pip_of_its_own() -> bool:
    # Asked in a new process: an import that failed before apt-get would fail again in this one.
    command = [sys.executable, "-c", "import venv, ensurepip; ensurepip.version()"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _is_root_with_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install(package: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(
            command,
            # One unreachable source spoils the update, not always the install.
            check=command is install,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def _step(title: str) -> Iterator[None]:
    begun = time.monotonic()
    print(f"  {title} …", end="", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
