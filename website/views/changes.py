"""What the page of a publication says of how its text changed."""

from editorial.models import Release
from website.addresses import history_path
from website.pages import Alternate
from website.story import has_newer_text, story_of

# As many as stand above the text; the rest is found in its history.
SHOWN_CHANGES = 3


def changes_of(
    release: Release, live: dict[str, Release], switch: list[Alternate]
) -> dict[str, object]:
    """Return what readers were told of the text, and in which languages a newer one stands.

    `live` are the live releases of the publication by language, `switch` the ways to them. A
    text that never changed, or with nothing told, has no way to its history.
    """
    story = story_of(release)
    told = [step for step in story if step.is_told]
    return {
        "told": told[:SHOWN_CHANGES],
        "is_corrected": any(step.is_correction for step in told),
        "history": history_path(release) if told and len(story) > 1 else None,
        "newer_texts": [
            alternate
            for alternate in switch
            if not alternate.is_current and has_newer_text(live[alternate.language.code], release)
        ],
    }
