"""The counts behind a release: the one place in which what becomes public is still raw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import ExtractQuarter, ExtractYear

from tilannekuva.detection.queries import signals_for_detection
from tilannekuva.domain.quarter import Quarter
from tilannekuva.domain.stream import REPORTED
from tilannekuva.places.queries import areas_on_every_level


@dataclass(frozen=True, slots=True)
class PublicArea:
    """An area as it stands in a release. `parent`: the code of the area around it; empty for the city."""

    code: str
    names: dict[str, str]
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What one organisation gave of one kind in one of the finest areas in one quarter."""

    quarter: Quarter
    kind: str
    area: str
    source: int
    n_events: int


def public_areas(levels: Sequence[str]) -> list[PublicArea]:
    """The areas in force, the finest first and each before the one around it. `levels`: codes, the finest first."""
    rows = list(areas_on_every_level().select_related("parent"))
    around = {row.parent.code for row in rows if row.parent is not None}
    order = {level: position for position, level in enumerate(levels)}
    # An area around nothing has no count of its own.
    kept = [row for row in rows if row.is_finest or row.code in around]
    kept.sort(key=lambda row: (not row.is_finest, order.get(row.level, 0), row.code))
    return [
        PublicArea(row.code, dict(row.names), row.level, row.parent.code if row.parent else "")
        for row in kept
    ]


def quarterly_counts(as_of: dt.date, quarters: Collection[Quarter], kinds: Collection[str]) -> list[Counted]:
    """Of the reported stream alone (F-02): what was found by looking says where somebody looked."""
    if not quarters:
        return []
    rows = (
        signals_for_detection(as_of)
        .filter(
            occurred_on__gte=min(quarters).first_on,
            occurred_on__lte=max(quarters).last_on,
            stream__in=REPORTED,
            kind__code__in=kinds,
            area__isnull=False,
        )
        .order_by()
        .values_list(
            ExtractYear("occurred_on"), ExtractQuarter("occurred_on"), "kind__code", "area__code", "owner_id"
        )
        .annotate(Sum("n_events"))
    )
    found = (
        Counted(Quarter(year, number), kind, area, owner, n) for year, number, kind, area, owner, n in rows
    )
    return [each for each in found if each.quarter in quarters]
