"""What is there already becomes what the database demands from now on."""

from importlib import import_module

from django.db import connection

from accounts.models import User
from languages.characters import clean_line
from library.models import Picture
from tests.library.files import bytes_of, drawn, taken_in

LIFTED = """
    SET CONSTRAINTS ALL IMMEDIATE;
    ALTER TABLE library_picture DROP CONSTRAINT picture_words_are_safe;
    ALTER TABLE library_picture DISABLE TRIGGER library_picture_credit;
"""
UNCLEAN = "\u2066 Иван\u202eов \x0b Пётр\u200b\ti\u0306\u2028 \U0001ffffЎ"


def test_rows_are_cleaned_and_credits_get_an_author(writer: User) -> None:
    picture = taken_in(writer)
    other = taken_in(writer, bytes_of(drawn(50, 40)), name="b.png")
    with connection.cursor() as cursor:
        cursor.execute(LIFTED)
        Picture.objects.filter(pk=picture.pk).update(alt_ru=UNCLEAN, credit=UNCLEAN)
        migration = import_module("library.migrations.0004_clean_words")
        cursor.execute(migration.CLEAN + migration.NAME_AUTHORS)
    row = Picture.objects.get(pk=picture.pk)
    assert (row.alt_ru, row.credit) == (clean_line(UNCLEAN), clean_line(UNCLEAN))
    assert (row.credit_by, row.credit_at) == (writer, row.uploaded_at)
    other.refresh_from_db()
    assert (other.credit_by, other.original_name) == (None, "b.png")
