"""The site's identity and channels hold words that are safe to print."""

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
CLEANED = """
UPDATE website_siteidentity SET
    acronym_uz = editorial_clean_line(acronym_uz),
    acronym_uz_cyrl = editorial_clean_line(acronym_uz_cyrl),
    acronym_ru = editorial_clean_line(acronym_ru),
    acronym_en = editorial_clean_line(acronym_en),
    name_uz = editorial_clean_line(name_uz),
    name_uz_cyrl = editorial_clean_line(name_uz_cyrl),
    name_ru = editorial_clean_line(name_ru),
    name_en = editorial_clean_line(name_en),
    description_uz = editorial_clean_line(description_uz),
    description_uz_cyrl = editorial_clean_line(description_uz_cyrl),
    description_ru = editorial_clean_line(description_ru),
    description_en = editorial_clean_line(description_en),
    address_uz = editorial_clean_line(address_uz),
    address_uz_cyrl = editorial_clean_line(address_uz_cyrl),
    address_ru = editorial_clean_line(address_ru),
    address_en = editorial_clean_line(address_en),
    phone = editorial_clean_line(phone),
    email = editorial_clean_line(email),
    press_email = editorial_clean_line(press_email);
UPDATE website_channel SET
    label = editorial_clean_line(label),
    url = editorial_clean_line(url);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("website", "0001_site_identity"),
        ("editorial", "0006_clean_topics"),
    ]

    operations = [
        migrations.RunSQL(CLEANED, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "label",
                            "url",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{LINE_ENDS}{UNSAFE}]"),
                    ),
                    _negated=True,
                ),
                name="channel_words_are_safe",
            ),
        ),
        migrations.AddConstraint(
            model_name="siteidentity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.Regex(
                        models.Func(
                            models.Value(""),
                            "acronym_uz",
                            "acronym_uz_cyrl",
                            "acronym_ru",
                            "acronym_en",
                            "name_uz",
                            "name_uz_cyrl",
                            "name_ru",
                            "name_en",
                            "description_uz",
                            "description_uz_cyrl",
                            "description_ru",
                            "description_en",
                            "address_uz",
                            "address_uz_cyrl",
                            "address_ru",
                            "address_en",
                            "phone",
                            "email",
                            "press_email",
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(f"[{LINE_ENDS}{UNSAFE}]"),
                    ),
                    _negated=True,
                ),
                name="site_identity_words_are_safe",
            ),
        ),
    ]
