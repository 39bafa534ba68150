"""The door: who comes in with what, and what is kept."""

import errno
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from django.utils import translation
from PIL import Image

from accounts.models import User
from accounts.roles import Role
from editorial import actions, audit
from editorial.clock import database_moment
from editorial.models import AuditEntry, Edition
from editorial.refusals import Refused
from library import files, querysets
from library.actions import describe, make_renditions, take_in
from library.choices import LARGEST_FILE
from library.models import Picture
from tests.factories import person, printed
from tests.library.files import bytes_of, drawn, opened, stored, taken_in

NAMES_OF_1200 = [
    "1200.jpg", "1200.webp", "480.jpg", "480.webp", "960.jpg", "960.webp", "original.jpg",
]  # fmt: skip


def photograph() -> bytes:
    """Return a JPEG that names its place and camera, with a thumbnail, a comment and a tail."""
    exif = Image.Exif()
    exif[0x010F] = "kanareyka maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 18.0, 30.0), 29: "kanareyka gps"})
    exif.get_ifd(0x8769).update({0xA431: "kanareyka serial"})
    data = bytes_of(drawn(), exif=exif, comment=b"kanareyka comment", xmp=b"<x>kanareyka xmp</x>")
    return data + b"<html><script>kanareyka()</script></html>"


def test_a_picture_is_kept_with_its_renditions_under_names_of_our_own(
    writer: User, media: Path
) -> None:
    picture = taken_in(writer, name="../../Встреча\u202e 1.exe")
    assert (picture.width, picture.height, picture.original_name) == (1200, 800, "Встреча 1.exe")
    kept = stored(media, picture)
    assert sorted(kept) == NAMES_OF_1200
    assert opened(kept["960.webp"]).size == (960, 640)
    assert {path.name for path in media.iterdir()} == {"pictures"}
    assert sorted(path.name for path in media.rglob("*") if path.is_file()) == NAMES_OF_1200


def test_nothing_of_a_photograph_but_its_pixels_is_kept(writer: User, media: Path) -> None:
    data = photograph()
    assert data.count(b"kanareyka") == 6
    picture = taken_in(writer, data)
    kept = stored(media, picture)
    assert [name for name, part in kept.items() if b"kanareyka" in part or b"<html" in part] == []
    assert {name: dict(opened(part).getexif()) for name, part in kept.items()} == {
        name: {} for name in NAMES_OF_1200
    }


def test_the_same_file_twice_is_one_picture(writer: User) -> None:
    first, second = taken_in(writer), taken_in(person(Role.EDITOR), name="copy.jpg")
    assert (first.pk, second.pk) == (first.pk, first.pk)
    assert (Picture.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_files_that_differ_in_what_they_say_alone_are_one_picture(writer: User) -> None:
    exif = Image.Exif()
    exif[0x010F] = "another camera"
    taken_in(writer, bytes_of(drawn(), "PNG"))
    taken_in(writer, bytes_of(drawn(), "PNG", exif=exif))
    assert Picture.objects.count() == 1


def test_a_wrong_ending_does_not_matter(writer: User) -> None:
    assert taken_in(writer, bytes_of(drawn(), "PNG"), name="photo.jpg").format == "png"


def test_who_took_a_picture_in_stands_in_the_audit(writer: User) -> None:
    picture = taken_in(writer)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.detail) == (
        "take_in_picture",
        writer,
        {"picture": picture.pk, "file": "photo.jpg"},
    )


@pytest.mark.parametrize("role", [Role.WRITER, Role.EDITOR, Role.PRESS_SECRETARY])
def test_whoever_writes_pieces_takes_pictures_in(db: None, role: Role) -> None:
    assert taken_in(person(role)).width == 1200


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.ADMINISTRATOR])
def test_nobody_else_does(db: None, role: Role, media: Path) -> None:
    with pytest.raises(Refused) as refused:
        taken_in(person(role))
    assert refused.value.codes == ("not_allowed",)
    assert (Picture.objects.count(), list(media.iterdir())) == (0, [])


def test_a_file_that_is_too_large_is_not_read(writer: User) -> None:
    class Unread:
        size = LARGEST_FILE + 1

    with pytest.raises(Refused) as refused:
        take_in(Unread(), by=writer)  # type: ignore[arg-type]
    assert refused.value.codes == ("too_large",)


def test_a_refusal_speaks_the_person_s_language(db: None) -> None:
    with pytest.raises(Refused) as refused:
        taken_in(person(Role.WRITER, desk_language="en"), b"nothing")
    assert str(refused.value) == "This file is not a picture in JPEG, PNG or WebP."


def test_a_full_disk_leaves_no_row_and_no_half_file(
    writer: User, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(Refused) as refused:
        taken_in(writer)
    assert refused.value.codes == ("not_stored",)
    assert Picture.objects.count() == 0
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_missing_renditions_are_made_again_and_others_left_alone(writer: User, media: Path) -> None:
    picture = taken_in(writer)
    before = stored(media, picture)
    files.path_of(picture.pk, "480.jpg").unlink()
    files.path_of(picture.pk, "960.webp").unlink()
    assert (make_renditions(picture), make_renditions(picture)) == (2, 0)
    assert stored(media, picture) == before


def test_what_a_print_relies_on_cannot_change(writer: User) -> None:
    picture = taken_in(writer)
    for column, value in (("width", 1), ("height", 1), ("format", "png"), ("source_hash", "x")):
        with pytest.raises(DatabaseError, match="stays the bytes"), transaction.atomic():
            Picture.objects.filter(pk=picture.pk).update(**{column: value})
    assert Picture.objects.filter(pk=picture.pk).update(alt_ru="Зал") == 1


def test_a_credit_cannot_change_without_its_author(writer: User) -> None:
    picture = taken_in(writer)
    moment = picture.uploaded_at
    rows = Picture.objects.filter(pk=picture.pk)
    for change in ({}, {"credit_at": moment}, {"credit_by": writer}):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(credit="ИСМИ", **change)
    assert rows.update(credit="ИСМИ", credit_by=writer, credit_at=moment) == 1
    with pytest.raises(DatabaseError, match="only with its author"), transaction.atomic():
        rows.update(credit="")


def words_of(picture: Picture) -> tuple[str, str, str, User | None]:
    row = Picture.objects.get(pk=picture.pk)
    return row.alt_ru or "", row.alt_en or "", row.credit, row.credit_by


def test_who_changed_which_words_stands_in_the_audit(writer: User) -> None:
    picture = taken_in(writer)
    describe(picture, by=writer, words={"alt_ru": "Зал", "credit": "ИСМИ"})
    editor = person(Role.EDITOR)
    with translation.override("en"):
        describe(picture, by=editor, words={"alt_ru": "Большой зал", "credit": "ИСМИ"})
    assert words_of(picture) == ("Большой зал", "", "ИСМИ", writer)
    entries = AuditEntry.objects.filter(verb="change_picture").order_by("id")
    assert [(entry.by, entry.detail) for entry in entries] == [
        (
            writer,
            {
                "picture": picture.pk,
                "words": {
                    "alt_ru": {"from": "", "to": "Зал"},
                    "credit": {"from": "", "to": "ИСМИ"},
                },
            },
        ),
        (
            editor,
            {
                "picture": picture.pk,
                "words": {"alt_ru": {"from": "Зал", "to": "Большой зал"}},
            },
        ),
    ]
    assert audit.first_break() is None


def test_words_that_stay_as_they_are_are_no_act(writer: User) -> None:
    picture = taken_in(writer)
    describe(picture, by=writer, words={"alt_ru": "", "credit": " \u200b"})
    describe(picture, by=writer, words={})
    assert AuditEntry.objects.filter(verb="change_picture").count() == 0
    assert words_of(picture) == ("", "", "", None)


def test_words_are_cleaned_whoever_saves_them(writer: User) -> None:
    picture = taken_in(writer)
    describe(picture, by=writer, words={"alt_en": "Hall\u202e \x0b one\u200b"})
    assert words_of(picture)[1] == "Hall one"
    picture.alt_en, picture.original_name = "\u2066Hall\x0b2", "a\u202eb.jpg"
    picture.save()
    picture.refresh_from_db()
    assert (picture.alt_en, picture.original_name) == ("Hall 2", "ab.jpg")


@pytest.mark.parametrize("column", ["alt_ru", "alt_uz", "alt_uz_cyrl", "alt_en", "original_name"])
def test_the_database_refuses_words_that_cannot_be_seen(writer: User, column: str) -> None:
    picture = taken_in(writer)
    for unsafe in ("a\u202eb", "a\u200bb", "a\x0bb", "a\nb"):
        with pytest.raises(DatabaseError, match="words_are_safe"), transaction.atomic():
            Picture.objects.filter(pk=picture.pk).update(**{column: unsafe})


def test_a_column_that_holds_no_words_is_not_described(writer: User) -> None:
    picture = taken_in(writer)
    with pytest.raises(KeyError):
        describe(picture, by=writer, words={"width": "1"})


@pytest.mark.parametrize("where", ["a live release", "a public record"])
def test_what_readers_see_only_editors_describe(
    writer: User, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = taken_in(writer)
    if where == "a live release":
        printed(mentions=(("picture", picture.pk),))
    else:
        monkeypatch.setattr(querysets, "_public_records", [])
        querysets.also_public(lambda key, _at: Picture.objects.filter(pk=key))
    with pytest.raises(Refused) as refused:
        describe(picture, by=writer, words={"alt_ru": "Подменён"})
    assert str(refused.value) == "Readers see this picture. Only editors may change its words now."
    assert words_of(picture)[0] == ""
    for role in (Role.EDITOR, Role.PRESS_SECRETARY):
        describe(picture, by=person(role), words={"alt_ru": role.value})
        assert words_of(picture)[0] == role.value


def test_what_readers_do_not_see_yet_or_any_more_writers_describe(writer: User) -> None:
    picture = taken_in(writer)
    mention = (("picture", picture.pk),)
    printed(mentions=mention, begins=timedelta(days=1))
    printed(mentions=mention, begins=timedelta(days=-3), ends=database_moment())
    describe(picture, by=writer, words={"alt_ru": "Зал"})
    assert words_of(picture)[0] == "Зал"


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.ADMINISTRATOR])
def test_nobody_else_describes_pictures(writer: User, role: Role) -> None:
    picture = taken_in(writer)
    with pytest.raises(Refused) as refused:
        describe(picture, by=person(role, desk_language="en"), words={"alt_ru": "Зал"})
    assert str(refused.value) == "Pictures are described by writers and editors."


def test_a_picture_that_a_release_mentions_cannot_be_deleted(writer: User) -> None:
    picture = taken_in(writer)
    other = taken_in(writer, bytes_of(drawn(100, 100)))
    printed(mentions=(("picture", picture.pk),))
    with pytest.raises(DatabaseError, match="stands in a release"), transaction.atomic():
        picture.delete()
    other.delete()
    assert Picture.objects.get() == picture


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("id", "not a hash", "picture_is_named_by_its_bytes"),
        ("id", "a" * 31 + "\n", "picture_is_named_by_its_bytes"),
        ("width", 0, "picture_has_two_sides"),
        ("format", "gif", "picture_format_is_known"),
    ],
)
def test_the_database_refuses_what_no_picture_is(
    writer: User, column: str, value: object, constraint: str
) -> None:
    picture = taken_in(writer)
    row = {
        field.attname: getattr(picture, field.attname) for field in Picture._meta.concrete_fields
    }
    row |= {"id": "a" * 32, "source_hash": "b" * 64, column: value}
    with pytest.raises(DatabaseError, match=constraint):
        Picture.objects.create(**row)


def test_a_new_credit_makes_whoever_looked_at_the_piece_look_again(writer: User) -> None:
    picture, editor = taken_in(writer), person(Role.EDITOR)
    edition = actions.start_edition(
        by=writer,
        kind="news",
        facts={"cover": picture.pk},
        texts={"ru": {"headline": "Встреча", "body": "<p>Текст.</p>", "cover_alt": "Зал"}},
    )
    edition = actions.submit(edition=edition, by=writer, token=edition.token, languages=["ru"])
    describe(picture, by=writer, words={"credit": "Другой автор"})
    with pytest.raises(Refused) as refusal:
        actions.approve(edition=edition, by=editor, token=edition.token, parts=["facts", "ru"])
    assert refusal.value.codes == ("stale",)
    assert Edition.objects.get(pk=edition.pk).token == edition.token + 1
