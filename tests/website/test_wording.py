import pytest
from django.utils import translation

from editorial.models import Release
from tests.factories import printed
from tests.website.prints import delegation_of, meeting_of, participant
from website.wording import title_of, without_pictures, wording_of

IMAGE = '<img src="/pictures/ab/1200.jpg" alt="{}" width="1200" height="800">'


def _said(release: Release) -> list[tuple[str, str]]:
    with translation.override(release.language):
        return [(line.label, line.words) for line in wording_of(release)]


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>Words.</p>", "<p>Words.</p>"),
        (f'<figure class="image">{IMAGE.format("a")}</figure><p>b</p>', "<p>b</p>"),
        (f'<figure class="image">{IMAGE.format("1 > 0")}</figure>', ""),
        (
            f'<figure class="image">{IMAGE.format("a")}<figcaption>c</figcaption></figure>',
            '<figure class="image"><figcaption>c</figcaption></figure>',
        ),
        ("<p>if a &lt;img b</p>", "<p>if a &lt;img b</p>"),
        ('<figure class="table"><table></table></figure>',) * 2,
    ],
)
def test_pictures_go_and_captions_stay(html: str, left: str) -> None:
    assert without_pictures(html) == left


@pytest.mark.django_db
def test_news_say_their_words_in_the_order_of_their_page() -> None:
    cover = {"id": "ab" * 16, "width": 1200, "height": 800, "credit": "Press service"}
    release = printed("en", headline="Talks", facts={"countries": ["JP", "FR"], "cover": cover})

    assert title_of(release) == "Talks"
    assert _said(release) == [
        ("Headline", "Talks"),
        ("Place of the dateline", "Ташкент"),
        ("Lead", "Лид новости."),
        ("Body", "<p>Текст новости.</p>"),
        ("Countries", "Japan, France"),
        ("Credit", "Press service"),
    ]


@pytest.mark.django_db
def test_meeting_says_its_facts_in_words_without_asking_for_a_record() -> None:
    rows = [
        participant("h", "host", role="head", person=7),
        participant("g", "guest", role="interpreter", attendance="excused"),
    ]
    names = {
        "h": {"name": "A. <b>", "rank": "Dr", "post": "director", "organisation_name": "ISRS"},
        "g": {"name": "K. Martin"},
    }
    release = meeting_of(
        "en",
        title="Talks",
        facts={
            "status": "postponed",
            "starts_on": "2025-11-26",
            "starts_at": "10:30",
            "ends_at": "12:00",
            "country": "FR",
            "is_online": True,
            "participants": rows,
            "outcomes": [{"key": "o", "due_on": "2026-05-01"}],
        },
        text={
            "city": "Tashkent",
            "place": "Hall",
            "reason": "A delay.",
            "summary": "<p>Water.</p>",
            "participants": names,
            "outcomes": {"o": {"statement": "A report.", "responsible": "ISRS"}},
        },
    )

    assert _said(release) == [
        ("Title", "Talks"),
        ("Form", "Bilateral meeting"),
        ("Status", "Postponed"),
        ("Reason why it was postponed or cancelled", "A delay."),
        ("Day", "26 November 2025, 10:30–12:00"),
        ("Place", "Hall, Tashkent, Online"),
        ("Countries", "France"),
        ("Host", "<p>A. &lt;b&gt;, Dr, director, ISRS, Head</p>"),
        ("Guest", "<p>K. Martin, Interpreter, Excused</p>"),
        ("What was discussed", "<p>Water.</p>"),
        ("What was agreed", "<p>A report.; Responsible: ISRS; Until: 1 May 2026</p>"),
    ]


@pytest.mark.django_db
def test_delegation_calls_its_organisation_as_it_was_printed() -> None:
    release = delegation_of(
        "en",
        title="A visit",
        facts={
            "country": "FR",
            "organisation": 7,
            "names": {"organisation": {"en": "Embassy", "ru": "Посольство"}},
            "arrives_on": "2025-11-24",
            "leaves_on": "2025-11-26",
        },
        text={"purpose": "Talks & more.\nA report."},
    )

    assert _said(release) == [
        ("Title", "A visit"),
        ("Level", "Experts"),
        ("Day", "24–26 November 2025"),
        ("Countries", "France"),
        ("Organisation", "Embassy"),
        ("Purpose", "<p>Talks &amp; more.<br>A report.</p>"),
    ]
