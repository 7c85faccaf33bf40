"""Accounts and links of social media."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData

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


def find(text: str) -> Iterator[Hit]:
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
