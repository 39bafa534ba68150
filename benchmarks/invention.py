"""Words for records and texts that never were: four languages, as various as a real archive's.

Everything is drawn from a `random.Random` that the caller seeds: the same seed, the same words.
"""

from collections.abc import Sequence
from random import Random

from languages.choices import CODES
from languages.countries import country_name

# Words by a language's code.
Words = dict[str, str]


def _four(uz: str, uz_cyrl: str, ru: str, en: str) -> Words:
    return dict(zip(CODES, (uz, uz_cyrl, ru, en), strict=True))


# By how often they are met: the first is met most.
COUNTRIES = (
    "FR", "CN", "RU", "KZ", "US", "JP", "DE", "TR", "KR", "IN", "KG", "TJ", "TM", "AZ", "GB",
    "IT", "PK", "IR", "SA", "AE", "QA", "BY", "UA", "PL", "HU", "CZ", "AT", "CH", "ES", "PT",
    "NL", "BE", "SE", "FI", "NO", "DK", "LT", "LV", "EE", "GE", "AM", "MN", "MY", "ID", "SG",
    "VN", "TH", "EG", "IL", "JO", "KW", "OM", "BD", "LK", "CA", "BR", "MX", "AR", "AU", "ZA",
)  # fmt: skip

_GIVEN = (
    ("Akmal", "Акмал"), ("Dilshod", "Дилшод"), ("Rustam", "Рустам"), ("Nodira", "Нодира"),
    ("Karim", "Карим"), ("Laylo", "Лайло"), ("Jasur", "Жасур"), ("Olim", "Олим"),
    ("Zuhra", "Зуҳра"), ("Temur", "Темур"), ("Pierre", "Пьер"), ("Claire", "Клер"),
    ("Hans", "Ханс"), ("Greta", "Грета"), ("Kenji", "Кэндзи"), ("Yuki", "Юки"),
    ("Mehmet", "Мехмет"), ("Elif", "Элиф"), ("Ivan", "Иван"), ("Olga", "Ольга"),
    ("Arman", "Арман"), ("Aigul", "Айгуль"), ("Ravi", "Рави"), ("Anita", "Анита"),
    ("John", "Джон"), ("Mary", "Мэри"), ("Marco", "Марко"), ("Sofia", "София"),
    ("Omar", "Омар"), ("Layla", "Лейла"),
)  # fmt: skip
_STEMS = (
    ("Brian", "Бриан"), ("Nazar", "Назар"), ("Yusup", "Юсуп"), ("Mirza", "Мирза"),
    ("Sultan", "Султан"), ("Hakim", "Ҳаким"), ("Keller", "Келлер"), ("Moren", "Морен"),
    ("Tanak", "Танак"), ("Demir", "Демир"), ("Petr", "Петр"), ("Serik", "Серик"),
    ("Gupt", "Гупт"), ("Harris", "Харрис"), ("Ross", "Росс"), ("Said", "Саид"),
    ("Berg", "Берг"), ("Novak", "Новак"), ("Lind", "Линд"), ("Orlov", "Орлов"),
)  # fmt: skip
_ENDINGS = (("", ""), ("ov", "ов"), ("aliyev", "алиев"), ("i", "и"), ("son", "сон"), ("ak", "ак"))

_BODIES = (
    _four("Tashqi ishlar vazirligi", "Ташқи ишлар вазирлиги", "Министерство иностранных дел",
          "Ministry of Foreign Affairs"),
    _four("Strategik tadqiqotlar instituti", "Стратегик тадқиқотлар институти",
          "Институт стратегических исследований", "Institute for Strategic Studies"),
    _four("Parlament", "Парламент", "Парламент", "Parliament"),
    _four("Savdo vazirligi", "Савдо вазирлиги", "Министерство торговли", "Ministry of Trade"),
    _four("Milliy universitet", "Миллий университет", "Национальный университет",
          "National University"),
    _four("Elchixona", "Элчихона", "Посольство", "Embassy"),
    _four("Transport vazirligi", "Транспорт вазирлиги", "Министерство транспорта",
          "Ministry of Transport"),
    _four("Iqtisodiyot markazi", "Иқтисодиёт маркази", "Центр экономики", "Centre for Economics"),
    _four("Ekologiya agentligi", "Экология агентлиги", "Агентство экологии",
          "Environment Agency"),
    _four("Investitsiya banki", "Инвестиция банки", "Инвестиционный банк", "Investment Bank"),
)  # fmt: skip
INSTITUTE = _four(
    "Mintaqaviy tadqiqotlar instituti",
    "Минтақавий тадқиқотлар институти",
    "Институт региональных исследований",
    "Institute for Regional Studies",
)
INSTITUTE_SHORT = _four("MTI", "МТИ", "ИРИ", "IRS")
POSTS = (
    _four("direktor", "директор", "директор", "director"),
    _four("direktorning birinchi oʻrinbosari", "директорнинг биринчи ўринбосари",
          "первый заместитель директора", "first deputy director"),
    _four("boʻlim boshligʻi", "бўлим бошлиғи", "начальник отдела", "head of department"),
    _four("bosh ilmiy xodim", "бош илмий ходим", "главный научный сотрудник",
          "principal research fellow"),
    _four("vazir oʻrinbosari", "вазир ўринбосари", "заместитель министра", "deputy minister"),
    _four("maslahatchi", "маслаҳатчи", "советник", "adviser"),
    _four("qoʻmita raisi", "қўмита раиси", "председатель комитета", "committee chair"),
    _four("ekspert", "эксперт", "эксперт", "expert"),
)  # fmt: skip
RANKS = (
    _four("", "", "", ""),
    _four("polkovnik", "полковник", "полковник", "Colonel"),
    _four("professor", "профессор", "профессор", "Professor"),
)
TOPICS = (
    ("connectivity", _four("Bogʻliqlik", "Боғлиқлик", "Связанность", "Connectivity")),
    ("transport", _four("Transport", "Транспорт", "Транспорт", "Transport")),
    ("economy", _four("Iqtisodiyot", "Иқтисодиёт", "Экономика", "Economy")),
    ("water", _four("Suv", "Сув", "Вода", "Water")),
    ("climate", _four("Iqlim", "Иқлим", "Климат", "Climate")),
    ("security", _four("Xavfsizlik", "Хавфсизлик", "Безопасность", "Security")),
    ("education", _four("Taʼlim", "Таълим", "Образование", "Education")),
    ("culture", _four("Madaniyat", "Маданият", "Культура", "Culture")),
)
SECTIONS = (
    ("meetings", _four("Uchrashuvlar", "Учрашувлар", "Встречи", "Meetings")),
    ("events", _four("Tadbirlar", "Тадбирлар", "Мероприятия", "Events")),
    ("research", _four("Tadqiqotlar", "Тадқиқотлар", "Исследования", "Research")),
    ("comments", _four("Sharhlar", "Шарҳлар", "Комментарии", "Comments")),
)
CITY = _four("Toshkent", "Тошкент", "Ташкент", "Tashkent")
PLACE = _four("Institut binosi", "Институт биноси", "Здание института", "Institute building")
REASON = _four(
    "Mehmonlar soʻroviga koʻra", "Меҳмонлар сўровига кўра", "По просьбе гостей", "As guests asked"
)
_SENTENCES: dict[str, tuple[str, ...]] = {
    "ru": (
        "Стороны обменялись мнениями о развитии транспортных коридоров региона.",
        "Подтверждён взаимный интерес к продолжению диалога и к совместным исследованиям.",
        "Участники рассказали о работе своих организаций и о планах на следующий год.",
        "Особое внимание было уделено управлению водными ресурсами и изменению климата.",
        "Достигнута договорённость об обмене молодыми учёными и о совместных публикациях.",
        "Гости высоко оценили ход преобразований и открытость института к сотрудничеству.",
        "В завершение встречи стороны условились поддерживать регулярные контакты.",
        "Рассмотрены вопросы торговли, промышленной кооперации и цифровой экономики.",
    ),
    "en": (
        "The sides exchanged views on the development of the region's transport corridors.",
        "They confirmed their interest in continued dialogue and in joint research.",
        "The participants spoke of the work of their organisations and of next year's plans.",
        "Particular attention was paid to the management of water and to climate change.",
        "It was agreed to exchange young scholars and to publish together.",
        "The guests spoke highly of the reforms and of the institute's openness.",
        "The meeting ended with an understanding to keep in regular contact.",
        "Trade, industrial cooperation and the digital economy were discussed.",
    ),
}


def person_name(drawn: Random) -> Words:
    """Return a person's name: Latin letters in two of the languages, Cyrillic in the others."""
    given, stem, ending = (drawn.choice(part) for part in (_GIVEN, _STEMS, _ENDINGS))
    latin, cyrillic = (f"{given[script]} {stem[script]}{ending[script]}" for script in (0, 1))
    return _four(latin, cyrillic, cyrillic, latin)


def organisation_name(number: int, country: str) -> Words:
    """Return the name of a country's organisation; of the same number and country, the same."""
    turn, place = divmod(number, len(_BODIES))
    mark = f" № {turn + 1}" if turn else ""
    return {code: f"{_BODIES[place][code]}{mark}, {country_name(country, code)}" for code in CODES}


def countries(drawn: Random, count: int) -> list[str]:
    """Return so many codes of countries: the first sixty times as often as the last."""
    weights = [1 / (place + 1) for place in range(len(COUNTRIES))]
    return drawn.choices(COUNTRIES, weights, k=count)


def sentences(drawn: Random, language: str, count: int) -> str:
    """Return so many sentences in a row, in Russian or English."""
    return " ".join(drawn.choices(_SENTENCES[language], k=count))


def paragraphs(drawn: Random, language: str, counts: Sequence[int]) -> str:
    """Return clean HTML: a paragraph for each count of sentences."""
    return "".join(f"<p>{sentences(drawn, language, count)}</p>" for count in counts)
