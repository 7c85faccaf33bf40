"""Registration plates of vehicles, Finnish and Swedish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .spoken_digits import UNITS
from .verdict import Hit, PersonalData
from .word_lists import listed

_LETTERS = "A-ZÅÄÖ"
# Case endings that people hang on a plate without a mark.
_ENDING = r"(?:n|in|lla|llä|lta|ltä|ssa|ssä|sta|stä|lle|ta|tä|s)?"
_DASHED = re.compile(rf"(?<![\w-])([{_LETTERS}]{{3}}) ?[-_./:·] ?(\d{{1,3}}){_ENDING}(?![\w-])", re.I)
_SPACED = re.compile(rf"(?<![\w-])([{_LETTERS}]{{3}}) ?(\d\d ?[0-9A-Z])(?![\w-])")
_SHORT = re.compile(rf"(?<![\w-])([{_LETTERS}]{{2}})-(\d{{3}}){_ENDING}(?![\w-])", re.I)
# Diplomats, the army, cars on their way out of the country, Åland.
_SPECIAL = re.compile(r"(?<![\w-])(CD|SA|C|ÅL|ÅLA|ÅLB|ÅLC|ÅLD)[- ]?(\d{4,5}|\d{3}-\d)(?![\w-])")
_DIGITS_SAID = rf"(?:(?:\d|{UNITS})[ .,-]{{1,2}}){{1,2}}(?:\d|{UNITS})"
_LETTER_BY_LETTER = re.compile(
    rf"(?<![\w-])(?:[{_LETTERS}][ .,-]{{1,2}}){{2}}[{_LETTERS}][ .,-]{{1,3}}{_DIGITS_SAID}(?![\w-])",
    re.I,
)
# Letters by their names: "Aatami Bertta Celsius 123", "Adam Bertil Caesar 123", "alpha bravo charlie 123".
_LETTER_NAMES = (
    r"aarne|aatami|bertta|celsius|daavid|eemeli|faarao|gideon|heikki|iivari|jussi|kalle|lauri|matti|niilo|otto|paavo|kuu|risto|sakari|tyyne|"
    r"urho|vihtori|wiski|äksä|yrjö|tseta|åke|äiti|öljy|adam|bertil|cesar|caesar|david|erik|filip|gustav|helge|ivar|johan|kalle|ludvig|martin|"
    r"niklas|olof|petter|qvintus|rudolf|sigurd|tore|urban|viktor|wilhelm|xerxes|yngve|zäta|ärlig|östen|alf?pha|bravo|charlie|delta|echo|"
    r"foxtrot|golf|hotel|india|juliet|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|xray|x-ray|yankee|zulu"
)
_LETTERS_NAMED = re.compile(
    rf"(?<!\w)(?:(?:{_LETTER_NAMES})[ ,-]{{1,2}}){{1,2}}(?:{_LETTER_NAMES})[ ,-]{{1,3}}(?:\d[ ,-]{{0,2}}){{1,3}}(?!\w)",
    re.I,
)
_LETTERS_NAMED_WITH_DIGITS = re.compile(
    rf"(?<!\w)(?:(?:{_LETTER_NAMES})[ ,-]{{1,2}}){{1,2}}(?:{_LETTER_NAMES})[ ,-]{{1,3}}{_DIGITS_SAID}(?!\w)",
    re.I,
)
# Letters by their sounds, in Finnish: "aa bee see 123", "aabeesee 123".
_SOUNDS = r"aa|bee|see|dee|ee|äf|äffä|gee|hoo|ii|jii|koo|äl|ällä|äm|ämmä|än|ännä|oo|pee|kuu|är|ärrä|äs|ässä|tee|uu|vee|äks|äksä|yy|tset|tseta|ää|öö"
_LETTERS_SOUNDED = re.compile(
    rf"(?<!\w)(?:(?:{_SOUNDS})[ ,-]{{0,2}}){{2}}(?:{_SOUNDS})[ ,-]{{1,3}}(?:{_DIGITS_SAID}|\d{{1,3}})(?!\w)",
    re.I,
)
# "A niin kuin Aatami, B niin kuin Bertta, C niin kuin Celsius, 1 2 3"
_LETTERS_EXPLAINED = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ] (?:niin ?kuin|kuten|som(?: i)?|as in|for|like) \w{2,12}[ ,.-]{1,3}){2,3}(?:(?:ja|och|and)[ ,]{1,2})?"
    rf"(?:{_DIGITS_SAID}|\d{{1,3}})(?!\w)",
    re.I,
)
# In two pieces, where letters or a plate are spoken of: "alkaa ABC ja loppuu 123".
_PIECES_TOLD = re.compile(
    r"(?<!\w)(?:kirjai\w+|rekkari\w*|\w*kil[pv][ie]\w*|rekisteri\w*|skylt\w*|regnr|bokst\w+|reg(?:istration)?|plates?|letters?)(?!\w)[^\n!?]{0,16}?"
    r"(?<!\w)(?-i:[A-ZÅÄÖ]{2,3})[ ,.]{1,2}(?:(?:ja|sitten|loppuu|numerot?|och|sedan|siffrorna|slutar|på|med|and|then|the|numbers?|digits|ends|with|in)"
    r"[ ,:]{1,2}){1,3}\d{1,3}(?!\w)",
    re.I,
)
# A word for the plate itself, or for what carries one.
_PLATE_WORD = re.compile(
    r"(?<!\w)(?:rek(?:isteri\w*|\.?nro|kari|\.)?|\w*kilpi\w*|\w*kilve\w*|\w*kilvi\w*|tunnus|reg(?:istrerings)?(?:\.?nr|nummer\w*|skylt\w*)?|skylt\w*|"
    r"plates?|plåt\w*|number plate|licen[cs]e(?: plate)?|registration|registered|reg)(?!\w)",
    re.I,
)
_VEHICLE = re.compile(
    r"(?<!\w)(?:auto\w*|\w{3,20}auto(?:n|ssa|sta|on|lla|lta|lle|t|ja|illa)?(?!\w)|mopo\w*|mönkijä\w*|skootteri\w*|moottoripyör\w*|paku\w*|rekkari|asuntoauto\w*|"
    r"(?:person|skåp|last)?bil(?:en|ar|s)?|moped\w*|motorcykel\w*|a-traktor\w*|husbil\w*|"
    r"vehicle|ajoneuvo\w*|fordon\w*|traktor\w*|prätkä\w*|taksi\w*|taxi\w*|hiace|transit|sprinter|bemari\w*|bemu|tesla|kia|hyundai|mazda|saab|peugeot|renault|citro[eë]n|lexus|car|van|cab|camper|truck|scooter|moped|motorbike|bmw|audi|volvo|mersu|toyota|volkkari|skoda|mercedes|nissan|opel|ford|"
    r"honda|volkswagen|vw|mersu|pirssi|kupla|volkkari|seat|fiat|suzuki|mitsubishi|subaru|dacia|jaguar|porsche|lada|polestar|chevrolet|jeep|vespa|passat|octavia|corolla|yaris|golf|avensis|"
    r"kulkupel\w*|kaara\w*|farmari\w*|maasturi\w*|katumaasturi\w*|kombi\w*|herrgårdsvagn|suv|pickup\w*|lava-auto\w*|kross[iy]\w*|peräkärry\w*|trailer\w*|"
    r"epa\w*|epa-traktor\w*|vagnen|kärra\w*|släp(?:vagn\w*|et)?|lätt?lastbil\w*|skoter\w*|fyrhjuling\w*|quad|van|minivan|motorbike|motorcycle|"
    r"skuut\w*|moottorikelk\w*|snöskoter\w*|parkiss?\w*|kaasut\w*|karkasi|pakeni\w*|smet|sped|fled|"
    r"kuski\w*|kuljettaja\w*|förare\w*|driver\w*|pysäköi\w*|parkeera\w*|parkera\w*|parked|kaaha\w*|ajoi|ajaa|ajelee|körde|kör|drove|drives|driving)(?:[:']?(?:n|in|en|an|s|lla|llä|lta|ltä|ssa|ssä|sta|stä|lle|ia|iin|aan|ään|illa|eja))?(?!\w)",
    re.I,
)
# A single letter and a number is a road or a house, unless a dash joins them. Two digits at least, unless a dash
# joins them: models are called so, roads and houses too.
_NEAR = re.compile(
    rf"(?<![\w-])(?:[{_LETTERS}]{{2,3}}(?:[-_./·]\d{{1,3}}| ?\d{{2,3}})[A-Z]?|[{_LETTERS}]{{3}} \d|[{_LETTERS}]-\d{{1,4}}|[A-Z]\d\d[A-Z]{{3}})(?![\w-])",
    re.I,
)
# Right after a word for the plate itself: one letter before many digits, as vehicles on their way abroad have.
_TOLD = re.compile(
    rf"(?<![\w-])(?:[{_LETTERS}][ -]?\d{{3,5}}|[{_LETTERS}]{{2,3}} ?\d{{1,3}}|\d{{1,3}} ?-?[{_LETTERS}]{{2,3}})(?![\w-])"
)
# Of other countries: "B-AB 1234", "AB 12345", "A123BC 77".
_FOREIGN = re.compile(
    r"(?<![\w-])(?:[A-Z]{2}\d\d ?[A-Z]{3}|[A-ZÅÄÖ]{3}\d|[A-ZÅÄÖÜ]{1,3}[- ][A-Z]{1,3} ?-?\d{1,4}|[A-Z]{2} ?\d{2} ?\d{3}|[A-Z]\d{3}[A-Z]{2}(?: ?\d{2,3})?|[A-Z]{2}-\d{4})(?![\w-])"
)
# Digits first: Estonian plates, trailers, vehicles on trial. In capitals, since "123 kpl" is not one.
_TURNED_ROUND = re.compile(r"(?<![\w-])(?:\d{3} ?-? ?|\d{2}-)[A-ZÅÄÖ]{3}(?![\w-])")
_JOINED_SMALL = re.compile(r"(?<![\w-])[a-zåäö]{3}\d\d[0-9a-z](?![\w-])")
_TWO_SMALL = re.compile(r"[a-zåäö]{2}\d+")
_SMALL_AND_WHOLE = re.compile(r"[a-zåäö]{3} \d\d[0-9a-z]")
_REACH = 60
_REACH_OF_PLATE_WORD = 24
_REACH_BACK = 60
_LONGEST_PLATE = 12


def find(text: str) -> Iterator[Hit]:
    for pattern in (_DASHED, _SPACED, _SHORT, _SPECIAL):
        for match in pattern.finditer(text):
            # "CD-1042" is a diplomat's; "CD 1042" may be a disc.
            if match[1].lower() not in listed("no_plates") or (pattern is _SPECIAL and "-" in match.group()):
                yield Hit(*match.span(), PersonalData.PLATE)
    for pattern in (
        _LETTER_BY_LETTER,
        _LETTERS_NAMED,
        _LETTERS_NAMED_WITH_DIGITS,
        _LETTERS_SOUNDED,
        _LETTERS_EXPLAINED,
        _PIECES_TOLD,
    ):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.PLATE)
    for words, reach in ((_PLATE_WORD, _REACH_OF_PLATE_WORD), (_VEHICLE, _REACH)):
        for word in words.finditer(text):
            yield from _near(text, word, reach, told=words is _PLATE_WORD)


def _near(text: str, word: re.Match[str], reach: int, *, told: bool) -> Iterator[Hit]:
    """Plates around a word: after it at its reach, before it nearer. `told`: the word speaks of the plate itself."""
    after, before = (word.end(), word.end() + reach), (max(0, word.start() - _REACH_BACK), word.start())
    for near in _beginning_in(_NEAR, text, *after):
        # Told as a plate and written in capitals it is one, whatever else its letters stand for.
        is_other = _is_listed(near.group()) and not (told and _letters_of(near.group()).isupper())
        if not is_other and (told or not _is_a_word(near.group())):
            yield Hit(*near.span(), PersonalData.PLATE)
            break
    if told:
        for near in _beginning_in(_TOLD, text, *after):
            if not _is_listed(near.group()) or len(_letters_of(near.group())) == 1:
                yield Hit(*near.span(), PersonalData.PLATE)
    for stretch in (after, before):
        for near in _beginning_in(_FOREIGN, text, *stretch):
            if told or not _is_listed(near.group()):
                yield Hit(*near.span(), PersonalData.PLATE)
    for pattern in (_TURNED_ROUND, _JOINED_SMALL):
        for stretch in (after, before):
            for near in _beginning_in(pattern, text, *stretch):
                if not _is_listed(near.group()):
                    yield Hit(*near.span(), PersonalData.PLATE)
    for near in _beginning_in(_NEAR, text, *before):
        if not (_is_listed(near.group()) or _is_a_word(near.group())):
            yield Hit(*near.span(), PersonalData.PLATE)


def _beginning_in(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What begins within a stretch. It is read past its end, so that the edge cuts no number short."""
    for match in pattern.finditer(text, start, end + _LONGEST_PLATE):
        if match.start() < end:
            yield match


def _is_listed(written: str) -> bool:
    return _letters_of(written).lower() in listed("no_plates")


def _letters_of(written: str) -> str:
    """The first letters of what may be a plate: "ABC" of "ABC-12D", "XYZ" of "123 XYZ"."""
    return re.sub(r"[^A-Za-zÅÄÖåäö]", " ", written).split()[0]


def _is_a_word(written: str) -> bool:
    """ "oli 100", "ja 20": a short word before a number. In small letters and apart, a plate has three of each."""
    if _letters_of(written).isupper():
        return False
    written = written.lower()
    if " " not in written:
        # "ca38", "nr12": two small letters that nothing joins to a number are a word as well.
        return _TWO_SMALL.fullmatch(written) is not None
    return _SMALL_AND_WHOLE.fullmatch(written) is None or written[:3] in listed("short_words")
