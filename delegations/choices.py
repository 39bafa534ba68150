"""The closed vocabularies of delegations."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """On what level a delegation comes."""

    HEAD_OF_STATE = "head_of_state", _("Head of state")
    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("Ministry or agency")
    PARLIAMENT = "parliament", _("Parliament")
    EXPERT = "expert", _("Experts")
    BUSINESS = "business", _("Business")
    OTHER = "other", pgettext_lazy("level of a delegation", "Other")


class Role(models.TextChoices):
    """What someone is in a delegation, or on a side of a meeting."""

    HEAD = "head", _("Head")
    MEMBER = "member", _("Member")
    INTERPRETER = "interpreter", _("Interpreter")
    ACCOMPANYING = "accompanying", _("Accompanying")
