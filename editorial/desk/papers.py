"""One version as it is read on paper: what it says, in words, and what may be relied on.

A paper says of itself whether readers have these words, and who approved exactly these: the
code of each part is the beginning of its digest, so that a paper on a desk can be told from
the one that was signed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from editorial.choices import FACTS
from editorial.contents.blocks import Block, blocks_of, lines_of
from editorial.contents.cleaning import clean_html
from editorial.contents.content import Content
from editorial.contents.figures import own_address
from editorial.contents.printing import digest, enclosed
from editorial.contents.values import Printed
from editorial.desk.naming import Fields, Naming
from editorial.desk.versions import History, Kept, made_releases, name_of_part
from editorial.fields import RichTextField
from editorial.kinds import child_models, column, text_fields
from editorial.models import Approval, AuditEntry, Child, Edition, Release, Version
from editorial.moments import desk_language, moment_in_words
from languages.choices import BY_CODE, CODES

# How much of a digest is printed, and in what groups.
CODE_LENGTH, GROUP = 8, 4


@dataclass(frozen=True)
class Line:
    """One field on paper: a label and words, or blocks of rich text; perhaps a picture."""

    label: str
    words: str
    html: str = ""
    blocks: tuple[Block, ...] = ()
    picture: str = ""


@dataclass(frozen=True)
class PaperRow:
    """One row of a list of children: its facts in words."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """One part on paper: its code, who approved exactly this, and what it says."""

    name: str
    tag: str
    code: str
    approvers: list[str]
    release: str
    lines: list[Line]
    lists: list[tuple[str, list[PaperRow]]]


@dataclass(frozen=True)
class Paper:
    """A version on paper, in the desk's language."""

    publication: int
    kind: str
    kept: Kept
    title: str
    watermark: str
    sheets: list[Sheet]

    @property
    def name(self) -> str:
        """What stands at the head of each page."""
        values = {"number": self.publication, "version": self.kept.name}
        return _("Publication %(number)s, %(version)s") % values

    @property
    def made(self) -> str:
        """Who saved the version, and when."""
        return f"{self.kept.by}, {moment_in_words(self.kept.at)}"


def paper_of(
    model: type[Edition],
    history: History,
    kept: Kept,
    languages: Iterable[str],
    *,
    by: User,
    fields: Fields | None = None,
) -> Paper:
    """Return a version on paper, with those of the languages in which something is written.

    `by` is who reads it, `fields` are those of the kind's form.

    What stays in the office is not on it. A part counts as released if a release that has
    begun carries exactly its content; what is only scheduled is not released.
    """
    content = Content.kept_in(Version.objects.get(pk=kept.key))
    naming = Naming(model, [content], by=by, fields=fields)
    return _Printing(model, history, kept, content, naming).paper(languages)


def facts_in_words(
    model: type[Edition], content: Content, naming: Naming
) -> tuple[list[Line], list[tuple[str, list[PaperRow]]]]:
    """Return the facts of a content of this kind, and its lists of rows by what they are called."""
    lists = (
        (str(capfirst(child._meta.verbose_name_plural)), _rows(content, naming, name, child))
        for name, child in child_models(model).items()
    )
    return _facts(naming, model, content.facts), [one for one in lists if one[1]]


def _rows(content: Content, naming: Naming, name: str, child: type[Child]) -> list[PaperRow]:
    field, *_others = text_fields(child)
    rows = []
    for row in content.facts.get(name, []):
        texts = (content.texts[code] for code in _own_first(content.texts))
        said = (text.get(name, {}).get(row["key"], {}) for text in texts)
        title = next(filter(None, (one.get(field) for one in said)), "—")
        rows.append(PaperRow(title, _facts(naming, child, row)))
    return rows


def _facts(naming: Naming, owner: type[Edition] | type[Child], values: Printed) -> list[Line]:
    names = [name for name in owner.FACT_FIELDS if values.get(name)]
    return _said(_fact(naming, owner, name, values[name]) for name in names)


def _fact(naming: Naming, owner: type[Edition] | type[Child], name: str, value: Any) -> Line:
    words = ", ".join(naming.values(owner, name, value))
    picture = naming.record(owner, name, value) if not isinstance(value, list) else None
    source = own_address(str(getattr(picture, "source", ""))) or ""
    return Line(naming.label(owner, name), words, picture=source)


class _Printing:
    """A version being printed."""

    def __init__(
        self,
        model: type[Edition],
        history: History,
        kept: Kept,
        content: Content,
        naming: Naming,
    ) -> None:
        self.model, self.history, self.kept = model, history, kept
        self.content, self.naming = content, naming
        whole = enclosed(model(), self.content.facts)
        self.digests = {
            FACTS: digest(whole),
            **{code: digest(self.content.texts[code]) for code in CODES},
        }

    def paper(self, languages: Iterable[str]) -> Paper:
        written = [code for code in languages if _says(self.content.texts[code])]
        out = [code for code in written if any(map(self._is_live, self._begun(code)))]
        was_out = any(self._begun(code) for code in written)
        title = next(filter(None, map(self._title, _own_first(written))), "")
        return Paper(
            publication=self.history.publication.pk,
            kind=str(capfirst(self.model._meta.verbose_name)),
            kept=self.kept,
            title=title,
            watermark=_watermark(written, out, was_out=was_out),
            sheets=[self._facts(), *(self._text(code) for code in written)],
        )

    def _title(self, code: str) -> str:
        return str(self.content.texts[code].get(text_fields(self.model)[0]) or "")

    @cached_property
    def _releases(self) -> list[Release]:
        return list(made_releases(self.history.publication).defer("content").order_by("live"))

    @cached_property
    def _approvals(self) -> list[Approval]:
        found = Approval.objects.filter(publication=self.history.publication)
        exact = found.filter(digest__in=self.digests.values())
        return list(exact.select_related("by").order_by("at"))

    @cached_property
    def _sent_back(self) -> list[tuple[list[str], datetime]]:
        found = AuditEntry.objects.filter(publication=self.history.publication, verb="send_back")
        return list(found.values_list("parts", "at"))

    def _begun(self, code: str) -> list[Release]:
        """The releases that readers have had of exactly this text and these facts."""
        return [
            one
            for one in self._releases
            if one.language == code
            and one.live.lower <= self.history.at
            and (one.text_digest, one.facts_digest) == (self.digests[code], self.digests[FACTS])
        ]

    def _is_live(self, release: Release) -> bool:
        return release.live.upper is None or release.live.upper > self.history.at

    def _approvers(self, part: str) -> list[str]:
        """Who approved exactly this and has not been followed by a sending back, and when."""
        return [
            f"{one.by}, {moment_in_words(one.at)}"
            for one in self._approvals
            if (one.part, one.digest) == (part, self.digests[part])
            and not any(part in parts and at > one.at for parts, at in self._sent_back)
        ]

    def _facts(self) -> Sheet:
        return self._sheet(FACTS, "", "", *facts_in_words(self.model, self.content, self.naming))

    def _text(self, code: str) -> Sheet:
        text, tag = self.content.texts[code], BY_CODE[code].tag
        lines = [self._words(name, text.get(name) or "") for name in text_fields(self.model)]
        lists = []
        for name, child in child_models(self.model).items():
            rows = [
                PaperRow("", _said([Line(self.naming.label(child, field), said.get(field, ""))
                                    for field in text_fields(child)]))
                for row in self.content.facts.get(name, [])
                if (said := text.get(name, {}).get(row["key"]))
            ]  # fmt: skip
            lists.append((str(capfirst(child._meta.verbose_name_plural)), rows))
        return self._sheet(
            code, tag, self._release_of(code), _said(lines), [one for one in lists if one[1]]
        )

    def _words(self, name: str, said: str) -> Line:
        label = self.naming.label(self.model, name)
        if isinstance(column(self.model, name), RichTextField):
            html = clean_html(said)
            return Line(label, said, html, tuple(blocks_of(html)))
        return Line(label, said, blocks=tuple(lines_of(said)))

    def _release_of(self, code: str) -> str:
        begun = self._begun(code)
        if not begun:
            return _("Not released")
        moments = {"begun": moment_in_words(begun[0].live.lower)}
        if self._is_live(begun[-1]):
            return _("Released %(begun)s") % moments
        moments["ended"] = moment_in_words(begun[-1].live.upper)
        return _("Released %(begun)s, no longer public since %(ended)s") % moments

    def _sheet(self, part: str, tag: str, release: str, lines: Any, lists: Any) -> Sheet:
        code = self.digests[part][:CODE_LENGTH].upper()
        grouped = " ".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))
        name = name_of_part(part)
        return Sheet(name, tag, grouped, self._approvers(part), release, lines, lists)


def _own_first(codes: Iterable[str]) -> list[str]:
    """Return the languages with the desk's own at their head."""
    return sorted(codes, key=lambda code: code != desk_language())


def _says(text: dict[str, Any]) -> bool:
    return any(text.values())


def _said(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.words]


def _watermark(written: list[str], out: list[str], *, was_out: bool) -> str:
    if not out:
        return _("NO LONGER PUBLIC") if was_out else _("NOT RELEASED")
    if out == written:
        return _("Released")
    named = ", ".join(BY_CODE[code].name for code in out)
    return _("Released only in: %(languages)s") % {"languages": named}
