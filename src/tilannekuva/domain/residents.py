"""What residents report without an account: places that feel good or unsafe, never what happened to somebody."""

from __future__ import annotations

from collections.abc import Iterable

from .role import RoleName
from .viewer import Viewer
from .vocabulary import KindDefinition

RESIDENTS = "residents"
"""The code of the organisation that residents' reports belong to. A city without it takes none."""

WEB_SOURCE = "public_web"
"""The source of that organisation through which they come in."""

UNSAFE_PLACE = "unsafe_place"


def kinds_for_residents(kinds: Iterable[KindDefinition]) -> tuple[KindDefinition, ...]:
    """Strengths, and the unsafe place. Crimes are told to the police, who can ask back."""
    return tuple(kind for kind in kinds if not kind.retired and (kind.positive or kind.code == UNSAFE_PLACE))


def resident(organisation_id: int) -> Viewer:
    """Somebody who reports without an account: gives a signal, reads none."""
    return Viewer(
        person_id=None,
        organisation_id=organisation_id,
        roles=frozenset({RoleName.REPORTER}),
        label="resident",
        sends_only=True,
    )
