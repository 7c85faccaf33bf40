"""From rows to arrays: which signals may feed detection, and nothing of them but the closed columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from tilannekuva.domain.clock import day_number
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking, join
from tilannekuva.domain.severity import SEVERITY_ORDER
from tilannekuva.domain.stream import REPORTED, STREAM_ORDER
from tilannekuva.domain.time_band import TIME_BAND_ORDER
from tilannekuva.places.arrays import PlaceArrays

from .events import EventArrays
from .queries import signals_for_detection
from .results import FindingFacts
from .scope import Scope


def read_events(scope: Scope, places: PlaceArrays, kind_codes: dict[int, str]) -> EventArrays:
    """The signals of a run as columns. `kind_codes`: code by database id of each kind of the run."""
    area_idx = {code: idx for idx, code in enumerate(places.area_codes)}
    cell_idx = {code: idx for idx, code in enumerate(places.cell_codes)}
    kind_idx = {kind_id: scope.kinds.index(code) for kind_id, code in kind_codes.items()}
    source_idx: dict[int, int] = {}
    columns: dict[str, list[int]] = {name: [] for name in EventArrays.__dataclass_fields__}
    rows = (
        signals_for_detection(scope.as_of, scope.thresholds.rumour_counts_days)
        .order_by("pk")
        .values_list(
            "occurred_on", "time_band", "area__code", "cell__code", "kind_id", "stream", "severity",
            "reliability", "credibility", "owner_id", "received_at", "n_events",
        )
    )  # fmt: skip
    reliabilities: list[str] = list(SourceReliability)
    credibilities: list[str] = list(InfoCredibility)
    for row in rows.iterator(chunk_size=10_000):
        values = (
            day_number(row[0]),
            TIME_BAND_ORDER.index(row[1]),
            area_idx.get(row[2], -1),
            cell_idx.get(row[3], -1),
            kind_idx[row[4]],
            STREAM_ORDER.index(row[5]),
            SEVERITY_ORDER.index(row[6]),
            reliabilities.index(row[7]),
            credibilities.index(row[8]),
            source_idx.setdefault(row[9], len(source_idx)),
            day_number(row[10].date()),
            row[11],
        )
        for column, value in zip(columns.values(), values, strict=True):
            column.append(value)
    arrays: dict[str, Any] = {name: np.asarray(column, dtype=np.int64) for name, column in columns.items()}
    return EventArrays(**arrays)


def marking_of(facts: FindingFacts) -> Marking:
    """The join of the markings of a finding's signals: it never says more than its parts may."""
    where = {"cell__code__in" if facts.place == "cell" else "area__code__in": facts.place_codes}
    signals = signals_for_detection(dt.date.fromisoformat(facts.last_on)).filter(
        kind__code=facts.kind, occurred_on__gte=facts.first_on, stream__in=REPORTED, **where
    )
    return join(
        Marking(marking) for marking in signals.order_by().values_list("marking", flat=True).distinct()
    )
