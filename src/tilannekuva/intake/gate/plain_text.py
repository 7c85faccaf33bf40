"""A text as the recognisers read it: what looks alike is alike, and every character knows where it stood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_NOTHING = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff"
# Letters of other alphabets that pass for Latin ones, as in an address that shall not be found.
_LOOK_ALIKES = dict(zip("аеорсухіАВЕКМНОРСТХІ", "aeopcyxiABEKMHOPCTXI", strict=True))
_ALIKE = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_NOTHING, ""),
    **_LOOK_ALIKES,
    "\u2024": ".",
    "\uff20": "@",
}


@dataclass(frozen=True, slots=True)
class PlainText:
    """`text` is what is read; character i of it stood at `origin[i]` of what was given."""

    text: str
    origin: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch in the text as it was given."""
        if start >= end:
            at = self.origin[start] if start < len(self.origin) else self.length
            return at, at
        return self.origin[start], self.origin[end - 1] + 1


def plain(given: str) -> PlainText:
    """Dashes, digits, widths, spaces and look-alike letters made one; invisible characters left out.

    Composed as NFKC does, but character by character, so that each keeps its place; marks that follow their
    letter (decomposed ä) are joined to it. Latin words among Cyrillic ones stay readable: only letters that
    look the same are exchanged, so a text in Cyrillic is not made Latin.
    """
    pieces: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(given):
        if character.isascii():
            pieces.append(character)
            origin.append(index)
            continue
        if unicodedata.combining(character) and pieces:
            joined = unicodedata.normalize("NFC", pieces[-1] + character)
            if len(joined) == 1:
                pieces[-1] = joined
            continue
        for one in _ALIKE.get(character, unicodedata.normalize("NFKC", character)):
            pieces.append(_ascii_digit(_ALIKE.get(one, one)))
            origin.append(index)
    return PlainText("".join(pieces), tuple(origin), len(given))


def _ascii_digit(character: str) -> str:
    """Digits of any script as 0 to 9; any space as a blank."""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return " " if character.isspace() and character != "\n" else character
