"""Accounts and links of social media."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData

_LINK = re.compile(
    r"(?:(?:www\.|m\.)?(?:instagram|facebook|tiktok|twitter|x|snapchat|youtube|vk|onlyfans|threads|linkedin|reddit|vinted)\.com|"
    r"twitch\.tv|ask\.fm|ngl\.link|linktr\.ee|"
    r"fb\.com|t\.me|telegram\.me|wa\.me|discord\.gg|discord\.com|kik\.me|ig\.me|steamcommunity\.com|soundcloud\.com|bsky\.app|mastodon\.\w+|pinterest\.\w+|flickr\.com|roblox\.com|open\.spotify\.com|"
    r"(?<![\w./])u)/(?:add/|in/|user/|users/|u/|c/|channel/|id/|profiles?/|people/|s/)?"
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
_TAGGED = re.compile(r"(?<!\w)[\w.]{2,32}#\d{4}(?!\d)")
# Who is called so on a platform: the word for the platform, what one is called by, the name; or the other way round.
_CALLED_BY = (
    r"nimellä|nimimerkillä|nimim(?:erkki|\.)?|nickillä|nikillä|nikki|nick|käyttäjänimellä|käyttäjällä|käyttäjä|tunnuksella|tunnus|tililtä|tilillä|tili|profiililla|"
    r"under namnet|med namnet|som heter|heter|kallar sig|går under|användaren|användarnamn(?:et)?|kontot|konto|profilen|aliaset|alias|"
    r"goes by|as|under the name|by the name(?: of)?|called|named|username|user|account|handle|profile|screen name"
)
_NAME = r"[\"“”'‘’«]?@?(?P<name>[^\W\d_][\w.-]{2,29})[\"“”'’»]?"
_ON_THEN_CALLED = re.compile(
    rf"(?<!\w)(?:{_PLATFORM})(?!\w)[^\n.!?]{{0,16}}?(?<!\w)(?:{_CALLED_BY}):? (?:on |är |is )?{_NAME}", re.I
)
_CALLED_THEN_ON = re.compile(
    rf"(?<!\w)(?:{_CALLED_BY}):? (?:on |är |is )?{_NAME}[,]? (?:on |på |i |in |tykö |via )?(?:the )?(?:{_PLATFORM})(?!\w)",
    re.I,
)
_QUOTED_ON = re.compile(
    rf"[\"“”«](?P<name>[^\s\"“”«»]{{3,30}})[\"“”»][^\n.!?]{{0,12}}?(?<!\w)(?:{_PLATFORM})(?!\w)|"
    rf"(?<!\w)(?:{_PLATFORM})(?!\w)[^\n.!?]{{0,12}}?[\"“”«](?P<other>[^\s\"“”«»]{{3,30}})[\"“”»]",
    re.I,
)
_ADDED = re.compile(
    rf"(?<!\w)(?:lisää|addaa|add|adda|lägg till|seuraa|följ|follow|dm|pm)(?: me| mig| mut| mua)? @?(?P<name>[\w.-]{{3,30}})[,:]? (?:on |på |i )?(?:{_PLATFORM})(?!\w)",
    re.I,
)
_ON_ITS_OWN = re.compile(
    rf"(?<!\w)(?:{_PLATFORM})-?(?:nimi|nick|tili|tunnus|käyttäjä|konto|namn|account|user|name|handle)\w{{0,4}}:? (?:on |är |is )?{_NAME}",
    re.I,
)
# What stands where a name would, and is none.
_NO_NAME = frozenset(
    [
        "the",
        "this",
        "that",
        "his",
        "her",
        "its",
        "their",
        "our",
        "your",
        "and",
        "but",
        "not",
        "for",
        "all",
        "one",
        "any",
        "app",
        "user",
        "account",
        "profile",
        "käyttäjä",
        "tili",
        "profiili",
        "konto",
        "profil",
        "jokin",
        "joku",
        "tämä",
        "tuo",
        "että",
        "jossa",
        "jolla",
        "joka",
        "oma",
        "uusi",
        "vanha",
        "sama",
        "monta",
        "paljon",
        "video",
        "videon",
        "viesti",
        "viestit",
        "ryhmä",
        "ryhmässä",
        "kanava",
        "kanavalla",
        "som",
        "den",
        "det",
        "att",
        "och",
        "har",
        "var",
        "inte",
        "ett",
        "min",
        "din",
        "han",
        "hon",
        "group",
        "channel",
        "grupp",
        "kanal",
        "sama",
        "eri",
        "väärä",
        "valeprofiili",
        "evidence",
        "proof",
        "soon",
        "well",
    ]
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
    for match in _TAGGED.finditer(text):
        yield Hit(*match.span(), PersonalData.HANDLE)
    for pattern in (_ON_THEN_CALLED, _CALLED_THEN_ON, _QUOTED_ON, _ADDED, _ON_ITS_OWN):
        for match in pattern.finditer(text):
            name = next(group for group in match.groups() if group)
            if name.lower() not in _NO_NAME and not _ON_PLATFORM.fullmatch(name):
                yield Hit(*match.span(), PersonalData.HANDLE)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Called or quoted, or followed by where: else the word after "account" is any word."""
    after = text[match.end() : match.end() + 4].lower()
    is_called = any(
        word in match.group().lower()
        for word in ("called", "named", "heter", "nimel", "nimi on", '"', "”", "“")
    )
    return is_called or after.startswith((" on ", " på ", " i ", " tik", " ins", " sna", " dis", " jod"))
