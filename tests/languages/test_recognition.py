import time

import pytest

from languages.recognition import Recognition, recognise, script_of

OURS = {
    "ru": (
        "Директор института принял делегацию японских учёных. Стороны обсудили совместные "
        "исследования, обмен специалистами и планы на следующий год."
    ),
    "uz": (
        "Institut direktori yapon olimlari delegatsiyasini qabul qildi. Tomonlar qoʻshma "
        "tadqiqotlar, mutaxassislar almashinuvi va kelgusi yil rejalarini muhokama qildi."
    ),
    "uz-cyrl": (
        "Институт директори япон олимлари делегациясини қабул қилди. Томонлар қўшма тадқиқотлар, "
        "мутахассислар алмашинуви ва келгуси йил режаларини муҳокама қилди."
    ),
    "en": (
        "The director of the institute received a delegation of Japanese scholars. They talked "
        "about joint research, exchanges of specialists and plans for the coming year."
    ),
}
OTHERS = {
    "French": "La délégation a été reçue à l’institut. Les parties ont parlé de la coopération.",
    "German": "Die Delegation wurde im Institut empfangen, und die Gäste sprachen über die Lage.",
    "Turkish": "Heyet enstitüde kabul edildi ve taraflar bölgesel iş birliği için görüştü.",
    "Turkmen": "Wekiliýet institutda kabul edildi, taraplar hyzmatdaşlyk barada pikir alyşdylar.",
    "Azerbaijani": "Nümayəndə heyəti institutda qəbul edildi, tərəflər əməkdaşlığı müzakirə etdi.",
    "Kazakh": "Делегация институтта қабылданды. Тараптар өңірлік ынтымақтастық туралы сөйлесті.",
    "Kyrgyz": "Делегация институтта кабыл алынды. Тараптар кызматташтык тууралуу сүйлөштү.",
    "Tajik": "Ҳайат дар институт қабул карда шуд. Ҷонибҳо оид ба ҳамкорӣ суҳбат карданд.",
    "Ukrainian": "Делегацію прийняли в інституті. Сторони обговорили співпрацю та плани на рік.",
    "Bulgarian": "Делегацията беше приета в института. Страните обсъдиха сътрудничеството.",
    "Chinese": "代表团访问了研究所。双方讨论了地区合作。下次会议将于明年举行。",
    "Arabic": "استقبل المعهد وفدا وناقش الجانبان التعاون بين البلدين",
    "no language": "Lorem ipsum dolor sit amet consectetur adipiscing elit",
}


@pytest.mark.parametrize(("language", "text"), OURS.items())
def test_release_is_recognised_whole_and_by_its_sentences(language: str, text: str) -> None:
    sentences = text.split(". ")

    assert [recognise(part).language for part in (text, *sentences)] == [language] * 3


@pytest.mark.parametrize("apostrophe", list("ʻ'’‘`"))
def test_uzbek_is_recognised_with_any_apostrophe(apostrophe: str) -> None:
    assert recognise(OURS["uz"].replace("ʻ", apostrophe)).language == "uz"


def test_capitals_do_not_matter() -> None:
    assert [recognise(text.upper()).language for text in OURS.values()] == list(OURS)


def test_names_in_another_script_do_not_disturb() -> None:
    text = f"{OURS['ru']} Встречу вели Near East Center и Nippon Foundation."

    assert recognise(text).language == "ru"


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_language_is_not_taken_for_one_of_the_four(text: str) -> None:
    assert recognise(text).language is None


@pytest.mark.parametrize("text", ["", "1 2 3 4", "😀 😀 😀", "Делегация принята"])
def test_too_little_text_is_not_recognised(text: str) -> None:
    assert recognise(text) == Recognition(None)


def test_text_half_in_each_script_is_not_recognised() -> None:
    assert recognise("Делегация the delegation приняла of the институте").language is None


def test_script_is_told_where_the_language_cannot_be() -> None:
    assert recognise(OTHERS["French"]).script == "LATIN"
    assert [script_of(language) for language in OURS] == [
        "CYRILLIC",
        "LATIN",
        "CYRILLIC",
        "LATIN",
    ]


def test_long_text_takes_no_longer_than_its_beginning() -> None:
    text = OURS["ru"] * 1000

    started = time.perf_counter()
    recognise(text)

    assert time.perf_counter() - started < 0.5
