"""Registration plates of vehicles, Finnish and Swedish."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData
from .word_lists import listed

_LETTERS = "A-ZÅÄÖ"
_DASHED = re.compile(rf"(?<![\w-])([{_LETTERS}]{{3}}) ?[-_] ?(\d{{1,3}})(?![\w-])", re.I)
_SPACED = re.compile(rf"(?<![\w-])([{_LETTERS}]{{3}}) ?(\d\d[0-9A-Z])(?![\w-])")
_SHORT = re.compile(rf"(?<![\w-])([{_LETTERS}]{{2}})-(\d{{3}})(?![\w-])")
_LETTER_BY_LETTER = re.compile(
    rf"(?<![\w-])(?:[{_LETTERS}] ){{2}}[{_LETTERS}] ?-? ?(?:\d ){{1,2}}\d(?![\w-])", re.I
)
# A word for the plate itself, or for what carries one.
_PLATE_WORD = re.compile(
    r"(?<!\w)(?:rek(?:isteri\w*|\.?nro|kari|\.)?|kilpi\w*|kilvet|kilven|tunnus|reg(?:istrerings)?(?:\.?nr|nummer\w*|skylt\w*)?|skylt\w*|"
    r"plates?|number plate|licen[cs]e(?: plate)?|registration)(?!\w)",
    re.I,
)
_VEHICLE = re.compile(
    r"(?<!\w)(?:(?:paketti|henkilö|kuorma|linja)?auto\w*|mopo\w*|mönkijä\w*|skootteri\w*|moottoripyör\w*|paku\w*|rekkari|asuntoauto\w*|"
    r"(?:person|skåp|last)?bil(?:en|ar|s)?|moped\w*|motorcykel\w*|a-traktor\w*|husbil\w*|"
    r"vehicle|ajoneuvo\w*|fordon\w*|traktor\w*|prätkä\w*|taksi\w*|taxi\w*|hiace|transit|sprinter|bemari\w*|bemu|tesla|kia|hyundai|mazda|saab|peugeot|renault|citro[eë]n|lexus|car|van|cab|camper|truck|scooter|moped|motorbike|bmw|audi|volvo|mersu|toyota|volkkari|skoda|mercedes|nissan|opel|ford)(?!\w)",
    re.I,
)
# A single letter and a number is a road or a house, unless a dash joins them.
# Two digits at least, unless a dash joins them: models are called so, roads and houses too.
_NEAR = re.compile(
    rf"(?<![\w-])(?:[{_LETTERS}]{{2,3}}(?:[-_]\d{{1,3}}| ?\d{{2,3}})[A-Z]?|[{_LETTERS}]-\d{{1,3}})(?![\w-])",
    re.I,
)
_REACH = 45
_REACH_OF_PLATE_WORD = 14


def find(text: str) -> Iterator[Hit]:
    for pattern in (_DASHED, _SPACED, _SHORT):
        for match in pattern.finditer(text):
            if match[1].lower() not in listed("no_plates"):
                yield Hit(*match.span(), PersonalData.PLATE)
    for match in _LETTER_BY_LETTER.finditer(text):
        yield Hit(*match.span(), PersonalData.PLATE)
    for word in _PLATE_WORD.finditer(text):
        near = _NEAR.search(text, word.end(), word.end() + _REACH_OF_PLATE_WORD)
        if near is not None and _letters(near.group()) not in listed("no_plates"):
            yield Hit(*near.span(), PersonalData.PLATE)
    for vehicle in _VEHICLE.finditer(text):
        near = _NEAR.search(text, vehicle.end(), vehicle.end() + _REACH)
        if (
            near is not None
            and _letters(near.group()) not in listed("no_plates")
            and not _is_a_word(near.group())
        ):
            yield Hit(*near.span(), PersonalData.PLATE)


def _letters(written: str) -> str:
    return re.split(r"[^A-Za-zÅÄÖåäö]", written)[0].lower()


def _is_a_word(written: str) -> bool:
    """ "oli 100", "ja 20": a short word before a number. In small letters a plate is written as one or with a dash."""
    return written[0].islower() and " " in written
