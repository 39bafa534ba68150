"""What a page says of itself to machines: schema.org's NewsArticle as JSON-LD."""

import json

from django.utils.safestring import SafeString, mark_safe

from editorial.models import Release
from languages.choices import language as language_of
from website.addresses import absolute
from website.identity import IDENTITIES

# A JSON string may hold "</script>"; written as escapes, these cannot end the element.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&"}


def news_article(release: Release) -> SafeString:
    """Return the JSON-LD of a news release, safe inside a script element."""
    text = release.content["text"]
    address = absolute(release.get_absolute_url())
    organisation = {
        "@type": "GovernmentOrganization",
        "name": IDENTITIES[release.language].name,
        "alternateName": IDENTITIES[release.language].acronym,
    }
    article = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": text["headline"],
        "description": text["lead"],
        "inLanguage": language_of(release.language).tag,
        "datePublished": release.first_shown_at.isoformat(),
        "dateModified": release.public_at.isoformat(),
        "mainEntityOfPage": address,
        "author": organisation,
        "publisher": organisation,
    }
    return mark_safe(json.dumps(article, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308
