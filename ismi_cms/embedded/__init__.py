"""A PostgreSQL of the project's own, for machines where DATABASE_URL names none.

Standard library only: it works before anything is installed. Linux and macOS.
"""

from ismi_cms.embedded.life import address, server
from ismi_cms.embedded.refusals import NoServer

__all__ = ["NoServer", "address", "server"]
