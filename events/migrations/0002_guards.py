"""A closed edition's meeting and all that hangs on it are as final as the edition."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER events_meeting_closed BEFORE INSERT OR UPDATE OR DELETE ON events_meeting
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_ptr_id');
CREATE TRIGGER events_meeting_no_truncate BEFORE TRUNCATE ON events_meeting
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER events_meeting_identity BEFORE UPDATE OR DELETE ON events_meeting
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_identity('edition_ptr_id', 'edition_ptr_id');
CREATE TRIGGER events_meeting_topics_closed BEFORE INSERT OR UPDATE OR DELETE ON events_meeting_topics
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('meeting_id');
CREATE TRIGGER events_meeting_topics_no_truncate BEFORE TRUNCATE ON events_meeting_topics
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER events_meeting_delegations_closed BEFORE INSERT OR UPDATE OR DELETE ON events_meeting_delegations
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('meeting_id');
CREATE TRIGGER events_meeting_delegations_no_truncate BEFORE TRUNCATE ON events_meeting_delegations
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER events_participant_closed BEFORE INSERT OR UPDATE OR DELETE ON events_participant
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_id');
CREATE TRIGGER events_participant_no_truncate BEFORE TRUNCATE ON events_participant
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER events_outcome_closed BEFORE INSERT OR UPDATE OR DELETE ON events_outcome
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_id');
CREATE TRIGGER events_outcome_no_truncate BEFORE TRUNCATE ON events_outcome
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER events_meeting_closed ON events_meeting;
DROP TRIGGER events_meeting_no_truncate ON events_meeting;
DROP TRIGGER events_meeting_identity ON events_meeting;
DROP TRIGGER events_meeting_topics_closed ON events_meeting_topics;
DROP TRIGGER events_meeting_topics_no_truncate ON events_meeting_topics;
DROP TRIGGER events_meeting_delegations_closed ON events_meeting_delegations;
DROP TRIGGER events_meeting_delegations_no_truncate ON events_meeting_delegations;
DROP TRIGGER events_participant_closed ON events_participant;
DROP TRIGGER events_participant_no_truncate ON events_participant;
DROP TRIGGER events_outcome_closed ON events_outcome;
DROP TRIGGER events_outcome_no_truncate ON events_outcome;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_meetings"), ("editorial", "0003_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
