"""Whether the pictures of what goes out soon can be shown then."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User
from editorial.models import Release
from editorial.refusals import Finding
from library import files
from library.models import Picture
from library.querysets import PICTURE


def missing_files(release: Release, by: User | None) -> Iterable[Finding]:
    """Yield a finding where the file of a picture is gone from the disk."""
    named = release.mentions.filter(record_type=PICTURE).values("record_key")
    for picture in Picture.objects.filter(pk__in=named):
        if not files.path_of(picture.pk, f"original.{picture.format}").exists():
            sentence = _("The file of picture %(name)s is missing: readers will see a gap.")
            yield Finding("picture_missing", sentence % {"name": picture}, release.language)
