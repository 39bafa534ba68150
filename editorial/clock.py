"""The database's own clock: the only one that decides what is public."""

from datetime import datetime, timedelta

from django.db import connection

# Around the moment of a scheduled release nobody changes it; a moment nearer than this is "now".
LEAD_TIME = timedelta(seconds=5)
# What is scheduled later than this is a slip in the year.
FARTHEST = timedelta(days=366)


def database_moment() -> datetime:
    """Return the moment at which the database runs this statement (aware, UTC).

    Read once by a verb, after it has locked its rows: it stands after everything that
    was committed before, also inside one long transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment
