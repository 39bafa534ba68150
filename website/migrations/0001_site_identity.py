"""The site's identity and its channels."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("telegram", "Telegram"),
                            ("facebook", "Facebook"),
                            ("x", "X"),
                            ("youtube", "YouTube"),
                            ("instagram", "Instagram"),
                            ("linkedin", "LinkedIn"),
                            ("rss", "RSS"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                        verbose_name="where",
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="what the link says")),
                (
                    "url",
                    models.URLField(
                        max_length=300,
                        validators=[django.core.validators.URLValidator(schemes=["https"])],
                        verbose_name="address",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_shown", models.BooleanField(default=True, verbose_name="shown on the site")),
            ],
            options={
                "verbose_name": "channel",
                "verbose_name_plural": "channels",
                "ordering": ("order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "telegram",
                                    "facebook",
                                    "x",
                                    "youtube",
                                    "instagram",
                                    "linkedin",
                                    "rss",
                                    "other",
                                ],
                            )
                        ),
                        name="channel_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url__startswith", "https://")),
                        name="channel_address_is_safe",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteIdentity",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("acronym", models.CharField(max_length=20, verbose_name="acronym")),
                ("acronym_uz", models.CharField(max_length=20, null=True, verbose_name="acronym")),
                (
                    "acronym_uz_cyrl",
                    models.CharField(max_length=20, null=True, verbose_name="acronym"),
                ),
                ("acronym_ru", models.CharField(max_length=20, null=True, verbose_name="acronym")),
                ("acronym_en", models.CharField(max_length=20, null=True, verbose_name="acronym")),
                ("name", models.CharField(max_length=300, verbose_name="full name")),
                ("name_uz", models.CharField(max_length=300, null=True, verbose_name="full name")),
                (
                    "name_uz_cyrl",
                    models.CharField(max_length=300, null=True, verbose_name="full name"),
                ),
                ("name_ru", models.CharField(max_length=300, null=True, verbose_name="full name")),
                ("name_en", models.CharField(max_length=300, null=True, verbose_name="full name")),
                (
                    "description",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what the site is, in one sentence"
                    ),
                ),
                (
                    "description_uz",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="what the site is, in one sentence",
                    ),
                ),
                (
                    "description_uz_cyrl",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="what the site is, in one sentence",
                    ),
                ),
                (
                    "description_ru",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="what the site is, in one sentence",
                    ),
                ),
                (
                    "description_en",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        null=True,
                        verbose_name="what the site is, in one sentence",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=300, verbose_name="address")),
                (
                    "address_uz",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="address"),
                ),
                (
                    "address_uz_cyrl",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="address"),
                ),
                (
                    "address_ru",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="address"),
                ),
                (
                    "address_en",
                    models.CharField(blank=True, max_length=300, null=True, verbose_name="address"),
                ),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "press_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail of the press service"
                    ),
                ),
            ],
            options={
                "verbose_name": "the institute",
                "verbose_name_plural": "the institute",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="site_identity_is_one"
                    )
                ],
            },
        ),
    ]
