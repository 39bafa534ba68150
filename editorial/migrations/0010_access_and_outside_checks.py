"""Access limited to named people until release; links by which somebody outside reads a version."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

# As `languages.characters` has it today.
UNSAFE = (
    r"\u0001-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    r"\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0"
    r"\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U0001fffe\U0001ffff\U0002fffe"
    r"\U0002ffff\U0003fffe\U0003ffff\U0004fffe\U0004ffff\U0005fffe\U0005ffff\U0006fffe"
    r"\U0006ffff\U0007fffe\U0007ffff\U0008fffe\U0008ffff\U0009fffe\U0009ffff\U000afffe"
    r"\U000affff\U000bfffe\U000bffff\U000cfffe\U000cffff\U000dfffe\U000dffff\U000efffe"
    r"\U000effff\U000ffffe\U000fffff\U0010fffe\U0010ffff"
)
IN_BLOCK = f"[{UNSAFE}]"
IN_LINE = rf"[\u0009\u000a{UNSAFE}]"

# What somebody outside said stays as he said it. Of a check nothing changes but that it is
# stopped: another version, language or name would put words into the mouth of who answered.
GUARDS = """
CREATE FUNCTION editorial_guard_check() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - ARRAY['revoked_by_id', 'revoked_at'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['revoked_by_id', 'revoked_at'])
        OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'an outside check is only ever stopped, once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER editorial_outsidecheck_guard BEFORE UPDATE OR DELETE ON editorial_outsidecheck
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_check();
CREATE TRIGGER editorial_outsideanswer_append_only
    BEFORE UPDATE OR DELETE ON editorial_outsideanswer
    FOR EACH ROW EXECUTE FUNCTION editorial_refuse();
""" + "".join(
    f"""
CREATE TRIGGER editorial_{table}_no_truncate BEFORE TRUNCATE ON editorial_{table}
    EXECUTE FUNCTION editorial_refuse();
"""
    for table in ("access", "outsidecheck", "outsideanswer")
)
UNDO = (
    "DROP FUNCTION editorial_guard_check CASCADE;"
    + "".join(
        f"""
DROP TRIGGER editorial_{table}_no_truncate ON editorial_{table};
"""
        for table in ("access", "outsidecheck", "outsideanswer")
    )
    + "DROP TRIGGER editorial_outsideanswer_append_only ON editorial_outsideanswer;"
)


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0009_remarks_and_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="OutsideCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("uz", "Oʻzbekcha"),
                                ("uz-cyrl", "Ўзбекча"),
                                ("ru", "Русский"),
                                ("en", "English"),
                            ],
                            max_length=8,
                        ),
                        size=None,
                    ),
                ),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("question", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_checks",
                        to="editorial.publication",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outside_checks",
                        to="editorial.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "outside check",
                "verbose_name_plural": "outside checks",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="OutsideAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("agreed", "Agreed"), ("comment", "Comment")], max_length=10
                    ),
                ),
                ("body", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="editorial.outsidecheck",
                    ),
                ),
            ],
            options={
                "verbose_name": "outside answer",
                "verbose_name_plural": "outside answers",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Access",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_rows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_rows",
                        to="editorial.publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "limited access",
                "verbose_name_plural": "limited access",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "person"), name="access_is_given_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="outsidecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("languages__contained_by", ["uz", "uz-cyrl", "ru", "en"]),
                    ("languages__len__gt", 0),
                ),
                name="check_languages_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("key_hash__regex", "^[0-9a-f]{64}$")),
                name="check_key_is_hashed",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                name="check_ends_after_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="check_is_stopped_by_someone",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "name",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(IN_LINE),
                    ),
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "question",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(IN_BLOCK),
                    ),
                    _connector="OR",
                    _negated=True,
                ),
                name="check_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["agreed", "comment"])),
                name="outside_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome", "agreed"), models.Q(("body", ""), _negated=True), _connector="OR"
                ),
                name="outside_comment_says_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsideanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "outcome",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(IN_LINE),
                    ),
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "body",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(IN_BLOCK),
                    ),
                    _connector="OR",
                    _negated=True,
                ),
                name="outside_answer_is_safe",
            ),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
