"""The closed type of detection: what a detector may know of a signal, and nothing else (L-02, L-03)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.time_band import TIME_BAND_ORDER, TimeBand


@dataclass(frozen=True, slots=True, eq=False)
class EventArrays:
    """Signals as columns of equal length, one entry per signal, read-only.

    `day` int32: local date as days since 1970-01-01 (first day of the month where only that is known)
    `band` int8: index into `domain.time_band.TIME_BAND_ORDER`
    `area_idx`, `cell_idx` int32: index into the `PlaceArrays` of the run, -1 for none
    `kind_idx` int16: index into the kinds of the run
    `stream` int8: index into `domain.stream.STREAM_ORDER`
    `severity` int8, `reliability` int8, `credibility` int8: index into their scales
    `source_idx` int32: opaque index of the organisation; for independence and panel correction alone
    `received_day` int32: day of receipt; for nowcasting alone
    `n_events` int32: how many equal events the row stands for, 1 or more

    Population, origin, language, income, text, names and ids have no column and cannot reach a detector.
    """

    day: NDArray[np.int32]
    band: NDArray[np.int8]
    area_idx: NDArray[np.int32]
    cell_idx: NDArray[np.int32]
    kind_idx: NDArray[np.int16]
    stream: NDArray[np.int8]
    severity: NDArray[np.int8]
    reliability: NDArray[np.int8]
    credibility: NDArray[np.int8]
    source_idx: NDArray[np.int32]
    received_day: NDArray[np.int32]
    n_events: NDArray[np.int32]

    def __post_init__(self) -> None:
        size = len(self.day)
        for field in fields(self):
            column = np.ascontiguousarray(getattr(self, field.name), dtype=_DTYPES[field.name])
            if column.shape != (size,):
                raise ValueError(f"{field.name} has shape {column.shape}, expected ({size},)")
            column = column.copy()
            column.setflags(write=False)
            object.__setattr__(self, field.name, column)

    def __len__(self) -> int:
        return len(self.day)

    def where(self, mask: NDArray[np.bool_]) -> EventArrays:
        """The entries for which `mask` is true."""
        return EventArrays(**{field.name: getattr(self, field.name)[mask] for field in fields(self)})

    @property
    def are_months(self) -> bool:
        """Whether no signal knows more of its time than the month."""
        return bool(len(self)) and bool((self.band == TIME_BAND_ORDER.index(TimeBand.MONTH)).all())

    def is_in(self, streams: frozenset[Stream]) -> NDArray[np.bool_]:
        """Which entries came by one of these streams."""
        wanted = [STREAM_ORDER.index(stream) for stream in streams]
        return np.isin(self.stream, wanted)

    def sha256(self) -> str:
        """Digest of the columns, whatever the order of the rows."""
        columns = [getattr(self, field.name).astype(np.int64) for field in fields(self)]
        order = np.lexsort(columns)
        digest = hashlib.sha256()
        for column in columns:
            digest.update(column[order].tobytes())
        return digest.hexdigest()


_DTYPES = {
    "day": np.int32,
    "band": np.int8,
    "area_idx": np.int32,
    "cell_idx": np.int32,
    "kind_idx": np.int16,
    "stream": np.int8,
    "severity": np.int8,
    "reliability": np.int8,
    "credibility": np.int8,
    "source_idx": np.int32,
    "received_day": np.int32,
    "n_events": np.int32,
}
