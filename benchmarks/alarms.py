"""Methods of alarm: how soon a whole city is judged, what a first call costs, and R `surveillance` beside it.

R is asked where it is at hand, on a few of the same series: its bounds must be ours, and its time for one fit
tells what the whole city would take. Seconds on the wall depend on what else the machine does; the seconds of
all cores together do so less, and stand beside them.
"""

from __future__ import annotations

import math
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import (
    AlarmResult,
    cusum_negative_binomial,
    ears,
    farrington,
    farrington_flexible,
    nowcast,
    panel_expected,
)

from .table import Line, show
from .timing import first_calls

_SEED = 20250428
_N_SERIES, _N_PERIODS, _YEAR = 1_500, 520, 52
_N_FOR_R = 20
Counts = NDArray[np.int64]

_FIRST_CALL = """
import time, numpy as np
started = time.perf_counter()
from tilannekuva.stats import {name}
{name}(np.full((2, 330), 9), {settings})
print(time.perf_counter() - started)
"""

_R = """
suppressMessages(library(surveillance))
counts <- as.matrix(read.csv("counts.csv", header = FALSE))
bounds <- list()
timed <- function(name, work) {
  seconds <- system.time(bounds[[name]] <<- apply(counts, 1, work))[["elapsed"]]
  cat(name, seconds, "\\n")
}
n <- ncol(counts)
flexible <- list(range = n, b = 5, w = 3, noPeriods = 10, pThresholdTrend = 1, weightsThreshold = 2.58,
                 pastWeeksNotIncluded = 26, thresholdMethod = "nbPlugin", limit54 = c(5, 4), alpha = 0.01)
weekly <- function(series) sts(series, start = c(2000, 1), frequency = 52)
timed("farrington_flexible", function(series) farringtonFlexible(weekly(series), flexible)@upperbound)
timed("farrington", function(series) suppressWarnings(farrington(weekly(series), list(range = n, b = 5, w = 3, alpha = 0.01)))@upperbound)
timed("ears", function(series) earsC(weekly(series), list(range = (n - 51):n, method = "C1", alpha = 0.001))@upperbound)
for (name in names(bounds)) write.table(t(bounds[[name]]), paste0(name, ".csv"), sep = ",", row.names = FALSE, col.names = FALSE)
"""


def main() -> None:
    counts = _city(_N_SERIES)
    lines = [
        *_first_calls(),
        *_farrington(counts),
        *_others(counts),
    ]
    show(
        "alarms: 1,500 weekly series (150 areas x 10 kinds) of ten years",
        lines,
        [
            "wall: what it took here and now; both cores: seconds of computing shared evenly by two.",
            "Reference: R surveillance on the same work, elsewhere; below in this run where R is at hand.",
        ],
    )
    _beside_r(counts[:_N_FOR_R])


def _city(n_series: int) -> Counts:
    rng = np.random.default_rng(_SEED)
    weeks = np.arange(_N_PERIODS)
    season = (1 + 0.3 * np.sin(2 * np.pi * weeks / _YEAR)) * (1 + weeks / 2_000)
    return rng.negative_binomial(rng.uniform(2, 30, (n_series, 1)) * season, 0.5)


def _timed(work: Callable[[], object], repeats: int = 5) -> tuple[float, float]:
    """The shortest time on the wall, and of all cores together."""
    work()
    wall, computing = math.inf, math.inf
    for _ in range(repeats):
        started, computed = time.perf_counter(), time.process_time()
        work()
        wall = min(wall, time.perf_counter() - started)
        computing = min(computing, time.process_time() - computed)
    return wall, computing


def _first_calls() -> list[Line]:
    lines = []
    for name, settings in (("farrington_flexible", "n_threads=1"), ("ears", "evaluate=9")):
        lines += first_calls(name, _FIRST_CALL.format(name=name, settings=settings))
    return lines


def _farrington(counts: Counts) -> list[Line]:
    one = _timed(lambda: farrington_flexible(counts))
    year = _timed(lambda: farrington_flexible(counts, evaluate=_YEAR), repeats=2)
    half = _timed(lambda: farrington_flexible(counts[: _N_SERIES // 2], evaluate=_YEAR), repeats=2)
    old = _timed(lambda: farrington(counts, evaluate=_YEAR), repeats=2)
    return [
        Line(
            "farrington_flexible, the newest week, wall",
            one[0],
            "s",
            at_most=0.06,
            reference=21.6,
            limit=0.025,
        ),
        Line("  both cores", one[1] / 2, "s", at_most=0.06),
        Line("farrington_flexible, 52 weeks, wall", year[0], "s", at_most=2.5, reference=900, limit=1.3),
        Line("  both cores", year[1] / 2, "s", at_most=2.5),
        Line("  one fit", year[1] / counts.shape[0] / _YEAR * 1e6, "µs"),
        Line("  times as long for twice as many series", year[1] / half[1], "", at_most=2.4),
        Line("farrington (1996), 52 weeks, both cores", old[1] / 2, "s"),
    ]


def _others(counts: Counts) -> list[Line]:
    rng = np.random.default_rng(_SEED)
    mean, year = counts[:, :-_YEAR].mean(axis=1, keepdims=True), counts[:, -_YEAR:]
    by_source = rng.poisson(0.4, (_N_SERIES, 20, 57))
    present = np.ones((20, 57), bool)
    triangle = rng.poisson(0.4, (_N_SERIES, 100, 15))

    def cusum(ratio: float | None) -> AlarmResult:
        return cusum_negative_binomial(year, mean=mean, dispersion=2.0, detect_ratio=ratio, threshold=5)

    known, unknown = _timed(lambda: cusum(1.5)), _timed(lambda: cusum(None))
    return [
        Line("ears C1, 52 weeks", _timed(lambda: ears(counts, evaluate=_YEAR), 20)[0], "s", at_most=0.01,
             reference=8.3),
        Line("cusum_negative_binomial, known ratio, 52 weeks", known[0], "s"),
        Line("  unknown ratio and beginning", unknown[0], "s"),
        Line("panel_expected, 20 sources, one week",
             _timed(lambda: panel_expected(by_source, present))[0], "s"),
        Line("nowcast, 100 periods, delays up to 14", _timed(lambda: nowcast(triangle), 2)[0], "s"),
    ]  # fmt: skip


def _beside_r(counts: Counts) -> None:
    if shutil.which("Rscript") is None:
        show("alarms: R surveillance", [], ["Rscript is not installed here: nothing to compare with."])
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        np.savetxt(folder / "counts.csv", counts, fmt="%d", delimiter=",")
        ran = subprocess.run(
            ["Rscript", "-e", _R], cwd=folder, capture_output=True, text=True, check=False, timeout=600
        )
        if ran.returncode:
            show("alarms: R surveillance", [], [f"R could not be asked: {ran.stderr.strip()[-200:]}"])
            return
        seconds = {line.split()[0]: float(line.split()[1]) for line in ran.stdout.splitlines() if line}
        ours: dict[str, Callable[[], AlarmResult]] = {
            "farrington_flexible": lambda: farrington_flexible(counts, n_threads=1),
            "farrington": lambda: farrington(counts, n_threads=1),
            "ears": lambda: ears(counts, evaluate=_YEAR, min_cases=0),
        }
        lines = []
        for method, work in ours.items():
            theirs = np.loadtxt(folder / f"{method}.csv", delimiter=",", ndmin=2).reshape(len(counts), -1)
            result = work()
            known = ~np.isnan(result.upper)
            np.testing.assert_allclose(result.upper[known], theirs[known], rtol=1e-6, err_msg=method)
            lines.append(
                Line(
                    f"{method}, {len(counts)} series on one core, the same bounds", _timed(work)[0], "s",
                    reference=seconds[method],
                )
            )  # fmt: skip
    show("alarms: R surveillance in the same run", lines)


if __name__ == "__main__":
    main()
