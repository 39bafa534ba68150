"""The site as docker-compose.yml starts it, on ports of its own, and how to ask it."""

import http.client
import json
import re
import secrets
import ssl
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from psycopg.sql import SQL, Identifier

from tests.deployed import (
    ROOT,
    House,
    copy_build_context,
    free_port,
    program,
    read_compose,
    read_dockerfile,
    read_environment_file,
    soon,
    unprivileged,
)

HOST = "press.example"
FILLED = read_environment_file(ROOT / "deploy" / "env.example") | {
    "SECRET_KEY": secrets.token_urlsafe(50),
    "POSTGRES_PASSWORD": "p",
}
COMPOSE = read_compose(ROOT / "docker-compose.yml", FILLED)
DOCKERFILE = read_dockerfile(ROOT / "Dockerfile")
AWAY = "UPDATE pg_database SET datallowconn = %s WHERE datname = %s"
ENDED = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


class Answer:
    """What a server says to one request."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read().decode(errors="replace")

    def __repr__(self) -> str:
        return f"{self.status}\n{self.headers}\n{self.body[:500]}"


class Named(http.client.HTTPSConnection):
    """A connection to this machine that asks for a certificate by another name."""

    def __init__(self, name: str, port: int) -> None:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        super().__init__("127.0.0.1", port, timeout=30)
        self.name, self.trusting = name, trusting

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self.trusting.wrap_socket(self.sock, server_hostname=self.name)


def ask(port: int, path: str, method: str = "GET", *, tls: str = "", **headers: str) -> Answer:
    """Ask the server on this port: as the host's proxy does, or as a reader over TLS by name.

    Headers are given with `_` for `-`; an empty one is not sent.
    """
    line = Named(tls, port) if tls else http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    given = {"Host": HOST, "X_Forwarded_Proto": "" if tls else "https", **headers}
    try:
        sent = {name.replace("_", "-"): value for name, value in given.items() if value}
        line.request(method, path, headers=sent)
        return Answer(line.getresponse())
    finally:
        line.close()


def is_answering(port: int) -> bool:
    """Whether somebody listens there."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.connect()
    except OSError:
        return False
    finally:
        line.close()
    return True


def command_of(word: str) -> list[str]:
    """The command of CMD or HEALTHCHECK in the Dockerfile."""
    (said,) = [found.said for found in DOCKERFILE if found.word == word]
    command: list[str] = json.loads(said[said.index("[") :])
    return command


class Site:
    """The house with everything that docker-compose.yml starts."""

    def __init__(self, server: dict[str, Any], database: str) -> None:
        """Lay it out; `server` is how psycopg reaches the server of the tests."""
        self.server, self.database = server, database
        self.house = House(unprivileged(server["host"]))
        self.valkey, self.web, self.proxy = free_port(), free_port(), free_port()
        self.plain, self.secure = free_port(), free_port()
        folder = self.house.folder
        reach = f"{server['user']}@/{database}?host={server['host']}&port={server['port']}"
        own = {
            "DATABASE_URL": f"postgres://{reach}",
            "CACHE_URL": f"redis://127.0.0.1:{self.valkey}/0",
            "MEDIA_ROOT": f"{folder}/var/lib/ismi/media",
        }
        self.house.environment = FILLED | COMPOSE["web"]["environment"] | own
        self.house.here = {
            # What nginx sees there is the volume that `prepare` fills.
            "alias /srv/ismi/current/staticfiles": f"alias {folder}/srv/ismi/static",
            "/srv/ismi/static": f"{folder}/srv/ismi/static",
            "/var/lib/ismi/media": f"{folder}/var/lib/ismi/media",
            "/etc/nginx/ismi": f"{folder}/nginx",
            "127.0.0.1:8080": f"127.0.0.1:{self.proxy}",
            "127.0.0.1:8000": f"127.0.0.1:{self.web}",
            "web:8000": f"127.0.0.1:{self.web}",
        }

    def create_database(self) -> None:
        self._tell_server(SQL("CREATE DATABASE {}").format(Identifier(self.database)))

    def drop_database(self) -> None:
        self._tell_server(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(self.database)))

    def lock_database(self, *, is_locked: bool) -> None:
        """Let nobody reach the database any more, or everybody again."""
        self._tell_server(AWAY, not is_locked, self.database)
        if is_locked:
            self._tell_server(ENDED, self.database)

    def build(self) -> None:
        """Copy what the image gets, and run the steps of the Dockerfile that are the project's."""
        application = self.house.application
        copy_build_context(application)
        (application / ".venv").symlink_to(sys.prefix)
        for folder in (application / "ismi_cms").rglob("LC_MESSAGES"):
            self.house.own(str(folder.relative_to(self.house.folder)))
        self.house.own("srv/ismi/current/staticfiles")
        for step in DOCKERFILE:
            if step.word == "RUN" and step.said.startswith("deploy/"):
                self.house.run("sh", "-c", step.said)

    def start_valkey(self) -> None:
        given = [program("redis-server") or "", *COMPOSE["valkey"]["command"][1:]]
        own = ["--port", str(self.valkey), "--bind", "127.0.0.1", "--dir", "/tmp"]
        self.valkey_process = self.house.start(*given, *own, name="valkey")

    def start_web(self) -> None:
        given = command_of("CMD")
        given[given.index("--host") + 1] = "127.0.0.1"
        given[given.index("--port") + 1] = str(self.web)
        self.web_process = self.house.start(*given, name="web")
        assert soon(lambda: is_answering(self.web)), self.house.log("web")

    def start_nginx(self) -> None:
        """The container's nginx, and Debian's with TLS, each with its own configuration file."""
        folder = self.house.own("nginx")
        for path in (ROOT / "deploy" / "nginx").iterdir():
            (folder / path.name).write_text(self._configuration(path))
        make_certificate(folder)
        around = (folder / "container.conf").read_text()
        around = re.sub(r"\n    (upstream|map) .*", "", around, flags=re.DOTALL)
        around = around.replace("nginx.pid", "debian.pid").replace("/tmp/access", "/tmp/debian")
        (folder / "debian.conf").write_text(f"{around}\n    include {folder}/site.conf;\n}}\n")
        for name in ("container", "debian"):
            given = [program("nginx") or "", *COMPOSE["nginx"]["command"][1:]]
            own = ["-p", str(folder), "-c", f"{folder}/{name}.conf"]
            self.house.start(*given, *own, "-e", f"{self.house.folder}/tmp/{name}", name=name)
        assert soon(lambda: is_answering(self.proxy)), self.house.log("container")
        assert soon(lambda: is_answering(self.secure)), self.house.log("debian")

    def _configuration(self, path: Path) -> str:
        """A configuration file as it is, but for places and ports."""
        folder = self.house.folder
        text = self.house.translate(path.read_text().replace(" /tmp/", f" {folder}/tmp/"))
        for said, here in (
            ("/dev/stderr", f"{folder}/tmp/error"),
            ("/dev/stdout", f"{folder}/tmp/access"),
            ("/etc/letsencrypt/live/press.example", f"{folder}/nginx"),
            ("listen 8080;", f"listen 127.0.0.1:{self.proxy};"),
            ("listen 80 ", f"listen 127.0.0.1:{self.plain} "),
            ("listen 443 ", f"listen 127.0.0.1:{self.secure} "),
        ):
            text = text.replace(said, here)
        # Not every machine speaks IPv6.
        return re.sub(r"\n *listen \[::\][^\n]*", "", text)

    def _tell_server(self, statement: Any, *values: object) -> None:
        with psycopg.connect(**self.server, dbname="postgres", autocommit=True) as server:
            server.execute(statement, values or None)


def make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(key.private_bytes(pem, form, plain))
    for path in folder.glob("*.pem"):
        path.chmod(0o644)
