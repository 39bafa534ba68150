"""The record of people and organisations: safe words, a name, and no circle."""

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
# HTML is not cleaned here but made harmless: what is unsafe becomes a space, because dropping it
# could turn a harmless address into a script. Who has no name at all is called by what is known.
CLEANED = rf"""
UPDATE delegations_person SET
    name_uz = editorial_clean_line(name_uz),
    name_uz_cyrl = editorial_clean_line(name_uz_cyrl),
    name_ru = editorial_clean_line(name_ru),
    name_en = editorial_clean_line(name_en),
    aliases = ARRAY(
        SELECT editorial_clean_line(alias) FROM unnest(aliases) WITH ORDINALITY AS found (alias, place)
        WHERE editorial_clean_line(alias) <> '' ORDER BY place),
    biography_uz = regexp_replace(biography_uz, '[{UNSAFE}]', ' ', 'g'),
    biography_uz_cyrl = regexp_replace(biography_uz_cyrl, '[{UNSAFE}]', ' ', 'g'),
    biography_ru = regexp_replace(biography_ru, '[{UNSAFE}]', ' ', 'g'),
    biography_en = regexp_replace(biography_en, '[{UNSAFE}]', ' ', 'g');
UPDATE delegations_organisation SET
    name_uz = editorial_clean_line(name_uz),
    name_uz_cyrl = editorial_clean_line(name_uz_cyrl),
    name_ru = editorial_clean_line(name_ru),
    name_en = editorial_clean_line(name_en),
    short_name_uz = editorial_clean_line(short_name_uz),
    short_name_uz_cyrl = editorial_clean_line(short_name_uz_cyrl),
    short_name_ru = editorial_clean_line(short_name_ru),
    short_name_en = editorial_clean_line(short_name_en),
    country = editorial_clean_line(country),
    aliases = ARRAY(
        SELECT editorial_clean_line(alias) FROM unnest(aliases) WITH ORDINALITY AS found (alias, place)
        WHERE editorial_clean_line(alias) <> '' ORDER BY place);
UPDATE delegations_appointment SET
    post_uz = editorial_clean_line(post_uz),
    post_uz_cyrl = editorial_clean_line(post_uz_cyrl),
    post_ru = editorial_clean_line(post_ru),
    post_en = editorial_clean_line(post_en),
    rank_uz = editorial_clean_line(rank_uz),
    rank_uz_cyrl = editorial_clean_line(rank_uz_cyrl),
    rank_ru = editorial_clean_line(rank_ru),
    rank_en = editorial_clean_line(rank_en);
UPDATE delegations_organisation SET parent_id = NULL WHERE parent_id = id;
UPDATE delegations_organisation SET renamed_from_id = NULL WHERE renamed_from_id = id;
UPDATE delegations_organisation SET
    name_uz = short_name_uz,
    name_uz_cyrl = short_name_uz_cyrl,
    name_ru = short_name_ru,
    name_en = short_name_en
    WHERE concat_ws('', name_uz, name_uz_cyrl, name_ru, name_en) = '';
UPDATE delegations_organisation SET
    name_uz = coalesce(aliases[1], '№ ' || id),
    name_uz_cyrl = coalesce(aliases[1], '№ ' || id),
    name_ru = coalesce(aliases[1], '№ ' || id),
    name_en = coalesce(aliases[1], '№ ' || id)
    WHERE concat_ws('', name_uz, name_uz_cyrl, name_ru, name_en) = '';
UPDATE delegations_person SET
    name_uz = coalesce(aliases[1], '№ ' || id),
    name_uz_cyrl = coalesce(aliases[1], '№ ' || id),
    name_ru = coalesce(aliases[1], '№ ' || id),
    name_en = coalesce(aliases[1], '№ ' || id)
    WHERE concat_ws('', name_uz, name_uz_cyrl, name_ru, name_en) = '';
-- Checked now: a table with checks that wait cannot be altered.
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""  # noqa: S608 (of constants)


class Migration(migrations.Migration):
    dependencies = [
        ("delegations", "0003_portraits"),
        ("library", "0002_guards"),
        ("editorial", "0006_clean_topics"),
    ]

    operations = [
        migrations.RunSQL(CLEANED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "post_uz",
                            "post_uz_cyrl",
                            "post_ru",
                            "post_en",
                            "rank_uz",
                            "rank_uz_cyrl",
                            "rank_ru",
                            "rank_en",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{LINE_ENDS}{UNSAFE}]"),
                    ),
                    _negated=True,
                ),
                name="appointment_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        models.Func(
                            models.Value(""),
                            "name_uz",
                            "name_uz_cyrl",
                            "name_ru",
                            "name_en",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(""),
                    )
                ),
                name="organisation_has_a_name",
                violation_error_message="Write the name in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "name_uz",
                            "name_uz_cyrl",
                            "name_ru",
                            "name_en",
                            "short_name_uz",
                            "short_name_uz_cyrl",
                            "short_name_ru",
                            "short_name_en",
                            "country",
                            "aliases",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{LINE_ENDS}{UNSAFE}]"),
                    ),
                    _negated=True,
                ),
                name="organisation_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("parent", models.F("pk")), _negated=True),
                name="organisation_is_not_part_of_itself",
                violation_error_message="That would make a circle: following it leads back here. Choose another.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("renamed_from", models.F("pk")), _negated=True),
                name="organisation_is_not_renamed_from_itself",
                violation_error_message="That would make a circle: following it leads back here. Choose another.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.GreaterThan(
                        models.Func(
                            models.Value(""),
                            "name_uz",
                            "name_uz_cyrl",
                            "name_ru",
                            "name_en",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(""),
                    )
                ),
                name="person_has_a_name",
                violation_error_message="Write the name in at least one language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "name_uz",
                            "name_uz_cyrl",
                            "name_ru",
                            "name_en",
                            "aliases",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{LINE_ENDS}{UNSAFE}]"),
                    ),
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "biography_uz",
                            "biography_uz_cyrl",
                            "biography_ru",
                            "biography_en",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{UNSAFE}]"),
                    ),
                    _connector="OR",
                    _negated=True,
                ),
                name="person_words_are_safe",
            ),
        ),
    ]
