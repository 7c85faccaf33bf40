"""Receipt codes: how they are made of letters, and read as people type them."""

from __future__ import annotations

import re

# No vowels and no look-alikes: read aloud, typed on a phone, and never a word.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 12

_WRITTEN_APART = re.compile(r"[\s\-\u2010-\u2015.]+")
_CODE = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")


def read_code(typed: str) -> str | None:
    """The code that somebody typed, with spaces, dashes or small letters; None where it can be no code."""
    code = _WRITTEN_APART.sub("", typed[:60]).upper()
    return code if _CODE.fullmatch(code) else None


def written_code(code: str) -> str:
    """A code in three groups, as it is shown and read aloud."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
