"""What a run looks at: until when, in which periods, with which thresholds and seed."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.clock import date_of_day, day_number
from tilannekuva.domain.thresholds import Thresholds

from .results import FollowedPlace

# How long a history must be before its periods can be weeks: below that the days themselves are shown.
_WEEKS_FROM_DAYS = 8 * 7


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Consecutive periods without gaps, the last one ending on `as_of`.

    `edges` int32 (n + 1): first day of each period and, last, the day after `as_of`.
    """

    unit: str
    edges: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.edges) - 1

    @property
    def starts_on(self) -> tuple[str, ...]:
        return tuple(date_of_day(day).isoformat() for day in self.edges[:-1])

    @property
    def per_year(self) -> int:
        return {"day": 365, "week": 52, "month": 12}[self.unit]

    @property
    def mean_days(self) -> float:
        """The length of a period; of months, the mean."""
        return {"day": 1.0, "week": 7.0, "month": 30.4}[self.unit]

    @property
    def windows(self) -> tuple[int, ...]:
        """The lengths, in periods, over which a reader can look: about a month, a quarter, a year."""
        lengths = {"day": (7, 28), "week": (4, 13, 52), "month": (1, 3, 12)}[self.unit]
        fitting = tuple(length for length in lengths if length <= len(self))
        return fitting or (len(self),)

    def index_of(self, day: NDArray[np.int32]) -> NDArray[np.int64]:
        """The period of each day; -1 before the first, n after the last."""
        return np.searchsorted(self.edges, day, side="right") - 1


@dataclass(frozen=True, slots=True)
class Scope:
    """The plan of one run."""

    as_of: dt.date
    kinds: tuple[str, ...]
    positive_kinds: frozenset[str]
    thresholds: Thresholds
    seed: int
    months_only: bool = False
    rumour_kinds: frozenset[str] = frozenset()
    """What people talk about: only its last days are read, so nothing can be expected of it."""
    followed: tuple[FollowedPlace, ...] = ()

    def rng(self, *words: str) -> np.random.Generator:
        """A stream of chance of its own for each piece of work, whatever the order of the work."""
        digest = hashlib.sha256("/".join(words).encode()).digest()
        entropy = [self.seed, *np.frombuffer(digest[:16], dtype=np.uint32).tolist()]
        return np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy)))

    def until_whole_periods(self) -> Scope:
        """The same plan up to the last period that is over: part of a month is not compared with months."""
        following = self.as_of + dt.timedelta(days=1)
        if not self.months_only or following.day == 1:
            return self
        return replace(self, as_of=self.as_of.replace(day=1) - dt.timedelta(days=1))

    @property
    def as_of_day(self) -> int:
        return day_number(self.as_of)


def periods_until(scope: Scope, first_day: int) -> Periods:
    """The periods from `first_day` to the end of the run: months, weeks that end on `as_of`, or days.

    A first week that is not whole is left out: half a week would look like a fall in reports.
    """
    end = scope.as_of_day + 1
    if scope.months_only:
        return Periods("month", _month_edges(date_of_day(first_day), scope.as_of))
    if end - first_day < _WEEKS_FROM_DAYS:
        return Periods("day", np.arange(min(first_day, end - 1), end + 1, dtype=np.int32))
    n_weeks = (end - first_day) // 7
    return Periods("week", np.arange(end - 7 * n_weeks, end + 1, 7, dtype=np.int32))


def _month_edges(first_on: dt.date, as_of: dt.date) -> NDArray[np.int32]:
    edges = []
    month = first_on.replace(day=1)
    while month <= as_of:
        edges.append(day_number(month))
        month = (month + dt.timedelta(days=32)).replace(day=1)
    return np.array([*edges, day_number(as_of) + 1], dtype=np.int32)
