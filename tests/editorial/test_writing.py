"""Starting, saving and discarding editions: nothing lost, nothing overwritten."""

from uuid import uuid4

import pytest

from accounts.models import User
from editorial import actions
from editorial.models import AuditEntry, Edition, Publication, Text, Version
from editorial.refusals import Clash, ClashOfWork, Refused
from news.models import NewsItem, Section
from tests.editorial.conftest import Office
from tests.factories import approved, draft, released, words


def save_texts(edition: Edition, by: User, token: int | None = None, **texts: dict) -> Edition:
    """Save these texts over the edition as it is, or as it was at the token."""
    return actions.save_edition(
        edition=edition, by=by, token=edition.token if token is None else token, texts=texts
    )


def state(edition: Edition, language: str) -> str:
    return Text.objects.get(edition=edition, language=language).state


def test_a_new_piece_has_an_open_edition_with_four_texts_in_work(office: Office) -> None:
    edition = draft(office.writer)
    rows = Text.objects.filter(edition=edition).order_by("language")
    assert [(row.language, row.state, row.change) for row in rows] == [
        ("en", "in_work", "first"),
        ("ru", "in_work", "first"),
        ("uz", "in_work", "first"),
        ("uz-cyrl", "in_work", "first"),
    ]
    assert (edition.number, edition.token, edition.is_open) == (1, 1, True)


def test_a_new_piece_remembers_the_language_its_author_wrote_in(office: Office) -> None:
    actions.start_edition(by=office.writer, kind="news", source_language="uz")
    office.writer.refresh_from_db()
    assert actions.start_edition(by=office.writer, kind="news").source_language == "uz"


def test_the_same_opening_key_opens_one_piece(office: Office) -> None:
    key = uuid4()
    first = actions.start_edition(by=office.writer, kind="news", opening_key=key)
    second = actions.start_edition(by=office.writer, kind="news", opening_key=key)
    assert (first.pk, Publication.objects.count()) == (second.pk, 1)


def test_a_translator_starts_nothing(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        draft(office.translator)
    assert refusal.value.codes == ("not_allowed",)
    assert Publication.objects.count() == 0


def test_html_is_cleaned_and_unsafe_characters_go_on_save(office: Office) -> None:
    edition = draft(
        office.writer,
        ru={"headline": "Встре\u200bча\x07", "body": '<p onclick="x()">Да<script>1</script></p>'},
    )
    edition = NewsItem.objects.get(pk=edition.pk)
    assert (edition.headline_ru, edition.body_ru) == ("Встреча", "<p>Да</p>")


def test_a_headline_longer_than_its_field_is_refused_in_a_sentence(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        draft(office.writer, ru={"headline": "ы" * 301})
    assert str(refusal.value) == (
        "Headline: 301 characters, 300 at most. Shorten it and save again."
    )


def test_saving_what_is_there_already_is_no_save(office: Office) -> None:
    edition = draft(office.writer)
    again = save_texts(edition, office.editor, ru=words("Встреча"))
    assert again.token == 1
    assert Version.objects.count() == 1
    assert AuditEntry.objects.filter(verb="save_edition").count() == 0


def test_a_save_keeps_a_version_that_names_the_parts_changed(office: Office) -> None:
    section = Section.objects.create(slug="meetings")
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition,
        by=office.editor,
        token=edition.token,
        facts={"section": section.pk, "countries": ["FR"]},
        texts={"en": words("Meeting")},
    )
    version = Version.objects.latest("token")
    assert (version.parts, version.by, version.token) == (["facts", "en"], office.editor, 2)
    assert version.facts == {
        "section": section.pk,
        "topics": [],
        "countries": ["FR"],
        "meetings": [],
        "related": [],
        "cover": None,
    }


def test_a_save_that_changes_a_text_returns_it_to_work_and_no_other(office: Office) -> None:
    edition = approved(
        office.writer, office.editor, "ru", "en", ru=words("Встреча"), en=words("Meeting")
    )
    edition = save_texts(edition, office.writer, ru=words("Встреча в Ташкенте"))
    assert (state(edition, "ru"), state(edition, "en")) == ("in_work", "approved")


def test_changed_facts_leave_the_texts_approved(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, facts={"countries": ["FR"]}
    )
    assert state(edition, "ru") == "approved"


def test_a_changed_public_note_returns_the_text_to_work(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    handling = {"ru": {"change": "update", "note": "Уточнён список участников."}}
    edition = actions.save_edition(
        edition=edition, by=office.writer, token=edition.token, handling=handling
    )
    assert state(edition, "ru") == "in_work"


def test_assigning_a_text_changes_no_state(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        handling={"ru": {"assignee": office.translator.pk}},
    )
    row = Text.objects.get(edition=edition, language="ru")
    assert (row.state, row.assignee) == ("approved", office.translator)


def test_an_old_form_keeps_what_others_saved_in_other_fields_and_languages(
    office: Office,
) -> None:
    edition = draft(office.writer)
    seen = edition.token
    edition = save_texts(edition, office.editor, ru=words("Другой заголовок"))
    edition = save_texts(edition, office.writer, seen, ru={"lead": "Мой лид"}, en=words("Meeting"))
    assert (edition.headline_ru, edition.lead_ru, edition.headline_en) == (
        "Другой заголовок",
        "Мой лид",
        "Meeting",
    )


def test_an_old_form_that_sends_every_field_overwrites_none_it_did_not_touch(
    office: Office,
) -> None:
    edition = draft(office.writer)
    seen = edition.token
    edition = save_texts(edition, office.editor, ru=words("Другой заголовок"))
    whole = {**words("Встреча"), "lead": "Мой лид", "dateline": ""}
    edition = save_texts(edition, office.writer, seen, ru=whole)
    assert (edition.headline_ru, edition.lead_ru) == ("Другой заголовок", "Мой лид")


def test_two_people_changing_one_field_clash_and_both_texts_are_kept(office: Office) -> None:
    edition = draft(office.writer)
    seen = edition.token
    edition = save_texts(edition, office.editor, ru=words("Заголовок редактора"))
    with pytest.raises(ClashOfWork) as caught:
        save_texts(edition, office.writer, seen, ru=words("Заголовок автора"))
    assert caught.value.clashes == [
        Clash("ru", "headline", "Встреча", "Заголовок автора", "Заголовок редактора")
    ]
    assert caught.value.edition.token == edition.token
    edition = NewsItem.objects.get(pk=edition.pk)
    assert edition.headline_ru == "Заголовок редактора"


def test_a_clash_settled_over_the_new_token_is_saved(office: Office) -> None:
    edition = draft(office.writer)
    seen = edition.token
    save_texts(edition, office.editor, ru=words("Заголовок редактора"))
    with pytest.raises(ClashOfWork) as caught:
        save_texts(edition, office.writer, seen, ru=words("Заголовок автора"))
    settled = save_texts(caught.value.edition, office.writer, ru=words("Общий заголовок"))
    assert settled.headline_ru == "Общий заголовок"


def test_a_translator_writes_his_languages_and_nothing_else(office: Office) -> None:
    edition = draft(office.writer)
    edition = save_texts(edition, office.translator, en=words("Meeting"))
    with pytest.raises(Refused) as text:
        save_texts(edition, office.translator, ru=words("Не моё"))
    with pytest.raises(Refused) as facts:
        actions.save_edition(
            edition=edition,
            by=office.translator,
            token=edition.token,
            facts={"countries": ["FR"]},
        )
    with pytest.raises(Refused) as assignment:
        actions.save_edition(
            edition=edition,
            by=office.translator,
            token=edition.token,
            handling={"ru": {"assignee": office.translator.pk}},
        )
    assert text.value.codes == assignment.value.codes == ("not_your_language",)
    assert facts.value.codes == ("not_your_part",)
    edition = NewsItem.objects.get(pk=edition.pk)
    assert (edition.headline_en, edition.headline_ru) == ("Meeting", "Встреча")
    assert edition.countries == []


def test_a_demoted_person_saves_nothing_though_he_is_still_signed_in(office: Office) -> None:
    edition = draft(office.writer)
    assert office.editor.roles
    User.objects.filter(pk=office.editor.pk).update(is_active=False)
    with pytest.raises(Refused) as refusal:
        save_texts(edition, office.editor, ru=words("Ещё"))
    assert refusal.value.codes == ("not_allowed",)


def test_a_form_opened_before_a_release_saves_into_the_next_edition(office: Office) -> None:
    edition = approved(office.writer, office.editor)
    seen = edition.token
    actions.release(edition=edition, by=office.secretary, token=seen, languages=["ru"])
    saved = save_texts(edition, office.writer, seen, ru=words("Встреча"), en=words("Meeting"))
    assert (saved.number, saved.is_open) == (2, True)
    assert (saved.headline_ru, saved.headline_en) == ("Встреча", "Meeting")


def test_a_form_opened_before_a_release_clashes_where_its_text_went_on(office: Office) -> None:
    edition = draft(office.writer)
    seen = edition.token
    edition = save_texts(edition, office.writer, ru=words("Вышедший заголовок"))
    edition = actions.submit(
        edition=edition, by=office.writer, token=edition.token, languages=["ru"]
    )
    edition = actions.approve(
        edition=edition, by=office.editor, token=edition.token, parts=["facts", "ru"]
    )
    actions.release(edition=edition, by=office.secretary, token=edition.token, languages=["ru"])
    with pytest.raises(ClashOfWork) as caught:
        save_texts(edition, office.writer, seen, ru=words("Заголовок из старой формы"))
    assert [(one.mine, one.theirs) for one in caught.value.clashes] == [
        ("Заголовок из старой формы", "Вышедший заголовок")
    ]
    assert Edition.objects.filter(publication=edition.publication).count() == 1
    settled = save_texts(caught.value.edition, office.writer, ru=words("Согласованный"))
    assert (settled.number, settled.headline_ru) == (2, "Согласованный")


def test_a_form_of_a_discarded_edition_is_refused(office: Office) -> None:
    edition = draft(office.writer)
    actions.discard(edition=edition, by=office.writer, token=edition.token)
    with pytest.raises(Refused) as refusal:
        save_texts(edition, office.writer, edition.token, ru=words("Поздно"))
    assert refusal.value.codes == ("closed",)


def test_a_token_that_no_version_has_is_refused(office: Office) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refusal:
        save_texts(edition, office.writer, 0, ru=words("Ничей"))
    assert refusal.value.codes == ("unknown_token",)


def test_one_edition_is_open_at_a_time(office: Office) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refusal:
        actions.start_edition(by=office.writer, publication=edition.publication)
    assert refusal.value.codes == ("open_already",)


def test_a_next_edition_begins_with_what_was_released(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    discarded = actions.start_edition(by=office.writer, publication=edition.publication)
    discarded = save_texts(discarded, office.writer, ru=words("Брошенный"), en=words("Dropped"))
    actions.discard(edition=discarded, by=office.writer, token=discarded.token)
    third = actions.start_edition(by=office.writer, publication=edition.publication)
    third = NewsItem.objects.get(pk=third.pk)
    assert (third.number, third.headline_ru, third.headline_en) == (3, "Встреча", "")


def test_a_next_edition_asks_again_whether_readers_have_to_know(office: Office) -> None:
    edition = released(office.writer, office.editor, office.secretary)
    opened = actions.start_edition(by=office.writer, publication=edition.publication)
    changes = dict(Text.objects.filter(edition=opened).values_list("language", "change"))
    assert changes == {"ru": "", "en": "first", "uz": "first", "uz-cyrl": "first"}


def test_a_discarded_piece_that_was_never_released_starts_empty(office: Office) -> None:
    edition = draft(office.writer)
    actions.discard(edition=edition, by=office.writer, token=edition.token)
    opened = actions.start_edition(by=office.writer, publication=edition.publication)
    opened = NewsItem.objects.get(pk=opened.pk)
    assert (opened.number, opened.headline_ru, opened.source_language) == (2, "", "ru")


def test_the_desk_shows_of_each_piece_the_open_edition_or_the_last(office: Office) -> None:
    out = released(office.writer, office.editor, office.secretary)
    opened = draft(office.writer)
    dropped = draft(office.writer)
    actions.discard(edition=dropped, by=office.writer, token=dropped.token)
    current = Edition.objects.current().order_by("pk")
    assert [edition.pk for edition in current] == [out.pk, opened.pk]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"facts": {"section": 999}}, "unknown_record"),
        ({"facts": {"topics": [999]}}, "unknown_record"),
        ({"facts": {"countries": ["France"]}}, "unfit"),
        ({"handling": {"ru": {"change": "update", "note": "ы" * 501}}}, "too_long"),
        ({"handling": {"ru": {"change": "kill"}}}, "unknown_change"),
        ({"handling": {"ru": {"assignee": 999_999}}}, "unknown_assignee"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_a_sentence(
    office: Office, values: dict, code: str
) -> None:
    edition = draft(office.writer)
    with pytest.raises(Refused) as refusal:
        actions.save_edition(edition=edition, by=office.writer, token=edition.token, **values)
    assert refusal.value.codes == (code,)
    assert Version.objects.count() == 1


def test_a_colleague_who_left_stays_assigned_while_others_save(office: Office) -> None:
    edition = draft(office.writer)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        handling={"en": {"assignee": office.translator.pk}},
    )
    User.objects.filter(pk=office.translator.pk).update(is_active=False)
    edition = actions.save_edition(
        edition=edition,
        by=office.writer,
        token=edition.token,
        texts={"ru": words("Иначе")},
        handling={"en": {"assignee": office.translator.pk}},
    )
    assert edition.headline_ru == "Иначе"
