"""The promises that the database keeps, whoever writes to it.

Releases and withdrawals change in one way only: their end moves while it lies ahead.
Approvals, versions and audit entries are never changed. A closed edition is final, and so
are the rows that hang on it. Nothing of all this can be truncated.
"""

from django.db import migrations

RELEASES = """
CREATE FUNCTION editorial_guard_release() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NOT (isfinite(lower(NEW.live))
                                  AND (upper_inf(NEW.live) OR isfinite(upper(NEW.live)))) THEN
        RAISE EXCEPTION 'a release begins and ends at a moment' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND lower(NEW.live) < transaction_timestamp() THEN
            RAISE EXCEPTION 'a release cannot begin in the past' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        IF lower(OLD.live) <= statement_timestamp() THEN
            RAISE EXCEPTION 'a release that has begun cannot be deleted'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (to_jsonb(NEW) - 'live') IS DISTINCT FROM (to_jsonb(OLD) - 'live')
        OR lower(NEW.live) IS DISTINCT FROM lower(OLD.live)
        OR lower_inc(NEW.live) IS DISTINCT FROM lower_inc(OLD.live)
        OR upper_inc(NEW.live) THEN
        RAISE EXCEPTION 'a release never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(OLD.live) <= statement_timestamp() THEN
        RAISE EXCEPTION 'the end of a release that is over cannot move'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(NEW.live) < transaction_timestamp() THEN
        RAISE EXCEPTION 'a release cannot end in the past' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER editorial_release_guard BEFORE INSERT OR UPDATE OR DELETE ON editorial_release
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_release();

CREATE FUNCTION editorial_guard_mention() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a mention never changes' USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND EXISTS (SELECT FROM editorial_release
                        WHERE id = NEW.release_id AND released_at < transaction_timestamp()) THEN
            RAISE EXCEPTION 'a mention is made with its release'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM editorial_release
               WHERE id = OLD.release_id AND lower(live) <= statement_timestamp()) THEN
        RAISE EXCEPTION 'a mention in a release that has begun cannot be deleted'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER editorial_mention_guard BEFORE INSERT OR UPDATE OR DELETE ON editorial_mention
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_mention();

CREATE FUNCTION editorial_guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND NOT (isfinite(lower(NEW.range))
                                  AND (upper_inf(NEW.range) OR isfinite(upper(NEW.range)))) THEN
        RAISE EXCEPTION 'a withdrawal begins and ends at a moment'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF current_setting('ismi.backfill', true) IS DISTINCT FROM 'on'
            AND lower(NEW.range) < transaction_timestamp() THEN
            RAISE EXCEPTION 'a withdrawal cannot begin in the past'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a withdrawal cannot be deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (to_jsonb(NEW) - 'range') IS DISTINCT FROM (to_jsonb(OLD) - 'range')
        OR lower(NEW.range) IS DISTINCT FROM lower(OLD.range)
        OR lower_inc(NEW.range) IS DISTINCT FROM lower_inc(OLD.range)
        OR upper_inc(NEW.range) THEN
        RAISE EXCEPTION 'a withdrawal never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(OLD.range) <= statement_timestamp() THEN
        RAISE EXCEPTION 'the end of a withdrawal that is over cannot move'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF upper(NEW.range) < transaction_timestamp() THEN
        RAISE EXCEPTION 'a withdrawal cannot end in the past' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER editorial_withdrawal_guard
    BEFORE INSERT OR UPDATE OR DELETE ON editorial_withdrawal
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_withdrawal();
"""

# `editorial_guard_closed(column)` stands on every table whose rows hang on an edition, in
# whichever app: the column names the edition. The row lock makes a writer wait for a
# release under way, and then see that the edition is closed.
EDITIONS = """
CREATE FUNCTION editorial_guard_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held bigint;
    is_closed boolean;
BEGIN
    FOR held IN
        SELECT DISTINCT (side ->> TG_ARGV[0])::bigint
        FROM unnest(ARRAY[
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
        ]) AS side
        WHERE side IS NOT NULL
    LOOP
        SELECT closed_at IS NOT NULL INTO is_closed
            FROM editorial_edition WHERE id = held FOR SHARE;
        IF is_closed THEN
            RAISE EXCEPTION 'edition % is closed: nothing of it can change', held
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

CREATE FUNCTION editorial_guard_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'edition % is closed: nothing of it can change', OLD.id
            USING ERRCODE = 'restrict_violation';
    ELSIF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an edition cannot be deleted' USING ERRCODE = 'restrict_violation';
    ELSIF (NEW.id, NEW.publication_id, NEW.number, NEW.source_language)
        IS DISTINCT FROM (OLD.id, OLD.publication_id, OLD.number, OLD.source_language)
        OR NEW.token < OLD.token THEN
        RAISE EXCEPTION 'an edition stays what it is, and its token only grows'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION editorial_guard_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR (to_jsonb(NEW) -> TG_ARGV[0]) IS DISTINCT FROM (to_jsonb(OLD) -> TG_ARGV[0])
        OR (to_jsonb(NEW) -> TG_ARGV[1]) IS DISTINCT FROM (to_jsonb(OLD) -> TG_ARGV[1]) THEN
        RAISE EXCEPTION 'a row of % stays, and stays whose it is', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER editorial_publication_identity BEFORE UPDATE OR DELETE ON editorial_publication
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_identity('number', 'kind');
CREATE TRIGGER editorial_text_identity BEFORE UPDATE OR DELETE ON editorial_text
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_identity('edition_id', 'language');
CREATE TRIGGER editorial_edition_closed BEFORE UPDATE OR DELETE ON editorial_edition
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_edition();
CREATE TRIGGER editorial_text_closed BEFORE INSERT OR UPDATE OR DELETE ON editorial_text
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_id');
"""

RECORD = """
CREATE FUNCTION editorial_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the rows of % are kept as they were written: no %',
        TG_TABLE_NAME, lower(TG_OP) USING ERRCODE = 'restrict_violation';
END $$;
""" + "".join(
    f"""
CREATE TRIGGER editorial_{table}_append_only BEFORE UPDATE OR DELETE ON editorial_{table}
    FOR EACH ROW EXECUTE FUNCTION editorial_refuse();
"""
    for table in ("approval", "version", "auditentry")
)

# Row triggers do not see TRUNCATE. Only a test database disables these, to flush itself.
TRUNCATE = "".join(
    f"""
CREATE TRIGGER editorial_{table}_no_truncate BEFORE TRUNCATE ON editorial_{table}
    EXECUTE FUNCTION editorial_refuse();
"""
    for table in (
        "publication",
        "edition",
        "text",
        "release",
        "mention",
        "withdrawal",
        "approval",
        "version",
        "auditentry",
    )
)

UNDO = """
DROP FUNCTION editorial_guard_release, editorial_guard_mention, editorial_guard_withdrawal,
    editorial_guard_closed, editorial_guard_edition, editorial_guard_identity, editorial_refuse
    CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("editorial", "0002_rulebook")]
    operations = [migrations.RunSQL(RELEASES + EDITIONS + RECORD + TRUNCATE, UNDO)]
