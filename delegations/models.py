"""Who: organisations, people, the posts they held; and the delegations they come in."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Lower, NullIf, Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delegations.choices import Level, Role
from delegations.querysets import AppointmentQuerySet, OrganisationQuerySet, PersonQuerySet
from editorial.fields import RichTextField
from editorial.models import Child, Edition, Topic
from editorial.plain_records import (
    PlainRecord,
    in_all,
    is_named,
    is_not_its_own,
    refuse_circle,
    words_are_safe,
)
from languages.choices import LANGUAGES
from library.models import Picture


def same_post() -> Any:
    """Return the expression by which two appointments are to the same post.

    The words of the first language that has any, because no one language is sure to.
    """
    columns = [NullIf(F(f"post_{language.suffix}"), Value("")) for language in LANGUAGES]
    return Lower(Coalesce(*columns, Value("")))


class Organisation(PlainRecord):
    """A body that people speak for: a ministry, an institute, a firm."""

    name = models.CharField(_("name"), max_length=300, blank=True)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    renamed_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renamed_to",
        verbose_name=_("formerly"),
    )
    aliases = ArrayField(
        models.CharField(max_length=300),
        verbose_name=_("other spellings"),
        default=list,
        blank=True,
    )
    is_closed = models.BooleanField(_("no page of its own"), default=False)

    objects = OrganisationQuerySet.as_manager()

    if TYPE_CHECKING:
        name_ru: str
        name_uz: str
        name_uz_cyrl: str
        name_en: str

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("pk",)
        constraints = (
            is_named("organisation_has_a_name"),
            words_are_safe(
                "organisation_words_are_safe",
                lines=(*in_all("name", "short_name"), "country", "aliases"),
            ),
            is_not_its_own("parent", "organisation_is_not_part_of_itself"),
            is_not_its_own("renamed_from", "organisation_is_not_renamed_from_itself"),
        )

    def __str__(self) -> str:
        return self.short_name or self.name or f"№ {self.pk}"

    def clean(self) -> None:
        """Refuse an organisation that would be part of itself, or come before itself."""
        refuse_circle(self, "parent")
        refuse_circle(self, "renamed_from")


class Person(PlainRecord):
    """Someone who takes part in meetings."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=200, blank=True)
    biography = RichTextField(_("biography"), max_length=20_000, blank=True)
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other spellings"),
        default=list,
        blank=True,
    )
    is_closed = models.BooleanField(_("no page of its own"), default=False)

    objects = PersonQuerySet.as_manager()

    if TYPE_CHECKING:
        name_ru: str
        name_uz: str
        name_uz_cyrl: str
        name_en: str

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("pk",)
        constraints = (
            is_named("person_has_a_name"),
            words_are_safe(
                "person_words_are_safe",
                lines=(*in_all("name"), "aliases"),
                blocks=in_all("biography"),
            ),
        )

    def __str__(self) -> str:
        return self.name or f"№ {self.pk}"


class Appointment(PlainRecord):
    """A post that a person holds in an organisation, from a day to a day."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name=_("organisation"),
    )
    post = models.CharField(_("post"), max_length=300, blank=True)
    rank = models.CharField(_("rank or title"), max_length=100, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until (the last day)"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = (
            words_are_safe("appointment_words_are_safe", lines=in_all("post", "rank")),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")) | Q(since__isnull=True) | Q(until__isnull=True),
                name="appointment_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="appointment_to_a_post_is_held_once",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (same_post(), RangeOperators.EQUAL),
                    (
                        Func(
                            "since",
                            "until",
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "This person holds this post on some of these days already."
                ),
            ),
        )
        indexes = (models.Index(fields=("organisation", "person"), name="appointment_in"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"


class Delegation(Edition):
    """One edition of a delegation: who comes, when, what for."""

    KIND: ClassVar[str] = "delegation"
    DAY_FIELD: ClassVar[str] = "arrives_on"
    FACT_FIELDS: ClassVar[tuple[str, ...]] = (
        "country",
        "organisation",
        "level",
        "arrives_on",
        "leaves_on",
        "topics",
    )
    INTERNAL_FIELDS: ClassVar[tuple[str, ...]] = ("notes",)
    CHILDREN: ClassVar[tuple[str, ...]] = ("delegates",)

    title = models.CharField(_("title"), max_length=300, blank=True)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)

    country = models.CharField(_("country"), max_length=2, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    level = models.CharField(_("level"), max_length=20, choices=Level.choices, default=Level.OTHER)
    arrives_on = models.DateField(_("arrives on"), null=True, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    topics = models.ManyToManyField(Topic, blank=True, verbose_name=_("topics"))
    notes = models.TextField(_("notes of the office"), max_length=20_000, blank=True)

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = (
            models.CheckConstraint(
                condition=Q(leaves_on__gte=F("arrives_on")) | Q(leaves_on__isnull=True),
                name="delegation_leaves_after_it_arrives",
            ),
        )
        # The desk looks for parts of words in the titles of all four languages.
        indexes = tuple(
            GinIndex(
                OpClass(Upper(f"title_{language.suffix}"), name="gin_trgm_ops"),
                name=f"delegation_title_{language.suffix}",
            )
            for language in LANGUAGES
        )

    def __str__(self) -> str:
        return self.title or f"{self.publication_id}/{self.number}"


class PrintedPerson(Child):
    """Someone named in an edition, with the name and post printed as of its day.

    Linked to a person of the record, or a free name to be linked later.
    """

    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.MEMBER)
    name = models.CharField(_("name as printed"), max_length=200, blank=True)
    rank = models.CharField(_("rank or title"), max_length=100, blank=True)
    post = models.CharField(_("post as printed"), max_length=300, blank=True)
    organisation_name = models.CharField(_("organisation as printed"), max_length=300, blank=True)

    class Meta(Child.Meta):
        abstract = True


class Delegate(PrintedPerson):
    """A member of a delegation, in protocol order."""

    FACT_FIELDS: ClassVar[tuple[str, ...]] = ("person", "organisation", "role")

    edition = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="delegates")

    class Meta(PrintedPerson.Meta):
        abstract = False
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        constraints = (
            *Child.Meta.constraints,
            models.UniqueConstraint(
                fields=("edition",), condition=Q(role=Role.HEAD), name="delegation_head_is_one"
            ),
        )
