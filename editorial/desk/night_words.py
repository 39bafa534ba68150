"""Writing on a telephone: headline and body in one language, or what became of an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as Redirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import kept_posts
from accounts.models import User
from accounts.widgets import Line
from editorial import actions
from editorial.choices import Change
from editorial.clock import database_moment
from editorial.contents.content import Content, seen_content
from editorial.contents.paragraphs import as_paragraphs, with_paragraphs
from editorial.contents.weaving import joined, weave
from editorial.desk import phrases
from editorial.desk.asking import address_of
from editorial.four_eyes import Review
from editorial.kinds import column, kind_model, text_fields, title_of
from editorial.models import Edition, Publication
from editorial.moments import desk_language
from editorial.permissions import may
from editorial.refusals import ClashOfWork, Finding, Refused
from editorial.reviews import current_rows
from editorial.steps import against
from languages.characters import is_blank
from languages.choices import BY_CODE, CHOICES, CODES, LANGUAGES

# What is asked at night, by kind: a title and a body in one language. The first kind is the one
# that something new is begun as. A kind in neither table is changed at the desk.
WORDS: Mapping[str, tuple[str, str]] = {"news": ("headline", "body")}
# By kind: the fact that says what became of an event, and the words that say why.
FATES: Mapping[str, tuple[str, str]] = {"meeting": ("status", "reason")}
LARGEST = 2**63 - 1


def is_writable(kind: str) -> bool:
    """Whether publications of this kind can be changed on these pages."""
    return kind in WORDS or kind in FATES


class Seen(forms.Form):
    """Which edition the person saw, and at which token."""

    edition = forms.IntegerField(max_value=LARGEST, min_value=1, widget=forms.HiddenInput)
    token = forms.IntegerField(max_value=LARGEST, min_value=0, widget=forms.HiddenInput)


class WordsForm(Seen):
    """Headline and body of one language; what readers are told where they know it already."""

    language = forms.ChoiceField(choices=CHOICES, widget=forms.HiddenInput)
    title = forms.CharField(required=False, widget=Line)
    body = forms.CharField(required=False, widget=forms.Textarea({"rows": 12}))
    change = forms.ChoiceField(
        label=gettext_lazy("Do readers have to know?"),
        choices=[one for one in Change.choices if one[0] != Change.FIRST],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What readers are told"),
        help_text=gettext_lazy("For an update or a correction, in the language of the text."),
        required=False,
        max_length=500,
        widget=Line,
    )

    def __init__(self, data: Any = None, *, kind: str, is_known: bool, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        for name, of in zip(("title", "body"), WORDS[kind], strict=True):
            self.fields[name].label = column(kind_model(kind), of).verbose_name
        if not is_known:
            del self.fields["change"], self.fields["note"]


class NewForm(WordsForm):
    """Headline and body of something new, in a language of one's choice."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=CHOICES, widget=forms.RadioSelect
    )
    opening_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, kind=next(iter(WORDS)), is_known=False, **kwargs)
        del self.fields["edition"], self.fields["token"]

    def clean(self) -> dict[str, Any]:
        """Ask for words: what holds none is not worth a number."""
        given = super().clean() or self.cleaned_data
        if not self.errors and is_blank(given["title"]) and is_blank(given["body"]):
            desk: Any = admin.site.get_model_admin(kind_model(next(iter(WORDS))))
            raise forms.ValidationError(str(desk.edition_form.opening_wants))
        return given


class FateForm(Seen):
    """What became of an event, why, and the note that readers of every language are given."""

    fate = forms.ChoiceField(widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language of the reason"))
    why = forms.CharField(required=False, widget=Line)
    phrase = forms.ChoiceField(
        label=gettext_lazy("What readers are told"),
        help_text=gettext_lazy("In every language in its own words."),
    )

    def __init__(self, data: Any = None, *, kind: str, codes: list[str], **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        fate, why = (column(kind_model(kind), name) for name in FATES[kind])
        fields: dict[str, Any] = self.fields
        fields["fate"].label, fields["fate"].choices = fate.verbose_name, fate.choices
        fields["why"].label = why.verbose_name
        fields["language"].choices = [(code, BY_CODE[code].name) for code in codes]
        told = [one for one in phrases.NOTES if one.change == Change.UPDATE]
        fields["phrase"].choices = [
            ("", "—"),
            *((str(phrases.NOTES.index(one)), one.words[desk_language()]) for one in told),
        ]


@dataclass
class Upon:
    """The edition that is written upon, as it stands at the desk now."""

    row: Edition
    by: User

    @cached_property
    def review(self) -> Review:
        """Its review."""
        texts = {text.language: text for text in self.row.text_rows.all()}
        return Review(self.row, texts, database_moment())

    @property
    def kind(self) -> str:
        """What kind of publication it is."""
        return str(self.row.publication.kind)

    @property
    def codes(self) -> list[str]:
        """The languages that readers have, else the one it is written in."""
        live = [code for code in CODES if self.review.live(code)]
        return live or [self.row.source_language]

    def refusals(self) -> list[Finding]:
        """Why nothing can be written upon it."""
        verb = "save_edition" if self.row.is_open else "start_edition"
        return against(self.review, verb, [], self.by)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a piece with a headline and a body in one language."""
    by = cast("User", request.user)
    if not may(by, "start_edition"):
        raise PermissionDenied
    kept = kept_posts.take(request)
    if request.method == "POST":
        form = NewForm(request.POST)
        edition = _begun(form, by) if form.is_valid() else None
        if edition is not None:
            return Redirect(address_of("night_out", edition, [form.cleaned_data["language"]]))
    else:
        initial = {"language": by.source_language, "opening_key": uuid4()}
        form = NewForm(kept, initial=initial)
    context = {"title": _("Write something new"), "form": form, "is_kept": kept is not None}
    return _page(request, context)


def _begun(form: NewForm, by: User) -> Edition | None:
    given, kind = form.cleaned_data, next(iter(WORDS))
    title, body = WORDS[kind]
    html = with_paragraphs("", given["body"])
    try:
        return actions.start_edition(
            by=by,
            kind=kind,
            source_language=given["language"],
            texts={given["language"]: {title: given["title"], body: html}},
            opening_key=given["opening_key"],
        )
    except Refused as refusal:
        form.add_error(None, [str(one) for one in refusal.refusals])
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Change a publication: one language's headline and body, or what became of an event."""
    by = cast("User", request.user)
    upon = _found(by, number)
    kept = kept_posts.take(request)
    given = request.POST if request.method == "POST" else kept
    language = (given or request.GET).get("language", "")
    codes = CODES if upon.kind in WORDS else upon.codes
    if language not in codes:
        language = next((one for one in (desk_language(), *upon.codes) if one in upon.codes), "")
    form: Any = _form(upon, language, given)
    refusals, theirs = upon.refusals(), None
    if request.method == "POST" and not refusals and form.is_valid():
        try:
            edition = _saved(upon, form)
        except ClashOfWork as clash:
            form, theirs = _settled(upon, form, clash)
            refusals = list(clash.refusals)
        except Refused as refusal:
            refusals = list(refusal.refusals)
        else:
            return _on(request, upon, form, edition)
    context = {
        "title": title_of(upon.row, desk_language()) or _("(no title yet)"),
        "form": form,
        "refusals": refusals,
        "is_kept": kept is not None,
        "language": BY_CODE[language],
        "languages": LANGUAGES if upon.kind in WORDS else (),
        "notes": phrases.notes_in(language),
        "theirs": theirs,
    }
    is_refused = request.method == "POST" and bool(refusals)
    return _page(request, context, status=409 if is_refused else 200)


def _found(by: User, number: int) -> Upon:
    """Return what is written upon. Raises Http404, also for a kind that is changed at the desk."""
    kinds = Publication.objects.visible_to(by).filter(pk=number).values_list("kind", flat=True)
    rows = [row for kind in kinds if is_writable(kind) for row in current_rows({number: kind})]
    if not rows:
        raise Http404
    return Upon(rows[0], by)


def _form(upon: Upon, language: str, data: Any) -> Seen:
    """Return the form of the publication's kind, with what stands in the edition now."""
    row, review = upon.row, upon.review
    text, facts = review.printed[language], Content.of(row, review.texts).facts
    initial = {"edition": row.pk, "token": row.token, "language": language}
    if upon.kind in FATES:
        fate, why = FATES[upon.kind]
        values = {**initial, "fate": facts[fate], "why": text[why]}
        return FateForm(data, kind=upon.kind, codes=upon.codes, initial=values)
    title, body = WORDS[upon.kind]
    handled = review.texts[language]
    said = {"change": handled.change, "note": handled.note} if row.is_open else {}
    values = {**initial, "title": text[title], "body": as_paragraphs(text[body]), **said}
    known = review.has_begun(language)
    return WordsForm(data, kind=upon.kind, is_known=known, initial=values)


@transaction.atomic
def _saved(upon: Upon, form: Seen) -> Edition:
    """Save what was written, in the next edition where none is open.

    Returns the closed edition where nothing is new in it. Raises Refused; Http404 for a form
    that shows no edition of this publication.
    """
    given = form.cleaned_data
    edition = get_object_or_404(upon.row.publication.editions, pk=given["edition"])
    token = given["token"]
    if not edition.versions.filter(token__lte=token).exists():
        raise Http404
    seen = seen_content(edition.pk, token)
    values = _values(upon, given, seen)
    # Released or started meanwhile, what was seen is merged into what is open now.
    if edition.pk == upon.row.pk and not edition.is_open:
        if _is_as_seen(values, seen):
            return edition
        edition = actions.start_edition(by=upon.by, publication=upon.row.publication)
        token = edition.token
    return actions.save_edition(edition=edition, by=upon.by, token=token, **values)


def _is_as_seen(values: dict[str, Any], seen: Content) -> bool:
    """Whether nothing of the content is given anew."""
    facts = all(seen.facts[name] == said for name, said in values.get("facts", {}).items())
    return facts and all(
        seen.texts[language][name] == said
        for language, text in values["texts"].items()
        for name, said in text.items()
    )


def _values(upon: Upon, given: dict[str, Any], seen: Content) -> dict[str, Any]:
    """Return what was written as the verb takes it."""
    language = given["language"]
    if upon.kind in FATES:
        fate, why = FATES[upon.kind]
        words = phrases.NOTES[int(given["phrase"])].words
        live = [code for code in CODES if upon.review.live(code)]
        return {
            "facts": {fate: given["fate"]},
            "texts": {language: {why: given["why"]}},
            "handling": {code: {"change": Change.UPDATE, "note": words[code]} for code in live},
        }
    title, body = WORDS[upon.kind]
    html = with_paragraphs(seen.texts[language][body], given["body"])
    told = {"change": given["change"], "note": given["note"]} if "change" in given else {}
    return {
        "texts": {language: {title: given["title"], body: html}},
        "handling": {language: told} if told else {},
    }


def _settled(upon: Upon, form: Seen, clash: ClashOfWork) -> tuple[Seen, list[tuple[str, str]]]:
    """Return the form to save next, and what a colleague wrote in the places in dispute.

    What he changed elsewhere in the body comes in; where both changed a passage, mine stands
    until the person decides.
    """
    given = form.cleaned_data
    language = given["language"]
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    now = Content.of(clash.edition, {one.language: one for one in clash.edition.text_rows.all()})
    data["edition"], data["token"] = str(clash.edition.pk), str(clash.edition.token)
    places = list(dict.fromkeys(one.field.partition("/#")[0] for one in clash.clashes))
    if upon.kind in WORDS:
        body = WORDS[upon.kind][1]
        before = seen_content(given["edition"], given["token"]).texts[language][body]
        theirs = now.texts[language][body]
        woven = weave(before, with_paragraphs(before, given["body"]), theirs)
        if woven is not None:
            data["body"] = as_paragraphs(joined(woven, "mine"))
    model = type(upon.row)
    said = {**now.facts, **now.texts[language], **now.handling[language]}
    words = [
        (str(column(model, name).verbose_name), _in_words(model, name, said[name]))
        for name in places
        if name in said and name not in ("change", "note")
    ]
    upon.row = clash.edition
    upon.__dict__.pop("review", None)
    return _form(upon, language, data), words


def _in_words(model: type[Edition], name: str, said: Any) -> str:
    named = dict(column(model, name).flatchoices)
    if name in text_fields(model):
        return as_paragraphs(said) if name in {body for _t, body in WORDS.values()} else said
    return str(named.get(said, said))


def _on(request: HttpRequest, upon: Upon, form: Seen, edition: Edition) -> HttpResponse:
    """Go on to the ways out, in the language written or, for an event, in all that are live."""
    if not edition.is_open:
        messages.info(request, _("Nothing had changed, so nothing was saved."))
        return Redirect(request.get_full_path())
    messages.success(request, _("Saved."))
    languages = [form.cleaned_data["language"]] if upon.kind in WORDS else upon.codes
    return Redirect(address_of("night_out", edition, languages))


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    form = context["form"]
    if context["is_kept"]:
        form.add_error(None, kept_posts.SENTENCE)
    whole = {**admin.site.each_context(request), "back": reverse("admin:night"), **context}
    return TemplateResponse(request, "editorial/night_write.html", whole, status=status)
