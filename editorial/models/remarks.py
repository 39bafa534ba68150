"""What colleagues say about a piece, and what a person is told of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from editorial.choices import PARTS, RemarkOutcome
from editorial.models.desk import Edition, Publication
from editorial.plain_records import words_are_safe
from languages.choices import CODES

# Characters of a remark, of the words quoted and of those offered in their place.
LONGEST = 5000
IS_REPLY = Q(parent__isnull=False)
IS_SUGGESTION = Q(replacement__isnull=False)


def _is_short(column: str) -> LessThanOrEqual:
    return LessThanOrEqual(Length(column), Value(LONGEST))


class Remark(models.Model):
    """A colleague's word about a publication, a part, a field or a passage of it.

    With a replacement it is a suggestion: those words are to stand instead of the quote. It
    stays with the publication through its editions. Its words never change and it is never
    deleted: the database lets only its resolution be set, and taken back.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="remarks")
    # The edition it was made on.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="remarks")
    # A language, "facts", or "" for the edition as a whole.
    part = models.CharField(max_length=8, blank=True)
    field = models.CharField(max_length=40, blank=True)
    # The hash of the passage the quote stood in, "" where it is about the field as a whole.
    passage = models.CharField(max_length=16, blank=True)
    quote = models.TextField(blank=True)
    body = models.TextField(_("remark"), blank=True)
    # Null for a plain remark; "" suggests to take the quoted words out.
    replacement = models.TextField(null=True)  # noqa: DJ001 (the two differ)
    is_blocking = models.BooleanField(default=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, choices=RemarkOutcome.choices, blank=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(part__in=["", *PARTS]), name="remark_part_is_known"),
            models.CheckConstraint(
                condition=(Q(field="") | ~Q(part="")) & (Q(quote="") | ~Q(field="")),
                name="remark_place_is_within_a_part",
            ),
            models.CheckConstraint(
                condition=Q(passage="") | ~Q(quote=""), name="remark_passage_has_a_quote"
            ),
            models.CheckConstraint(
                condition=~Q(body="") | IS_SUGGESTION, name="remark_says_something"
            ),
            models.CheckConstraint(
                condition=~IS_SUGGESTION | (~Q(quote="") & Q(part__in=CODES)),
                name="remark_suggestion_replaces_words",
            ),
            models.CheckConstraint(
                condition=~IS_REPLY
                | (
                    Q(part="", field="", quote="", is_blocking=False)
                    & Q(replacement__isnull=True, resolved_at__isnull=True)
                ),
                name="remark_reply_is_words_alone",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True, outcome="")
                | Q(
                    resolved_at__isnull=False,
                    resolved_by__isnull=False,
                    outcome__in=RemarkOutcome.values,
                ),
                name="remark_is_resolved_or_open",
            ),
            models.CheckConstraint(
                condition=IS_SUGGESTION | Q(outcome__in=["", RemarkOutcome.SETTLED]),
                name="remark_accepted_is_a_suggestion",
            ),
            models.CheckConstraint(
                condition=Q(*(_is_short(name) for name in ("body", "quote", "replacement"))),
                name="remark_words_are_few",
            ),
            words_are_safe(
                "remark_words_are_safe", lines=("field", "quote", "replacement"), blocks=("body",)
            ),
        )

    def __str__(self) -> str:
        return f"{self.publication_id} {self.part} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.resolved_at is None

    @property
    def is_suggestion(self) -> bool:
        """Whether it offers words of its own."""
        return self.replacement is not None


class Notice(models.Model):
    """What one person is told of one act: at the desk until he has seen it, once by mail."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # One of `editorial.notices.SENTENCES`.
    kind = models.CharField(max_length=20)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, null=True, related_name="+")
    parts = ArrayField(models.CharField(max_length=8), default=list)
    # Who did it; nobody where the worker found it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    # Never any words of a text: it goes out by mail too.
    detail = models.JSONField(default=dict)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    # Not mailed before this moment; it moves away with every attempt that failed.
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_fault = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("to", "publication", "at"), name="notice_of_an_act_is_one"
            ),
        )
        indexes = (
            models.Index(
                fields=("to", "-id"), condition=Q(seen_at__isnull=True), name="notice_unseen"
            ),
            models.Index(
                fields=("due_at",),
                condition=Q(seen_at__isnull=True, mailed_at__isnull=True),
                name="notice_to_mail",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.publication_id}"
