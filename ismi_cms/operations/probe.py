"""`python -m ismi_cms.operations.probe ADDRESS`: the exit code is 0 when the address answers 200.

For health checks. Standard library only; it asks under a name that the site answers to.
"""

import os
import sys
import urllib.error
import urllib.request

# Seconds: less than a health check's own patience, more than the pool waits for a connection.
PATIENCE = 8


def main(address: str) -> int:
    """Ask, print the answer, and return the exit code."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(address, headers={"Host": host})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            sys.stdout.write(answer.read().decode())
    except (urllib.error.URLError, OSError) as error:
        sys.stdout.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
