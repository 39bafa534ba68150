"""The log of everything done: which entries are asked for, and what that question is called."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import User
from editorial.choices import FACTS
from editorial.chronicle import DEEDS
from editorial.clock import database_moment
from editorial.contents.values import is_number
from editorial.four_eyes import part_name
from editorial.kinds import kind_models
from editorial.models import AuditEntry
from editorial.moments import day_in_words
from editorial.named_records import PICTURE, record_models
from editorial.querysets import not_hidden_from
from languages.choices import LANGUAGES

Choices = list[tuple[Any, Any]]
# Spans that end now: by code, what they are called and how long they are.
LATEST: Mapping[str, tuple[Promise, timedelta]] = {
    "hour": (pgettext_lazy("span of the log", "in the last hour"), timedelta(hours=1)),
    "day": (pgettext_lazy("span of the log", "in the last 24 hours"), timedelta(days=1)),
    "week": (pgettext_lazy("span of the log", "in the last 7 days"), timedelta(days=7)),
}
# Days that can be asked of: what an office does lies well within, and what clocks can count too.
EARLIEST, LATEST_DAY = date(1900, 1, 1), date(2999, 12, 31)
RECORD = "record:"
_HIDDEN: list[Callable[[User], Q]] = []
# What is told of an entry: the rest of the rows beside it would double the cost of a long file.
_TOLD = (
    *("at", "verb", "parts", "detail", "hash", "by", "edition", "publication"),
    *("by__username", "by__first_name", "by__last_name", "edition__number", "publication__kind"),
)


def also_hide(hidden: Callable[[User], Q]) -> None:
    """Let an app above hide entries of its own records from a person: `hidden` says which."""
    _HIDDEN.append(hidden)


def entries_for(by: User) -> "QuerySet[AuditEntry]":
    """Return the entries that this person may read, newest first, ready to be told of."""
    found = AuditEntry.objects.filter(not_hidden_from(by))
    for hidden in _HIDDEN:
        found = found.exclude(hidden(by))
    return found.select_related("by", "edition", "publication").only(*_TOLD).order_by("-id")


class LogForm(forms.Form):
    """What is asked of the log: every field narrows it, all empty asks for everything."""

    by = forms.ModelChoiceField(
        User.objects.order_by("last_name", "first_name", "username"),
        label=pgettext_lazy("log", "Person"),
        required=False,
        empty_label=pgettext_lazy("log", "anyone"),
    )
    act = forms.ChoiceField(label=pgettext_lazy("log", "Act"), required=False)
    about = forms.ChoiceField(label=pgettext_lazy("log", "About"), required=False)
    number = forms.CharField(
        label=pgettext_lazy("log", "Its number"), required=False, max_length=40, strip=True
    )
    part = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    last = forms.ChoiceField(label=pgettext_lazy("log", "When"), required=False)
    since = forms.DateField(label=gettext_lazy("From the day"), required=False)
    until = forms.DateField(label=gettext_lazy("To the day"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", pgettext_lazy("log", "anything"))
        languages = [(one.code, one.name) for one in LANGUAGES]
        self._offer("act", [anything, *((verb, said) for verb, said in DEEDS.items())])
        self._offer("about", [anything, *_subjects()])
        self._offer("part", [anything, (FACTS, part_name(FACTS)), *languages])
        spans: Choices = [(code, said) for code, (said, _length) in LATEST.items()]
        self._offer("last", [("", pgettext_lazy("log", "at any time")), *spans])
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")

    def _offer(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins, and a number that nothing can have."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("since", "until"):
            if given.get(name) and not EARLIEST <= given[name] <= LATEST_DAY:
                self.add_error(name, _("Nothing was done then. Choose another day."))
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first. Change one of them."))
        number, is_record = given.get("number", ""), given.get("about", "").startswith(RECORD)
        if number and not is_record and not is_number(number):
            self.add_error("number", ValidationError(_("Write the publication's number.")))
        return given

    def narrowed(self, entries: "QuerySet[AuditEntry]") -> "QuerySet[AuditEntry]":
        """Return those of the entries that are asked for. The form must be valid."""
        asked = Q()
        given = self.cleaned_data
        for column, name in (("by", "by"), ("verb", "act")):
            if given[name]:
                asked &= Q((column, given[name]))
        if given["part"]:
            asked &= Q(parts__contains=[given["part"]])
        return entries.filter(asked & self._subject() & self._span())

    def _subject(self) -> Q:
        about, number = self.cleaned_data["about"], self.cleaned_data["number"]
        if about.startswith(RECORD):
            return _of_record(about.removeprefix(RECORD), number)
        asked = Q(publication__kind=about) if about else Q()
        return asked & Q(publication=int(number)) if number else asked

    def _span(self) -> Q:
        given = self.cleaned_data
        asked = Q()
        if given["last"]:
            _said, length = LATEST[given["last"]]
            asked &= Q(at__gte=database_moment() - length)
        if given["since"]:
            asked &= Q(at__gte=_midnight(given["since"]))
        if given["until"]:
            asked &= Q(at__lt=_midnight(given["until"] + timedelta(days=1)))
        return asked

    @property
    def title(self) -> str:
        """The question in words: "What Anna Li did from 1 May 2026 · approved"."""
        given = self.cleaned_data if self.is_valid() else {}
        who = given.get("by")
        said = _("What %(person)s did") % {"person": who} if who else _("What was done")
        spans = [str(LATEST[given["last"]][0])] if given.get("last") else []
        spans += _days_in_words(given.get("since"), given.get("until"))
        return " · ".join([" ".join([said, *spans]), *self._narrowing_words(given)])

    def _narrowing_words(self, given: Mapping[str, Any]) -> list[str]:
        subjects = {code: name for _group, codes in _subjects() for code, name in codes}
        said = [str(DEEDS[given["act"]])] if given.get("act") else []
        about = [str(subjects[given["about"]])] if given.get("about") else []
        about += [f"№ {given['number']}"] if given.get("number") else []
        said += [" ".join(about)] if about else []
        return said + ([part_name(given["part"])] if given.get("part") else [])


def _subjects() -> Choices:
    """What entries may be about: the kinds of publication, and the plain records."""
    kinds = [(kind, capfirst(one._meta.verbose_name_plural)) for kind, one in kind_models().items()]
    records = [
        (f"{RECORD}{name}", capfirst(one._meta.verbose_name_plural))
        for name, one in record_models().items()
    ]
    return [(_("Publications"), kinds), (_("Records"), records)]


def _of_record(name: str, key: str) -> Q:
    of_records = Q(publication__isnull=True)
    if name == PICTURE:
        asked = Q(detail__contains={PICTURE: key}) if key else Q(detail__has_key=PICTURE)
    else:
        written = int(key) if is_number(key) else key
        asked = Q(detail__contains={"record": name, **({"key": written} if key else {})})
    return of_records & asked


def _days_in_words(since: date | None, until: date | None) -> list[str]:
    days = {"first": day_in_words(since), "last": day_in_words(until)}
    if since and until:
        return [_("from %(first)s to %(last)s") % days]
    if since:
        return [_("from %(first)s") % days]
    return [_("to %(last)s") % days] if until else []


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))
