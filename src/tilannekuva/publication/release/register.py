"""Everything that was published before: what the next release carries on, and what it may never publish again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from tilannekuva.domain.public_release import FIGURES_STAND, ReleaseState, WithdrawalReason

from ..models import PublicRelease

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Register:
    """What all releases together told.

    `periods`: by code, the counts of each quarter that was ever published, as they were: they are carried on and never
    counted anew, so that no two releases differ in anything that both tell (D-08). `closed`: quarters whose figures
    were withdrawn; nothing of them is shown again. `checksums`: of all releases, the oldest first.
    """

    periods: dict[str, Any] = field(default_factory=dict)
    trends: dict[str, Any] = field(default_factory=dict)
    areas: dict[str, Any] = field(default_factory=dict)
    kinds: dict[str, Any] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    checksums: tuple[str, ...] = ()


def register() -> Register:
    """The register as it stands."""
    found, closed, checksums = Register(), set(closed_periods()), []
    for release in PublicRelease.objects.published().defer("content"):
        content = content_of(release)
        checksums.append(release.sha256)
        for period in content["new_periods"]:
            found.periods[period] = content["counts"][period]
            found.trends[period] = content["trends"].get(period, {})
        for entries, known in ((content["areas"], found.areas), (content["kinds"], found.kinds)):
            known.update({entry["code"]: entry for entry in entries})
    return Register(
        found.periods, found.trends, found.areas, found.kinds, frozenset(closed), tuple(checksums)
    )


def closed_periods() -> frozenset[str]:
    """Codes of the quarters whose figures were withdrawn, in whichever release they stand."""
    closed: set[str] = set()
    for release in PublicRelease.objects.filter(state=ReleaseState.WITHDRAWN).defer("content"):
        if WithdrawalReason(release.withdrawal_reason) not in FIGURES_STAND:
            closed.update(content_of(release)["new_periods"])
    return frozenset(closed)


def content_of(release: PublicRelease) -> dict[str, Any]:
    """The frozen content. It never changes, so a process reads each of them once."""
    return _content(release.pk, release.sha256)


@lru_cache(maxsize=8)
def _content(release_id: int, sha256: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(
        PublicRelease.objects.values_list("content", flat=True).get(pk=release_id)
    )
    return document
