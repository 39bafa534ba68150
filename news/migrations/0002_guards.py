"""A closed edition's news item and its topics are as final as the edition."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER news_newsitem_closed BEFORE INSERT OR UPDATE OR DELETE ON news_newsitem
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('edition_ptr_id');
CREATE TRIGGER news_newsitem_topics_closed
    BEFORE INSERT OR UPDATE OR DELETE ON news_newsitem_topics
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_closed('newsitem_id');
CREATE TRIGGER news_newsitem_identity BEFORE UPDATE OR DELETE ON news_newsitem
    FOR EACH ROW EXECUTE FUNCTION editorial_guard_identity('edition_ptr_id', 'edition_ptr_id');
CREATE TRIGGER news_newsitem_no_truncate BEFORE TRUNCATE ON news_newsitem
    EXECUTE FUNCTION editorial_refuse();
CREATE TRIGGER news_newsitem_topics_no_truncate BEFORE TRUNCATE ON news_newsitem_topics
    EXECUTE FUNCTION editorial_refuse();
"""
UNDO = """
DROP TRIGGER news_newsitem_closed ON news_newsitem;
DROP TRIGGER news_newsitem_topics_closed ON news_newsitem_topics;
DROP TRIGGER news_newsitem_identity ON news_newsitem;
DROP TRIGGER news_newsitem_no_truncate ON news_newsitem;
DROP TRIGGER news_newsitem_topics_no_truncate ON news_newsitem_topics;
"""


class Migration(migrations.Migration):
    dependencies = [("news", "0001_news_items"), ("editorial", "0003_guards")]
    operations = [migrations.RunSQL(GUARDS, UNDO)]
