"""Letters that are typed for digits: O for nought, l and I for one."""

from __future__ import annotations

import re

# Only between digits, or before one at the beginning of a word: else they are letters.
_NOUGHT = re.compile(r"(?<=\d)[oO](?=[\doOlI])|(?<!\w)[oO](?=\d)|(?<=\d[oO])[oO](?=\d)")
_ONE = re.compile(r"(?<=\d)[lI](?=\d)")


def with_digits(text: str) -> str:
    """The text with these letters as digits; every character keeps its place."""
    return _ONE.sub("1", _NOUGHT.sub("0", text))
