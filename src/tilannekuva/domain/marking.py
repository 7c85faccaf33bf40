"""Handling markings: TLP 2.0, the lattice they form, and their exact written form (S-03, S-04)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Marking(StrEnum):
    """Who may receive. Ordered from the widest to the narrowest circle."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber_strict"
    RED = "red"

    @property
    def label(self) -> str:
        """The exact form of TLP 2.0, for example `TLP:AMBER+STRICT`."""
        return "TLP:" + self.value.upper().replace("_", "+")

    @property
    def strictness(self) -> int:
        return list(Marking).index(self)


def join(markings: Iterable[Marking]) -> Marking:
    """The strictest of the markings; CLEAR when there is none.

    Associative, commutative, idempotent: a product is at least as strict as each of its parts.
    """
    return max(markings, key=lambda marking: marking.strictness, default=Marking.CLEAR)


def marking_of_label(label: str) -> Marking:
    """The marking that a label names; the old `TLP:WHITE` is read as CLEAR.

    Raises ValueError for an unknown label.
    """
    name = label.strip().upper().removeprefix("TLP:")
    if name == "WHITE":
        return Marking.CLEAR
    try:
        return Marking(name.lower().replace("+", "_"))
    except ValueError:
        known = ", ".join(marking.label for marking in Marking)
        raise ValueError(f"{label!r} is not a TLP 2.0 label; known are {known}") from None
