"""Where somebody lives: an address with its stair or flat; and when somebody was born."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData

# Words that streets end with, in the cases in which addresses are told.
_STREET_WORD = (
    r"(?:katu|kadun|kadulla|kadulta|kadussa|tie|tien|tiellä|tieltä|kuja|kujan|kujalla|kujalta|polku|polun|polulla|raitti|raitin|raitilla|"
    r"kaari|kaaren|linja|linjan|linjalla|linjen|aukio|aukion|tori|torin|ranta|rannan|penger|penkereen|rinne|rinteen|mäki|mäen|laita|portti|"
    r"tanhua|väylä|väylän|esplanadi|gatan|gata|vägen|väg|gränden|gränd|stigen|stig|esplanaden|stranden|torget|allén|backen|svängen|bågen|plan|"
    r"planen|street|road|avenue|lane|drive|st\.?|rd\.?)"
)
_STREET = rf"(?<!\w)(?:[\w'åäö-]{{1,30}} ){{0,2}}[\w'åäö-]{{0,40}}{_STREET_WORD}"
_STAIR = r"(?:rappu\w*|porras|portaa\w*|portaikko|trappa(?:n)?|uppgång(?:en)?|trapphus(?:et)?|stair(?:case|well|way)?|entrance)"
_FLAT = r"(?:as(?:unto\w*|\.)?|asunno\w*|huoneisto\w*|lgh|lägenhet(?:en)?|bost(?:ad|\.)|flat|apartment|apt\.?|kämppä|kämpä\w*|ovi|dörr(?:en)?)"
# The small letter is a stair only where a flat follows: "12 a" may be the house.
_ADDRESS = re.compile(
    rf"{_STREET},? ?\d{{1,4}}(?:-\d{{1,4}})?"
    rf"(?: ?[A-Ra-r][ -]?\d{{1,4}}|,? (?-i:[A-R])(?![\wåäö])|,? ?[A-Ra-r]?,? {_FLAT} ?\d{{1,4}}|,? {_STAIR} (?-i:[A-R0-9]))(?!\w)",
    re.I,
)
_FLAT_FIRST = re.compile(rf"(?<!\w){_FLAT} ?\d{{1,4}}[a-z]?,? (?:at |in |on )?(?:\d{{1,4}} )?{_STREET}", re.I)
_STAIR_FIRST = re.compile(
    rf"(?<!\w){_STAIR} (?-i:[A-R])(?![\wåäö]),? (?:at |in |of |på |i )?{_STREET} ?\d{{1,4}}", re.I
)
_STAIR_AND_FLAT = re.compile(
    rf"(?<!\w)(?:{_STAIR} ?(?-i:[A-R])|(?-i:[A-R])[ -]?{_STAIR})(?![\wåäö])[^\n]{{0,12}}?(?<!\w){_FLAT} ?\d{{1,4}}(?!\w)",
    re.I,
)
_MONTH = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuuta|"
    r"januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december|"
    r"January|February|March|May|June|July|August|October|November|December"
)
_DATE = (
    rf"(?:\d{{1,2}}[./-] ?\d{{1,2}}[./ -] ?(?:19|20)?\d\d|(?:19|20)\d\d[-.]\d{{1,2}}[-.]\d{{1,2}}|(?:19|20)?\d{{6}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)? (?:of )?(?:{_MONTH}),? ?(?:[-'’]|19|20)?\d\d|(?:{_MONTH}) \d{{1,2}},? (?:19|20)\d\d)"
)
_BIRTH = (
    r"synt(?:\.? ?aika|\.)|synttär\w*|syntyny\w*|syntymä\w*|född\w*|föds\w*|födelse\w*|born|birth(?:day|date| date)?|date of birth|dob|d\.o\.b\.|"
    r"(?:täyttää|täytti) \d{1,2}(?: vuotta| v)|fyll(?:er|de) \d{1,2}(?: år)?|turns \d{1,2}|turned \d{1,2}"
)
_BORN = re.compile(rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,28}}?(?<!\d){_DATE}(?!\d)", re.I)
# One letter says so only just before a date that has its year.
_BORN_SHORT = re.compile(rf"(?<![\w.])(?:s|f|b)\. ?{_DATE}(?!\d)", re.I)


def find(text: str) -> Iterator[Hit]:
    for pattern in (_ADDRESS, _FLAT_FIRST, _STAIR_FIRST, _STAIR_AND_FLAT):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.HOME_ADDRESS)
    for pattern in (_BORN, _BORN_SHORT):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.BIRTH_DATE)
