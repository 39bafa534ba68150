"""A closed edition's links to other publications are as final as the edition."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER news_newsitem_meetings_closed BEFORE INSERT OR UPDATE OR DELETE ON news_newsitem_meetings
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('newsitem_id');
CREATE TRIGGER news_newsitem_meetings_no_truncate BEFORE TRUNCATE ON news_newsitem_meetings
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER news_newsitem_related_closed BEFORE INSERT OR UPDATE OR DELETE ON news_newsitem_related
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('newsitem_id');
CREATE TRIGGER news_newsitem_related_no_truncate BEFORE TRUNCATE ON news_newsitem_related
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER news_newsitem_meetings_closed ON news_newsitem_meetings;
DROP TRIGGER news_newsitem_meetings_no_truncate ON news_newsitem_meetings;
DROP TRIGGER news_newsitem_related_closed ON news_newsitem_related;
DROP TRIGGER news_newsitem_related_no_truncate ON news_newsitem_related;
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0004_news_links"), ("editorial", "0003_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
