"""By what each language is told from its neighbours: frequent words, endings, letters.

Neighbours have profiles so that a text of theirs is not taken for one of the four.
"""

from dataclasses import dataclass

_SHORTEST_WITH_ENDING = 5


@dataclass(frozen=True)
class Profile:
    """The marks of one language; `language` is None for one that the office does not write."""

    language: str | None
    words: frozenset[str]
    endings: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()

    def marks(self, word: str) -> bool:
        """Say whether a lower-case word bears a mark of this language."""
        return (
            word in self.words
            or not self.letters.isdisjoint(word)
            or (len(word) >= _SHORTEST_WITH_ENDING and word.endswith(self.endings))
        )


def _profile(language: str | None, words: str, endings: str = "", letters: str = "") -> Profile:
    return Profile(language, frozenset(words.split()), tuple(endings.split()), frozenset(letters))


CYRILLIC_PROFILES = (
    _profile(
        "ru",
        "в во и на с со по о об от для при из к за что как не а был была было были его её их"
        " этого том также года году между под до до или мы они это который которые стороны",
        "ого его ому ыми ими ами ями ией ый ий ой ая ое ые ых их ия ии ию ость ости ность ться"
        " лся лась лись лись ение ения ению ении ами ели ыли ены ана аны ены ено",
        "щ",
    ),
    _profile(
        "uz-cyrl",
        "ва билан учун бу шу ҳам бир у деб эди эса каби сўнг йил йилги йилнинг куни бўйича"
        " ҳақида томонидан муносабатлар ўзаро давлат ташқи ишлар вазири халқаро берди",
        "нинг лари ларни лар ларида ларнинг ида идан ининг ига ини сини сида сига даги ган ди"
        " дилар моқда лиги лик ларга ларининг ишга иш илди инди ация",
        "ўқғҳ",
    ),
    _profile(  # Kazakh
        None,
        "және мен бен үшін бұл осы да де бір бойынша туралы деп болды еді ол оның",
        "ның нің дың дің тың тің лар лер дар дер тар тер ған ген қан кен ды ді ты ті",
        "әңөұүһі",
    ),
    _profile(  # Kyrgyz
        None,
        "жана менен үчүн бул ошол да бир боюнча тууралуу деп болду эле ал анын жылы",
        "нын нин дун дүн лар лер дор ган ген гон ды ди ду дү",
        "ңөү",
    ),
    _profile(  # Tajik
        None,
        "ва бо дар аз ба барои ки ин он ба аст шуд кард буд низ бо миёни оид вазири",
        "ҳои ҳо ро анд ист аст уд",
        "ӣӯҷ",
    ),
    _profile(  # Ukrainian
        None,
        "та і в у на з із що до для від про не й за як було був була року між",
        "ого ому ння ський ської ької ськими ів ами ться",
        "іїєґ",
    ),
    _profile(  # Belarusian
        None, "і ў у на з са да для ад аб не што як было быў па", "ага аму ння скі скай аў", "ўі"
    ),
    _profile(  # Bulgarian
        None,
        "на и в от за се да с по при е са беше че като до ще този във със между това който",
        "ата ите ият ето ящ ява ът",
    ),
    _profile(  # Serbian and Macedonian
        None, "и у на је се за да од са су који што као на во со од ќе беше", "ања ање", "јљњћђџѓќ"
    ),
    _profile(  # Mongolian
        None, "нь ба бол энэ байна гэж улсын юм болон байгаа", "ийн ын ууд үүд сан сэн", "өү"
    ),
)

LATIN_PROFILES = (
    _profile(
        "en",
        "the of and to in a on for with by at from was were is are has have had that which this"
        " between their its as be an also who will said not his her they it or",
        "tion tions ing ment ments ity ally ness ould ship",
    ),
    _profile(
        "uz",
        "va bilan uchun bu shu ham bir u deb edi esa kabi soʻng yil yilgi yilning kuni boʻyicha"
        " haqida tomonidan munosabatlar oʻzaro davlat tashqi ishlar vaziri xalqaro berdi",
        "ning lari larni lar larida larning idan ining iga sini sida siga dagi gan di dilar"
        " moqda ligi lik larga larining ildi indi atsiya siyasi shuv",
    ),
    _profile(  # Turkish
        None,
        "ve ile için bu bir da de olarak olan daha ise kadar gibi sonra ilgili arasında olduğu"
        " etti yaptı",
        "nın nin nun nün ların lerin ları leri lar ler dır dir ında inde ması mesi acak miştir",
        "şğı",
    ),
    _profile(  # Azerbaijani
        None,
        "və ilə üçün bu bir da də olan kimi isə sonra arasında edib olub",
        "nın nin ların lərin ları ləri lar lər ib ıb",
        "əşğı",
    ),
    _profile(  # Turkmen
        None,
        "we bilen üçin bu bir hem bolan diýip hakynda arasynda boýunça ýyl döwlet",
        "nyň niň laryň leriň lary leri lar ler yndan inde ynda",
        "ýňäž",
    ),
    _profile(  # Kazakh in Latin letters
        None, "jäne men üşın bul osy bir boiynşa turaly dep", "nyñ nıñ lar ler ğan gen", "ñūğ"
    ),
    _profile(  # French
        None,
        "le la les de des du et à au aux en un une dans pour par sur avec est été a ont que qui"
        " ce cette ses son sa d l",
        "tion tions ment ments ité eur aire aient",
        "çèêœ",
    ),
    _profile(  # German
        None,
        "der die das und in den von zu mit dem des im für auf ist eine ein sich auch nicht wurde"
        " am als bei nach zwischen haben hat",
        "ung ungen lich schen ischen keit",
        "ß",
    ),
    _profile(  # Spanish and Portuguese
        None,
        "el la los las de del y en un una con por para que se al su como es fue entre o os as"
        " do da dos das no na em um uma com ao não foi e",
        "ción ciones mente dad ção ções",
        "ñãõ",
    ),
    _profile(  # Italian
        None,
        "il lo la i gli le di del della dei e in un una con per che si al alla è stato tra dal"
        " nel sono",
        "zione zioni mente ità ato",
    ),
    _profile(  # Polish and Czech
        None,
        "w i na z do że się oraz o po od dla jest był a ve v se s na je za byl pro který",
        "ego nych ości owej",
        "łąęśżřěů",
    ),
    _profile(  # Indonesian and Malay
        None,
        "yang dan di dengan untuk dari pada ini itu dalam ke oleh juga akan telah antara para",
        "kan nya annya",
    ),
    _profile(  # Dutch and the Nordic languages
        None,
        "de het een en van in is op te dat met voor zijn door og i at til er som på av for den"
        " det med och att är från mellan",
        "heid lijke ningen ende",
        "åø",
    ),
)
