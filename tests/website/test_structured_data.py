import json

import pytest

from tests.factories import printed
from tests.website.pages import SITE
from tests.website.stories import DAY, FIRST_DAY, story
from website.identity import read_identity
from website.reading import live_in_languages
from website.story import story_of
from website.structured_data import news_article

pytestmark = pytest.mark.django_db


def test_article_names_its_headline_dates_language_and_address() -> None:
    release = printed("uz", headline="Uchrashuv", lead="Oʻtdi.", slug="uchrashuv")

    article = json.loads(news_article(release, read_identity(release.language)))

    assert article["headline"] == "Uchrashuv"
    assert article["description"] == "Oʻtdi."
    assert article["inLanguage"] == "uz-Latn"
    assert article["datePublished"] == release.first_shown_at.isoformat()
    assert article["dateModified"] == release.public_at.isoformat()
    assert article["mainEntityOfPage"] == (f"{SITE}/uz/news/{release.publication_id}/uchrashuv/")


def test_headline_cannot_end_the_script_element() -> None:
    release = printed("en", headline="</script><script>alert(1)</script><!-- & more")

    written = news_article(release, read_identity(release.language))

    assert [sign for sign in "<>&" if sign in written] == []
    assert json.loads(written)["headline"] == "</script><script>alert(1)</script><!-- & more"


def test_article_names_its_corrections_and_where_each_is_told() -> None:
    release = story({}, {"change": "update"}, {"change": "correction", "note": "The day."})[-1]
    shown = live_in_languages(release.publication_id, "news")["en"]

    article = json.loads(news_article(shown, read_identity("en"), story_of(shown)))

    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The day.",
            "datePublished": (FIRST_DAY + 2 * DAY).isoformat(),
            "url": f"{SITE}/en/news/{release.publication_id}/text/history/#release-3",
        }
    ]
