"""How much of an upload is read at all."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _

from library.choices import LARGEST_FILE

# Bytes: the largest file, and the fields of the form around it.
LARGEST_BODY = LARGEST_FILE + 1024 * 1024


class SizeGuard(FileUploadHandler):
    """The first of the upload handlers: of a post that is too large it reads no file.

    The fields that stand before the file are there; the view says what was wrong.
    """

    is_over = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name.
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        self.is_over = content_length > LARGEST_BODY

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_over:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""


def is_too_large(request: HttpRequest) -> bool:
    """Whether the post says that it is larger than any picture may be. Nothing of it is read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return said.isdecimal() and int(said) > LARGEST_BODY


def too_large_sentence() -> str:
    """Return what is said of a file that is too large, in the active language."""
    sentence = _("The file is larger than %(limit)s MB. Make it smaller and try again.")
    return sentence % {"limit": LARGEST_FILE // 1024**2}
