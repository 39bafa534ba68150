"""Remarks of colleagues, which stay as they were said, and what people are told of."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
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

# What a colleague said stays as he said it. A reply is said in the thread of a remark on the same
# publication; of a remark nothing is set later but its resolution, and that is only taken back
# where no accepted words stand in the text.
GUARDS = """
CREATE FUNCTION editorial_guard_remark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a remark cannot be deleted' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF NEW.resolved_at IS NOT NULL THEN
            RAISE EXCEPTION 'a remark begins open' USING ERRCODE = 'restrict_violation';
        ELSIF NOT EXISTS (SELECT FROM editorial_edition
                          WHERE id = NEW.edition_id AND publication_id = NEW.publication_id)
            OR NEW.parent_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM editorial_remark
                               WHERE id = NEW.parent_id AND parent_id IS NULL
                                   AND publication_id = NEW.publication_id) THEN
            RAISE EXCEPTION 'a remark stays with one publication'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - ARRAY['resolved_by_id', 'resolved_at', 'outcome'])
            IS DISTINCT FROM (to_jsonb(OLD) - ARRAY['resolved_by_id', 'resolved_at', 'outcome'])
        OR OLD.resolved_at IS NOT NULL AND NEW.resolved_at IS NOT NULL
        OR OLD.outcome = 'accepted' THEN
        RAISE EXCEPTION 'a remark never changes, but that it is settled or taken up again'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER editorial_remark_guard BEFORE INSERT OR UPDATE OR DELETE ON editorial_remark
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_remark();
CREATE TRIGGER editorial_remark_no_truncate BEFORE TRUNCATE ON editorial_remark
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER editorial_remark_no_truncate ON editorial_remark;
DROP FUNCTION editorial_guard_remark CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("editorial", "0008_drafts_and_passages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=8)),
                ("field", models.CharField(blank=True, max_length=40)),
                ("passage", models.CharField(blank=True, max_length=16)),
                ("quote", models.TextField(blank=True)),
                ("body", models.TextField(blank=True, verbose_name="remark")),
                ("replacement", models.TextField(null=True)),
                ("is_blocking", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("settled", "Settled"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="editorial.edition",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="editorial.remark",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="remarks",
                        to="editorial.publication",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "remark",
                "verbose_name_plural": "remarks",
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                (
                    "parts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                ("detail", models.JSONField(default=dict)),
                ("seen_at", models.DateTimeField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_fault", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editorial.edition",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editorial.publication",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "remark",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="editorial.remark",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ("-id",),
            },
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["", "facts", "uz", "uz-cyrl", "ru", "en"])),
                name="remark_part_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("field", ""), models.Q(("part", ""), _negated=True), _connector="OR"),
                    models.Q(
                        ("quote", ""), models.Q(("field", ""), _negated=True), _connector="OR"
                    ),
                ),
                name="remark_place_is_within_a_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passage", ""), models.Q(("quote", ""), _negated=True), _connector="OR"
                ),
                name="remark_passage_has_a_quote",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body", ""), _negated=True),
                    ("replacement__isnull", False),
                    _connector="OR",
                ),
                name="remark_says_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replacement__isnull", False), _negated=True),
                    models.Q(
                        models.Q(("quote", ""), _negated=True),
                        ("part__in", ("uz", "uz-cyrl", "ru", "en")),
                    ),
                    _connector="OR",
                ),
                name="remark_suggestion_replaces_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("parent__isnull", False), _negated=True),
                    models.Q(
                        ("field", ""),
                        ("is_blocking", False),
                        ("part", ""),
                        ("quote", ""),
                        ("replacement__isnull", True),
                        ("resolved_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="remark_reply_is_words_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("outcome", ""),
                        ("resolved_at__isnull", True),
                        ("resolved_by__isnull", True),
                    ),
                    models.Q(
                        ("outcome__in", ["accepted", "declined", "settled"]),
                        ("resolved_at__isnull", False),
                        ("resolved_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="remark_is_resolved_or_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replacement__isnull", False),
                    ("outcome__in", ["", "settled"]),
                    _connector="OR",
                ),
                name="remark_accepted_is_a_suggestion",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "field",
                            "quote",
                            "replacement",
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
                name="remark_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="remark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    *(
                        django.db.models.lookups.LessThanOrEqual(
                            django.db.models.functions.text.Length(name), models.Value(5000)
                        )
                        for name in ("body", "quote", "replacement")
                    )
                ),
                name="remark_words_are_few",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True)),
                fields=["to", "-id"],
                name="notice_unseen",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("mailed_at__isnull", True), ("seen_at__isnull", True)),
                fields=["due_at"],
                name="notice_to_mail",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("to", "publication", "at"), name="notice_of_an_act_is_one"
            ),
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
