"""Meetings: two sides, the people on them, and what was agreed."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.choices import Role
from delegations.models import PrintedPerson
from editorial.fields import RichTextField
from editorial.models import Child, Edition, Publication, Topic
from events.choices import Attendance, FollowUpState, Form, Side, Status
from languages.choices import LANGUAGES


class Meeting(Edition):
    """One edition of a meeting: who met whom, when, about what, with what outcome."""

    KIND: ClassVar[str] = "meeting"
    DAY_FIELD: ClassVar[str] = "starts_on"
    FACT_FIELDS: ClassVar[tuple[str, ...]] = (
        "form",
        "status",
        "starts_on",
        "starts_at",
        "ends_on",
        "ends_at",
        "is_online",
        "country",
        "delegations",
        "topics",
    )
    INTERNAL_FIELDS: ClassVar[tuple[str, ...]] = ("notes",)
    CHILDREN: ClassVar[tuple[str, ...]] = ("participants", "outcomes")

    title = models.CharField(_("title"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    summary = RichTextField(_("what was discussed"), max_length=100_000, blank=True)
    reason = models.CharField(
        _("reason why it was postponed or cancelled"), max_length=500, blank=True
    )

    form = models.CharField(_("form"), max_length=12, choices=Form.choices, default=Form.BILATERAL)
    status = models.CharField(
        pgettext_lazy("meeting", "status"),
        max_length=10,
        choices=Status.choices,
        default=Status.HELD,
    )
    # Days and times of the office's clock; a time may be left open.
    starts_on = models.DateField(_("day"), null=True, blank=True)
    starts_at = models.TimeField(_("from (time)"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    ends_at = models.TimeField(_("to (time)"), null=True, blank=True)
    is_online = models.BooleanField(_("held online"), default=False)
    country = models.CharField(_("country of the guests"), max_length=2, blank=True)
    delegations = models.ManyToManyField(
        Publication,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "delegation"},
        verbose_name=_("delegations"),
    )
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    notes = models.TextField(_("notes of the office"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on__isnull=True),
                name="meeting_ends_after_it_begins",
            ),
        )
        # The desk looks for parts of words in the titles of all four languages.
        indexes = tuple(
            GinIndex(
                OpClass(Upper(f"title_{language.suffix}"), name="gin_trgm_ops"),
                name=f"meeting_title_{language.suffix}",
            )
            for language in LANGUAGES
        )

    def __str__(self) -> str:
        return self.title or f"{self.publication_id}/{self.number}"


class Participant(PrintedPerson):
    """Someone at a meeting, on a side, as printed that day."""

    FACT_FIELDS: ClassVar[tuple[str, ...]] = (
        "side",
        "person",
        "organisation",
        "role",
        "attendance",
    )

    edition = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, default=Side.GUEST)
    attendance = models.CharField(
        _("attendance"), max_length=7, choices=Attendance.choices, default=Attendance.CAME
    )

    class Meta(PrintedPerson.Meta):
        abstract = False
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = (
            *Child.Meta.constraints,
            models.UniqueConstraint(
                fields=("edition", "side"),
                condition=Q(role=Role.HEAD),
                name="participant_head_of_a_side_is_one",
            ),
        )


class Outcome(Child):
    """What was agreed at a meeting: for readers, or for the office alone."""

    FACT_FIELDS: ClassVar[tuple[str, ...]] = ("due_on",)
    INTERNAL_FLAG: ClassVar[str] = "is_internal"

    edition = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="outcomes")
    statement = models.TextField(_("what was agreed"), max_length=1000, blank=True)
    responsible = models.CharField(_("who acts"), max_length=300, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    is_internal = models.BooleanField(_("only for the office"), default=False)

    class Meta(Child.Meta):
        abstract = False
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")


class OutcomeFollowUp(models.Model):
    """What has become of an outcome. It lives on outside the edition, found by its key."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, related_name="outcome_follow_ups"
    )
    key = models.CharField(max_length=12)
    state = models.CharField(
        _("state"), max_length=7, choices=FollowUpState.choices, default=FollowUpState.OPEN
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("follow-up of an outcome")
        verbose_name_plural = _("follow-ups of outcomes")
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "key"), name="outcome_is_followed_up_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=FollowUpState.values), name="outcome_state_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.key}: {self.state}"
