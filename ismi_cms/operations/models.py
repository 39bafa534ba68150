from django.db import models


class ChoreRun(models.Model):
    """When the worker last did a chore, and how that ended.

    In the database rather than in a worker's memory: a restart repeats nothing, a second worker
    does nothing twice, and whoever looks after the server can ask.
    """

    name = models.CharField(primary_key=True, max_length=60)
    begun_at = models.DateTimeField(null=True)
    # Empty while the chore is in hand, and after a kill.
    ended_at = models.DateTimeField(null=True)
    # The kind of the fault and its first line; empty when all went well.
    fault = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name
