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
# What is called after a people or a faith, and is a house, a dish, a day or a thing: nobody is meant.
_THING_AFTER = re.compile(
    r"(?:[ -]|-? )(?:embass|ambassad|suurlähety|lähetystö|konsul|restau|ravintol|kahvil|caf[eé]|food|ruok|ruoa|mat(?:en|varor)?(?!\w)|market|marknad|kaup|"
    r"shop|store|affär|butik|flag|lippu|lipu|church|kirk|kyrk|temple|tempel|mosque|moské|moskeija|school|skol|koulu|language|språk|kieli|kiele|"
    r"music|musik|musiik|film|eloku|teatt|teater|theat|train|juna|tåg|ship|laiva|fartyg|fartyget|plate|rekister|regist|cent(?:re|er)|keskus|keskuks|"
    r"society|seura|förening|associat|yhdisty|liitto|liiton|festiv|exhib|näyttely|utställning|week|viikko|viikon|vecka|day|päivä|dag(?:en)?(?!\w)|"
    r"street|katu|kadu|gatan|park(?:en)?(?!\w)|puisto|vodka|beer|olut|olue|öl(?!\w)|matto|mattoj|matta|rug|tobacco|tupak|tobak|savuk|cigar|coin|kolik|mynt|"
    r"parking|pysäköinti|parkering|ramp|luisk|toilet|wc|toalett|awareness|charity|gala|pizz|kebab|skylt|kylt|smäll|fyrverk|raket|ilotulit|paukku|tölk|kalja|pullo|flask|burk|bottle|cans?(?!\w)|box|candy|karkk|godis|choc|suklaa|choklad|tea(?!\w)|teetä|coffee|kahvi|kaffe|spice|maust|krydd|sauce|kastike|sås|salad|salaat|leip|bröd|bread|cheese|juust|wine|viini|dans|dance|tanss|doll|nukke|docka|novel|romaan|book|kirja|böck|course|kurss|kurs|lesson|alphabet|aakkos|text|tekst|word(?!\w)|sign(?!\w)|signs|brand|merkk|märke|ears?(?!\w)|spot|alley|corner|kulma|piste(?!\w)|fläck|kurva|vinkel)",
    re.I,
)
# "The shop of the Somalis" means people, whatever stands after it.
_OF_SEVERAL = ("ten", "jen", "den", "s'", "ernas")
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
        if not_so.match(word):
            continue
        if not word.endswith(_OF_SEVERAL) and _THING_AFTER.match(text, match.end()):
            continue
        if any(part in whole or (begins.match(part) and not not_so.match(part)) for part in parts):
            yield Hit(*match.span(), PersonalData.PROTECTED_GROUP)
    for match in _DESCRIBED.finditer(text):
        yield Hit(*match.span(), PersonalData.PROTECTED_GROUP)
