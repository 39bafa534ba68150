"""The WSGI application that granian (or gunicorn) serves."""

import multiprocessing
import os
import sys
import threading
from multiprocessing.process import BaseProcess

from django.core.wsgi import get_wsgi_application

# gunicorn starts a worker again and again unless it leaves with this code.
STOP_TRYING = 3


def end_with(parent: BaseProcess) -> None:
    """End this worker at once when the process that started it is gone, even by kill -9."""
    parent.join()
    os._exit(1)


_parent = multiprocessing.parent_process()
if _parent is not None:
    threading.Thread(target=end_with, args=(_parent,), daemon=True).start()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ismi_cms.settings")
try:
    application = get_wsgi_application()
except SystemExit as refusal:
    sys.stderr.write(f"{refusal.code}\n")
    sys.exit(STOP_TRYING)
