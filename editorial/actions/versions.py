"""The verb that puts parts of an older version back into the open edition: a kind of save."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from editorial import audit
from editorial.actions.locking import lock_publications, meant
from editorial.actions.writing import save_edition, start_edition
from editorial.choices import PARTS
from editorial.contents.content import Content, seen_content
from editorial.contents.restoring import restored
from editorial.contents.values import Printed
from editorial.kinds import kind_model
from editorial.models import Edition, Publication, Version
from editorial.refusals import Finding, Refused
from languages.choices import CODES


@transaction.atomic
def restore_version(
    *,
    version: Version,
    by: User,
    parts: Collection[str],
    edition: Edition | None = None,
    token: int = 0,
) -> Edition | None:
    """Save parts of a version over the open edition; return it, None where nothing differed.

    `edition` and `token` are the open edition as `by` saw it; without them the next edition
    is started. It is a save by `by`, who is the author of what changes, and it is merged with
    what others saved since as any save is; one more entry of the record says which version it
    was. What stood there stays among the versions. Where the parts say the same already,
    nothing is changed and no edition is started.

    Raises ClashOfWork and Refused as `save_edition` and `start_edition` do; Refused also for
    no part at all, and where a fact names a record that is not there any more.
    """
    publication = Publication.objects.get(editions=version.edition_id)
    parts = _meant(parts, by)
    # What is known of the publication now stays so until the save.
    lock_publications([publication.pk])
    newest = Edition.objects.filter(publication=publication).latest("number")
    upon = edition or start_edition(by=by, publication=publication)
    token = token if edition else upon.token
    seen = _seen(upon, token, by)
    wanted = restored(kind_model(publication.kind), seen, Content.kept_in(version), parts)
    saved = save_edition(edition=upon, by=by, token=token, **_given(seen, wanted))
    found = (upon.pk, upon.token) if edition is None else (newest.pk, newest.token)
    if (saved.pk, saved.token) == found:
        # Nothing to put back, so no next edition was wanted either.
        if edition is None:
            transaction.set_rollback(True)
        return None
    audit.append(
        verb="restore_version",
        by=by,
        at=saved.updated_at,
        publication=publication,
        edition=saved,
        parts=parts,
        detail={"version": {"edition": version.edition.number, "token": version.token}},
    )
    return saved


def _meant(parts: Collection[str], by: User) -> list[str]:
    with translation.override(by.desk_language):
        chosen = meant(parts, among=PARTS)
        if not chosen:
            raise Refused([Finding("no_parts", _("Choose what is to be restored."))])
        return chosen


def _seen(edition: Edition, token: int, by: User) -> Content:
    """Return the content that a form opened at this token showed."""
    try:
        return seen_content(edition.pk, token)
    except Version.DoesNotExist:
        with translation.override(by.desk_language):
            sentence = _("This form does not belong to this edition. Open the edition again.")
            raise Refused([Finding("unknown_token", sentence)]) from None


def _given(seen: Content, wanted: Content) -> dict[str, Any]:
    """Return what differs from what was seen, as a form would give it."""
    texts = {code: _differing(wanted.texts[code], seen.texts[code]) for code in CODES}
    return {
        "facts": _differing(wanted.facts, seen.facts),
        "texts": {code: given for code, given in texts.items() if given},
        "internal": _differing(wanted.internal, seen.internal),
    }


def _differing(wanted: Printed, seen: Printed) -> Printed:
    return {name: value for name, value in wanted.items() if value != seen.get(name)}
