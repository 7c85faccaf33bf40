"""Every method of alarm on real histories: how often it cries, and what it finds. Prints tables for the docs.

The histories are those that `TILANNEKUVA_REFERENCE_DATA` names, and one made-up city in which nothing ever
rises, where every alarm is false.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import (
    AlarmResult,
    BackTestResult,
    back_test,
    cusum_negative_binomial,
    cusum_threshold,
    ears,
    farrington,
    farrington_flexible,
)

_SEED = 20250428
_EVALUATE = 104
_RATIOS = (2.0, 4.0)
Counts = NDArray[np.int64]


class History(NamedTuple):
    """Weekly counts of one city, and how many years lie before the weeks that are judged."""

    name: str
    counts: Counts
    years_back: int


def main() -> None:
    folder = os.environ.get("TILANNEKUVA_REFERENCE_DATA")
    histories = [_made_up()]
    if folder:
        histories += [_chicago(Path(folder)), _charlottesville(Path(folder)), _tempe(Path(folder))]
    else:
        print("\nback_tests: TILANNEKUVA_REFERENCE_DATA names no folder; the made-up city alone.")
    for history in histories:
        _show(history)


def _show(history: History) -> None:
    n_series, n_weeks = history.counts.shape
    level = history.counts.sum(axis=1) / n_weeks
    print(
        f"\n{history.name}: {n_series} series of {n_weeks} weeks, {np.median(level):.1f} cases a week in the median"
    )
    print(
        "| method | alarms a series and year | new ones | step ×2 found | after weeks | spike ×4 found | ramp ×4 found | window by chance |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, detector in _detectors(history.years_back):
        record = back_test(
            detector, history.counts, ratios=_RATIOS, n_rises=300, rng=np.random.default_rng(_SEED)
        )
        row = {
            (kind, ratio): idx
            for idx, (kind, ratio) in enumerate(zip(record.shape, record.ratio, strict=True))
        }
        step, spike, ramp = row["step", 2.0], row["spike", 4.0], row["ramp", 4.0]
        print(
            f"| {name} | {record.alarms_per_series_year:.2f} ({record.alarms_lower:.2f}–{record.alarms_upper:.2f}) | "
            f"{record.onsets_per_series_year:.2f} ({record.onsets_lower:.2f}–{record.onsets_upper:.2f}) | "
            f"{_found(record, step)} | {record.delay_median[step]:g} ({record.delay_median_lower[step]:g}–"
            f"{record.delay_median_upper[step]:g}) | {_found(record, spike)} | {_found(record, ramp)} | "
            f"{record.found_by_chance[step]:.0%} ({record.by_chance_lower[step]:.0%}–"
            f"{record.by_chance_upper[step]:.0%}) |"
        )


def _found(record: BackTestResult, kind: int) -> str:
    return f"{record.found[kind]:.0%} ({record.found_lower[kind]:.0%}–{record.found_upper[kind]:.0%})"


def _detectors(years_back: int) -> Iterator[tuple[str, Callable[[Counts], AlarmResult]]]:
    def flexible(counts: Counts, alpha: float = 0.01) -> AlarmResult:
        return farrington_flexible(counts, evaluate=_EVALUATE, years_back=years_back, alpha=alpha)

    threshold = cusum_threshold(
        mean=5.0, dispersion=1.5, detect_ratio=1.5, periods_between_false_alarms=520,
        rng=np.random.default_rng(_SEED),
    ).threshold  # fmt: skip

    def cumulated(counts: Counts) -> AlarmResult:
        usual = flexible(counts)
        return cusum_negative_binomial(
            counts, evaluate=_EVALUATE, mean=np.maximum(usual.expected, 0.1), dispersion=usual.dispersion,
            detect_ratio=1.5, threshold=threshold,
        )  # fmt: skip

    yield "Farrington flexible, α 0.01", flexible
    yield "Farrington flexible, α 0.001", lambda counts: flexible(counts, 0.001)
    yield (
        "Farrington 1996, α 0.02",
        lambda counts: farrington(counts, evaluate=_EVALUATE, years_back=years_back, alpha=0.02),
    )
    yield "EARS C1, α 0.001", lambda counts: ears(counts, evaluate=_EVALUATE)
    yield "EARS C2, α 0.001", lambda counts: ears(counts, method="C2", evaluate=_EVALUATE)
    yield "EARS C3, α 0.025", lambda counts: ears(counts, method="C3", evaluate=_EVALUATE, alpha=0.025)
    yield "CUSUM ×1.5 on Farrington's mean", cumulated


def _made_up() -> History:
    rng = np.random.default_rng(_SEED)
    week = np.arange(8 * 52)
    level = rng.gamma(1.5, 4.0, (200, 1)) + 0.5
    season = np.exp(rng.uniform(0, 0.5, (200, 1)) * np.sin(2 * np.pi * (week / 52 + rng.random((200, 1)))))
    mean = level * season
    return History("A made-up city without rises", rng.negative_binomial(2 * mean, 2 / 3), 5)


def _chicago(folder: Path) -> History:
    rows = _rows(folder / "chicago_aggravated_assaults_2010_2019" / "incidents.csv.gz")
    pairs = [(row["district"], row["occurred_local"]) for row in rows if row["district"]]
    counts = _weekly(pairs)
    return History("Chicago, aggravated assaults by police district", counts[counts.sum(axis=1) > 100], 5)


def _charlottesville(folder: Path) -> History:
    rows = _rows(folder / "charlottesville_incidents_2014_2019" / "incidents.csv.gz")
    counts = _weekly((row["offense"], row["reported_local"]) for row in rows)
    return History("Charlottesville, incidents by offence", counts[counts.sum(axis=1) > 260], 2)


def _tempe(folder: Path) -> History:
    rows = _rows(folder / "tempe_opioid_calls_2017_2024" / "incidents.csv.gz")
    return History("Tempe, opioid calls", _weekly(("calls", row["incident_date"]) for row in rows), 5)


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _weekly(events: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> Counts:
    """(n_series, n_weeks) of whole weeks from Monday, of pairs of series and day."""
    pairs = [(name, dt.date.fromisoformat(day[:10]).toordinal()) for name, day in events]
    names = sorted({name for name, _ in pairs})
    first = min(day for _, day in pairs)
    monday = first + (1 - first) % 7  # the ordinal 1 was a Monday
    n_weeks = (max(day for _, day in pairs) + 1 - monday) // 7
    counts = np.zeros((len(names), n_weeks), np.int64)
    series_of = {name: idx for idx, name in enumerate(names)}
    for name, day in pairs:
        week = (day - monday) // 7
        if 0 <= week < n_weeks:
            counts[series_of[name], week] += 1
    return counts


if __name__ == "__main__":
    main()
