"""Grading of a signal: how reliable the source, how credible the information (Admiralty, S-01).

Two fields that are never averaged. Stored as words; the published code (A-F, 1-6) is derived.
"""

from __future__ import annotations

from enum import StrEnum


class SourceReliability(StrEnum):
    """Track record of the source. Published code A to F."""

    COMPLETELY_RELIABLE = "completely_reliable"
    USUALLY_RELIABLE = "usually_reliable"
    FAIRLY_RELIABLE = "fairly_reliable"
    NOT_USUALLY_RELIABLE = "not_usually_reliable"
    UNRELIABLE = "unreliable"
    CANNOT_BE_JUDGED = "cannot_be_judged"

    @property
    def published_code(self) -> str:
        return "ABCDEF"[list(SourceReliability).index(self)]


class InfoCredibility(StrEnum):
    """Can the information be confirmed, is it coherent. Published code 1 to 6."""

    CONFIRMED = "confirmed"
    PROBABLY_TRUE = "probably_true"
    POSSIBLY_TRUE = "possibly_true"
    DOUBTFUL = "doubtful"
    IMPROBABLE = "improbable"
    CANNOT_BE_JUDGED = "cannot_be_judged"

    @property
    def published_code(self) -> str:
        return "123456"[list(InfoCredibility).index(self)]


def grade_of_code(code: str) -> tuple[SourceReliability, InfoCredibility]:
    """The two grades of a published pair such as `B2`. Raises ValueError for anything else."""
    if len(code) != 2 or code[0].upper() not in "ABCDEF" or code[1] not in "123456":
        raise ValueError(f"{code!r} is not a grade: a letter A-F and a digit 1-6, such as B2")
    return (
        list(SourceReliability)["ABCDEF".index(code[0].upper())],
        list(InfoCredibility)["123456".index(code[1])],
    )
