"""The deployment's own files, read and run as processes on this machine."""

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from ismi_cms.bootstrap import SERVERS

ROOT = Path(__file__).resolve().parent.parent
PATH_OF_PROGRAMS = os.pathsep.join([os.environ["PATH"], SERVERS])
SECONDS = 30


@dataclass(frozen=True)
class Instruction:
    """One instruction of a Dockerfile, its continued lines joined."""

    word: str
    said: str


def read_dockerfile(path: Path) -> list[Instruction]:
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines() if line.strip()]


def read_environment_file(path: Path) -> dict[str, str]:
    """The settings of a file as both Compose and systemd read it."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def read_compose(path: Path, environment: dict[str, str]) -> dict[str, Any]:
    """The services, with variables put in: `${NAME}`, `${NAME:-else}`, `${NAME:?demanded}`."""

    def value(found: re.Match[str]) -> str:
        name, sign, rest = found.groups()
        given = environment.get(name, "")
        assert given or sign != ":?", f"{name}: {rest}"
        return given or rest or ""

    text = re.sub(r"(?<!\$)\$\{(\w+)(?:(:[-?])([^}]*))?\}", value, path.read_text())
    services: dict[str, Any] = yaml.safe_load(text.replace("$$", "$"))["services"]
    return services


def copy_build_context(target: Path) -> None:
    """Copy what `COPY . .` of the Dockerfile copies: the checkout without .dockerignore's names."""
    ignored = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]

    def names(folder: str, found: list[str]) -> list[str]:
        inside = Path(folder).relative_to(ROOT)
        return [name for name in found if any(matches((inside / name), line) for line in ignored)]

    def matches(path: Path, line: str) -> bool:
        if line.startswith("**/"):
            return fnmatch(path.name, line[3:])
        return fnmatch(str(path), line)

    shutil.copytree(ROOT, target, ignore=names)
    for path in target.rglob("*"):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))


def program(name: str) -> str | None:
    """Where this machine has the program; also where ordinary users do not look."""
    return shutil.which(name, path=PATH_OF_PROGRAMS)


def free_port() -> int:
    """A port that nobody listens on, below those that the system gives to whoever asks for any.

    One of those would be given to another test before the server here has begun to listen.
    """
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def unprivileged(database_host: str) -> dict[str, Any]:
    """The arguments of subprocess that make a program run without root's rights, where it can.

    Over a socket, root's own test server lets in nobody but the user it runs as. A checkout that
    others cannot read leaves only root.
    """
    if os.geteuid() != 0:
        return {}
    has_socket = database_host.startswith("/")
    owner = Path(database_host).stat().st_uid if has_socket else pwd.getpwnam("nobody").pw_uid
    person: dict[str, Any] = {"user": owner, "group": pwd.getpwuid(owner).pw_gid}
    person["extra_groups"] = []
    try:
        subprocess.run(
            [sys.executable, "-c", "import django"], check=True, capture_output=True, **person
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    return person


class House:
    """A folder laid out as the servers of the deployment are, and the processes in it."""

    def __init__(self, person: dict[str, Any]) -> None:
        self.person = person
        self.folder = Path(tempfile.mkdtemp(prefix="ismi-house-", dir="/tmp"))
        self.folder.chmod(0o755)
        self.application = self.folder / "srv/ismi/current"
        self.environment: dict[str, str] = {}
        # The deployment's words, and what they are here.
        self.here: dict[str, str] = {}
        self._running: list[subprocess.Popen[bytes]] = []
        for name in ("tmp", "srv/ismi/static", "var/lib/ismi/media", "var/backups"):
            self.own(name)

    def own(self, name: str) -> Path:
        """A directory that belongs to the unprivileged user."""
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        if self.person:
            os.chown(path, self.person["user"], self.person["group"])
        return path

    def translate(self, text: str) -> str:
        """The text with the deployment's words replaced, each once."""
        words = "|".join(map(re.escape, self.here))
        return re.sub(words, lambda found: self.here[found[0]], text)

    def run(self, *command: str, **more: str) -> str:
        """Run a command of the deployment to its good end, and return what it printed."""
        answer = subprocess.run(
            [self.translate(word) for word in command],
            cwd=self.application,
            env=self._environment(more),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            **self.person,
        )
        assert answer.returncode == 0, f"{command}: {answer.stdout}{answer.stderr}"
        return answer.stdout

    def start(self, *command: str, name: str) -> subprocess.Popen[bytes]:
        """Start a command of the deployment; what it says goes to a log of this name."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [self.translate(word) for word in command],
                cwd=self.application,
                env=self._environment({}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.person,
            )
        self._running.append(process)
        return process

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def end(self) -> None:
        for process in reversed(self._running):
            stop(process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        path = os.pathsep.join([str(self.application / ".venv/bin"), PATH_OF_PROGRAMS])
        return {"PATH": path, "LANG": "C.UTF-8", **self.environment, **more}


def stop(process: subprocess.Popen[bytes]) -> float:
    """End a process as systemd and Docker do, and return the seconds it took."""
    begun = time.monotonic()
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    return time.monotonic() - begun


def soon(condition: Callable[[], bool]) -> bool:
    """Whether the condition becomes true within a time that a busy machine needs."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
