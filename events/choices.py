"""The closed vocabularies of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    """What kind of event a meeting is."""

    BILATERAL = "bilateral", _("Bilateral meeting")
    CONFERENCE = "conference", _("Conference")
    ROUND_TABLE = "round_table", _("Round table")
    VISIT = "visit", _("Visit")
    CALL = "call", _("Call")
    OTHER = "other", pgettext_lazy("form of a meeting", "Other")


class Status(models.TextChoices):
    """What has become of a meeting."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Held")
    POSTPONED = "postponed", pgettext_lazy("meeting", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


# What readers are told the reason of.
CALLED_OFF = frozenset({Status.POSTPONED, Status.CANCELLED})


class Side(models.TextChoices):
    """On which side of a meeting someone sits."""

    HOST = "host", pgettext_lazy("side of a meeting", "Host")
    GUEST = "guest", pgettext_lazy("side of a meeting", "Guest")


class Attendance(models.TextChoices):
    """Whether someone came."""

    INVITED = "invited", _("Invited")
    CAME = "came", _("Came")
    EXCUSED = "excused", _("Excused")


class FollowUpState(models.TextChoices):
    """What has become of an outcome."""

    OPEN = "open", pgettext_lazy("outcome", "Open")
    DONE = "done", pgettext_lazy("outcome", "Done")
    DROPPED = "dropped", pgettext_lazy("outcome", "Dropped")
