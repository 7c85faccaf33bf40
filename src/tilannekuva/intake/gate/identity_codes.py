"""Identity codes of Finland, Sweden and Estonia, and bank accounts: numbers that name one person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stdnum import luhn
from stdnum.ee import ik

from .look_alike_digits import with_digits
from .verdict import Hit, PersonalData

# A date, one of the marks of a century (old and new), a number, a check character: with or without spaces.
_FINNISH = re.compile(
    r"(?<![0-9A-Za-z])(\d\d)[ .]?(\d\d)[ .]?(?:19|20)?(\d\d) {0,2}([-+A-FU-Ya-fu-y/_]) {0,2}(\d{3})[ -]{0,2}([0-9A-Ya-y])(?![0-9A-Za-zÅÄÖåäö])"
)
# Without the mark the check character must fit: a number of ten digits may be anything.
_FINNISH_UNMARKED = re.compile(
    r"(?<![0-9A-Za-z+])(\d\d)(\d\d)(\d\d) ?(\d{3}) ?([0-9A-Ya-y])(?![0-9A-Za-zÅÄÖåäö])"
)
# Looser than people should write, and still a code: digits apart, other marks, the whole year. The check must fit,
# or a word must say what it is.
_FINNISH_LOOSE = re.compile(
    r"(?<![0-9])(\d) ?(\d)[ .,/-]{0,2}(\d) ?(\d)[ .,/-]{0,2}(?:1 ?9 ?|2 ?0 ?)?(\d) ?(\d) {0,3}([^\w\s]|[A-FU-Ya-fu-y_]|viiva|väliviiva|bindestreck|streck|dash|hyphen|minus|plus)? {0,3}"
    r"(\d)[ -]?(\d)[ -]?(\d)[ -]{0,2}([0-9A-Za-z])(?![0-9A-ZÅÄÖ])"
)
# Written out character by character, as one reads it aloud: nobody writes a date so.
_FINNISH_SPACED = re.compile(
    r"(?<![0-9])(\d) (\d) (\d) (\d) (?:[12] [90] )?\d \d ?[-+A-FU-Ya-fu-y] ?\d \d \d ?[0-9A-Ya-y](?![0-9A-Za-zÅÄÖåäö])"
)
# Six digits, a mark, three digits and a letter are a code with a slip, even where no day is so called.
_FINNISH_FORM = re.compile(
    r"(?<![0-9])(?:\d ?){6} {0,2}[-+/_:=*~A-FU-Ya-fu-y] {0,3}(?:\d ?){3}[- ]{0,2}[A-Za-z](?![0-9A-Za-zÅÄÖåäö-]|\.\d)"
)
_CALLED = re.compile(
    r"(?<!\w)(?:hetu\w*|henkilötunnu\w*|henkilönumero\w*|henkkari\w*|sotu\w*|hlötunnus|hlö ?tunnus|person(?:nummer|nr|beteckning)\w*|p-?nr|"
    r"samordnings(?:nummer|nr)|identity (?:code|number)|personal (?:id|code|number)|social security(?: number)?|ssn|isikukood)(?!\w)",
    re.I,
)
_AFTER_WORD = re.compile(
    r"[^\d\n]{0,20}?(\d{6}|\d{8})(?!\d)(?: ?[^\w\s]? ?[A-Fa-fU-Yu-y_]? ?(?:\d{3} ?[0-9A-Za-z]|\d{4})(?![0-9A-Za-zÅÄÖåäö]))?"
)
_SWEDISH_LOOSE = re.compile(
    r"(?<![0-9A-Za-z])((?:(?:19|20) ?)?)(\d ?\d)[ ./-]?(\d ?\d)[ ./-]?(\d ?\d) {0,2}([-+/:_=.~]|streck|bindestreck|dash)? {0,2}((?:\d ?){3}\d)(?![0-9A-Za-z])"
)
_SWEDISH = re.compile(r"(?<![0-9A-Za-z])((?:19|20)?)(\d\d)(\d\d)(\d\d) ?([-+]?) ?(\d{4})(?![0-9A-Za-z])")
_ESTONIAN = re.compile(r"(?<![0-9A-Za-z])[1-8]\d{10}(?![0-9A-Za-z])")
_IBAN_BEGINS = re.compile(r"(?<![0-9A-Za-z])([A-Z]{2}) ?(?=\d\d)", re.I)
_ACCOUNT_CHARACTER = re.compile(r"[ -]?([0-9A-Z])", re.I)
# How many characters an account has after its country, where people here pay and are paid.
_ACCOUNT_LENGTHS = {
    "AT": 18, "BE": 14, "BG": 20, "CH": 19, "CZ": 22, "DE": 20, "DK": 16, "EE": 18, "ES": 22, "FI": 16, "FR": 25, "GB": 20, "GR": 25,
    "HU": 26, "IE": 20, "IS": 24, "IT": 25, "LT": 18, "LU": 18, "LV": 19, "NL": 16, "NO": 13, "PL": 26, "PT": 23, "RO": 22, "SE": 22,
    "TR": 24, "UA": 27,
}  # fmt: skip

_FEWEST_ACCOUNT_DIGITS = 10
_CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# Day numbers of Swedish co-ordination numbers are raised by 60.
_RAISED = 60


def find(text: str) -> Iterator[Hit]:
    """Every code that names a person, right or mistyped: a wrong check character is a slip of the finger."""
    text = with_digits(text)
    yield from _finnish(text)
    yield from _swedish(text)
    for match in _ESTONIAN.finditer(text):
        if ik.is_valid(match.group()):
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
    for word in _CALLED.finditer(text):
        called = _AFTER_WORD.match(text, word.end())
        if called is not None:
            yield Hit(called.start(1), called.end(), PersonalData.IDENTITY_CODE)
    yield from _accounts(text)


def _accounts(text: str) -> Iterator[Hit]:
    """Also mistyped: the country and the length say enough."""
    for country in _IBAN_BEGINS.finditer(text):
        wanted = _ACCOUNT_LENGTHS.get(country[1].upper())
        if wanted is None:
            continue
        end, digits = country.end(), 0
        for _ in range(wanted):
            character = _ACCOUNT_CHARACTER.match(text, end)
            if character is None:
                break
            end, digits = character.end(), digits + character[1].isdecimal()
        else:
            is_over = end == len(text) or not text[end].isalnum()
            # No account has 00 or 01 for its check: that is the number of a bill.
            is_account = digits >= _FEWEST_ACCOUNT_DIGITS and text[country.end() :].lstrip()[:2] not in (
                "00",
                "01",
            )
            if is_over and is_account:
                yield Hit(country.start(), end, PersonalData.IBAN)


def _finnish(text: str) -> Iterator[Hit]:
    for match in _FINNISH.finditer(text):
        day, month, _year, mark, _number, _check = match.groups()
        # A slash is no mark of a century, but is written for one; then the check character must fit.
        if _is_day(int(day), int(month)) and (mark != "/" or _fits(match)):
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
    for match in _FINNISH_UNMARKED.finditer(text):
        if _is_day(int(match[1]), int(match[2])) and _fits(match):
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
    for match in _FINNISH_LOOSE.finditer(text):
        d1, d2, m1, m2, y1, y2, _mark, n1, n2, n3, check = match.groups()
        fits = _CHECK_CHARACTERS[int(d1 + d2 + m1 + m2 + y1 + y2 + n1 + n2 + n3) % 31] == check.upper()
        if _is_day(int(d1 + d2), int(m1 + m2)) and fits:
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
    for match in _FINNISH_SPACED.finditer(text):
        if _is_day(int(match[1] + match[2]), int(match[3] + match[4])):
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
    for match in _FINNISH_FORM.finditer(text):
        yield Hit(*match.span(), PersonalData.IDENTITY_CODE)


def _fits(match: re.Match[str]) -> bool:
    groups = [group for group in match.groups() if group.isdecimal()]
    digits = "".join(groups)[:9]
    return _CHECK_CHARACTERS[int(digits) % 31] == match.groups()[-1].upper()


def _is_day(day: int, month: int) -> bool:
    try:
        dt.date(2000, month, day)  # a leap year
    except ValueError:
        return False
    return True


def _swedish(text: str) -> Iterator[Hit]:
    for match in _SWEDISH_LOOSE.finditer(text):
        _century, year, month, day, _mark, number = (
            (group or "").replace(" ", "") for group in match.groups()
        )
        born = int(day) - _RAISED if int(day) > _RAISED else int(day)
        if _is_day(born, int(month)) and luhn.is_valid(year + month + day + number):
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
    for match in _SWEDISH.finditer(text):
        century, year, month, day, mark, number = match.groups()
        born = int(day) - _RAISED if int(day) > _RAISED else int(day)
        if not _is_day(born, int(month)):
            continue
        is_whole = bool(century) and bool(mark)
        if is_whole or luhn.is_valid(year + month + day + number):
            yield Hit(*match.span(), PersonalData.IDENTITY_CODE)
