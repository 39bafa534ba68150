"""Whether a person is mailed what he is told at the desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_duty"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="wants_mail",
            field=models.BooleanField(
                default=True, verbose_name="Mail me what I am told at the desk"
            ),
        ),
    ]
