"""Codes: the short names of things in files, addresses and tables."""

from __future__ import annotations

import re

from .errors import RuleBroken

LONGEST_CODE = 60

_CODE = re.compile(rf"[a-z][a-z0-9_]{{0,{LONGEST_CODE - 1}}}")


def check_code(code: str) -> None:
    """A code begins with a letter and has at most `LONGEST_CODE` lower-case letters, digits and underscores."""
    if not is_code(code):
        raise RuleBroken(
            "A code begins with a letter and has lower-case letters, digits and underscores, %(n)s in all at most.",
            n=LONGEST_CODE,
        )


def is_code(code: str) -> bool:
    return _CODE.fullmatch(code) is not None
