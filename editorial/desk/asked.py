"""What a button of the desk asks for, as it was posted."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from editorial.choices import PARTS
from editorial.contents.values import is_number
from editorial.refusals import Finding, Refused
from languages.choices import CODES


class UnknownAct(Exception):
    """A post asked for something that no button of the desk asks for."""


@dataclass(frozen=True)
class Asked:
    """One act as it was posted: what, on which parts, and the fields that belong to it."""

    name: str
    parts: tuple[str, ...]
    fields: Mapping[str, str]
    # The other editions of the package that were ticked: key and token seen, of each.
    companions: tuple[tuple[int, int], ...] = ()

    @classmethod
    def read(cls, post: QueryDict, known: Container[str]) -> "Asked | None":
        """Return what the button pressed asks for, None where none was.

        `known` are the names of the acts there are. Raises UnknownAct for anything that no
        button posts.
        """
        value = post.get("_act")
        if value is None:
            return None
        name, _colon, joined = value.partition(":")
        parts = tuple(part for part in joined.split(",") if part)
        if name not in known or not set(parts) <= set(PARTS):
            raise UnknownAct(value)
        prefix = f"{name}-{'-'.join(parts)}-"
        fields = {
            key.removeprefix(prefix): str(post[key]) for key in post if key.startswith(prefix)
        }
        return cls(name, parts, fields, _companions(post.getlist("companion")))

    @property
    def languages(self) -> list[str]:
        """The languages among the parts."""
        return [code for code in CODES if code in self.parts]

    def field(self, name: str) -> str:
        """Return what was written in a field of this act, "" where nothing was."""
        return self.fields.get(name, "").strip()

    def written(self) -> dict[str, str]:
        """Return the fields of this act as they were named on the page."""
        prefix = f"{self.name}-{'-'.join(self.parts)}-"
        return {f"{prefix}{name}": said for name, said in self.fields.items() if said}

    @property
    def acknowledged(self) -> frozenset[str]:
        """The keys of the warnings that were ticked as seen."""
        return frozenset(key for name, key in self.fields.items() if name.startswith("seen-"))

    def moment(self) -> datetime:
        """Return the moment asked for, read in the office's time zone. Raises Refused."""
        try:
            moment: datetime = forms.DateTimeField().clean(self.field("moment"))
        except forms.ValidationError:
            sentence = _("Choose the day and the time of the release.")
            raise Refused([Finding("moment_missing", sentence)]) from None
        return moment


def _companions(values: list[str]) -> tuple[tuple[int, int], ...]:
    """Read "key:token" of each companion. Raises UnknownAct for anything else."""
    read = []
    for value in dict.fromkeys(values):
        key, _colon, token = value.partition(":")
        if not is_number(key) or not is_number(token):
            raise UnknownAct(value)
        read.append((int(key), int(token)))
    return tuple(read)
