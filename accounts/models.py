"""The people who work at the desk."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import DutyTermQuerySet, PeopleManager
from accounts.roles import LASTING, LONGEST_DUTY, Role, with_included
from languages.choices import CHOICES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def language_list(verbose_name: "StrOrPromise") -> "ArrayField[list[str], list[str]]":
    """Return a field that holds codes of some of the four languages."""
    return ArrayField(
        models.CharField(max_length=8, choices=CHOICES),
        verbose_name=verbose_name,
        default=list,
        blank=True,
    )


class User(AbstractUser):
    """A person of the press office, with the languages he reads and writes."""

    languages_read = language_list(_("languages read"))
    languages_written = language_list(_("languages written"))
    desk_language = models.CharField(
        _("language of the desk"), max_length=8, choices=CHOICES, default="ru"
    )
    source_language = models.CharField(
        _("language last written in"), max_length=8, choices=CHOICES, default="ru", editable=False
    )
    wants_mail = models.BooleanField(_("Mail me what I am told at the desk"), default=True)

    objects: ClassVar[PeopleManager] = PeopleManager()

    class Meta:
        verbose_name = pgettext_lazy("of the office", "staff member")
        verbose_name_plural = pgettext_lazy("of the office", "staff")
        ordering = ("last_name", "first_name", "username")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def role_names(self) -> str:
        """What the person was made, in words; without what that includes."""
        codes = {group.name for group in self.groups.all()}
        return ", ".join(str(role.label) for role in Role if role.value in codes)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of this person now, included ones too; none for an inactive account."""
        if not self.is_active:
            return frozenset()
        if not hasattr(self, "_roles"):
            lasting = self.groups.filter(name__in=LASTING).values_list("name")
            on_duty = self.duty_terms.running().values_list(Value(Role.DUTY.value))
            self._roles = with_included(code for (code,) in lasting.union(on_duty))
        return self._roles


OWN_DUTY = _("Nobody gives duty to himself: ask a colleague.")


class DutyTerm(models.Model):
    """A time in which a person of the office is on duty, for a night or a holiday.

    Whoever is on duty may release what nobody has reviewed, and withdraw: see the rules of
    `editorial.workflow`. It begins and ends by the clock, and nobody gives it to himself.
    """

    person = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        limit_choices_to={"is_active": True},
        related_name="duty_terms",
        verbose_name=_("who is on duty"),
    )
    since = models.DateTimeField(pgettext_lazy("term of duty", "from"))
    until = models.DateTimeField(pgettext_lazy("term of duty", "until"))
    given_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("given by"),
    )

    objects = DutyTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of duty")
        verbose_name_plural = _("duty")
        ordering = ("-since", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__gt=F("since"), until__lte=F("since") + LONGEST_DUTY),
                name="duty_ends_within_a_month",
                violation_error_message=_(
                    "Duty ends after it begins, and within 31 days: give the next term then."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("given_by")),
                name="duty_is_given_by_another",
                violation_error_message=OWN_DUTY,
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.since:%Y-%m-%d %H:%M} – {self.until:%Y-%m-%d %H:%M}"

    def clean(self) -> None:
        """Refuse a term that somebody gives to himself."""
        if self.person_id is not None and self.person_id == self.given_by_id:
            raise ValidationError({"person": OWN_DUTY})
