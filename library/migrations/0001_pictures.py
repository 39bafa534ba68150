import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.CharField(
                        editable=False, max_length=32, primary_key=True, serialize=False
                    ),
                ),
                ("source_hash", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "format",
                    models.CharField(
                        choices=[("jpg", "JPEG"), ("png", "PNG")], editable=False, max_length=4
                    ),
                ),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                (
                    "original_name",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="file name"
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        help_text="Who took it, as readers see it in every language.",
                        max_length=200,
                        verbose_name="credit",
                    ),
                ),
                (
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for those who cannot see it.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_uz",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for those who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_uz_cyrl",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for those who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_ru",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for those who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                (
                    "alt_en",
                    models.CharField(
                        blank=True,
                        help_text="What is to be seen, for those who cannot see it.",
                        max_length=300,
                        null=True,
                        verbose_name="alternative text",
                    ),
                ),
                ("uploaded_at", models.DateTimeField(editable=False, verbose_name="uploaded")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("uploaded_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="picture_newest_first",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id__regex", "^[0-9a-f]{32}\\Z")),
                        name="picture_is_named_by_its_bytes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("height__gt", 0), ("width__gt", 0)),
                        name="picture_has_two_sides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("format__in", ["jpg", "png"])),
                        name="picture_format_is_known",
                    ),
                ],
            },
        ),
    ]
