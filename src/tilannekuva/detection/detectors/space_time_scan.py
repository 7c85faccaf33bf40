"""Is something gathering here, now? The prospective space-time permutation scan, over areas and cells.

Needs no population: it asks whether a place and a time have more of the cases than the places' and the
times' own totals explain (Kulldorff et al. 2005). A rise everywhere at once is not its business.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.clock import date_of_day, day_number
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import space_time_scan
from tilannekuva.stats.levels import count_interval
from tilannekuva.stats.scan_result import Cluster, ScanResult

from ..counting import count_by
from ..events import EventArrays
from ..results import FindingFacts
from ..scope import Periods, Scope
from .basis import basis_of

ID = "space_time_scan"
VERSION = "1"

# A cluster that one scan in twenty shows by chance is none, however rarely runs are made.
_LARGEST_P_VALUE = 0.05
# Below so many times the smallest p-value the permutations can give, the fitted Gumbel curve says more.
_TRUST_RANKS_ABOVE = 5
_SMALLEST_P_VALUE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One kind over one sort of place: cases by place (those with any) and period."""

    kind_idx: int
    place: str
    place_idx: NDArray[np.int64]
    coordinates: NDArray[np.float64]
    counts: NDArray[np.int64]
    edges: NDArray[np.int32]
    max_periods: int
    max_radius_m: float
    days_between_runs: float


def plan(events: EventArrays, places: PlaceArrays, scope: Scope, _periods_of_levels: Periods) -> list[Task]:
    """A task for each kind with enough cases, over areas and over cells. Expects reported streams only.

    The scan looks at days (or months) of its own, not at the periods of the levels.
    """
    edges, max_periods, days_between_runs = _periods(events, scope)
    if len(edges) < 3:
        return []
    period = Periods("day", edges).index_of(events.day)
    tasks = []
    for place, place_idx, easting_m, northing_m, max_radius_m in (
        (
            "area",
            events.area_idx,
            places.area_easting_m,
            places.area_northing_m,
            scope.thresholds.scan_max_radius_area_m,
        ),
        (
            "cell",
            events.cell_idx,
            places.cell_easting_m,
            places.cell_northing_m,
            scope.thresholds.scan_max_radius_cell_m,
        ),
    ):
        for kind_idx in range(len(scope.kinds)):
            chosen = (
                (events.kind_idx == kind_idx) & (place_idx >= 0) & (period >= 0) & (period < len(edges) - 1)
            )
            if events.n_events[chosen].sum() < scope.thresholds.scan_min_cases:
                continue
            with_cases, row = np.unique(place_idx[chosen], return_inverse=True)
            if len(with_cases) < 2:
                continue
            counts = count_by(events.where(chosen), row, len(with_cases), period[chosen], len(edges) - 1)
            tasks.append(
                Task(
                    kind_idx=kind_idx,
                    place=place,
                    place_idx=with_cases.astype(np.int64),
                    coordinates=np.column_stack([easting_m[with_cases], northing_m[with_cases]]),
                    counts=counts,
                    edges=edges,
                    max_periods=max_periods,
                    max_radius_m=max_radius_m,
                    days_between_runs=days_between_runs,
                )
            )
    return tasks


def _periods(events: EventArrays, scope: Scope) -> tuple[NDArray[np.int32], int, float]:
    """Days of the last year (or months), how many a live cluster may last, days between two runs."""
    end = scope.as_of_day + 1
    first = int(events.day.min()) if len(events) else end
    if scope.months_only:
        months = [day_number(date_of_day(first).replace(day=1))]
        while months[-1] < end:
            months.append(day_number(date_of_day(months[-1] + 32).replace(day=1)))
        months[-1] = end
        edges = np.array(months, dtype=np.int32)[-(12 + 1) :]
        return edges, max(1, min(2, (len(edges) - 1) // 2)), 30.0
    first = max(first, end - scope.thresholds.scan_history_days)
    edges = np.arange(first, end + 1, dtype=np.int32)
    return edges, max(1, min(scope.thresholds.scan_window_days, (len(edges) - 1) // 2)), 1.0


def run(task: Task, scope: Scope) -> ScanResult:
    """The scan itself."""
    return space_time_scan(
        task.counts,
        task.coordinates,
        model="permutation",
        metric="euclidean",
        when="prospective",
        max_radius_m=task.max_radius_m,
        max_periods=task.max_periods,
        min_cases=scope.thresholds.scan_min_cases,
        n_replicates=scope.thresholds.scan_replicates,
        rng=scope.rng(ID, VERSION, task.place, scope.kinds[task.kind_idx]),
    )


def explain(
    task: Task, result: ScanResult, events: EventArrays, places: PlaceArrays, scope: Scope, *, n_tasks: int
) -> list[FindingFacts]:
    """The clusters that would come by chance more rarely than the city's threshold, over all its scans."""
    findings = []
    for cluster in result.clusters:
        p_value = _p_value(cluster, scope.thresholds.scan_replicates)
        by_chance_days = task.days_between_runs / (p_value * n_tasks)
        if cluster.p_value <= _LARGEST_P_VALUE and by_chance_days >= scope.thresholds.finding_recurrence_days:
            findings.append(_facts(task, cluster, events, places, scope, p_value, by_chance_days))
    return findings


def _p_value(cluster: Cluster, n_replicates: int) -> float:
    at_the_end_of_the_ranks = cluster.p_value <= _TRUST_RANKS_ABOVE / (n_replicates + 1)
    if at_the_end_of_the_ranks and np.isfinite(cluster.gumbel_p_value):
        return max(cluster.gumbel_p_value, _SMALLEST_P_VALUE)
    return cluster.p_value


def _facts(
    task: Task,
    cluster: Cluster,
    events: EventArrays,
    places: PlaceArrays,
    scope: Scope,
    p_value: float,
    by_chance_days: float,
) -> FindingFacts:
    first_day = int(task.edges[cluster.first_period_idx])
    last_day = int(task.edges[cluster.last_period_idx + 1]) - 1
    members = task.place_idx[np.asarray(cluster.location_idx)]
    basis = basis_of(events, places, task.place, members, task.kind_idx, first_day, last_day)
    lower, upper = count_interval(cluster.expected)
    easting_m, northing_m = task.coordinates[cluster.centre_idx]
    return FindingFacts(
        detector=ID,
        kind=scope.kinds[task.kind_idx],
        place=task.place,
        place_codes=_circle(task, cluster, places) if task.place == "cell" else basis.place_codes,
        area_codes=_centre_first(basis.area_codes, task, cluster, places),
        first_on=date_of_day(first_day).isoformat(),
        last_on=date_of_day(last_day).isoformat(),
        observed=int(cluster.observed),
        expected=round(float(cluster.expected), 4),
        expected_lower=float(lower),
        expected_upper=float(upper),
        p_value=p_value,
        by_chance_days=round(by_chance_days, 1),
        statistic=round(float(cluster.log_likelihood_ratio), 6),
        method="space_time_permutation_scan",
        method_version=VERSION,
        parameters={
            "max_radius_m": task.max_radius_m,
            "max_periods": task.max_periods,
            "min_cases": scope.thresholds.scan_min_cases,
            "n_replicates": scope.thresholds.scan_replicates,
            "n_cases": int(task.counts.sum()),
            "n_places": len(task.place_idx),
            "n_periods": int(task.counts.shape[1]),
        },
        seed=scope.seed,
        n_organisations=basis.n_organisations,
        n_streams=len(basis.by_stream),
        by_stream=basis.by_stream,
        centre_easting_m=round(float(easting_m), 1),
        centre_northing_m=round(float(northing_m), 1),
        radius_m=round(float(cluster.radius_m), 1),
    )


def _centre_first(
    area_codes: tuple[str, ...], task: Task, cluster: Cluster, places: PlaceArrays
) -> tuple[str, ...]:
    """The area at the centre of the circle is named first: what is found is around it."""
    centre = int(task.place_idx[cluster.centre_idx])
    area_idx = centre if task.place == "area" else int(places.cell_area_idx[centre])
    middle = places.area_codes[area_idx] if area_idx >= 0 else ""
    return tuple(sorted(area_codes, key=lambda code: code != middle))


def _circle(task: Task, cluster: Cluster, places: PlaceArrays) -> tuple[str, ...]:
    """The cells of the cluster's circle, with those that never held a case.

    Naming only the cells that hold a signal would tell where each of a few signals lies. Cells with cases
    at the very edge of the circle that the scan left out stay out, so that the cases inside are those observed.
    """
    centre = task.coordinates[cluster.centre_idx]
    away_m = np.hypot(places.cell_easting_m - centre[0], places.cell_northing_m - centre[1])
    inside = away_m <= cluster.radius_m
    inside[task.place_idx] = False
    inside[task.place_idx[np.asarray(cluster.location_idx)]] = True
    return tuple(places.cell_codes[idx] for idx in np.flatnonzero(inside))
