"""How somebody is reached: phones, e-mail, names and links of social media."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from .verdict import Hit, PersonalData

_AT = r"(?: ?@ ?| ?[(\[{<] ?(?:at|a|ät|@|miuku\w*|snabel-?a) ?[)\]}>] ?| (?:at|ät|ät-?merkki|at-?merkki|miuku\w*|snabel-?a) )"
_DOT = r"(?:\.| ?[(\[{<] ?(?:dot|piste|punkt|\.) ?[)\]}>] ?| (?:dot|piste|punkt) )"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w+-]{{1,40}}(?:{_DOT}[\w+-]{{1,40}}){{0,3}}{_AT}[\w-]{{2,63}}(?:{_DOT}[a-z0-9-]{{2,63}}){{1,3}}",
    re.I,
)
_EMAIL_GLUED = re.compile(
    r"(?<!\w)[a-z0-9._-]{2,40}(?:AT|ÄT)[a-z0-9-]{2,40}(?:DOT|PISTE|PUNKT)[a-z]{2,8}(?!\w)"
)
_EMAIL_WITHOUT_ENDING = re.compile(r"(?<![\w.+-])[\w+-]{1,30}(?:\.[\w+-]{1,30}){1,3}@[\w-]{2,63}(?![\w.])")
# Stretches of digits and what stands between the groups of a number; a phone is one to seven groups of one.
_NUMBERS = re.compile(r"(?<![\w.,/-])\(?\+?\d[\d ()./+-]*\d(?!\w)")
_GROUP = re.compile(r"\(?\+?\(?\d+\)?(?:[./-]\d+)*")
_MOST_GROUPS = 7
_DIGIT_WORDS = (
    "nolla|yksi|yks|kaksi|kaks|kolme|neljä|viisi|viis|kuusi|kuus|seitsemän|kahdeksan|yhdeksän|"
    "noll|ett|två|tre|fyra|fem|sex|sju|åtta|nio|zero|one|two|three|four|five|seven|eight|nine|oh"
)
_SPOKEN_PHONE = re.compile(
    rf"(?<!\w)(?:(?:{_DIGIT_WORDS})[ ,-]{{1,2}}){{6,14}}(?:{_DIGIT_WORDS})(?!\w)", re.I
)
_LINK = re.compile(
    r"(?:(?:www\.|m\.)?(?:instagram|facebook|tiktok|twitter|x|snapchat|youtube|vk|onlyfans|threads|linkedin|reddit|vinted)\.com|"
    r"twitch\.tv|ask\.fm|ngl\.link|linktr\.ee|"
    r"fb\.com|t\.me|telegram\.me|wa\.me|discord\.gg|discord\.com|kik\.me|ig\.me|(?<![\w./])u)/(?:add/|in/|user/|users/|u/|c/|channel/)?"
    r"@?[\w.-]{2,64}",
    re.I,
)
_AT_NAME = re.compile(r"(?<![\w/.@-])@[A-Za-zÅÄÖåäö0-9_](?:[\w.]{1,29})(?!\w)")
_PLATFORM = (
    r"sn[aä]p(?:chat|i|p)?\w*|insta(?:gram)?\w*|ig(?:ssä|:ssä)?|tik ?tok\w*|telegram\w*|tele(?:ssä|issä)?|wickr\w*|discord\w*|kik(?:issä)?|"
    r"jodel\w*|whats ?app\w*|facebook\w*|fb(?:ssä|:ssä)?|twitter\w*|twitch\w*|youtube\w*|steam\w*|session|reddit\w*|ask\.?fm\w*|threads|"
    r"signal|viber|vinted|tori\.fi|onlyfans"
)
_ACCOUNT = (
    r"nick|nimimerk(?:ki|illä|in)|käyttäjä(?:nimi|tunnus|tili|ä|n|lle|ltä)?|käyttäjänimellä|tili(?:llä|ltä|n)?|user ?name|user|account|handle|"
    r"användar(?:e|en|namn|namnet)?|konto(?:t)?|profil(?:en|i|illa|in)?|lähettäjä|avsändare|sender"
)
_NAMED_SO = re.compile(
    r"(?<!\w)(?:nick|nimimerk(?:ki|illä|in)|käyttäjä(?:nimi|tunnus|nimellä)|user ?name|handle|användarnamn(?:et)?)(?!\w)"
    r"(?: on| is| är)? ?(?:[:=] ?|[\"“”'])?@?[A-Za-zÅÄÖåäö0-9][\w.-]{2,29}",
    re.I,
)
_MARKED = re.compile(
    rf"(?<!\w)(?:{_PLATFORM}) ?[:=] ?[\"“”']?@?[A-Za-zÅÄÖåäö0-9][\w.-]{{2,29}}[\"“”']?(?= ?(?:$|[.,;:!?)\n/]))",
    re.I,
)
_ACCOUNT_CALLED = re.compile(
    r"(?<!\w)(?:käyttäjä(?:ltä|llä|n)?|tili(?:llä|ltä|n)?|profiili(?:lla|n)?|account|user|profile|konto(?:t)?|profil(?:en)?|användare(?:n)?)"
    r"(?: called| named| som heter| nimeltä| nimi on| nimellä)? [\"“”']?@?(?P<handle>[a-zåäö][\w.-]{4,29})",
    re.I,
)
_ON_PLATFORM = re.compile(rf"(?<!\w)(?:{_PLATFORM})(?!\w)", re.I)
_ABOUT_ACCOUNTS = re.compile(rf"(?<!\w)(?:{_PLATFORM}|{_ACCOUNT}|nimellä|som heter|named|called)(?!\w)", re.I)
# A name made for a machine: with an underscore anywhere; or with a digit or a dot inside, if accounts are spoken of.
_UNDERSCORED = re.compile(r"(?<![\w./-])(?=\w*[^\W\d_])(?:_+\w{2,}|[^\W_][\w.]*_[\w.]*)(?![\w-]|\.\w)")
_MACHINE_NAME = re.compile(
    r"(?<![\w./@-])(?=[\w.-]*[^\W\d_])(?:[^\W_]+(?:\.[^\W_]+)+|[^\W\d_]+\d+\w*|\d+[^\W\d_]{3,}\w*|xX\w+)(?![\w-])",
    re.I,
)
_FILE_ENDINGS = re.compile(
    r"\.(?:jpe?g|png|pdf|docx?|xlsx?|csv|mp[34]|mov|zip|txt|fi|se|com|org|net|eu)$", re.I
)
_REACH = 40

_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
# A date with or without a time, two times, two days, the number of a business.
_NO_PHONE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}(?:[ .-]+\d{1,2}[.:]\d\d)?|\d{1,2}[.:]\d\d ?- ?\d{1,2}[.:]\d\d|\d{6} ?- ?\d{6}|\d{7}-\d"
)
_FEWEST_OF_INVALID = 9
# Parsing is careful and slow; a text with more numbers than this cannot be looked through in reasonable time.
MOST_NUMBERS = 3_000


def find(text: str) -> Iterator[Hit]:
    for pattern in (_EMAIL, _EMAIL_GLUED, _EMAIL_WITHOUT_ENDING):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.EMAIL)
    yield from _phones(text)
    for pattern in (_LINK, _AT_NAME, _NAMED_SO, _MARKED):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.HANDLE)
    for match in _UNDERSCORED.finditer(text):
        if not _FILE_ENDINGS.search(match.group()):
            yield Hit(*match.span(), PersonalData.HANDLE)
    for match in _ACCOUNT_CALLED.finditer(text):
        around = max(0, match.start() - _REACH), match.end() + _REACH
        on = _ON_PLATFORM.search(text, *around)
        if on is not None and not _ON_PLATFORM.fullmatch(match["handle"]) and _stands_alone(text, match):
            yield Hit(*match.span(), PersonalData.HANDLE)
    for word in _ABOUT_ACCOUNTS.finditer(text):
        for match in _MACHINE_NAME.finditer(text, max(0, word.start() - _REACH), word.end() + _REACH):
            is_apart = match.end() <= word.start() or match.start() >= word.end()
            if is_apart and not _FILE_ENDINGS.search(match.group()):
                yield Hit(*match.span(), PersonalData.HANDLE)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Called or quoted, or followed by where: else the word after "account" is any word."""
    after = text[match.end() : match.end() + 4].lower()
    is_called = any(
        word in match.group().lower()
        for word in ("called", "named", "heter", "nimel", "nimi on", '"', "”", "“")
    )
    return is_called or after.startswith((" on ", " på ", " i ", " tik", " ins", " sna", " dis", " jod"))


def _phones(text: str) -> Iterator[Hit]:
    for match in _SPOKEN_PHONE.finditer(text):
        yield Hit(*match.span(), PersonalData.PHONE)
    n_looked_at = 0
    for match in _NUMBERS.finditer(text):
        groups = list(_GROUP.finditer(text, *match.span()))
        first = 0
        while first < len(groups):
            if n_looked_at >= MOST_NUMBERS:
                yield Hit(groups[first].start(), len(text), PersonalData.UNCHECKABLE)
                return
            n_looked_at += 1
            following = _phone_from(text, groups, first)
            if following:
                yield Hit(groups[first].start(), groups[following - 1].end(), PersonalData.PHONE)
            first = following or first + 1


def _phone_from(text: str, groups: list[re.Match[str]], first: int) -> int:
    """The group after the longest phone that begins at the group `first`; 0 for none."""
    longest = 0
    digits = ""
    for idx in range(first, min(first + _MOST_GROUPS, len(groups))):
        digits += re.sub(r"\D", "", groups[idx].group())
        if len(digits) > _MOST_DIGITS:
            break
        if len(digits) >= _FEWEST_DIGITS and _is_phone(
            text[groups[first].start() : groups[idx].end()], digits
        ):
            longest = idx + 1
    return longest


def _is_phone(written: str, digits: str) -> bool:
    if _NO_PHONE.fullmatch(written):
        return False
    if written.startswith(("+", "00")):
        return _is_valid("+" + digits.removeprefix("00"), None)
    if not digits.startswith("0"):
        return False  # sums, years, case numbers; a number without its area is not known by its form
    return _is_valid(digits, "FI") or _is_valid(digits, "SE")


def _is_valid(number: str, region: str | None) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    # Numbers that do not exist are personal too: one digit may be mistyped. So their length alone must fit.
    return phonenumbers.is_possible_number(parsed) and (
        phonenumbers.is_valid_number(parsed)
        or (parsed.country_code in (358, 46) and len(number.lstrip("+")) >= _FEWEST_OF_INVALID)
    )
