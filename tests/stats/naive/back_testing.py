"""The back-test written to be read: one series, one rise, one period at a time."""

import math
import statistics
from collections.abc import Callable
from typing import Any

import numpy as np

Series = list[int]
# (counts of one series) -> for each judged period None, or whether it is an alarm
Judge = Callable[[Series], list[bool | None]]


def false_alarms(
    judge: Judge, counts: list[Series], known: list[list[bool]], periods_per_year: int
) -> dict[str, Any]:
    judged = silent = alarms = onsets = 0
    for series, rises in zip(counts, known, strict=True):
        said = judge(series)
        begin = len(series) - len(said)
        for k, alarm in enumerate(said):
            if rises[begin + k]:
                continue
            judged += alarm is not None
            silent += alarm is None
            alarms += bool(alarm)
            onsets += bool(alarm) and not (k and said[k - 1])
    return {
        "n_judged": judged, "n_silent": silent, "n_alarms": alarms, "n_onsets": onsets,
        "alarms_per_series_year": alarms / judged * periods_per_year if judged else math.nan,
        "onsets_per_series_year": onsets / judged * periods_per_year if judged else math.nan,
    }  # fmt: skip


def planted(
    judge: Judge, counts: list[Series], kinds: list[tuple[str, float]], seed: int, *, n_rises: int, duration: int,
    least_level: float, periods_per_year: int,
) -> list[dict[str, Any]]:  # fmt: skip
    """What is drawn, and in which order: a series for every rise, a beginning for every rise, then kind by kind
    how many cases come on top in each period of each rise."""
    chance = np.random.default_rng(seed)
    ordered = sorted(range(len(counts)), key=lambda row: counts[row])
    n_periods, n_judged = len(counts[0]), len(judge(counts[0]))
    first = n_periods - n_judged
    busy = []
    for place, row in enumerate(ordered):
        year = counts[row][max(first - periods_per_year, 0) : first]
        if sum(year) / len(year) >= least_level:
            busy.append(place)
    rows = [ordered[place] for place in chance.choice(busy, n_rises)]
    begins = [int(begin) for begin in chance.integers(first, n_periods - duration + 1, n_rises)]

    def delay(series: Series, begin: int) -> int | None:
        said = judge(series)
        for k in range(duration):
            if said[begin - first + k]:
                return k
        return None

    by_chance = sum(delay(counts[row], begin) is not None for row, begin in zip(rows, begins, strict=True))
    records = []
    for shape, ratio in kinds:
        delays = []
        added = []
        for row, begin in zip(rows, begins, strict=True):
            before = counts[row][max(begin - periods_per_year, 0) : begin]
            level = sum(before) / len(before)
            height = {
                "step": [1.0] * duration,
                "ramp": [(k + 1) / duration for k in range(duration)],
                "spike": [1.0] + [0.0] * (duration - 1),
            }[shape]
            added.append([int(chance.poisson((ratio - 1) * level * part)) for part in height])
        for row, begin, more in zip(rows, begins, added, strict=True):
            risen = list(counts[row])
            for k in range(duration):
                risen[begin + k] += more[k]
            delays.append(delay(risen, begin))
        found = [d for d in delays if d is not None]
        records.append({
            "n_found": len(found), "found": len(found) / n_rises, "found_by_chance": by_chance / n_rises,
            "delay_mean": statistics.fmean(found) if found else math.nan,
            "delay_median": statistics.median(found) if found else math.nan,
        })  # fmt: skip
    return records


def median_ends(found: list[int], longest: int, confidence: float) -> tuple[int, int]:
    """The tightest pair of ranks, equally far from both ends, that holds the median as often as asked for."""
    ascending, n = sorted(found), len(found)
    ends = (0, longest)
    for rank in range(1, n // 2 + 1):
        missed_on_a_side = sum(math.comb(n, k) for k in range(rank)) / 2**n
        if missed_on_a_side <= (1 - confidence) / 2:
            ends = (ascending[rank - 1], ascending[n - rank])
    return ends
