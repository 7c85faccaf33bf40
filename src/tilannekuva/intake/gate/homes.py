"""Where somebody lives: an address with its stair or flat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData

# Words that streets end with, in the cases in which addresses are told.
_STREET_WORD = (
    r"(?:katu|kadun|kadulla|kadulta|kadussa|tie|tien|tiellä|tieltä|kuja|kujan|kujalla|kujalta|polku|polun|polulla|raitti|raitin|raitilla|"
    r"kaari|kaaren|linja|linjan|linjalla|linjen|aukio|aukion|tori|torin|ranta|rannan|penger|penkereen|rinne|rinteen|mäki|mäen|laita|portti|"
    r"tanhua|väylä|väylän|esplanadi|gatan|gata|vägen|väg|gränden|gränd|stigen|stig|esplanaden|stranden|torget|allén|backen|svängen|bågen|plan|"
    r"planen|puistik\w{1,5}|piha|pihan|bulevardi\w{0,3}|taival|taipale|mutka|kulma|reitti|brinken|kullen|udden|ringen|kroken|leden|parken|platsen|"
    r"promenaden|slingan|terrassen|åsen|branten|kajen|höjden|aveny(?:n)?|terrace|close|court|crescent|way|place|boulevard|street|road|avenue|lane|drive|st\.?|rd\.?)"
)
_STREET = rf"(?<!\w)(?:[\w'åäö-]{{1,30}} ){{0,2}}[\w'åäö-]{{0,40}}{_STREET_WORD}"
_STAIR = r"(?:rappu\w*|porras|portaa\w*|portaikko|trappa(?:n)?|uppgång(?:en)?|trapphus(?:et)?|stair(?:case|well|way)?|entrance)"
_FLAT = r"(?:as(?:unto\w*|\.)?|asunno\w*|huoneisto\w*|lgh|lägenhet(?:en)?|bost(?:ad|\.)?|bst\.?|flat|apartment|apt\.?|kämppä|kämpä\w*|ovi|dörr(?:en)?)"
# The small letter is a stair only where a flat follows: "12 a" may be the house.
_ADDRESS = re.compile(
    rf"{_STREET},? ?(?:(?:numero(?:ssa|sta)?|nro|nr|no|nummer)\.? )?\d{{1,4}}(?:-\d{{1,4}})?"
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
# An ending that no list of streets knows: then the name begins with a capital, and stair and flat stand apart.
_ANY_STREET = re.compile(
    r"(?<!\w)(?!(?:[Bb]us|[Ll]inj|[Jj]un|[Rr]ait|[Bb]uss|[Ll]uok|[Tt]erminaal|[Gg]ate|[Ll]aitur|[Ss]al|[Hh]uone|[Rr]oom|[Rr]um|[Hh]al|[Kk]lo|[Tt]ila|[Nn]ro|[Rr]aide|[Pp]aikk))"
    r"[A-ZÅÄÖ][a-zåäö'-]{3,30} \d{1,3} ?[A-Ra-h] ?(?:as\.? ?|lgh ?|bost\.? ?)?\d{1,3}(?![\w.:,]?\d|\w)"
)
_ANY_WITH_FLAT = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][\w'-]{3,40} \d{1,4} ?[A-Ra-r]?,? ?(?:lgh|lägenhet|as\.|asunto|bost\.?|bst\.?|flat|apt\.?|apartment) ?\d{1,4}(?!\w)"
)
# c/o somebody at a street; "3 tr": the storey of a home, as Swedish addresses tell it.
_CARE_OF = re.compile(rf"(?<!\w)c/o [^\n,.]{{2,40}}, ?{_STREET} ?\d{{1,4}}", re.I)
_STOREY = re.compile(rf"{_STREET} ?\d{{1,4}} ?[A-Fa-f]?,? ?\d{{1,2}} ?(?:tr|trp|trappor)\b", re.I)
_STAIR_JOINED = re.compile(
    rf"{_STREET} ?\d{{1,4}},? ?(?-i:[A-R])[ -]?(?:rap(?:pu|pu\w+|ussa|usta|un|puun)|portaa\w*|porras|trapp\w*|uppgång\w*|stair\w*)(?!\w)",
    re.I,
)


def find(text: str) -> Iterator[Hit]:
    for pattern in (
        _ADDRESS,
        _FLAT_FIRST,
        _STAIR_FIRST,
        _STAIR_AND_FLAT,
        _ANY_STREET,
        _ANY_WITH_FLAT,
        _CARE_OF,
        _STOREY,
        _STAIR_JOINED,
    ):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.HOME_ADDRESS)
