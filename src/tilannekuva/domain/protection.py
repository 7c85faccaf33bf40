"""Protected sources: how they are shown, and why a partner may open who told."""

from __future__ import annotations

from enum import StrEnum

from .role import RoleName
from .viewer import Viewer, system


class ShownAs(StrEnum):
    """What everybody reads in the place of who told."""

    VOUCHED = "vouched"
    """A protected source, vouched for by a named partner."""
    PARTNER = "partner"
    """A partner, and no word of which."""


class OpeningReason(StrEnum):
    """Why somebody asks to open who told. Closed list: no story about the source has room in it."""

    LIFE_IN_DANGER = "life_in_danger"
    SOURCE_ASKS_FOR_IT = "source_asks_for_it"
    COURT_ORDER = "court_order"
    MISUSE_OF_PROTECTION = "misuse_of_protection"


OPENING_ASKERS: frozenset[RoleName] = frozenset({RoleName.COORDINATOR, RoleName.DATA_PROTECTION})
OPENING_DECIDERS: frozenset[RoleName] = frozenset({RoleName.DATA_PROTECTION})

OPENED_DAYS = 7
"""So long after the decision whoever asked can read it; then it is shut again."""

PROTECTED_SOURCE: Viewer = system("protected source")
"""Who acts in the audit when a protected source reports or withdraws: nobody by name, no organisation."""
