"""Pupils of a class that is named: few enough that everybody there knows who is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .names import is_given_name
from .verdict import Hit, PersonalData

_CLASS = re.compile(
    r"(?<![\w.,-])[1-9](?:[.-]? ?[A-H]|[.-]?[a-h])(?![A-Za-zÅÄÖåäö0-9])(?::\w+|[ -]?(?:luok|klass|class)\w*)?"
)
# The year in words, as pupils say it: "ysi F:n", "kasi B", "nian C".
_CLASS_IN_WORDS = re.compile(
    r"(?<!\w)(?:ekan?|tokan?|kolmos|nelos|vitos|kutos|seiska|kasi|ysi|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian)"
    r"(?:luokan)?[ -](?-i:[A-H])(?![A-Za-zÅÄÖåäö0-9])(?::\w+)?",
    re.I,
)
_PUPIL = re.compile(
    r"(?<!\w)(?:oppila\w*|poika\w*|poja\w*|pojat|poji\w*|poiki\w*|tyttö\w*|tyttöj\w*|tytö\w*|tytöt|koululai\w*|kaver\w*|\w*luokkalai\w*|luokkatover\w*|"
    r"kasiluokkalai\w*|ysiluokkalai\w*|(?:seiska|kasi|ysi|kutos|vitos)lai\w*|jätk\w*|teini\w*|"
    r"elev\w*|pojk\w*|flick\w*|tjej\w*|kill(?:e|ar|en|arna)|grabb\w*|klasskamrat\w*|klasskompis\w*|femman|sexan|sjuan|åttan|nian|"
    r"pupils?|students?|boys?|girls?|lads?|kids?|classmates?|schoolmates?|teens?|teenagers?|youngsters?)(?!\w)",
    re.I,
)
# Somebody of them: "kaksi 8B:ltä", "två från 9C", "one of 7A".
_SOME_OF = re.compile(
    r"(?<!\w)(?:kaksi|kolme|neljä|viisi|pari|muutama|jotkut|useita?|två|tre|fyra|några|någon|flera|two|three|four|some|somebody|someone|several)"
    r"(?: \w{1,12}){0,2} (?:from|of|in|från|i|ur)?(?: class| klass)? ?$",
    re.I,
)
_REACH = 70
_REACH_OF_NAME = 36


def find(text: str) -> Iterator[Hit]:
    for match in (*_CLASS.finditer(text), *_CLASS_IN_WORDS.finditer(text)):
        pupil = _PUPIL.search(text, max(0, match.start() - _REACH), match.end() + _REACH)
        if pupil is not None:
            start, end = min(match.start(), pupil.start()), max(match.end(), pupil.end())
            yield Hit(start, end, PersonalData.SCHOOL_CLASS)
        elif _names_somebody(text[max(0, match.start() - _REACH_OF_NAME) : match.start()]):
            yield Hit(*match.span(), PersonalData.SCHOOL_CLASS)


def _names_somebody(before: str) -> bool:
    """Whether what stands just before a class are some of its pupils, or the name of one."""
    if _SOME_OF.search(before):
        return True
    words = [word for word in re.split(r"[^\w'’-]+", before) if word]
    nearest = words[-4:]
    return any(word[0].isupper() and len(word) > 2 and is_given_name(word) for word in nearest)
