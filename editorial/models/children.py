"""Rows that belong to an edition: participants, delegates, outcomes."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Child(models.Model):
    """One row of an edition's ordered list; a kind of row names its edition and its fields.

    `key` stays the same across editions, so that a row is compared, merged and referred to
    as the one it is. Words in it are translated fields and belong to their language's text;
    FACT_FIELDS belong to the facts. A row whose INTERNAL_FLAG is set never leaves the desk.
    A child's `edition` is a foreign key to its kind, and its Meta inherits this one.
    """

    FACT_FIELDS: ClassVar[tuple[str, ...]] = ()
    INTERNAL_FLAG: ClassVar[str] = ""

    key = models.CharField(max_length=12, editable=False)
    place = models.PositiveSmallIntegerField(_("place in the list"), editable=False)

    class Meta:
        abstract = True
        ordering = ("place",)
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(
                fields=("edition", "key"), name="%(app_label)s_%(class)s_key_is_one"
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex=r"^[0-9a-z]{1,12}$"),
                name="%(app_label)s_%(class)s_key_is_plain",
            ),
        )

    def __str__(self) -> str:
        return self.key
