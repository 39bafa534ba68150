"""The working content of an edition as values: read, cleaned, compared, written.

A content is what three people may have changed in three ways; its values are those of
`editorial.printing`, so that comparing contents and comparing prints is one thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS, Change
from editorial.cleaning import clean_html
from editorial.fields import RichTextField
from editorial.kinds import column, in_language, text_fields
from editorial.models import Edition, Text, Version
from editorial.printing import Printed, keep_internal, print_facts, print_text
from editorial.refusals import Clash, Finding, Refused
from languages.characters import clean_block, clean_line
from languages.choices import CODES

INTERNAL = "internal"
# What of a text's handling readers will see: written, and so approved, with the text.
PUBLIC_HANDLING = ("change", "note")


@dataclass
class Content:
    """All that is written in an edition, part by part, and how each text will go out."""

    facts: Printed
    texts: dict[str, Printed]
    internal: Printed
    handling: dict[str, Printed]

    @classmethod
    def of(cls, edition: Edition, texts: Mapping[str, Text]) -> "Content":
        """Return the content as it stands in the rows of the edition."""
        return cls(
            facts=print_facts(edition),
            texts={language: print_text(edition, language) for language in CODES},
            internal=keep_internal(edition),
            handling={
                language: {
                    "change": text.change,
                    "note": text.note,
                    "assignee": text.assignee_id,
                }
                for language, text in texts.items()
            },
        )

    @classmethod
    def kept_in(cls, version: Version) -> "Content":
        """Return the content that a version keeps."""
        return cls(version.facts, version.texts, version.internal, version.handling)


def changed_parts(before: Content, after: Content) -> list[str]:
    """Return the parts whose words or public handling differ, "facts" first."""
    parts = [FACTS] if before.facts != after.facts else []
    if before.internal != after.internal:
        parts.append(INTERNAL)
    for language in CODES:
        said_before = [before.handling[language][key] for key in PUBLIC_HANDLING]
        said_after = [after.handling[language][key] for key in PUBLIC_HANDLING]
        if before.texts[language] != after.texts[language] or said_before != said_after:
            parts.append(language)
    return parts


def merge(base: Content, mine: Content, theirs: Content) -> tuple[Content, list[Clash]]:
    """Return what three contents make together, and the fields that two changed differently.

    `base` is what both began from. Where only one side changed a field, its value stands;
    in a clash theirs stands in the result, and both are in the clash.
    """
    clashes: list[Clash] = []
    merged = Content(
        facts=_merge_part(FACTS, base.facts, mine.facts, theirs.facts, clashes),
        internal=_merge_part(INTERNAL, base.internal, mine.internal, theirs.internal, clashes),
        texts={},
        handling={},
    )
    for language in CODES:
        merged.texts[language] = _merge_part(
            language, base.texts[language], mine.texts[language], theirs.texts[language], clashes
        )
        merged.handling[language] = _merge_part(
            language,
            base.handling[language],
            mine.handling[language],
            theirs.handling[language],
            clashes,
        )
    return merged, clashes


def _merge_part(
    part: str, base: Printed, mine: Printed, theirs: Printed, clashes: list[Clash]
) -> Printed:
    merged = dict(theirs)
    for field, value in mine.items():
        if value == base.get(field) or value == theirs.get(field):
            continue
        if theirs.get(field) == base.get(field):
            merged[field] = value
        else:
            clashes.append(Clash(part, field, base.get(field), value, theirs.get(field)))
    return merged


def clean_text(model: type[Edition], language: str, text: Mapping[str, str]) -> Printed:
    """Return the fields of a text with safe characters and clean HTML.

    Raises Refused with a sentence for each field that is too long, KeyError for a field
    or a language that the kind does not have.
    """
    cleaned: Printed = {}
    if language not in CODES:
        raise KeyError(language)
    too_long = []
    for name, value in text.items():
        if name not in text_fields(model):
            raise KeyError(name)
        field = column(model, name)
        if isinstance(field, RichTextField):
            cleaned[name] = clean_html(value)
        elif isinstance(field, models.TextField):
            cleaned[name] = clean_block(value).strip()
        else:
            cleaned[name] = clean_line(value)
        if field.max_length and len(cleaned[name]) > field.max_length:
            too_long.append(_too_long(field, cleaned[name], language))
    if too_long:
        raise Refused(too_long)
    return cleaned


def clean_facts(model: type[Edition], facts: Mapping[str, Any]) -> Printed:
    """Return the facts in the order of their print: what has no order of its own is sorted.

    Raises Refused where a fact names a record that is not there, KeyError for a fact that
    the kind does not have.
    """
    cleaned: Printed = {}
    for name, value in facts.items():
        if name not in model.FACT_FIELDS:
            raise KeyError(name)
        field = column(model, name)
        try:
            cleaned[name] = _known(field, value)
        except ValidationError:
            sentence = _("%(field)s: what was chosen is not there any more. Choose again.")
            values = {"field": capfirst(field.verbose_name)}
            raise Refused([Finding("unknown_record", sentence % values, FACTS)]) from None
    return cleaned


def _known(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return the value as the field holds it; several ones sorted, each once.

    Raises ValidationError where the field cannot hold it, or a record it names is not there.
    """
    if isinstance(field, models.ManyToManyField):
        key = field.related_model._meta.pk
        keys = sorted({key.to_python(one) for one in value})
        if field.related_model._default_manager.filter(pk__in=keys).count() != len(keys):
            raise ValidationError("unknown")
        return keys
    if isinstance(value, list | set | tuple):
        value = sorted(set(value))
    return field.clean(value, None)


def clean_handling(language: str, given: Mapping[str, Any]) -> Printed:
    """Return a text's handling with a clean note.

    Raises Refused where the note is too long, the change is not one of the list, or the
    person asked for is not at work here; KeyError for what no text has.
    """
    unknown = set(given) - {"change", "note", "assignee"}
    if unknown:
        raise KeyError(*unknown)
    handled = dict(given)
    if "note" in handled:
        handled["note"] = clean_line(handled["note"])
        limit = Text._meta.get_field("note").max_length or 0
        if len(handled["note"]) > limit:
            raise Refused([_too_long(Text._meta.get_field("note"), handled["note"], language)])
    if handled.get("change", "") not in ("", *Change.values):
        sentence = _("Choose one of the changes offered.")
        raise Refused([Finding("unknown_change", sentence, language)])
    asked = handled.get("assignee")
    if asked is not None and not User.objects.filter(pk=asked, is_active=True).exists():
        sentence = _("The person this text is assigned to has no open account. Choose another.")
        raise Refused([Finding("unknown_assignee", sentence, language)])
    return handled


def _too_long(field: "models.Field[Any, Any]", written: str, part: str) -> Finding:
    sentence = _(
        "%(field)s: %(length)s characters, %(limit)s at most. Shorten it and save again."
    ) % {"field": capfirst(field.verbose_name), "length": len(written), "limit": field.max_length}
    return Finding("too_long", sentence, part)


def put_facts(row: Edition, facts: Printed) -> list[str]:
    """Set the facts on the kind's row; return the names of the columns set.

    Many-to-many facts need a stored row and are set at once. Raises KeyError for a fact
    that the kind does not have.
    """
    columns = []
    for name, value in facts.items():
        if name not in row.FACT_FIELDS:
            raise KeyError(name)
        field = column(type(row), name)
        if isinstance(field, models.ManyToManyField):
            getattr(row, name).set(value)
        else:
            setattr(row, field.attname, value)
            columns.append(field.attname)
    return columns


def put_text(row: Edition, language: str, text: Printed) -> list[str]:
    """Set the text on the kind's row by the columns of its language; return their names."""
    columns = {in_language(name, language): value for name, value in text.items()}
    for name, value in columns.items():
        setattr(row, name, value)
    return list(columns)
