#!/usr/bin/env python
"""The command line of the project."""

import os
import sys

# Commands that read no database; the others get the embedded server where none is named.
WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "help", "version"}
CONFIGURATION = ("DEBUG", "DATABASE_URL", "SECRET_KEY")


def main() -> None:
    """Run one command, with the embedded PostgreSQL for its time where DATABASE_URL names none.

    In a checkout where nothing is configured the settings are those of `make run`. Whoever sets
    anything, as production does, gets exactly what is set.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ismi_cms.settings")
    if not any(os.environ.get(name) for name in CONFIGURATION):
        os.environ["DEBUG"] = "1"
    # A command may take its time, and has one thread.
    os.environ.setdefault("DATABASE_PATIENCE", "0")
    os.environ.setdefault("DATABASE_POOL", "0")

    from django.core.management import execute_from_command_line

    from ismi_cms.embedded import NoServer, server
    from ismi_cms.environment import is_debug

    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    needs_server = is_debug(os.environ) and not os.environ.get("DATABASE_URL")
    if not needs_server or command in WITHOUT_DATABASE or {"-h", "--help"} & set(sys.argv):
        execute_from_command_line(sys.argv)
        return
    try:
        with server() as url:
            os.environ["DATABASE_URL"] = url
            execute_from_command_line(sys.argv)
    except NoServer as refusal:
        raise SystemExit(str(refusal)) from None


if __name__ == "__main__":
    main()
