"""Stock phrases for readers, in all four languages: why a text changed, why it is gone.

Each is offered where such words are asked for, and may be written over. They are data of the
office and not of the interface: a notice in English is read by who reads English.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editorial.choices import Change, WithdrawalReason

# By language.
Words = Mapping[str, str]


@dataclass(frozen=True)
class Phrase:
    """One note, the same in four languages, and the change that it tells of."""

    change: Change
    words: Words


def _words(uz: str, uz_cyrl: str, ru: str, en: str) -> Words:
    return {"uz": uz, "uz-cyrl": uz_cyrl, "ru": ru, "en": en}


NOTES: tuple[Phrase, ...] = (
    Phrase(
        Change.CORRECTION,
        _words(
            "Ism-familiya xato yozilgan edi. Tuzatildi.",
            "Исм-фамилия хато ёзилган эди. Тузатилди.",
            "Имя было написано с ошибкой. Исправлено.",
            "A name was misspelt. It has been corrected.",
        ),
    ),
    Phrase(
        Change.CORRECTION,
        _words(
            "Lavozim xato koʻrsatilgan edi. Tuzatildi.",
            "Лавозим хато кўрсатилган эди. Тузатилди.",
            "Должность была указана неверно. Исправлено.",
            "A post was named wrongly. It has been corrected.",
        ),
    ),
    Phrase(
        Change.CORRECTION,
        _words(
            "Sana yoki vaqt xato koʻrsatilgan edi. Tuzatildi.",
            "Сана ёки вақт хато кўрсатилган эди. Тузатилди.",
            "Дата или время были указаны неверно. Исправлено.",
            "A date or a time was wrong. It has been corrected.",
        ),
    ),
    Phrase(
        Change.CORRECTION,
        _words(
            "Raqam xato keltirilgan edi. Tuzatildi.",
            "Рақам хато келтирилган эди. Тузатилди.",
            "Число было приведено неверно. Исправлено.",
            "A figure was wrong. It has been corrected.",
        ),
    ),
    Phrase(
        Change.CORRECTION,
        _words(
            "Iqtibos aniq keltirilmagan edi. Tuzatildi.",
            "Иқтибос аниқ келтирилмаган эди. Тузатилди.",
            "Цитата была приведена неточно. Исправлено.",
            "A quotation was inexact. It has been corrected.",
        ),
    ),
    Phrase(
        Change.UPDATE,
        _words(
            "Yangi maʼlumotlar qoʻshildi.",
            "Янги маълумотлар қўшилди.",
            "Добавлены новые сведения.",
            "New details have been added.",
        ),
    ),
    Phrase(
        Change.UPDATE,
        _words(
            "Suratlar qoʻshildi.",
            "Суратлар қўшилди.",
            "Добавлены фотографии.",
            "Photographs have been added.",
        ),
    ),
    Phrase(
        Change.UPDATE,
        _words(
            "Uchrashuv boshqa vaqtga koʻchirildi.",
            "Учрашув бошқа вақтга кўчирилди.",
            "Встреча перенесена.",
            "The meeting has been postponed.",
        ),
    ),
    Phrase(
        Change.UPDATE,
        _words(
            "Uchrashuv bekor qilindi.",
            "Учрашув бекор қилинди.",
            "Встреча отменена.",
            "The meeting has been cancelled.",
        ),
    ),
    Phrase(
        Change.UPDATE,
        _words(
            "Material tekshirilib, yana eʼlon qilindi.",
            "Материал текширилиб, яна эълон қилинди.",
            "Материал проверен и возвращён на сайт.",
            "The text has been checked and is public again.",
        ),
    ),
)

EXPLANATIONS: Mapping[str, Words] = {
    WithdrawalReason.IN_ERROR: _words(
        "Material yanglishib eʼlon qilingan edi.",
        "Материал янглишиб эълон қилинган эди.",
        "Материал был опубликован по ошибке.",
        "The text was published by mistake.",
    ),
    WithdrawalReason.INACCURATE: _words(
        "Materialda noaniq maʼlumotlar borligi aniqlandi.",
        "Материалда ноаниқ маълумотлар борлиги аниқланди.",
        "В материале обнаружены неточные сведения.",
        "The text was found to be inaccurate.",
    ),
    WithdrawalReason.OUT_OF_DATE: _words(
        "Material oʻz dolzarbligini yoʻqotdi.",
        "Материал ўз долзарблигини йўқотди.",
        "Материал утратил актуальность.",
        "The text no longer holds.",
    ),
    WithdrawalReason.REPLACED: _words(
        "Material boshqasi bilan almashtirildi.",
        "Материал бошқаси билан алмаштирилди.",
        "Материал заменён другим.",
        "The text has been replaced by another.",
    ),
    WithdrawalReason.LEGAL: _words(
        "Material qonun talabiga koʻra olib tashlandi.",
        "Материал қонун талабига кўра олиб ташланди.",
        "Материал снят по требованию закона.",
        "The text has been taken down for a legal reason.",
    ),
}


def notes_in(language: str) -> list[str]:
    """Return the stock notes in a language, corrections first."""
    return [phrase.words[language] for phrase in NOTES]


def for_the_page() -> dict[str, Any]:
    """Return all phrases in a form that fits JSON, for the script that offers them."""
    notes = [{"change": str(one.change), "words": one.words} for one in NOTES]
    return {"notes": notes, "explanations": EXPLANATIONS}
