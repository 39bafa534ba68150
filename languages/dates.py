"""Days, moments and months as each language writes them (24-hour clock)."""

from datetime import date, datetime

from babel import Locale

from languages.choices import language

# CLDR writes these without the soft sign that Uzbek spelling keeps ("январ").
_UZBEK_CYRILLIC_MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
_DAY_FORMS = {
    "uz": "{year}-yil {day}-{month}",
    "uz-cyrl": "{year} йил {day} {month}",
    "ru": "{day} {month} {year}",
    "en": "{day} {month} {year}",
}
_DAY_AND_MONTH_FORMS = {
    "uz": "{day}-{month}",
    "uz-cyrl": "{day} {month}",
    "ru": "{day} {month}",
    "en": "{day} {month}",
}
_SPAN_FORMS = {
    "uz": "{year}-yil {days}",
    "uz-cyrl": "{year} йил {days}",
    "ru": "{days} {year}",
    "en": "{days} {year}",
}
_MONTH_FORMS = {
    "uz": "{year}-yil {month}",
    "uz-cyrl": "{year} йил {month}",
    "ru": "{month} {year}",
    "en": "{month} {year}",
}


def format_day(day: date, code: str) -> str:
    """Return a day in words: "26 ноября 2025".

    `code` is a language's code. Raises KeyError when it is not one of the four.
    """
    name = _month_name(day.month, code, in_date=True)
    return _DAY_FORMS[code].format(year=day.year, month=name, day=day.day)


def format_days(first: date, last: date, code: str) -> str:
    """Return a span of days in words, with nothing said twice: "24–26 ноября 2025".

    `first` is not after `last`. Raises KeyError when `code` is not a language's.
    """
    if first == last:
        return format_day(first, code)
    if first.year != last.year:
        return f"{format_day(first, code)} – {format_day(last, code)}"
    if first.month == last.month:
        name = _month_name(last.month, code, in_date=True)
        days = f"{first.day}–{last.day}"
        return _DAY_FORMS[code].format(year=last.year, month=name, day=days)
    spans = (
        _DAY_AND_MONTH_FORMS[code].format(day=day.day, month=name_month(day, code))
        for day in (first, last)
    )
    return _SPAN_FORMS[code].format(year=last.year, days=" – ".join(spans))


def name_month(day: date, code: str) -> str:
    """Return the name of a day's month as it stands in a date: "ноября"."""
    return _month_name(day.month, code, in_date=True)


def name_weekday(day: date, code: str) -> str:
    """Return the name of a day's weekday as it stands in running text: "вторник"."""
    return str(Locale.parse(language(code).locale).days["format"]["wide"][day.weekday()])


def format_moment(moment: datetime, code: str) -> str:
    """Return a day and the time of day: "26 November 2025, 14:30".

    The moment is shown as it stands: the caller brings it into the time zone meant.
    """
    return f"{format_day(moment, code)}, {moment:%H:%M}"


def format_month(year: int, month: int, code: str) -> str:
    """Return a month (1 to 12) of a year in words, as in a heading: "ноябрь 2025"."""
    name = _month_name(month, code, in_date=False)
    return _MONTH_FORMS[code].format(year=year, month=name)


def _month_name(month: int, code: str, *, in_date: bool) -> str:
    if code == "uz-cyrl":
        return _UZBEK_CYRILLIC_MONTHS[month - 1]
    # In a date Russian months stand in the genitive; Uzbek ones are capitalised when alone.
    is_genitive = in_date or code == "uz"
    months = Locale.parse(language(code).locale).months
    return str(months["format" if is_genitive else "stand-alone"]["wide"][month])
