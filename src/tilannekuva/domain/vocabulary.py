"""The vocabulary of phenomena: kinds of acts and circumstances, each tied to the crime classification."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .city_keys import Table

NOT_CRIME = "not_crime"
NOT_CLASSIFIED = ""
"""Of kinds that a file brings: nobody has said whether they are crimes."""
ICCS_VERSION = "1.0"
"""International Classification of Crime for Statistical Purposes (UNODC 2015)."""

# Section 01-11, then division, group and class: 2, 4, 5 or 6 digits.
_ICCS_FORM = re.compile(r"(0[1-9]|1[01])(\d{2}\d{0,2})?")


def is_iccs_code(code: str) -> bool:
    """Whether `code` has the form of an ICCS code: digits only, and one of the eleven sections."""
    return _ICCS_FORM.fullmatch(code) is not None


@dataclass(frozen=True, slots=True)
class KindDefinition:
    """One kind of phenomenon, named for an act or a circumstance, never for people (F-18).

    `iccs` is an ICCS code, `not_crime` or, outside every vocabulary, `NOT_CLASSIFIED`. `sensitive` kinds are shown by area
    alone, never by cell, to readers whose counts are protected.
    `positive` kinds are strengths (a safe place): they feed no detector and are listed first.
    `rumour` kinds are what people talk about and nobody has seen (E16): they feed no detector, and count for
    `rumour_counts_days` alone.
    `retired` kinds are chosen for no new signal. Signals that have one keep it, and it stays readable.
    """

    code: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    iccs: str
    sensitive: bool = False
    positive: bool = False
    rumour: bool = False
    retired: bool = False

    @property
    def is_crime(self) -> bool:
        return self.iccs not in (NOT_CRIME, NOT_CLASSIFIED)


def read_kinds(tables: tuple[Table, ...], languages: tuple[str, ...]) -> tuple[KindDefinition, ...]:
    """The kinds in the order of the file, which is the order in which people choose."""
    kinds: dict[str, KindDefinition] = {}
    for table in tables:
        kind = _read_kind(table, languages)
        if kind.code in kinds:
            raise table.wrong("code", f"repeats {kind.code!r}", "Give each kind its own code.")
        kinds[kind.code] = kind
    return tuple(kinds.values())


def _read_kind(table: Table, languages: tuple[str, ...]) -> KindDefinition:
    iccs = table.text("iccs")
    if iccs != NOT_CRIME and not is_iccs_code(iccs):
        raise table.wrong(
            "iccs",
            f"is {iccs!r}",
            'Give an ICCS code of 2, 4, 5 or 6 digits in quotes, such as "0401", or "not_crime".',
        )
    kind = KindDefinition(
        code=table.code("code"),
        names=table.texts("names", languages),
        definitions=table.texts("definitions", languages),
        iccs=iccs,
        sensitive=table.flag("sensitive"),
        positive=table.flag("positive"),
        rumour=table.flag("rumour"),
        retired=table.flag("retired"),
    )
    if kind.positive and kind.is_crime:
        raise table.wrong("positive", "is true for a crime", 'Set iccs = "not_crime" or drop positive.')
    if kind.rumour and (kind.positive or kind.is_crime):
        raise table.wrong("rumour", "is true for a crime or a strength", "Talk is neither: drop one of them.")
    table.check_all_used()
    return kind
