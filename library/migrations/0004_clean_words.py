"""Rows as the next migration demands them: clean words, and an author for each credit."""

from django.db import migrations

COLUMNS = ("alt", "alt_uz", "alt_uz_cyrl", "alt_ru", "alt_en", "credit", "original_name")
# What parts words; the rest of what cannot be seen simply goes.
BREAKS = r"[\u0009-\u000d\u0085\u2028\u2029]+"
UNSAFE = (
    r"[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb"
    r"\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)
CLEAN = "".join(
    f"""
    UPDATE library_picture SET {column} = btrim(regexp_replace(normalize(
        regexp_replace(regexp_replace({column}, '{BREAKS}', ' ', 'g'), '{UNSAFE}', '', 'g')
    ), ' +', ' ', 'g')) WHERE {column} ~ '{UNSAFE}';
    """  # noqa: S608 - every part of it stands above.
    for column in COLUMNS
)
# Nobody wrote down who it was: whoever took the picture in is the likeliest.
NAME_AUTHORS = """
    UPDATE library_picture SET credit_by_id = uploaded_by_id, credit_at = uploaded_at
    WHERE credit <> '' AND credit_by_id IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0003_credit_has_an_author")]
    operations = [migrations.RunSQL(CLEAN + NAME_AUTHORS, migrations.RunSQL.noop)]
