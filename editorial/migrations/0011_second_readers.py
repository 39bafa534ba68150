"""Who may be the second reader of a language, and the warnings that a reader let pass."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE TRIGGER editorial_acknowledgement_append_only
    BEFORE UPDATE OR DELETE ON editorial_acknowledgement
    FOR EACH ROW EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER editorial_acknowledgement_no_truncate
    BEFORE TRUNCATE ON editorial_acknowledgement EXECUTE FUNCTION editorial_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0010_access_and_outside_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="reading",
            field=models.CharField(
                choices=[
                    ("fluent", "Reads the language"),
                    ("source_checked", "May compare it with the approved source text"),
                ],
                default="fluent",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="source_digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="SecondReader",
            fields=[
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("uz", "Oʻzbekcha"),
                            ("uz-cyrl", "Ўзбекча"),
                            ("ru", "Русский"),
                            ("en", "English"),
                        ],
                        max_length=8,
                        primary_key=True,
                        serialize=False,
                        verbose_name="language",
                    ),
                ),
                (
                    "reading",
                    models.CharField(
                        choices=[
                            ("fluent", "Reads the language"),
                            ("source_checked", "May compare it with the approved source text"),
                        ],
                        default="fluent",
                        max_length=20,
                        verbose_name="second reader",
                    ),
                ),
            ],
            options={
                "verbose_name": "rule for the second reader",
                "verbose_name_plural": "second readers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reading__in", ["fluent", "source_checked"])),
                        name="second_reader_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=8)),
                ("finding", models.CharField(max_length=200)),
                ("digest", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                        related_name="acknowledgements",
                        to="editorial.publication",
                    ),
                ),
            ],
            options={
                "verbose_name": "acknowledged warning",
                "verbose_name_plural": "acknowledged warnings",
                "indexes": [
                    models.Index(fields=["publication", "digest"], name="acknowledged_content")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ("facts", "uz", "uz-cyrl", "ru", "en"))),
                        name="acknowledgement_part_is_known",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["verb", "-id"], name="audit_by_verb"),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["at"], name="audit_by_moment"),
        ),
        # Dropped with the table.
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
