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
_PARTITIVE = r"ensimmäistä|toista|kolmatta|neljättä|viidettä|kuudetta|seitsemättä|kahdeksatta|yhdeksättä|kymmenettä|yhdettätoista|kahdettatoista"
_YEAR_SAID = (
    r"kaksituhat\w*|tuhatyhdeksänsataa\w*|yhdeksäntoistasataa\w*|tvåtusen\w*|nittonhundra\w*|"
    r"two thousand(?: and)?(?: \w+)?|twenty[ -]\w+|nineteen[ -]\w+(?:[ -]\w+)?"
)
_YEAR = rf"(?:(?:[-'’]|19|20)?\d\d|{_YEAR_SAID})"
_DATE = (
    rf"(?:\d{{1,2}} ?[./-] ?\d{{1,2}} ?[./ -]{{1,2}} ?['’]?(?:19|20)?\d\d|(?:19|20)\d\d[-./ ]\d{{1,2}}[-./ ]\d{{1,2}}|(?:19|20)?\d{{6}}|"
    rf"\d{{1,2}} \d{{1,2}} (?:19|20)\d\d|"
    rf"(?:den )?(?:\d{{1,2}}(?:\.|:e)?|{_ORDINAL}) (?:i )?(?:{_PARTITIVE}|{_ORDINAL}|\d{{1,2}}:e),? ?(?:vuonna |år )?{_YEAR}|"
    rf"(?:den )?(?:\d{{1,2}}(?:st|nd|rd|th|:e|\.)?|{_ORDINAL})(?: päivä\w*)? ?(?:of )?(?:{_MONTH}),? ?(?:vuonna |år )?{_YEAR}|"
    rf"(?:{_MONTH}) ?(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th|\.|:s)?|{_ORDINAL})(?: päivä\w*)?,? ?(?:vuonna |år |of )?(?:19|20)\d\d)"
)
_BIRTH = (
    r"synt(?:\.? ?(?:aika|pvm)|\.)?|synttär\w*|synty(?:i|isin|ny\w*|neen\w*|mä\w*|mys\w*)|född\w*|fdd|fd|föds\w*|födelse\w*|"
    r"born|birth(?:day|date| date|-date)?|b[-'’]?day|yob|date of birth|dob|d\.o\.b\.?|"
    r"ppkkvv\w*|ddmmåå|ååmmdd|hetu\w*|sotu\w*|henkilötunnu\w*|person(?:nummer|numret|beteckning\w*)|"
    r"(?:täyttää|täytti) \d{1,2}(?: vuotta| v)?|fyll(?:er|de) \d{1,2}(?: år)?|turns \d{1,2}|turned \d{1,2}"
)
# A day without its year; with an age or a year beside it, it is told as a date of birth all the same.
_DAY = (
    rf"(?:\d{{1,2}} ?[./] ?\d{{1,2}}\.?(?:(?:19|20)\d\d)?|(?:den )?\d{{1,2}}(?:st|nd|rd|th|:e|\.)? ?(?:of )?(?:{_MONTH})(?!\w)|(?:den )?(?:{_ORDINAL}) (?:{_MONTH})(?!\w)|"
    rf"(?:{_MONTH}) \d{{1,2}}(?:st|nd|rd|th)?(?!\w))"
)
# Of the young, since clubs and shops have birthdays too.
_AGE = (
    r"(?:[5-9]|1\d|2[0-5]|(?:yksi|yks|kaksi|kaks|kolme|neljä|viisi|viis|kuusi|kuus|seitsemän|kahdeksan|yhdeksän)toista|"
    r"tolv|tretton|fjorton|femton|sexton|sjutton|arton|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen)"
)
_COMES_OF_AGE = (
    rf"(?:täyttää|täytti|täyttänyt) {_AGE}(?: vuotta| ?v)?\.?|(?:fyller|fyllde|fyllt) {_AGE}(?: år)?|(?:turns|turned) {_AGE}|"
    rf"blev {_AGE}|becomes {_AGE}|täysi-ikäi\w+|blir myndig|comes of age"
)
_PATTERNS = (
    re.compile(rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,28}}?(?<!\d){_DAY}[^\n!?]{{0,14}}?(?<!\d)(?:19|20)\d\d(?!\d)", re.I),
    re.compile(rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,20}}?(?:19|20)\d\d(?!\d)[^\n!?]{{0,14}}?(?<!\d){_DAY}(?!\d)", re.I),
    re.compile(rf"(?<!\w)(?:{_COMES_OF_AGE})(?!\w)[^\n!?.]{{0,14}}?(?<!\d){_DAY}(?!\d)", re.I),
    re.compile(rf"(?<![\w.]){_DAY}[^\n!?.]{{0,16}}?(?<!\w)(?:{_COMES_OF_AGE})(?!\w)", re.I),
    re.compile(rf"(?<!\w)täytti {_DAY} {_AGE} ?v", re.I),
    # Year, month and day, and then that it is one: "vuonna 2008 maaliskuussa 3. päivä syntynyt".
    re.compile(rf"(?<!\d)(?:19|20)\d\d,? (?:{_MONTH}) (?:den )?\d{{1,2}}\.?(?: päivä\w*)? (?:synty(?:nyt|neen\w*)|född\w*)(?!\w)", re.I),
    re.compile(rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,28}}?(?<!\d){_DATE}(?!\d)", re.I),
    # One letter says so only just before a date that has its year.
    re.compile(rf"(?<![\w.])(?:s|f|b|synt|född)(?:[.:] ?| ){_DATE}(?!\d)", re.I),
    # The year first, then the day: "vuonna 2008 maaliskuun 3. päivä".
    re.compile(
        rf"(?<!\w)(?:{_BIRTH})(?!\w)[^\n!?]{{0,20}}?(?:19|20)\d\d,? ?(?:(?:{_MONTH}) \d{{1,2}}|(?:den )?\d{{1,2}}[.:]?e? (?:{_MONTH}))",
        re.I,
    ),
    # The date first: "3.3.2008 syntynyt", "2008-03-03 född".
    re.compile(rf"(?<![\d.]){_DATE},?[)\]]? ?[(]?(?:synt(?:\.|(?=\)))|synty(?:nyt|neen\w*|neelle)|född\w*|(?:is|was|är|on|oli) (?:\w{2,8} )?(?:birth|födelsedag|syntymäpäiv|synttär)\w*)(?!\w)", re.I),
)  # fmt: skip


def find(text: str) -> Iterator[Hit]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.BIRTH_DATE)
