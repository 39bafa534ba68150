"""Stock phrases: the same in four languages, and fit for where they are put."""

from editorial.choices import TOLD_CHANGES, WithdrawalReason
from editorial.desk.phrases import EXPLANATIONS, NOTES, notes_in
from editorial.models import Text
from languages.characters import clean_block, clean_line
from languages.choices import CODES


def test_every_phrase_exists_in_all_four_languages() -> None:
    for words in (*(note.words for note in NOTES), *EXPLANATIONS.values()):
        assert list(words) == list(CODES)
        assert all(words.values())


def test_every_reason_of_a_withdrawal_has_its_explanation() -> None:
    assert set(EXPLANATIONS) == set(WithdrawalReason.values)


def test_a_stock_note_tells_of_a_told_change_and_fits() -> None:
    limit = Text._meta.get_field("note").max_length or 0
    for note in NOTES:
        assert note.change in TOLD_CHANGES
        assert all(len(words) <= limit for words in note.words.values())


def test_what_is_stored_of_a_phrase_is_the_phrase_itself() -> None:
    for code in CODES:
        assert [clean_line(note) for note in notes_in(code)] == notes_in(code)
        assert all(clean_block(one[code]) == one[code] for one in EXPLANATIONS.values())
