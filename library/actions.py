"""The one door through which a picture comes in, what is said of it, how its sizes are kept."""

import hashlib
import logging
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from PIL import Image

from accounts.models import User
from editorial import audit
from editorial.actions import lock_publications
from editorial.clock import database_moment
from editorial.models import Edition
from editorial.plain_records import in_all
from languages.characters import clean_line
from library import files, processing
from library.choices import LARGEST_FILE, RENDITION_TYPES, widths_of
from library.models import Picture
from library.permissions import (
    may_describe,
    may_take_in,
    not_allowed_sentence,
    why_not_describe,
)
from library.querysets import open_editions_showing
from library.refusals import refused
from library.uploading import too_large_sentence

logger = logging.getLogger(__name__)

# The columns of what is said of a picture.
WORDS = ("credit", *in_all("alt"))


def take_in(file: File, *, by: User) -> Picture:
    """Take a file into the library as a picture of our own; return its row.

    The file of a picture that is here already gives the row that is here. All or nothing: no
    row without its files, and one audit entry for each row. What is kept holds nothing of the
    file but its pixels. Limits: 30 MB, 40 megapixels; JPEG, PNG or WebP. Raises Refused with
    a sentence in the actor's language.
    """
    with translation.override(by.desk_language):
        if not may_take_in(by):
            raise refused("not_allowed", not_allowed_sentence())
        if file.size > LARGEST_FILE:
            raise refused("too_large", too_large_sentence())
        file.seek(0)
        source_hash = hashlib.file_digest(file, "sha256").hexdigest()
        known = Picture.objects.filter(source_hash=source_hash).first()
        return known or _taken_in(file, source_hash, by)


def _taken_in(file: Any, source_hash: str, by: User) -> Picture:
    file.seek(0)
    with processing.one_at_a_time():
        image, kept_as = processing.read(file)
        data = processing.original(image, kept_as)
        name = hashlib.sha256(data).hexdigest()[:32]
        try:
            files.write(files.path_of(name, f"original.{kept_as}"), data)
            _write_renditions(name, image)
        except OSError:
            logger.exception("Picture %s could not be stored", name)
            sentence = _("The picture could not be stored. Tell the administrator.")
            raise refused("not_stored", sentence) from None
    with transaction.atomic():
        at = database_moment()
        picture, is_new = Picture.objects.get_or_create(
            id=name,
            defaults={
                "source_hash": source_hash,
                "format": kept_as,
                "width": image.width,
                "height": image.height,
                "original_name": _shown_name(file.name),
                "uploaded_by": by,
                "uploaded_at": at,
            },
        )
        if is_new:
            detail = {"picture": name, "file": picture.original_name}
            audit.append(verb="take_in_picture", by=by, at=at, detail=detail)
    return picture


@transaction.atomic
def describe(picture: Picture, *, by: User, words: Mapping[str, str]) -> Picture:
    """Change words of a picture: its credit, its alternative texts; return its row.

    `words` are by the names of columns (`credit`, `alt_ru` and so on). They are cleaned; what
    is as it was is no change. One audit entry keeps what they were and what they are; whoever
    changes the credit is its author, and whoever looks at an open edition that shows the
    picture has to look again. Raises Refused with a sentence in the actor's language, KeyError
    for another column.
    """
    showing = list(open_editions_showing(picture.pk)) if "credit" in words else []
    lock_publications(one.publication_id for one in showing)
    row = Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
    with translation.override(by.desk_language):
        if not may_describe(by, row):
            raise refused("not_allowed", why_not_describe(row))
    before = {column: getattr(row, column) or "" for column in WORDS}
    for column, said in words.items():
        if column not in WORDS:
            raise KeyError(column)
        setattr(row, column, said)
    row.clean_words()
    changed = {
        column: {"from": was, "to": getattr(row, column)}
        for column, was in before.items()
        if (getattr(row, column) or "") != was
    }
    if changed:
        at = database_moment()
        if "credit" in changed:
            row.credit_by, row.credit_at = by, at
            opened = Edition.objects.open().filter(pk__in=[one.pk for one in showing])
            opened.update(token=F("token") + 1)
        row.save(update_fields=[*changed, "credit_by", "credit_at"])
        audit.append(
            verb="change_picture", by=by, at=at, detail={"picture": row.pk, "words": changed}
        )
    return row


def make_renditions(picture: Picture) -> int:
    """Make what is missing of a picture's renditions; return how many were made.

    Raises OSError where the original is not there or a file cannot be stored.
    """
    missing = [
        (width, ending)
        for width in widths_of(picture.width)
        for ending in RENDITION_TYPES
        if not files.path_of(picture.id, f"{width}.{ending}").exists()
    ]
    if missing:
        with (
            processing.one_at_a_time(),
            Image.open(files.path_of(picture.id, f"original.{picture.format}")) as image,
        ):
            _write_renditions(picture.id, image)
    return len(missing)


def _write_renditions(name: str, image: Image.Image) -> None:
    for width, ending, data in processing.renditions(image):
        path = files.path_of(name, f"{width}.{ending}")
        if not path.exists():
            files.write(path, data)


def _shown_name(name: str | None) -> str:
    """Return the client's name of a file, fit for a screen; no path of ours is made of it."""
    return clean_line(PurePath((name or "").replace("\\", "/")).name)[:200]
