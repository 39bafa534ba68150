"""The database holds that words are safe, and that no credit changes without its author."""

from django.db import migrations, models
from django.db.models.lookups import Regex

COLUMNS = ("alt_uz", "alt_uz_cyrl", "alt_ru", "alt_en", "credit", "original_name")
UNSAFE = (
    r"[\u0009\u000a\u0001-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160"
    r"\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff"
    r"\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
)
GUARD = """
CREATE FUNCTION library_guard_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.credit IS DISTINCT FROM OLD.credit AND (
        NEW.credit_by_id IS NULL OR NEW.credit_at IS NOT DISTINCT FROM OLD.credit_at
    ) THEN
        RAISE EXCEPTION 'the credit of picture % changes only with its author', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER library_picture_credit BEFORE UPDATE ON library_picture
    FOR EACH ROW EXECUTE FUNCTION library_guard_credit();
"""
UNDO = """
DROP FUNCTION library_guard_credit CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0004_clean_words")]
    operations = [
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(credit_by__isnull=True, credit_at__isnull=True)
                | models.Q(credit_by__isnull=False, credit_at__isnull=False),
                name="picture_credit_has_an_author_and_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=~models.Q(
                    Regex(
                        models.Func(
                            models.Value(""),
                            *COLUMNS,
                            function="concat_ws",
                            output_field=models.TextField(),
                        ),
                        models.Value(UNSAFE),
                    )
                ),
                name="picture_words_are_safe",
            ),
        ),
        migrations.RunSQL(GUARD, UNDO),
    ]
