"""Topics hold words that are safe to print, and none stands above itself."""

import django.db.models.lookups
from django.db import migrations, models

# As `languages.characters` has it today.
UNSAFE = (
    r"\u0001-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb"
    r"\ufffe\uffff\U000e0000-\U000e007f\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe"
    r"\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff\U0006fffe\U0006ffff\U0007fffe"
    r"\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe\U000affff\U000bfffe"
    r"\U000bffff\U000cfffe\U000cffff\U000dfffe\U000dffff\U000efffe\U000effff\U000ffffe"
    r"\U000fffff\U0010fffe\U0010ffff"
)
LINE_ENDS = r"\u0009\u000a"
# A line as `clean_line` leaves it: line breaks and tabs are spaces, what cannot be seen is gone,
# letters are composed. The apps above clean the rows of theirs with it.
CLEANED = rf"""
CREATE FUNCTION editorial_clean_line(words text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT normalize(regexp_replace(regexp_replace(regexp_replace(words,
        '[\u0009-\u000d\u0085\u2028\u2029 ]+', ' ', 'g'),
        '[{UNSAFE}]', '', 'g'),
        '^[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+|[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+$', '', 'g'),
        NFC)
$$;
UPDATE editorial_topic SET
    slug = editorial_clean_line(slug),
    name_uz = editorial_clean_line(name_uz),
    name_uz_cyrl = editorial_clean_line(name_uz_cyrl),
    name_ru = editorial_clean_line(name_ru),
    name_en = editorial_clean_line(name_en);
UPDATE editorial_topic SET parent_id = NULL WHERE parent_id = id;
-- Checked now: a table with checks that wait cannot be altered.
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""  # noqa: S608 (of constants)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0005_release_by_beginning"),
    ]

    operations = [
        migrations.RunSQL(CLEANED, "DROP FUNCTION editorial_clean_line(text)"),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "slug",
                            "name_uz",
                            "name_uz_cyrl",
                            "name_ru",
                            "name_en",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{LINE_ENDS}{UNSAFE}]"),
                    ),
                    _negated=True,
                ),
                name="topic_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="topic",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("pk")), _negated=True),
                name="topic_is_not_its_own_parent",
                violation_error_message="That would make a circle: following it leads back here. Choose another.",
            ),
        ),
    ]
