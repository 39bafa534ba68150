"""The people who work at the desk."""

from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.querysets import PeopleManager
from accounts.roles import Role, with_included
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
        """The roles of this person, included ones too; none for an inactive account."""
        if not self.is_active:
            return frozenset()
        if not hasattr(self, "_roles"):
            self._roles = with_included(self.groups.values_list("name", flat=True))
        return self._roles
