"""E-mail addresses, as they are and as people disguise them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .verdict import Hit, PersonalData

# What people say for the sign in the middle, here and there also by its looks: a cat's tail, a trunk, a bun.
_SIGN = (
    r"at|a|ät|ätt|@|at-?merk\w*|ät-?merk\w*|ättämerk\w*|miuku\w*|miau\w*|kissan ?häntä|kissahäntä|apinan ?häntä|"
    r"snabel-?a|snabbel-?a|alfakrull|kanelbulle|kringla|arroba"
)
_SPOKEN = r"at|ät|ätt|at-?merkki|ät-?merkki|ättämerkki|miuku\w*|miau\w*|kissan ?häntä|kissahäntä|apinan ?häntä|snabel-?a|snabbel-?a|alfakrull|kanelbulle"
_OPENS, _SHUTS = r"[(\[{<*\"'|/_~-]{1,2}", r"[)\]}>*\"'|/_~-]{1,2}"
_AT = rf"(?: ?@ ?| ?{_OPENS} ?(?:{_SIGN}) ?{_SHUTS} ?| (?:{_SPOKEN}) )"
_DOT = rf"(?:\.| ?{_OPENS} ?(?:dot|piste|punkt|prick|\.) ?{_SHUTS} ?| (?:dot|piste|punkt|prick) )"
_ENDINGS = r"(?:fi|se|com|net|org|eu|info|me|io|ru|ee|de|no|dk|uk|fr|pl|lv|lt|nu|biz|ax|app|dev)"
_PROVIDERS = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|luukku|proton(?:mail)?|live|msn|elisa|saunalahti|kolumbus|telia|bredband|"
    r"suomi24|gmx|yandex|tutanota|mail|welho|pp\.inet|inet|spray|comhem)"
)
_LOCAL = rf"(?<![\w.+-])[\w+-]{{1,40}}(?:{_DOT}[\w+-]{{1,40}}){{0,3}}"

_PATTERNS = (
    re.compile(rf"{_LOCAL}{_AT}[\w-]{{2,63}}(?:{_DOT}[a-z0-9-]{{2,63}}){{1,3}}", re.I),
    # Blanks or a comma where the full stop belongs: then a known ending must follow.
    re.compile(rf"(?<![\w.+-])[\w+.-]{{1,40}} ?@ ?[\w-]{{2,40}} ?[., ] ?{_ENDINGS}(?!\w)", re.I),
    re.compile(rf"(?<!\w)[\w+-]{{1,30}}(?: ?\. ?[\w+-]{{1,30}}){{1,3}} ?@ ?[\w-]{{2,40}} ?\. ?{_ENDINGS}(?!\w)", re.I),
    # The ending is left out, because everybody knows it; or the sign is.
    re.compile(rf"{_LOCAL}{_AT}{_PROVIDERS}(?!\w)", re.I),
    re.compile(r"(?<![\w.+-])[\w+-]{1,30}(?:[._][\w+-]{1,30}){1,3}@[\w-]{2,63}(?![\w.])"),
    re.compile(rf"(?<![\w.@+-])[\w+.-]{{2,40}} {_PROVIDERS}(?:\.| ?(?:dot|piste|punkt|prick) ?){_ENDINGS}(?!\w)", re.I),
    # Written as one word, with the signs spelled in capitals.
    re.compile(r"(?<!\w)[a-z0-9._-]{2,40}(?:AT|ÄT|MIUKU)[a-z0-9-]{2,40}(?:DOT|PISTE|PUNKT)[a-z]{2,8}(?!\w)"),
    # Joined by lines: kalle_at_example_dot_com, kalle-at-example.com.
    re.compile(
        rf"(?<!\w)[a-zåäö0-9.]{{2,40}}([-_])(?:at|ät|miuku)\1[a-z0-9]{{2,40}}(?:\1(?:dot|piste|punkt)\1|\.){_ENDINGS}(?!\w)", re.I
    ),
)  # fmt: skip


def find(text: str) -> Iterator[Hit]:
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            yield Hit(*match.span(), PersonalData.EMAIL)
