"""The demo's publications by the keys of their files, for tests."""

from editorial.kinds import kind_row
from editorial.models import Edition, Publication, Release
from ismi_cms.demo.content import pieces

PIECES = {piece.key: piece for piece in pieces()}


def publication(key):
    return Publication.objects.get(opening_key=PIECES[key].opening_key)


def first_edition(key):
    return kind_row(Edition.objects.get(publication=publication(key), number=1))


def open_edition(key):
    return kind_row(Edition.objects.open().get(publication=publication(key)))


def releases(key, language="en"):
    found = Release.objects.filter(publication=publication(key), language=language)
    return list(found.order_by("live"))


def live_keys(language, at=None, kind="news"):
    keys = {piece.opening_key: piece.key for piece in PIECES.values()}
    live = Release.objects.live(at=at, language=language, kind=kind).newest_first()
    return [keys[release.publication.opening_key] for release in live]
