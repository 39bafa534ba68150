"""Countries to choose from, by their names in the desk's language."""

from editorial.moments import desk_language
from languages.countries import country_codes, country_name
from languages.sorting import sort_key


def country_choices() -> list[tuple[str, str]]:
    """Return the countries by their names in the desk's language, in its order."""
    language = desk_language()
    named = [(code, country_name(code, language)) for code in country_codes()]
    return sorted(named, key=lambda country: sort_key(country[1], language))


def one_country_choices() -> list[tuple[str, str]]:
    """Return the same, with none at the head."""
    return [("", "—"), *country_choices()]
