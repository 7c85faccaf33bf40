"""What was reported of every kind, and what is known of it before anything is compared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..counting import count_by
from ..events import EventArrays
from ..scope import Periods
from .expected_courses import Expected, expected_courses
from .incoming import Incoming, incoming_of
from .reporters import KindPanel, Reporters, panels_of

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Reported:
    """What was reported, `table` (n_kinds, n_areas + 1, n_periods), and what is known of it."""

    table: Counts
    city: Counts
    expected: Expected
    incoming: Incoming
    panels: dict[int, dict[int, KindPanel]]
    reporters: Reporters

    @classmethod
    def of(cls, events: EventArrays, table: Counts, periods: Periods, reporters: Reporters) -> Reported:
        city = table.sum(axis=1)
        expected = expected_courses(city, periods)
        usual = expected.filled(periods)
        panels = {
            n_periods: panels_of(events, reporters, periods, len(city), usual, n_periods)
            for n_periods in periods.windows
        }
        return cls(table, city, expected, incoming_of(events, city, periods), panels, reporters)

    def panel_by_area(
        self, events: EventArrays, kind_idx: int, periods: Periods, n_periods: int
    ) -> tuple[Counts, float] | None:
        """Counts by area of the sources that can be compared, and what is expected of them in the city.

        `events`: those that were reported. None where those who report have not changed enough to matter.
        """
        panel = self.panels[n_periods].get(kind_idx)
        if panel is None:
            return None
        own = events.where(panel.compared[self.reporters.row] & (events.kind_idx == kind_idx))
        n_areas = self.table.shape[1] - 1
        counts = count_by(own, own.area_idx, n_areas, periods.index_of(own.day), len(periods))
        return counts, np.nan if panel.facts.expected is None else panel.facts.expected
