"""Unreviewed releases and pre-flight checks; the explanation of a withdrawal may be amended."""

import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

WITHDRAWALS = """
CREATE OR REPLACE FUNCTION editorial_guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NOT (isfinite(lower(NEW.range))
                                  AND (upper_inf(NEW.range) OR isfinite(upper(NEW.range)))) THEN
        RAISE EXCEPTION 'a withdrawal begins and ends at a moment'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND lower(NEW.range) < transaction_timestamp() THEN
            RAISE EXCEPTION 'a withdrawal cannot begin in the past'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a withdrawal cannot be deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - ARRAY['range', 'explanation', 'amended_at'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['range', 'explanation', 'amended_at'])
        OR (NEW.explanation IS DISTINCT FROM OLD.explanation
            AND NEW.amended_at IS NOT DISTINCT FROM OLD.amended_at)
        OR lower(NEW.range) IS DISTINCT FROM lower(OLD.range)
        OR lower_inc(NEW.range) IS DISTINCT FROM lower_inc(OLD.range)
        OR upper_inc(NEW.range) THEN
        RAISE EXCEPTION 'a withdrawal never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(OLD.range) <= statement_timestamp() THEN
        RAISE EXCEPTION 'the end of a withdrawal that is over cannot move'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(NEW.range) < transaction_timestamp() THEN
        RAISE EXCEPTION 'a withdrawal cannot end in the past' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# As migration 0003 made it.
WITHDRAWALS_BEFORE = """
CREATE OR REPLACE FUNCTION editorial_guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NOT (isfinite(lower(NEW.range))
                                  AND (upper_inf(NEW.range) OR isfinite(upper(NEW.range)))) THEN
        RAISE EXCEPTION 'a withdrawal begins and ends at a moment'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND lower(NEW.range) < transaction_timestamp() THEN
            RAISE EXCEPTION 'a withdrawal cannot begin in the past'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a withdrawal cannot be deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - 'range') IS DISTINCT FROM (to_jsonb(OLD) - 'range')
        OR lower(NEW.range) IS DISTINCT FROM lower(OLD.range)
        OR lower_inc(NEW.range) IS DISTINCT FROM lower_inc(OLD.range)
        OR upper_inc(NEW.range) THEN
        RAISE EXCEPTION 'a withdrawal never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(OLD.range) <= statement_timestamp() THEN
        RAISE EXCEPTION 'the end of a withdrawal that is over cannot move'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(NEW.range) < transaction_timestamp() THEN
        RAISE EXCEPTION 'a withdrawal cannot end in the past' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
"""

# A release that has not begun may be stored anew for another moment, its mentions with it.
MENTIONS = """
CREATE OR REPLACE FUNCTION editorial_guard_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a mention never changes' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND EXISTS (SELECT FROM editorial_release
                        WHERE id = NEW.release_id AND released_at < transaction_timestamp()
                            AND lower(live) <= statement_timestamp()) THEN
            RAISE EXCEPTION 'a mention is made with its release'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM editorial_release
               WHERE id = OLD.release_id AND lower(live) <= statement_timestamp()) THEN
        RAISE EXCEPTION 'a mention in a release that has begun cannot be deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
"""

MENTIONS_BEFORE = """
CREATE OR REPLACE FUNCTION editorial_guard_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a mention never changes' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND EXISTS (SELECT FROM editorial_release
                        WHERE id = NEW.release_id AND released_at < transaction_timestamp()) THEN
            RAISE EXCEPTION 'a mention is made with its release'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM editorial_release
               WHERE id = OLD.release_id AND lower(live) <= statement_timestamp()) THEN
        RAISE EXCEPTION 'a mention in a release that has begun cannot be deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
"""

# The token of a closed edition grows with what is done to its releases, so that a page which
# showed them as they were before is known to be old. Nothing else of it changes.
EDITIONS = """
CREATE OR REPLACE FUNCTION editorial_guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.closed_at IS NOT NULL AND NEW.token > OLD.token
        AND (to_jsonb(NEW) - 'token') = (to_jsonb(OLD) - 'token') THEN
        RETURN NEW;
    ELSIF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is closed: nothing of it can change', OLD.id
            USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition cannot be deleted' USING ERRCODE = 'restrict_violation';
    ELSIF (NEW.id, NEW.publication_id, NEW.number, NEW.source_language)
        IS DISTINCT FROM (OLD.id, OLD.publication_id, OLD.number, OLD.source_language)
        OR NEW.token < OLD.token THEN
        RAISE EXCEPTION 'an edition stays what it is, and its token only grows'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

EDITIONS_BEFORE = """
CREATE OR REPLACE FUNCTION editorial_guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is closed: nothing of it can change', OLD.id
            USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition cannot be deleted' USING ERRCODE = 'restrict_violation';
    ELSIF (NEW.id, NEW.publication_id, NEW.number, NEW.source_language)
        IS DISTINCT FROM (OLD.id, OLD.publication_id, OLD.number, OLD.source_language)
        OR NEW.token < OLD.token THEN
        RAISE EXCEPTION 'an edition stays what it is, and its token only grows'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""

UNREVIEWED = """
CREATE FUNCTION editorial_guard_unreviewed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'that a release was unreviewed cannot be deleted'
            USING ERRCODE = 'restrict_violation';
    ELSIF OLD.confirmed_at IS NOT NULL
        OR (to_jsonb(NEW) - ARRAY['confirmed_at', 'confirmed_by_id'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['confirmed_at', 'confirmed_by_id']) THEN
        RAISE EXCEPTION 'an unreviewed release is confirmed once, and nothing else of it changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER editorial_unreviewed_guard BEFORE UPDATE OR DELETE ON editorial_unreviewed
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_unreviewed();
CREATE TRIGGER editorial_unreviewed_no_truncate BEFORE TRUNCATE ON editorial_unreviewed
    EXECUTE FUNCTION editorial_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0006_clean_topics"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Preflight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minutes_ahead", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("findings", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "pre-flight check",
                "verbose_name_plural": "pre-flight checks",
            },
        ),
        migrations.CreateModel(
            name="Unreviewed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("wrong", "Readers must not go on reading what is wrong"),
                            ("event", "An event was cancelled, postponed or moved"),
                            ("leadership", "The leadership asked for it now"),
                            ("others", "Others report it already, and we are asked"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("on_whose_word", models.CharField(max_length=200, verbose_name="on whose word")),
                ("at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "unreviewed release",
                "verbose_name_plural": "unreviewed releases",
            },
        ),
        migrations.RemoveConstraint(
            model_name="withdrawal",
            name="withdrawal_reason_is_known",
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="amended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="withdrawal",
            name="reason",
            field=models.CharField(
                choices=[
                    ("in_error", "Released in error"),
                    ("inaccurate", "Found to be inaccurate"),
                    ("out_of_date", "No longer holds"),
                    ("replaced", "Replaced by another publication"),
                    ("legal", "For a legal reason"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reason__in", ["in_error", "inaccurate", "out_of_date", "replaced", "legal"])
                ),
                name="withdrawal_reason_is_known",
            ),
        ),
        migrations.AddField(
            model_name="preflight",
            name="release",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preflights",
                to="editorial.release",
            ),
        ),
        migrations.AddField(
            model_name="unreviewed",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unreviewed",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="unreviewed",
            name="release",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unreviewed",
                to="editorial.release",
            ),
        ),
        migrations.AddConstraint(
            model_name="preflight",
            constraint=models.UniqueConstraint(
                fields=("release", "minutes_ahead"), name="preflight_is_made_once"
            ),
        ),
        migrations.AddIndex(
            model_name="unreviewed",
            index=models.Index(
                condition=models.Q(("confirmed_at__isnull", True)),
                fields=["release"],
                name="unreviewed_standing",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreviewed",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["wrong", "event", "leadership", "others"])),
                name="unreviewed_reason_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreviewed",
            constraint=models.CheckConstraint(
                condition=models.Q(("on_whose_word", ""), _negated=True),
                name="unreviewed_is_on_someones_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreviewed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "on_whose_word",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(
                            "[\\u0009\\u000a\\u0001-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufdd0-\\ufdef\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\U000e0000-\\U000e007f\\U0001fffe\\U0001ffff\\U0002fffe\\U0002ffff\\U0003fffe\\U0003ffff\\U0004fffe\\U0004ffff\\U0005fffe\\U0005ffff\\U0006fffe\\U0006ffff\\U0007fffe\\U0007ffff\\U0008fffe\\U0008ffff\\U0009fffe\\U0009ffff\\U000afffe\\U000affff\\U000bfffe\\U000bffff\\U000cfffe\\U000cffff\\U000dfffe\\U000dffff\\U000efffe\\U000effff\\U000ffffe\\U000fffff\\U0010fffe\\U0010ffff]"
                        ),
                    ),
                    _negated=True,
                ),
                name="unreviewed_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreviewed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                    _connector="OR",
                ),
                name="unreviewed_is_confirmed_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreviewed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by__isnull", True),
                    models.Q(("confirmed_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="unreviewed_is_confirmed_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="release",
            index=models.Index(
                models.F("language"),
                models.OrderBy(models.F("public_at"), descending=True),
                models.OrderBy(models.F("publication"), descending=True),
                condition=models.Q(("change", "correction")),
                name="release_corrections",
            ),
        ),
        migrations.RunSQL(WITHDRAWALS, WITHDRAWALS_BEFORE),
        migrations.RunSQL(EDITIONS, EDITIONS_BEFORE),
        migrations.RunSQL(MENTIONS, MENTIONS_BEFORE),
        migrations.RunSQL(UNREVIEWED, "DROP FUNCTION editorial_guard_unreviewed CASCADE;"),
    ]
