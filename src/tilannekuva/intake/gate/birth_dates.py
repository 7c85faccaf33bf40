"""When somebody was born, told as such: a date alone may be any day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData

_MONTH = (
    r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)(?:kuuta|kuun|kuussa|k\.?|kuu)?|"
    r"jan(?:uari|uary)?\.?|feb(?:ruari|ruary)?\.?|mar(?:s|ch)?\.?|apr(?:il)?\.?|maj|may|jun[ie]?\.?|jul[iy]?\.?|aug(?:usti|ust)?\.?|"
    r"sept?(?:ember)?\.?|o[kc]t(?:ober)?\.?|nov(?:ember)?\.?|dec(?:ember)?\.?"
)
_ORDINAL = (
    r"ensimmäi\w+|toinen|toisena|kolma\w+|neljä\w+|viide\w+|kuude\w+|seitsemä\w+|kahdeksa\w+|yhdeksä\w+|kymmene\w+|\w{2,12}toista|"
    r"första|andra|tredje|fjärde|femte|sjätte|sjunde|åttonde|nionde|tionde|\w{2,8}onde|\w{2,8}nde|"
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w{3,10}th|twenty-\w{3,8}|thirty-first"
)
_YEAR = r"(?:[-'’]|19|20)?\d\d"
_DATE = (
    rf"(?:\d{{1,2}} ?[./-] ?\d{{1,2}} ?[./ -]{{1,2}} ?['’]?(?:19|20)?\d\d|(?:19|20)\d\d[-./ ]\d{{1,2}}[-./ ]\d{{1,2}}|(?:19|20)?\d{{6}}|"
    rf"\d{{1,2}} \d{{1,2}} (?:19|20)\d\d|"
    rf"(?:den )?(?:\d{{1,2}}(?:st|nd|rd|th|:e|\.)?|{_ORDINAL})(?: päivä\w*)? ?(?:of )?(?:{_MONTH}),? ?(?:vuonna |år )?{_YEAR}|"
    rf"(?:{_MONTH}) ?(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th|\.|:s)?|{_ORDINAL})(?: päivä\w*)?,? ?(?:vuonna |år |of )?(?:19|20)\d\d)"
)
_BIRTH = (
    r"synt(?:\.? ?(?:aika|pvm)|\.)?|synttär\w*|synty(?:i|isin|ny\w*|neen\w*|mä\w*|mys\w*)|född\w*|fdd|fd|föds\w*|födelse\w*|"
    r"born|birth(?:day|date| date|-date)?|date of birth|dob|d\.o\.b\.?|"
    r"(?:täyttää|täytti) \d{1,2}(?: vuotta| v)?|fyll(?:er|de) \d{1,2}(?: år)?|turns \d{1,2}|turned \d{1,2}"
)
_PATTERNS = (
    re.compile(rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,28}}?(?<!\d){_DATE}(?!\d)", re.I),
    # One letter says so only just before a date that has its year.
    re.compile(rf"(?<![\w.])(?:s|f|b|synt|född)(?:[.:] ?| ){_DATE}(?!\d)", re.I),
    # The year first, then the day: "vuonna 2008 maaliskuun 3. päivä".
    re.compile(
        rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,20}}?(?:19|20)\d\d,? ?(?:(?:{_MONTH}) \d{{1,2}}|(?:den )?\d{{1,2}}[.:]?e? (?:{_MONTH}))",
        re.I,
    ),
    # The date first: "3.3.2008 syntynyt", "2008-03-03 född".
    re.compile(rf"(?<![\d.]){_DATE},? ?(?:synty(?:nyt|neen\w*|neelle)|född\w*|is (?:his|her|their) birth)(?!\w)", re.I),
)  # fmt: skip


def find(text: str) -> Iterator[Hit]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.BIRTH_DATE)
