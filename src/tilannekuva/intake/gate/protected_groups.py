"""Words for groups that the law protects. The gate asks: does the phenomenon need this?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .verdict import Hit, PersonalData
from .word_lists import listed

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Adjectives that describe a person only beside a word for one: a blind alley, a black car.
_PEOPLE = (
    r"(?:m[ae]n|wom[ae]n|lad(?:y|ies)|gentlem[ae]n|boys?|girls?|kids?|child(?:ren)?|teen(?:ager)?s?|people|persons?|pupils?|students?|famil(?:y|ies)|"
    r"passengers?|youths?|couple|user|mies|miehe\w*|nainen|nais\w*|poika\w*|poja\w*|pojat|tyttö\w*|tytö\w*|tytöt|nuori|nuor\w*|laps\w*|lapsi|henkilö\w*|"
    r"ihmi\w*|vanhu\w*|rouva\w*|herra\w*|oppila\w*|kvinn\w*|m[aä]n(?:nen)?|person(?:er)?|pojk\w*|flick\w*|tjej\w*|kill\w*|dam(?:en)?|herre\w*|barn\w*|ungdom\w*|"
    r"elev\w*|resenär\w*|familj\w*)"
)
_DESCRIBED = re.compile(
    rf"(?<!\w)(?:black|white|blind|deaf|disabled|trans|roma|rom|autistic|demented|mentally ill|wheelchair|svart[a]?|vit[a]?|blind[a]?|döv[a]?|dement[a]?|"
    rf"musta\w*|valkoi\w*|sokea\w*|kuuro\w*|dement\w*|vammai\w*|trans)[ -]{_PEOPLE}(?!\w)",
    re.I,
)
_CLASS = re.compile(r"(?<![\w-])[1-9] ?[A-Ha-h](?![A-Za-zÅÄÖåäö0-9])(?::\w+|-?(?:luok|klass)\w*)?")
_PUPIL = re.compile(
    r"(?<!\w)(?:oppila\w*|poika\w*|poja\w*|pojat|tyttö\w*|tytö\w*|koululai\w*|kaver\w*|luokkalai\w*|elev\w*|pojk\w*|flick\w*|tjej\w*|kill(?:e|ar|en|arna)|"
    r"pupils?|students?|boys?|girls?|kids?|classmates?)(?!\w)",
    re.I,
)
_NEAR_CLASS = 45

_ALSO_PLACES = frozenset({"Rom", "Roma"})


@lru_cache(maxsize=1)
def _beginnings() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    words = listed("protected_groups")
    begins = sorted(word for word in words if word[0] not in "!=")
    not_so = sorted(word[1:] for word in words if word[0] == "!")
    return (
        re.compile("|".join(map(re.escape, begins))),
        re.compile("|".join(map(re.escape, not_so))),
        frozenset(word[1:] for word in words if word[0] == "="),
    )


def find(text: str) -> Iterator[Hit]:
    begins, not_so, whole = _beginnings()
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if match.group() in _ALSO_PLACES:
            continue
        parts = {word, *word.split("-")}
        if any(part in whole or (begins.match(part) and not not_so.match(part)) for part in parts):
            yield Hit(*match.span(), PersonalData.PROTECTED_GROUP)
    for match in _DESCRIBED.finditer(text):
        yield Hit(*match.span(), PersonalData.PROTECTED_GROUP)
    for match in _CLASS.finditer(text):
        pupil = _PUPIL.search(text, max(0, match.start() - _NEAR_CLASS), match.end() + _NEAR_CLASS)
        if pupil is not None:
            yield Hit(
                min(match.start(), pupil.start()), max(match.end(), pupil.end()), PersonalData.SCHOOL_CLASS
            )
