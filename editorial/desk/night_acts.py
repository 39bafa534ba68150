"""Letting out and taking down from a telephone: with a colleague's word first, else alone."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core.exceptions import ReauthenticationRequired
from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http import HttpResponseRedirect as Redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import kept_posts
from accounts.adapters import SIGNED_IN_AT
from accounts.models import User
from accounts.widgets import Line
from editorial import actions, notices
from editorial.actions.night import CONFIRMED_FOR
from editorial.choices import UnreviewedReason, WithdrawalReason
from editorial.desk import night_words, phrases
from editorial.desk.asking import Going, address_of, ask, going, names_of, posted_token
from editorial.desk.panel import desk_address
from editorial.four_eyes import part_name
from editorial.kinds import title_of
from editorial.models import Edition, Publication, Release, Unreviewed
from editorial.moments import desk_language
from editorial.permissions import may
from editorial.refusals import Finding, Refused
from editorial.reviews import current_rows
from editorial.workflow import VERBS
from languages.characters import APOSTROPHES, clean_line
from languages.choices import BY_CODE, CODES

# Of the time for which a proof holds, so much is left for reading the last page.
TO_READ = timedelta(minutes=2)
# The session's entry: what was given for a release alone, until it is done.
GIVEN = "release_alone"
METHODS = ["GET", "HEAD", "POST"]
# A name has so many letters at least: a dash or initials name nobody.
LETTERS = 3
# Another publication has to be named for that one: it is done at the desk.
REASONS = [one for one in WithdrawalReason.choices if one[0] != WithdrawalReason.REPLACED]


class AloneForm(forms.Form):
    """Why it cannot wait for a colleague, and who answers for it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why it cannot wait"),
        choices=UnreviewedReason.choices,
        widget=forms.RadioSelect,
    )
    on_whose_word = forms.CharField(
        label=gettext_lazy("On whose word"),
        help_text=gettext_lazy("Who answers for it: the name, as of the director on the phone."),
        max_length=Unreviewed._meta.get_field("on_whose_word").max_length,
        widget=Line,
    )

    def __init__(self, data: Any = None, *, by: User) -> None:
        super().__init__(data, label_suffix="")
        self.by = by

    def clean_on_whose_word(self) -> str:
        """Take the name of somebody else. Raises ValidationError."""
        word = clean_line(self.cleaned_data["on_whose_word"])
        if sum(map(str.isalpha, word)) < LETTERS:
            raise forms.ValidationError(_("Write a name: it has at least three letters."))
        if _names(word, self.by):
            raise forms.ValidationError(_("Write who answers for it, not your own name."))
        return word


def _names(word: str, person: User) -> bool:
    """Whether the words name this person: in part, in another order, with a name more."""
    said, name = _words_of(word), _words_of(person.get_full_name())
    is_whole_name = bool(person.first_name and person.last_name) and name <= said
    return is_whole_name or said <= name | _words_of(person.username)


def _words_of(text: str) -> set[str]:
    plain = text.casefold().translate(dict.fromkeys(map(ord, APOSTROPHES)))
    return set(re.findall(r"\w+", plain))


class WithdrawForm(forms.Form):
    """Of what languages, and for which reason."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("The reason readers are given"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason readers are given.")},
    )

    def __init__(self, data: Any = None, *, codes: list[str]) -> None:
        # The reason is said to readers: the person chooses it, it is not chosen for him.
        super().__init__(data, initial={"languages": codes}, label_suffix="")
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = [(code, BY_CODE[code].name) for code in codes]


@require_http_methods(METHODS)
def out(request: HttpRequest, edition: int, languages: str) -> HttpResponse:
    """Show what goes out; offer to ask a colleague, to release what is approved, last alone."""
    by = cast("User", request.user)
    one = going(by, edition, languages)
    refusals: Any = ()
    if request.method == "POST":
        try:
            return Redirect(_let_out(request, one))
        except Refused as refusal:
            refusals, one = refusal.refusals, going(by, edition, languages)
    link = request.build_absolute_uri(address_of("asked", one.edition, one.languages))
    context = {
        "title": _("How it goes out"),
        "link": link,
        "against_asking": () if one.is_asked else one.against("submit", _in_work(one)),
        "against_releasing": one.against("release") if one.is_approved else (),
        "against_alone": () if one.is_approved else one.against("release_unreviewed"),
        "change_address": _change_address(one) if may(by, "start_edition") else "",
        "refusals": refusals,
    }
    return _page(request, "editorial/night_out.html", one, context)


def _change_address(one: Going) -> str:
    """Return where the text is changed: on a page of the night, or at the desk."""
    if not night_words.is_writable(one.edition.publication.kind):
        return desk_address(one.edition)
    address = reverse("admin:night_write", args=[one.edition.publication_id])
    return f"{address}?language={one.languages[0]}"


def _in_work(one: Going) -> list[str]:
    return [code for code in one.languages if one.review.texts[code].state == "in_work"]


def _let_out(request: HttpRequest, one: Going) -> str:
    """Ask or release, as the button says; return where to go on. Raises Refused."""
    token = posted_token(request)
    if "release" not in request.POST:
        ask(one, token)
        messages.success(request, _("Now send the link to a colleague."))
        return request.path
    releases = actions.release(edition=one.edition, by=one.by, token=token, languages=one.languages)
    messages.success(request, _told(_("Released: %(parts)s."), releases))
    return reverse("admin:night")


def _told(sentence: str, releases: list[Release]) -> SafeString:
    """Say what went out, and where readers find it."""
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (
                one.get_absolute_url(),
                _("See the page: %(part)s") % {"part": part_name(one.language)},
            )
            for one in releases
        ),
    )
    named = sentence % {"parts": names_of([one.language for one in releases])}
    return format_html("{} {}", named, links)


@require_http_methods(METHODS)
def alone(request: HttpRequest, edition: int, languages: str) -> HttpResponse:
    """Ask why it cannot wait and on whose word; keep the answers and go on to the last page.

    Who could not prove on that page who he is learns it here, before he answers anything.
    """
    by = cast("User", request.user)
    one = going(by, edition, languages)
    kept = kept_posts.take(request)
    form = AloneForm(request.POST or kept, by=by)
    no_way = [] if get_reauthentication_flows(by) else [_no_way_to_prove()]
    is_late = bool(no_way) and _is_too_old(_proved_at(request), CONFIRMED_FOR - TO_READ)
    if request.method == "POST" and not is_late and form.is_valid():
        request.session[GIVEN] = {"of": [edition, one.code], **form.cleaned_data}
        return Redirect(address_of("night_last", one.edition, one.languages))
    if kept:
        form.add_error(None, kept_posts.SENTENCE)
    context = {
        "title": _("Release without a colleague"),
        "form": form,
        "refusals": [*one.against("release_unreviewed"), *(no_way if is_late else [])],
        "has_no_way": bool(no_way),
        "no_way": [] if is_late else no_way,
    }
    return _page(request, "editorial/night_alone.html", one, context)


@require_http_methods(METHODS)
def last(request: HttpRequest, edition: int, languages: str) -> HttpResponse:
    """Show exactly what goes out to someone who has just said who he is; let it out by one button.

    Raises ReauthenticationRequired where the proof is too old: it leads back here.
    """
    one = going(cast("User", request.user), edition, languages)
    given = request.session.get(GIVEN)
    if not given or given["of"] != [edition, one.code]:
        return Redirect(address_of("night_alone", one.edition, one.languages))
    proved_at = _proved_at(request)
    has_no_way = not get_reauthentication_flows(one.by)
    refusals: Any = one.against("release_unreviewed")
    if request.method == "POST" and not _is_too_old(proved_at, CONFIRMED_FOR):
        try:
            releases = _release_alone(one, posted_token(request), given, proved_at)
        except Refused as refusal:
            one = going(one.by, edition, languages)
            refusals = refusal.refusals
        else:
            del request.session[GIVEN]
            sentence = _("Released unreviewed: %(parts)s. It stands so until a colleague confirms.")
            messages.warning(request, _told(sentence, releases))
            return Redirect(reverse("admin:night"))
    elif _is_too_old(proved_at, CONFIRMED_FOR - TO_READ):
        if not has_no_way:
            if request.method == "POST":
                # Shown once more after the proof, not done behind one's back.
                return Redirect(request.path)
            raise ReauthenticationRequired
        refusals = [*refusals, _no_way_to_prove()]
    context = {
        "title": _("This goes out now"),
        "refusals": refusals,
        "has_no_way": has_no_way,
        "reason": UnreviewedReason(given["reason"]).label,
        "on_whose_word": given["on_whose_word"],
    }
    return _page(request, "editorial/night_last.html", one, context)


def _no_way_to_prove() -> Finding:
    sentence = _(
        "You have no password and no passkey to confirm with. Set a password; or sign out and in"
        " again, and go on at once."
    )
    return Finding("no_way_to_prove", sentence)


def _proved_at(request: HttpRequest) -> datetime:
    """Return when the person last proved who he is in this session: signing in, or asked again."""
    records = get_authentication_records(request, cast("User", request.user))
    moments = [request.session.get(SIGNED_IN_AT, 0), *(one["at"] for one in records)]
    return datetime.fromtimestamp(max(moments), UTC)


def _is_too_old(proved_at: datetime, limit: timedelta) -> bool:
    return proved_at < datetime.now(UTC) - limit


@transaction.atomic
def _release_alone(
    one: Going, token: int, given: dict[str, Any], proved_at: datetime
) -> list[Release]:
    """Release, and tell everybody who may confirm it. Raises Refused."""
    releases = actions.release_unreviewed(
        edition=one.edition,
        by=one.by,
        token=token,
        languages=one.languages,
        reason=given["reason"],
        on_whose_word=given["on_whose_word"],
        sign_in_confirmed_at=proved_at,
    )
    confirming = User.objects.holding(VERBS["confirm_unreviewed"].roles)
    notices.tell(
        confirming.values_list("pk", flat=True),
        "unreviewed",
        publication=one.edition.publication,
        edition=one.edition,
        parts=one.languages,
        by=one.by,
        at=releases[0].released_at,
    )
    return releases


@require_http_methods(METHODS)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a publication or some of its languages down at once: no fresh proof is asked for."""
    by = cast("User", request.user)
    row = _public_row(by, number)
    codes = _public_languages(row)
    kept = kept_posts.take(request)
    form = WithdrawForm(request.POST or kept, codes=codes)
    if request.method == "POST" and form.is_valid():
        try:
            withdrawn = _withdrawn(request, row, by, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, [str(one) for one in refusal.refusals])
            row = _public_row(by, number)
        else:
            sentence = _("Withdrawn: %(parts)s. Readers are told why.")
            messages.success(request, sentence % {"parts": names_of(withdrawn)})
            return Redirect(reverse("admin:night"))
    if kept:
        form.add_error(None, kept_posts.SENTENCE)
    context = {
        **admin.site.each_context(request),
        "title": _("Withdraw"),
        "piece": title_of(row, desk_language()) or str(number),
        "token": row.token,
        "form": form,
        "is_public": bool(codes),
    }
    return TemplateResponse(request, "editorial/night_withdraw.html", context)


def _public_row(by: User, number: int) -> Edition:
    """Return the edition that the desk shows of a publication. Raises Http404."""
    found = Publication.objects.visible_to(by).filter(pk=number).values_list("number", "kind")
    rows = current_rows(dict(found))
    if not rows:
        raise Http404
    return rows[0]


def _public_languages(row: Edition) -> list[str]:
    live = Release.objects.live().filter(publication=row.publication_id)
    ahead = Release.objects.ahead().filter(publication=row.publication_id)
    found = set(live.union(ahead).values_list("language", flat=True))
    return [code for code in CODES if code in found]


def _withdrawn(request: HttpRequest, row: Edition, by: User, given: dict[str, Any]) -> list[str]:
    """Withdraw, with the office's stock explanation in each language. Raises Refused."""
    said = phrases.EXPLANATIONS[given["reason"]]
    languages = [code for code in CODES if code in given["languages"]]
    actions.withdraw(
        edition=row,
        by=by,
        token=posted_token(request),
        languages=languages,
        reason=given["reason"],
        explanation={code: said[code] for code in languages},
    )
    return languages


def _page(request: HttpRequest, template: str, one: Going, context: dict[str, Any]) -> HttpResponse:
    """Answer with a page about languages on their way out; 409 where an act was refused."""
    is_refused = request.method == "POST" and bool(context["refusals"])
    whole = {
        **admin.site.each_context(request),
        "going": one,
        "out_address": address_of("night_out", one.edition, one.languages),
        "alone_address": address_of("night_alone", one.edition, one.languages),
        **context,
    }
    return TemplateResponse(request, template, whole, status=409 if is_refused else 200)
