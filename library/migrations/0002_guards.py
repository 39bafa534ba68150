"""What a release relies on never changes: which bytes a picture is, and that it is there."""

from django.db import migrations

GUARDS = """
CREATE FUNCTION library_guard_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM editorial_mention
                   WHERE record_type = 'picture' AND record_key = OLD.id) THEN
            RAISE EXCEPTION 'picture % stands in a release: it stays', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.id, NEW.source_hash, NEW.format, NEW.width, NEW.height)
        IS DISTINCT FROM (OLD.id, OLD.source_hash, OLD.format, OLD.width, OLD.height) THEN
        RAISE EXCEPTION 'picture % stays the bytes that it is', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER library_picture_guard BEFORE UPDATE OR DELETE ON library_picture
    FOR EACH ROW EXECUTE FUNCTION library_guard_picture();
CREATE TRIGGER library_picture_no_truncate BEFORE TRUNCATE ON library_picture
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER library_picture_no_truncate ON library_picture;
DROP FUNCTION library_guard_picture CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("library", "0001_pictures"), ("editorial", "0003_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
