"""Names of people: a given name beside a family name. A question, not a stop: a writer may know better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from .verdict import Hit, PersonalData
from .word_lists import listed

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(
    r"(?<!\w)(?:[Hh]erra|[Rr]ouva|[Nn]eiti|[Hh]err|[Ff]ru|[Ff]röken|[Mm]iss|[Mm]ister|(?:[Hh]ra|[Rr]va|[Nn]ti|[Mm]rs?|[Mm]s|[Dd]r)\.?) (?=[A-ZÅÄÖ])"
)
# A word of work before a family name; the name must be known, since a place may follow as well.
_AT_WORK = re.compile(
    r"(?<!\w)(?:rehtori|opettaja|ope|luokanvalvoja|konstaapeli|ylikonstaapeli|vartija|lääkäri|tohtori|valmentaja|kuraattori|rektor|lärare(?:n)?|"
    r"konstapel|väktare(?:n)?|doktor|tränare(?:n)?|kurator|teacher|principal|officer|constable|guard|coach|doctor) (?=[A-ZÅÄÖ])",
    re.I,
)
_NAMED = re.compile(
    r"(?<!\w)(?:nimeltä(?:än)?|nimi on|nimisen?|(?:kutsutaan |tunnetaan )nimellä|named|name is|called|heter|som heter|namnet är|vid namn) (?=[A-ZÅÄÖ])",
    re.I,
)
# What follows a name that is that of a street, a school, an event: then it names no one who lives.
_PLACE_AFTER = re.compile(
    r"[ -]?(?:katu|kadu|tie(?!\w)|tien|tiellä|kuja|polku|polun|polulla|puisto|aukio|tori(?!\w)|torilla|koulu|lukio|gymnasi|peruskoulu|stadion|kenttä|halli|"
    r"museo|sali|ranta|silta|kentä|kentt|säätiö| -säätiö|hem(?!\w)|coffee|kapell|allé|portti|säätiö|park(?:en)?(?!\w)|gata|gränd|väg|skola|skolan|torg|plats|bro(?!\w)|stiftelse|"
    r"street|square|school|road|foundation|kirkko|kyrka|sairaala|talo(?!\w)|-?terminal|patsa|staty|statue|-?hallen|teatteri|teatern|halle|arena|areena|kisat|päivä|cup)",
    re.I,
)
_CASES = (
    *(
        "n",
        "in",
        "en",
        "a",
        "ä",
        "ta",
        "tä",
        "lle",
        "lla",
        "llä",
        "lta",
        "ltä",
        "ssa",
        "ssä",
        "sta",
        "stä",
        "ksi",
        "na",
        "nä",
    ),
    *(
        "kin",
        "kaan",
        "kään",
        "ko",
        "kö",
        "han",
        "hän",
        "hon",
        "iin",
        "aan",
        "ään",
        "oon",
        "uun",
        "s",
        "'s",
        "’s",
        "sin",
        "t",
        "ita",
        "itä",
    ),
)
# Family names of the commonest forms are known by their endings.
_FAMILY_ENDINGS = re.compile(
    r"(?:nen|sson|ström|[qk]vist|gren|lund|berg|holm|roos|enko|chuk|ovic|ović|evic|ević|oğlu|oglu|zadeh?|yan|[oe]va?|sky|ski|ska|dottir)$"
)
_LOWER_CASE_NEEDS = 4


def find(text: str) -> Iterator[Hit]:
    words = list(_WORD.finditer(text))
    for first, second in pairwise(words):
        between = text[first.end() : second.start()]
        if _is_full_name(text, first, second, between) or _is_turned_round(text, first, second, between):
            yield Hit(first.start(), second.end(), PersonalData.NAME)
    for first, middle, last in zip(words, words[1:], words[2:], strict=False):
        has_initial = len(middle.group()) == 1 and text[middle.end() : last.start()] == ". "
        if has_initial and is_given_name(first.group()) and last.group()[0].isupper():
            yield Hit(first.start(), last.end(), PersonalData.NAME)
    for first, second in pairwise(words):
        between = text[first.end() : second.start()]
        is_initial = len(first.group()) == 1 and first.group().isupper() and between == ". "
        if is_initial and second.group()[0].isupper() and _is_family(second.group(), by_ending=True):
            yield Hit(first.start(), second.end(), PersonalData.NAME)
        ends_in_initial = (
            len(second.group()) == 1
            and second.group().isupper()
            and text[second.end() : second.end() + 1] == "."
        )
        if ends_in_initial and between == " " and first.group()[0].isupper() and is_given_name(first.group()):
            yield Hit(first.start(), second.end() + 1, PersonalData.NAME)
    for pattern, must_be_known in ((_TITLE, False), (_AT_WORK, True)):
        for match in pattern.finditer(text):
            name = _WORD.match(text, match.end())
            if name is not None and (not must_be_known or _is_family(name.group(), by_ending=True)):
                yield Hit(match.start(), name.end(), PersonalData.NAME)
    for match in _NAMED.finditer(text):
        name = _WORD.match(text, match.end())
        if name is not None and is_given_name(name.group()):
            yield Hit(match.start(), name.end(), PersonalData.NAME)


def _is_full_name(text: str, first: re.Match[str], second: re.Match[str], between: str) -> bool:
    if between != " " or first.group().endswith(("'s", "’s")) or not is_given_name(first.group()):
        return False
    family = second.group()
    if first.group()[0].isupper() and _begins_large(family):
        if family.lower() in listed("no_family_names") or (family.isupper() and not first.group().isupper()):
            return False
    elif not (_is_written_small(first.group()) and _is_family(family, by_ending=True)):
        return False
    return not _PLACE_AFTER.match(text, second.end()) and not _PLACE_AFTER.search(family, 3)


def _begins_large(family: str) -> bool:
    """With a capital, also after an article: al-Khatib."""
    return family.removeprefix("al-").removeprefix("el-")[:1].isupper()


def _is_turned_round(text: str, first: re.Match[str], second: re.Match[str], between: str) -> bool:
    """Family name first, as in a register, or in the genitive, as people talk: Virtasen Matti."""
    if between == " " and not first.group()[0].isupper():
        return _is_family(first.group(), by_ending=False) and any(
            _is_written_small(stem) for stem in _stems(second.group().lower())
        )
    if between not in (" ", ", ") or not (first.group()[0].isupper() and second.group()[0].isupper()):
        return False
    return (
        _is_family(first.group(), by_ending=True)
        and is_given_name(second.group())
        and not _PLACE_AFTER.match(text, second.end())
    )


def is_given_name(word: str) -> bool:
    """Whether a word is a given name that the lists know, in any case of it."""
    names = listed("given_names")
    return any(part in names for stem in _stems(word.lower()) for part in (stem, stem.split("-")[0]))


def _is_written_small(word: str) -> bool:
    names = listed("given_names")
    return (
        len(word) >= _LOWER_CASE_NEEDS
        and word.lower() not in listed("also_words")
        and all(part in names for part in word.lower().split("-"))
    )


def _is_family(word: str, *, by_ending: bool) -> bool:
    names = listed("family_names")
    return any(
        stem in names or (by_ending and len(stem) > 5 and _FAMILY_ENDINGS.search(stem) is not None)
        for stem in _stems(word.lower())
    )


def _stems(word: str) -> Iterator[str]:
    """The word, and what it may be without its case: Virtaselle, Virtasen, Virtasta all lead to Virtanen."""
    yield word
    for case in _CASES:
        if word.endswith(case) and len(word) - len(case) >= 3:
            stem = word[: -len(case)]
            yield stem
            if stem.endswith("se"):
                yield stem[:-2] + "nen"
            if stem.endswith("s"):
                yield stem[:-1] + "nen"
            # Strong and weak: Matin, Pekan, Marjutin; Koivumäen, Lahden.
            yield from _strong(stem)


def _strong(stem: str) -> Iterator[str]:
    for weak, strong in (("t", "tt"), ("k", "kk"), ("p", "pp")):
        if len(stem) > 2 and stem[-2] == weak:
            yield stem[:-2] + strong + stem[-1]
    if stem.endswith("e"):
        yield stem[:-1] + "i"
        yield stem[:-2] + "ki"
    if stem.endswith("de"):
        yield stem[:-2] + "ti"
    if stem.endswith("i"):
        yield stem[:-1]
