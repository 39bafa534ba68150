"""A source text, and files that are none, for the shell's tests and the desk's."""

HEADLINE = "В Институте приняли делегацию Республики Корея"
LEAD = (
    "14 мая директор Института принял делегацию во главе с профессором Пак Чжи Хуном. "
    "Стороны обсудили планы совместных исследований."
)
BODY = [
    "Стороны рассмотрели «дорожную карту» — перечень работ на ближайшие два\u00a0года.",
    "В завершение встречи участники условились обменяться изданиями.",
]
# A no-break space is kept; clean HTML names it.
BODY_HTML = "".join(f"<p>{paragraph}</p>" for paragraph in BODY).replace("\u00a0", "&nbsp;")
SOURCE = "\r\n\r\n".join([HEADLINE, LEAD, *BODY])

UNREADABLE = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": b"\x7fELF\0\0\xff\xfe\x80\0",
    "large": b"a" * (5 * 1024 * 1024),
    "windows-1251": SOURCE.encode("cp1251"),
    "foreign": (
        "La délégation française a été reçue\n"
        "Le directeur de l’institut a reçu la délégation du ministère. "
        "Les deux parties ont parlé de leurs travaux communs et des années à venir."
    ).encode(),
    "headline only": HEADLINE.encode(),
}
# By the same names: what the person is told.
SENTENCES = {
    "empty": "The file is empty, so there is nothing to take in. Choose another.",
    "blank": (
        "The text is empty: there is nothing in it but spaces. "
        "Paste the release, its headline on the first line."
    ),
    "binary": (
        "This file is not a text: it holds bytes that no text has. "
        "Choose the file with the text of the release, saved as .txt in UTF-8."
    ),
    "large": (
        "The file is larger than 1.0\u00a0MB, which no release is. "
        "Check that it is the right file, and save only the text of the release."
    ),
    "windows-1251": (
        "This text is saved in the old encoding Windows-1251, which lacks letters of Uzbek and "
        "is not read here. Open the file, choose “Save as”, set the encoding to UTF-8, and try "
        "again."
    ),
    "foreign": (
        "The language of this text cannot be told with certainty. "
        "Choose the language it is written in, and try again."
    ),
    "headline only": (
        "There is a headline, but no text after it, so there is nothing to publish. "
        "Put the text of the release below the headline, on lines of its own."
    ),
}
