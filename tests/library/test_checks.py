"""Pictures must not lie where every file is served, and what is missing can be made."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from library import files
from library.checks import pictures_lie_outside_every_public_folder
from tests.library.files import bytes_of, drawn, taken_in


@pytest.mark.parametrize("name", ["STATIC_ROOT", "STATICFILES_DIRS"])
def test_pictures_in_a_public_folder_stop_the_start(settings: Any, name: str) -> None:
    assert pictures_lie_outside_every_public_folder() == []
    public = settings.STATIC_ROOT if name == "STATIC_ROOT" else settings.STATICFILES_DIRS[0]
    settings.MEDIA_ROOT = Path(public) / "media"
    assert [fault.id for fault in pictures_lie_outside_every_public_folder()] == ["library.E001"]


def test_the_command_makes_what_is_missing(writer: User, media: Path) -> None:
    picture = taken_in(writer)
    files.path_of(picture.pk, "480.jpg").unlink()
    said = StringIO()
    call_command("make_renditions", stdout=said)
    assert said.getvalue() == "1 renditions made\n"
    assert files.path_of(picture.pk, "480.jpg").exists()


def test_the_command_names_what_is_lost_and_goes_on(writer: User) -> None:
    lost, whole = taken_in(writer), taken_in(writer, bytes_of(drawn(60, 50)))
    for name in ("original.jpg", "480.jpg"):
        files.path_of(lost.pk, name).unlink()
    files.path_of(whole.pk, "60.webp").unlink()
    said, complained = StringIO(), StringIO()
    with pytest.raises(CommandError, match="1 pictures could not be made"):
        call_command("make_renditions", stdout=said, stderr=complained)
    assert said.getvalue() == "1 renditions made\n"
    assert complained.getvalue().startswith(lost.pk)
