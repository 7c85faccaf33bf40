"""What the gate says of a text: which sorts of personal data stand where, and what follows. Never the text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What may happen to a text."""

    PASSES = "passes"
    ASKS = "asks"
    STOPS = "stops"


class PersonalData(StrEnum):
    """A sort of personal data that the gate looks for."""

    IDENTITY_CODE = "identity_code"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    HANDLE = "handle"
    IBAN = "iban"
    HOME_ADDRESS = "home_address"
    BIRTH_DATE = "birth_date"
    NAME = "name"
    PROTECTED_GROUP = "protected_group"
    SCHOOL_CLASS = "school_class"
    UNCHECKABLE = "uncheckable"


ASKING = frozenset({PersonalData.NAME, PersonalData.PROTECTED_GROUP, PersonalData.SCHOOL_CLASS})
"""These may stand after a person has said why the phenomenon needs them. Everything else must go."""


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """Where something stands: characters `start` up to but not including `end` of the text as it was given."""

    start: int
    end: int
    personal_data: PersonalData


@dataclass(frozen=True, slots=True)
class Verdict:
    """All hits, first to last. It holds places, never words, and may be logged."""

    hits: tuple[Hit, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if not self.hits:
            return Outcome.PASSES
        asks_only = all(hit.personal_data in ASKING for hit in self.hits)
        return Outcome.ASKS if asks_only else Outcome.STOPS

    @property
    def classes(self) -> tuple[PersonalData, ...]:
        """The sorts that were found, each once, in the order of the list above."""
        found = {hit.personal_data for hit in self.hits}
        return tuple(sort for sort in PersonalData if sort in found)
