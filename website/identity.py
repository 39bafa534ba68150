"""What the institute is called in each language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Identity:
    """The institute's acronym and its full name in one language."""

    acronym: str
    name: str


IDENTITIES: dict[str, Identity] = {
    "uz": Identity(
        "SMTI",
        "Oʻzbekiston Respublikasi Prezidenti huzuridagi "
        "Strategik va mintaqalararo tadqiqotlar instituti",
    ),
    "uz-cyrl": Identity(
        "СМТИ",
        "Ўзбекистон Республикаси Президенти ҳузуридаги "
        "Стратегик ва минтақалараро тадқиқотлар институти",
    ),
    "ru": Identity(
        "ИСМИ",
        "Институт стратегических и межрегиональных исследований "
        "при Президенте Республики Узбекистан",
    ),
    "en": Identity(
        "ISRS",
        "Institute for Strategic and Interregional Studies "
        "under the President of the Republic of Uzbekistan",
    ),
}
