"""Whether this is production, and what production must be told before it starts."""

from collections.abc import Mapping
from urllib.parse import urlsplit

SHORTEST_SECRET = 50
FEWEST_LETTERS = 5
YES = ("1", "true", "yes", "y", "on")


def is_debug(environ: Mapping[str, str]) -> bool:
    """Whether DEBUG is on: anything but a plain yes means production."""
    return environ.get("DEBUG", "").strip().lower() in YES


def demand_all(environ: Mapping[str, str]) -> None:
    """Stop the start unless everything that production needs is there and fit.

    Raises SystemExit with one line for each thing that is missing: no traceback, exit code 1,
    under manage.py and under every server.
    """
    problems = missing(environ)
    if problems:
        raise SystemExit("\n".join(f"Not started: {problem}" for problem in problems))


def missing(environ: Mapping[str, str]) -> list[str]:
    """One sentence for each variable that production lacks, with an example."""
    answers = [
        _secret_key(environ.get("SECRET_KEY", "")),
        _allowed_hosts(environ.get("ALLOWED_HOSTS", "")),
        _site_url(environ.get("SITE_URL", "")),
        _database_url(environ.get("DATABASE_URL", "")),
    ]
    return [answer for answer in answers if answer]


def _secret_key(value: str) -> str:
    example = "the output of: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    if not value:
        return f"SECRET_KEY is missing. It signs sessions and links; give it {example}"
    if len(value) < SHORTEST_SECRET or len(set(value)) < FEWEST_LETTERS:
        return f"SECRET_KEY is too weak ({len(value)} characters); give it {example}"
    return ""


def _allowed_hosts(value: str) -> str:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    example = "for example ALLOWED_HOSTS=ismi.example,www.ismi.example"
    if not hosts:
        return f"ALLOWED_HOSTS is missing. It lists the names this site answers to, {example}"
    if "*" in hosts:
        return f"ALLOWED_HOSTS must not be *: links could be forged. List the names, {example}"
    return ""


def _site_url(value: str) -> str:
    example = "for example SITE_URL=https://ismi.example"
    if not value:
        return f"SITE_URL is missing. It begins every address in feeds and mail, {example}"
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"SITE_URL is no address, {example}"
    if parts.scheme != "https" or not parts.hostname:
        return f"SITE_URL must begin with https:// and name a host, {example}"
    return ""


def _database_url(value: str) -> str:
    example = "for example DATABASE_URL=postgres://ismi:password@db.example:5432/ismi"
    if not value:
        return f"DATABASE_URL is missing. It names the PostgreSQL server, {example}"
    try:
        parts = urlsplit(value)
    except ValueError:
        return f"DATABASE_URL is no address, {example}"
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        return f"DATABASE_URL must name a PostgreSQL server and a database, {example}"
    return ""
