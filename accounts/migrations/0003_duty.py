"""Duty: a role that is given for a time."""

import datetime as dt

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_staff_by_its_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="from")),
                ("until", models.DateTimeField(verbose_name="until")),
                (
                    "given_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="given by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        limit_choices_to={"is_active": True},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_terms",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who is on duty",
                    ),
                ),
            ],
            options={
                "verbose_name": "term of duty",
                "verbose_name_plural": "duty",
                "ordering": ("-since", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__gt", models.F("since")),
                            (
                                "until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("since"),
                                    "+",
                                    models.Value(dt.timedelta(days=31)),
                                ),
                            ),
                        ),
                        name="duty_ends_within_a_month",
                        violation_error_message="Duty ends after it begins, and within 31 days: give the next term then.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("given_by")), _negated=True),
                        name="duty_is_given_by_another",
                        violation_error_message="Nobody gives duty to himself: ask a colleague.",
                    ),
                ],
            },
        ),
    ]
