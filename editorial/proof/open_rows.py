"""Whether what is worked on still says what its newest version says.

The rows of an open edition can change, and no digest of them is written anywhere: the version
that every save keeps is what they are held against.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from editorial.choices import FACTS
from editorial.contents.content import INTERNAL, Content
from editorial.kinds import column, kind_models
from editorial.models import Edition, Version


def unlike_their_versions(editions: Collection[int]) -> Iterator[tuple[int, int, list[str]]]:
    """Tell of these open editions which rows differ from the newest version.

    Each by its publication, its key and the parts that differ. Statements grow with the kinds
    that there are; what is held in memory, with the editions asked for. One without a version
    is not told of: there is nothing to hold it against.
    """
    if not editions:
        return
    newest = Version.objects.filter(edition__in=editions).order_by("edition", "-token")
    kept = {version.edition_id: version for version in newest.distinct("edition")}
    for row in _rows(editions):
        version = kept.get(row.pk)
        if version is not None:
            parts = _differing(Content.of(row, {}), Content.kept_in(version))
            if parts:
                yield row.publication_id, row.pk, parts


def _rows(editions: Collection[int]) -> Iterator[Edition]:
    for model in kind_models().values():
        manager: Any = model._default_manager
        many = [name for name in model.FACT_FIELDS if column(model, name).many_to_many]
        found: Iterable[Edition] = manager.filter(pk__in=editions)
        yield from found.prefetch_related(*many, *model.CHILDREN)  # type: ignore[attr-defined]


def _differing(now: Content, kept: Content) -> list[str]:
    parts = [FACTS] if _said(now.facts) != _said(kept.facts) else []
    parts += [
        code for code, text in now.texts.items() if _said(text) != _said(kept.texts.get(code))
    ]
    return parts + ([INTERNAL] if _said(now.internal) != _said(kept.internal) else [])


def _said(value: Any) -> Any:
    """A value without what says nothing: a field that a kind got later is in no old version."""
    if isinstance(value, dict):
        said = {name: _said(inner) for name, inner in value.items()}
        return {name: inner for name, inner in said.items() if inner}
    if isinstance(value, list):
        return [_said(inner) for inner in value]
    return value
