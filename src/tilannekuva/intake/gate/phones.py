"""Telephone numbers: in digits, grouped in any way, and spelled out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from .look_alike_digits import with_digits
from .spoken_digits import TENS, UNITS
from .verdict import Hit, PersonalData

# Stretches of digits and what stands between the groups of a number; a phone is one to seven groups of one.
_NUMBERS = re.compile(r"(?<![\w.,/-])\(?\+?\d[\d ()./+_*·-]*\d(?!\w)")
_GROUP = re.compile(r"\(?\+?\(?\d+\)?(?:[./_*·-]\d+)*")
_MOST_GROUPS = 7
_SPOKEN = rf"(?:(?:(?:noll|nolla)(?={TENS}))?(?:(?:tupla|dubbel|double|triple)[ -]?)?(?:(?:{TENS})[ -]?(?:{UNITS})?|(?:{UNITS})))"
_BETWEEN = r"(?: ?[,./-] ?| )"
# Numbers that begin with nought are phones sooner than others.
_SPOKEN_PHONE = re.compile(
    rf"(?<!\w)(?:(?:{_SPOKEN}{_BETWEEN}){{6,14}}|(?:plus{_BETWEEN}|nolla|noll?|zero|oh)(?:{_BETWEEN}{_SPOKEN}){{3,13}}{_BETWEEN}){_SPOKEN}(?!\w)",
    re.I,
)
# Some of it in words and some in digits: "nolla 40 yks kaks 345".
_MIXED_PHONE = re.compile(
    rf"(?<!\w)(?:(?:{UNITS})|\d{{1,4}})(?:{_BETWEEN}(?:(?:{UNITS})|\d{{1,4}})){{3,12}}(?!\w)", re.I
)
# Said in one breath: "nollaneljäviisi yksikaksikolme".
_JOINED_PHONE = re.compile(rf"(?<!\w)(?:(?:{UNITS})[ ,.-]{{0,2}}){{6,14}}(?:{UNITS})(?!\w)", re.I)
# After a word for a number, also without the nought that mobile numbers begin with.
_WITHOUT_NOUGHT = re.compile(
    r"(?<!\w)(?:numero\w*|nro|nummer\w*|nr|number)(?: (?:on|är|is))?:? ?(?P<number>(?:4[0-6]|50|7[02369])(?:[ -]?\d){7})(?![\w-])",
    re.I,
)
# In two pieces with words between them: "alkaa 045 ja jatkuu 1234567".
_IN_PIECES = re.compile(
    r"(?<![\w.,/-])0(?:4\d|50|7\d|[2-9])(?:[ ,.]{1,2}(?:ja|sitten|jatkuu|perään|perässä|loppuu|loput|och|sedan|slutar|fortsätter|följt|av|"
    r"and|then|followed|by|ends|with|på|med)){1,4}[ ,:]{1,2}(?:\d[ -]?){5,7}\d(?!\w)",
    re.I,
)
_UNIT = re.compile(rf"(?<!\w)(?:{UNITS})(?!\w)", re.I)
# Words that say that what follows is a phone, whatever its area.
_CALLED = re.compile(
    r"(?<!\w)(?:puh(?:elin)?(?:numero\w*|nro|n)?|puhelimeen|puhelimesta|gsm|kännykkä\w*|känny(?:n|yn|stä|llä|ltä)?|kännyk(?:än|ästä|ällä)|lankanumero\w*|kotinumero\w*|lankapuheli\w*|\w*luuri(?:in|ssa|sta|n)?|p(?=\. ?\d)|tel(?:efon)?(?:nummer|nr)?|telnro|tfn|mobil(?:en|nummer)?|"
    r"ring|ringa|soita|soittaa|tekstaa|tekstari|call|phone|text|whats ?app\w*|wa|viber\w*|sms|mob)(?!\w)[.:]? ?"
    r"(?:(?:on|is|är|på|numeroon|numero|numerosta|nro|number|nummer|no|nr|me|him|her)[.:]? ?){0,2}(?=[+\d(])",
    re.I,
)
_AFTER_WORD = re.compile(r"\(?\+?\d(?:[ -]?\(?\d\)?){5,13}(?![\w.,:]?\d)")

_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
# "Lift no 0451234", "reservdel 08-7731-22": the number of a thing, unless it is as long as a phone is today.
_NUMBER_OF_A_THING = re.compile(
    r"(?<!\w)(?:no|nro|nr|number|numero|nummer|koodi|code|kod|id|s/?n|reservdel\w*|varaosa\w*|\w+(?:numero|nummer))[.:]? ?$",
    re.I,
)
# What nobody says of a phone, however long the number is.
_NUMBER_OF_A_PART = re.compile(
    r"(?<!\w)(?:(?:part|serial|article|item|model|order|case|ticket|reference|batch) (?:number|no|nr)|s/?n|"
    r"(?:sarja|tuote|tilaus|viite|diaari|varaosa)numero\w*|tuotekoodi\w*|(?:serie|artikel|ärende|referens|order|reservdels)nummer)[.:]? ?"
    r"(?:s/?n ?)?$",
    re.I,
)
_SHORTEST_PHONE_TODAY = 9
_REACH_OF_NUMBER = 24
# A date with or without a time, two times, two days, the number of a business.
_NO_PHONE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:[ .-]+\d{1,2}[.:]\d\d)?|\d{1,2}[.:]\d\d ?- ?\d{1,2}[.:]\d\d|\d{6} ?- ?\d{6}|\d{7}-\d|"
    r"(?:19|20)\d\d ?- ?(?:19|20)\d\d"
)
_FEWEST_OF_INVALID = 9
_FEWEST_SPOKEN, _FEWEST_MIXED_DIGITS = 3, 7
# Parsing is careful and slow; a text with more numbers than this cannot be looked through in reasonable time.
MOST_NUMBERS = 3_000


def find(text: str) -> Iterator[Hit]:
    for pattern in (_SPOKEN_PHONE, _JOINED_PHONE, _IN_PIECES):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.PHONE)
    for match in _WITHOUT_NOUGHT.finditer(text):
        if not _is_of_a_thing(text, *match.span("number")):
            yield Hit(*match.span("number"), PersonalData.PHONE)
    for match in _MIXED_PHONE.finditer(text):
        n_spoken = len(_UNIT.findall(match.group()))
        n_digits = n_spoken + sum(map(str.isdecimal, match.group()))
        if n_spoken >= _FEWEST_SPOKEN and n_digits >= _FEWEST_MIXED_DIGITS:
            yield Hit(*match.span(), PersonalData.PHONE)
    read = with_digits(text)
    for word in _CALLED.finditer(read):
        called = _AFTER_WORD.match(read, word.end())
        if called is not None and not _NO_PHONE.fullmatch(called.group()):
            yield Hit(*called.span(), PersonalData.PHONE)
    yield from _phones(read)


def _phones(text: str) -> Iterator[Hit]:
    n_looked_at = 0
    for match in _NUMBERS.finditer(text):
        groups = list(_GROUP.finditer(text, *match.span()))
        first = 0
        while first < len(groups):
            if n_looked_at >= MOST_NUMBERS:
                yield Hit(groups[first].start(), len(text), PersonalData.UNCHECKABLE)
                return
            n_looked_at += 1
            following = _phone_from(text, groups, first)
            if following and not _is_of_a_thing(text, groups[first].start(), groups[following - 1].end()):
                yield Hit(groups[first].start(), groups[following - 1].end(), PersonalData.PHONE)
            first = following or first + 1


def _is_of_a_thing(text: str, start: int, end: int) -> bool:
    """Whether a word before a number says that it is that of something else."""
    is_short = sum(map(str.isdecimal, text[start:end])) < _SHORTEST_PHONE_TODAY
    said = _NUMBER_OF_A_THING if is_short else _NUMBER_OF_A_PART
    return said.search(text, max(0, start - _REACH_OF_NUMBER), start) is not None


def _phone_from(text: str, groups: list[re.Match[str]], first: int) -> int:
    """The group after the longest phone that begins at the group `first`; 0 for none."""
    longest = 0
    digits = ""
    for idx in range(first, min(first + _MOST_GROUPS, len(groups))):
        digits += re.sub(r"\D", "", groups[idx].group())
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= _FEWEST_DIGITS and _is_phone(
            text[groups[first].start() : groups[idx].end()], digits
        ):
            longest = idx + 1
    return longest


def _is_phone(written: str, digits: str) -> bool:
    if _NO_PHONE.fullmatch(written):
        return False
    if written.startswith(("+", "00")):
        return _is_valid("+" + digits.removeprefix("00"), None)
    # Without its plus, a number with the country in front has the length of one.
    if digits.startswith(("358", "3584", "467")) and _MOST_DIGITS > len(digits) >= 11 and written[0] != "0":
        return _is_valid("+" + digits, None)
    if not digits.startswith("0"):
        return False  # sums, years, case numbers; a number without its area is not known by its form
    return _is_valid(digits, "FI") or _is_valid(digits, "SE")


def _is_valid(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    # Numbers that do not exist are personal too: one digit may be mistyped. So their length alone must fit.
    return phonenumbers.is_possible_number(parsed) and (
        phonenumbers.is_valid_number(parsed)
        or (parsed.country_code in (358, 46) and len(number.lstrip("+")) >= _FEWEST_OF_INVALID)
    )
