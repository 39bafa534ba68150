"""Releasing now: what readers get, what stays, what goes on."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from editorial import actions
from editorial.contents.printing import digest
from editorial.models import AuditEntry, Edition, Mention, Release, Text, Topic
from editorial.moments import moment_in_words
from editorial.refusals import Refused
from editorial.signals import language_released
from news.models import NewsItem, Section
from tests.editorial.conftest import Office
from tests.factories import approved, draft, released, words


def release(edition: Edition, office: Office, *languages: str, **given: object) -> list[Release]:
    """Release these languages of the edition as it is now."""
    fresh = Edition.objects.get(pk=edition.pk)
    return actions.release(
        edition=fresh,
        by=office.secretary,
        token=fresh.token,
        languages=languages or ["ru"],
        **given,  # type: ignore[arg-type]
    )


def next_approved(edition: Edition, office: Office, headline: str, **handling: str) -> Edition:
    """Return the publication's next edition, its Russian rewritten and approved."""
    opened = actions.start_edition(by=office.writer, publication=edition.publication)
    opened = actions.save_edition(
        edition=opened,
        by=office.writer,
        token=opened.token,
        texts={"ru": words(headline)},
        handling={"ru": handling},
    )
    opened = actions.submit(edition=opened, by=office.writer, token=opened.token, languages=["ru"])
    return actions.approve(edition=opened, by=office.editor, token=opened.token, parts=["ru"])


def test_a_release_is_what_was_approved_and_live_at_once(office: Office) -> None:
    section = Section.objects.create(slug="meetings")
    topic = Topic.objects.create(slug="security")
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        facts={"section": section.pk, "topics": [topic.pk], "countries": ["UZ", "FR"]},
    )
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )
    release(edition, office)
    one = Release.objects.live(language="ru").get()
    assert one.content == {
        "schema": 1,
        "facts": {
            "section": section.pk,
            "topics": [topic.pk],
            "countries": ["FR", "UZ"],
            "meetings": [],
            "related": [],
            "cover": None,
        },
        "text": {
            "headline": "Встреча",
            "lead": "",
            "body": "<p>Стороны обменялись мнениями.</p>",
            "dateline": "",
            "cover_alt": "",
            "cover_caption": "",
        },
    }
    assert (one.facts_digest, one.text_digest) == (
        digest(one.content["facts"]),
        digest(one.content["text"]),
    )
    assert (one.slug, one.change, one.kind) == ("vstrecha", "first", "news")
    assert one.first_shown_at == one.public_at == one.live.lower == one.released_at
    assert set(Mention.objects.values_list("record_type", "record_key", "language")) == {
        ("section", str(section.pk), "ru"),
        ("topic", str(topic.pk), "ru"),
        ("country", "FR", "ru"),
        ("country", "UZ", "ru"),
    }


def test_a_released_edition_is_closed_and_leaves_no_open_one_behind(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    assert list(Edition.objects.filter(closed_at=None)) == []
    assert Edition.objects.get().pk == edition.pk


def test_an_unapproved_text_is_refused_and_nothing_happens(office: Office) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refusal:
        release(edition, office)
    assert refusal.value.codes == ("wrong_state", "not_approved", "not_approved")
    assert (Release.objects.count(), Edition.objects.get().is_open) == (0, True)


def test_several_languages_go_out_in_one_act_or_not_at_all(office: Office) -> None:
    edition = approved(office.writer, office.editor, "ru", ru=words("Встреча"), en=words("Meeting"))
    with pytest.raises(Refused) as refusal:
        release(edition, office, "ru", "en")
    assert {finding.part for finding in refusal.value.refusals} == {"en"}
    assert Release.objects.count() == 0


def test_english_in_translation_goes_on_in_the_next_edition_with_its_assignee(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor, "ru", ru=words("Встреча"), en=words("Meet"))
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        handling={"en": {"assignee": office.translator.pk}},
    )
    release(edition, office)
    opened = NewsItem.objects.get(closed_at=None)
    text = Text.objects.get(edition=opened, language="en")
    assert (opened.number, opened.headline_en, opened.headline_ru) == (2, "Meet", "Встреча")
    assert (text.assignee, text.state, text.change) == (office.translator, "in_work", "first")


def test_an_empty_text_someone_was_asked_for_goes_on_too(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        handling={"en": {"assignee": office.translator.pk}},
    )
    release(edition, office)
    opened = Edition.objects.get(closed_at=None)
    assert Text.objects.get(edition=opened, language="en").assignee == office.translator


def test_a_language_that_follows_is_a_first_release_and_moves_nothing_else(
    office: Office,
) -> None:
    edition = approved(office.writer, office.editor, "ru", ru=words("Встреча"), en=words("Meeting"))
    release(edition, office)
    russian = Release.objects.live(language="ru").get()
    opened = Edition.objects.get(closed_at=None)
    opened = actions.submit(
        edition=opened, by=office.translator, token=opened.token, languages=["en"]
    )
    opened = actions.approve(edition=opened, by=office.editor, token=opened.token, parts=["en"])
    (english,) = release(opened, office, "en")
    assert (english.change, english.first_shown_at) == ("first", english.live.lower)
    same = Release.objects.live(language="ru").get()
    for field in Release._meta.fields:
        assert getattr(same, field.attname) == getattr(russian, field.attname)


def test_an_approved_text_left_out_keeps_its_approval_in_the_next_edition(
    office: Office,
) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    release(edition, office, "ru")
    (english,) = release(Edition.objects.get(closed_at=None), office, "en")
    assert english.language == "en"


def test_a_language_not_touched_starts_no_edition(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    release(edition, office, "ru", "en")
    release(next_approved(edition, office, "Вторая", change="minor"), office)
    assert Edition.objects.filter(closed_at=None).count() == 0
    english = Release.objects.live(language="en").get()
    assert english.edition_id == edition.pk


def test_a_newer_release_takes_over_without_gap_or_overlap(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    release(next_approved(edition, office, "Вторая", change="minor"), office)
    old, new = Release.objects.order_by("live")
    assert old.live.upper == new.live.lower
    assert Release.objects.live(at=new.live.lower, language="ru").get() == new
    just_before = new.live.lower - timedelta(microseconds=1)
    assert Release.objects.live(at=just_before, language="ru").get() == old


@pytest.mark.parametrize(
    ("change", "moves"), [("minor", False), ("update", True), ("correction", True)]
)
def test_the_public_date_moves_only_where_readers_are_told(
    office: Office, change: str, moves: bool
) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    first = Release.objects.get()
    note = "Исправлена дата." if moves else ""
    (new,) = release(next_approved(edition, office, "Новая", change=change, note=note), office)
    assert new.first_shown_at == first.first_shown_at
    assert (new.change, new.note) == (change, note)
    assert (new.public_at == new.live.lower) is moves
    assert (new.public_at == first.public_at) is not moves


@pytest.mark.parametrize(
    ("handling", "code"),
    [
        ({}, "change_unsaid"),
        ({"change": "first"}, "change_unsaid"),
        ({"change": "correction"}, "note_missing"),
        ({"change": "update", "note": "  "}, "note_missing"),
    ],
)
def test_what_readers_know_changes_only_after_someone_says_how(
    office: Office, handling: dict[str, str], code: str
) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    with pytest.raises(Refused) as refusal:
        next_approved(edition, office, "Новая", **handling)
    assert refusal.value.codes == (code,)


def test_a_release_writes_one_audit_entry_with_what_went_out(office: Office) -> None:
    released(office.writer, office.editor, office.secretary)
    entry = AuditEntry.objects.get(verb="release")
    one = Release.objects.get()
    assert (entry.by, entry.parts, entry.at) == (office.secretary, ["ru"], one.released_at)
    assert entry.detail["digests"] == {"facts": one.facts_digest, "ru": one.text_digest}


def test_the_apps_above_are_told_inside_the_transaction(office: Office) -> None:
    told = []

    def hear(release: Release, **_kwargs: object) -> None:
        told.append(release)
        raise RuntimeError("a receiver that fails takes the release back")

    edition = approved(office.writer, office.editor)
    language_released.connect(hear)
    try:
        with pytest.raises(RuntimeError):
            release(edition, office)
    finally:
        language_released.disconnect(hear)
    assert (len(told), Release.objects.count()) == (1, 0)
    assert Edition.objects.get().is_open


def test_releasing_twice_ends_in_a_sentence(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    release(edition, office)
    with pytest.raises(Refused) as refusal:
        actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    with translation.override("en"):
        done = moment_in_words(AuditEntry.objects.latest("id").at)
    assert str(refusal.value) == (
        "A colleague was first: this edition has been closed meanwhile. "
        f"secretary released: Русский ({done})."
    )


def test_a_headline_without_letters_gets_the_number_as_its_address(office: Office) -> None:
    edition = approved(office.writer, office.editor, ru=words("✦ ✦ ✦"))
    (one,) = release(edition, office)
    assert one.slug == str(edition.publication_id)


def test_what_is_released_is_not_seen_before_it_began(office: Office) -> None:
    released(office.writer, office.editor, office.secretary)
    yesterday = timezone.now() - timedelta(days=1)
    assert Release.objects.live(at=yesterday).count() == 0
