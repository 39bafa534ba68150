"""A closed edition's delegation, topics and delegates are as final as the edition."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER delegations_delegation_closed BEFORE INSERT OR UPDATE OR DELETE ON delegations_delegation
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_ptr_id');
CREATE TRIGGER delegations_delegation_no_truncate BEFORE TRUNCATE ON delegations_delegation
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER delegations_delegation_identity BEFORE UPDATE OR DELETE ON delegations_delegation
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_identity('edition_ptr_id', 'edition_ptr_id');
CREATE TRIGGER delegations_delegation_topics_closed BEFORE INSERT OR UPDATE OR DELETE ON delegations_delegation_topics
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('delegation_id');
CREATE TRIGGER delegations_delegation_topics_no_truncate BEFORE TRUNCATE ON delegations_delegation_topics
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER delegations_delegate_closed BEFORE INSERT OR UPDATE OR DELETE ON delegations_delegate
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_id');
CREATE TRIGGER delegations_delegate_no_truncate BEFORE TRUNCATE ON delegations_delegate
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER delegations_delegation_closed ON delegations_delegation;
DROP TRIGGER delegations_delegation_no_truncate ON delegations_delegation;
DROP TRIGGER delegations_delegation_identity ON delegations_delegation;
DROP TRIGGER delegations_delegation_topics_closed ON delegations_delegation_topics;
DROP TRIGGER delegations_delegation_topics_no_truncate ON delegations_delegation_topics;
DROP TRIGGER delegations_delegate_closed ON delegations_delegate;
DROP TRIGGER delegations_delegate_no_truncate ON delegations_delegate;
"""


class Migration(migrations.Migration):
    dependencies = [("delegations", "0001_delegations"), ("editorial", "0003_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
