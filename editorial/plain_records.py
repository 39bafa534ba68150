"""What every plain record promises: words that are safe to print, whoever writes them.

A plain record has no editions: what stands in it is live by reference, or is copied into
prints. So its words are cleaned when its row is saved, and the database lets in no others.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThan, Regex
from django.utils.translation import gettext_lazy as _

from editorial.contents.cleaning import clean_words
from editorial.fields import RichTextField
from languages.characters import UNSAFE_IN_LINE_PATTERN, UNSAFE_PATTERN, is_blank
from languages.choices import LANGUAGES

CIRCLE = _("That would make a circle: following it leads back here. Choose another.")


class PlainRecord(models.Model):
    """A row of words that people of the desk keep.

    Saving it, and validating it, cleans its words first. What goes past `save` (an update of
    a queryset, SQL) meets the constraint of `words_are_safe`, which each record has.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row with clean words."""
        self.clean_words()
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Any = None) -> None:
        """Judge the words as they will be written: what shows nothing is no word."""
        self.clean_words()
        super().clean_fields(exclude)

    def clean_words(self) -> None:
        """Clean the words that are loaded; what shows nothing becomes empty."""
        for field in word_columns(type(self)):
            value = self.__dict__.get(field.attname)
            if isinstance(value, str):
                setattr(self, field.attname, _cleaned(field, value))
            elif isinstance(value, list):
                lines = [_cleaned(field.base_field, one) for one in value]
                setattr(self, field.attname, list(dict.fromkeys(filter(None, lines))))


@cache
def word_columns(model: type[models.Model]) -> tuple[Any, ...]:
    """Return the fields of a model that hold words, each language's own.

    Without the bare column of a translated field: writing it writes another language's.
    """
    translated = [getattr(field, "translated_field", None) for field in model._meta.fields]
    bare = {field.name for field in translated if field is not None}
    return tuple(field for field in model._meta.fields if field.name not in bare and _is_of(field))


def words_are_safe(
    name: str, lines: Sequence[str], blocks: Sequence[str] = ()
) -> models.CheckConstraint:
    """Return the constraint by which these columns hold nothing that cannot be seen.

    `lines` are columns of one line, arrays of lines too; `blocks` may have line breaks.
    """
    unsafe = Q(Regex(_joined(lines), Value(UNSAFE_IN_LINE_PATTERN)))
    if blocks:
        unsafe |= Q(Regex(_joined(blocks), Value(UNSAFE_PATTERN)))
    return models.CheckConstraint(condition=~unsafe, name=name)


def is_named(name: str) -> models.CheckConstraint:
    """Return the constraint by which a record has a name in one language at least."""
    return models.CheckConstraint(
        condition=Q(GreaterThan(_joined(in_all("name")), Value(""))),
        name=name,
        violation_error_message=_("Write the name in at least one language."),
    )


def is_not_its_own(link: str, name: str) -> models.CheckConstraint:
    """Return the constraint by which this link of a record does not lead to the record itself."""
    return models.CheckConstraint(
        condition=~Q((link, F("pk"))), name=name, violation_error_message=CIRCLE
    )


def refuse_circle(record: models.Model, link: str) -> None:
    """Raise ValidationError where following this link would lead back to the record.

    One statement for each step; a circle that lies further on ends the walk too.
    """
    rows, passed = type(record)._base_manager, set[Any]()
    above = getattr(record, f"{link}_id")
    while above is not None and above not in passed:
        if above == record.pk:
            raise ValidationError({link: CIRCLE})
        passed.add(above)
        above = rows.filter(pk=above).values_list(link, flat=True).first()


def in_all(*names: str) -> tuple[str, ...]:
    """Return the columns of translated fields, one for each language."""
    return tuple(f"{name}_{language.suffix}" for name in names for language in LANGUAGES)


def _is_of(field: Any) -> bool:
    words = (models.CharField, models.TextField, RichTextField)
    lines = isinstance(field, ArrayField) and isinstance(field.base_field, words)
    return (isinstance(field, words) and not field.choices) or lines


def _cleaned(field: Any, value: str) -> str:
    cleaned = clean_words(field, value)
    return "" if is_blank(cleaned) else cleaned


def _joined(columns: Sequence[str]) -> Func:
    # Any type can be joined, an array too; what is null is left out.
    return Func(Value(""), *columns, function="concat_ws", output_field=models.TextField())
