"""Sections hold words that are safe to print."""

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
CLEANED = """
UPDATE news_section SET
    slug = editorial_clean_line(slug),
    name_uz = editorial_clean_line(name_uz),
    name_uz_cyrl = editorial_clean_line(name_uz_cyrl),
    name_ru = editorial_clean_line(name_ru),
    name_en = editorial_clean_line(name_en);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0006_covers"),
        ("editorial", "0006_clean_topics"),
    ]

    operations = [
        migrations.RunSQL(CLEANED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="section",
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
                name="section_words_are_safe",
            ),
        ),
    ]
