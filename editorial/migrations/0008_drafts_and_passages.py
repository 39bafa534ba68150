"""Words that are not saved yet; the passages of a text, as final as their edition."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = """
CREATE TRIGGER editorial_passage_closed BEFORE INSERT OR UPDATE OR DELETE ON editorial_passage
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_id');
CREATE TRIGGER editorial_passage_no_truncate BEFORE TRUNCATE ON editorial_passage
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER editorial_passage_closed ON editorial_passage;
DROP TRIGGER editorial_passage_no_truncate ON editorial_passage;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("editorial", "0007_oversight"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.UUIDField()),
                ("sequence", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("token", models.PositiveBigIntegerField(null=True)),
                ("fields", models.JSONField(null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="editorial.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "indexes": [
                    models.Index(
                        condition=models.Q(("fields__isnull", False)),
                        fields=["by", "kind", "edition"],
                        name="draft_unsaved",
                    ),
                    models.Index(fields=["saved_at"], name="draft_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("by", "form"), name="draft_of_form_is_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.CharField(max_length=80)),
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
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("source_hash", models.CharField(blank=True, max_length=16)),
                ("target_hash", models.CharField(max_length=16)),
                ("is_by_hand", models.BooleanField(default=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passages",
                        to="editorial.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "passage",
                "verbose_name_plural": "passages",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "language", "field", "place"),
                        name="passage_of_place_is_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["uz", "uz-cyrl", "ru", "en"])),
                        name="passage_language_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("target_hash__regex", "^[0-9a-f]{16}$"),
                            ("source_hash__regex", "^([0-9a-f]{16})?$"),
                        ),
                        name="passage_hashes_are_hashes",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
