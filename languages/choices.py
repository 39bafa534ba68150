"""The four languages of the office: their codes, order, names and HTML tags."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language (or script of a language) that texts are written in."""

    code: str
    tag: str
    name: str
    suffix: str

    @property
    def locale(self) -> str:
        """The CLDR locale, as Babel spells it."""
        return self.tag.replace("-", "_")


# The order of the switch on every page: design section 7.
LANGUAGES: tuple[Language, ...] = (
    Language("uz", "uz-Latn", "Oʻzbekcha", "uz"),
    Language("uz-cyrl", "uz-Cyrl", "Ўзбекча", "uz_cyrl"),
    Language("ru", "ru", "Русский", "ru"),
    Language("en", "en", "English", "en"),
)
BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}
CODES: tuple[str, ...] = tuple(BY_CODE)
CHOICES: list[tuple[str, str]] = [(language.code, language.name) for language in LANGUAGES]
DEFAULT_CODE = "uz"


def language(code: str) -> Language:
    """Return the language of this code.

    Raises KeyError when the code is not one of the four.
    """
    return BY_CODE[code]
