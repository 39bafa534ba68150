"""What the institute is called in each language, and how it is reached."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models.functions import JSONObject

from website.models import ONLY, Channel, SiteIdentity
from website.names import said

# What a new site says of itself until an editor says it otherwise.
FIRST_WORDS = {
    "acronym_uz": "SMTI",
    "acronym_uz_cyrl": "СМТИ",
    "acronym_ru": "ИСМИ",
    "acronym_en": "ISRS",
    "name_uz": "Oʻzbekiston Respublikasi Prezidenti huzuridagi "
    "Strategik va mintaqalararo tadqiqotlar instituti",
    "name_uz_cyrl": "Ўзбекистон Республикаси Президенти ҳузуридаги "
    "Стратегик ва минтақалараро тадқиқотлар институти",
    "name_ru": "Институт стратегических и межрегиональных исследований "
    "при Президенте Республики Узбекистан",
    "name_en": "Institute for Strategic and Interregional Studies "
    "under the President of the Republic of Uzbekistan",
}


@dataclass(frozen=True)
class ShownChannel:
    """A channel as the foot of a page links to it."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True)
class Identity:
    """The institute in one language."""

    acronym: str
    name: str
    description: str
    address: str
    phone: str
    email: str
    press_email: str
    channels: tuple[ShownChannel, ...]

    @property
    def dialled(self) -> str:
        """The telephone number as a link dials it."""
        return "".join(sign for sign in self.phone if sign.isdigit() or sign == "+")


def read_identity(language: str) -> Identity:
    """Return the institute's names, contacts and channels in a language, in one statement.

    Nothing is remembered between two calls: what an editor changes, every process shows at once.
    """
    shown = Channel.objects.filter(is_shown=True).order_by("order", "pk")
    channels = ArraySubquery(shown.values(said=JSONObject(kind="kind", label="label", url="url")))
    found = SiteIdentity.objects.annotate(shown=channels).filter(pk=ONLY).first()
    row: SiteIdentity = found or SiteIdentity(**FIRST_WORDS)
    return Identity(
        acronym=said(row, "acronym", language).text,
        name=said(row, "name", language).text,
        description=said(row, "description", language).text,
        address=said(row, "address", language).text,
        phone=row.phone,
        email=row.email,
        press_email=row.press_email,
        channels=tuple(ShownChannel(**channel) for channel in (found.shown if found else ())),
    )
