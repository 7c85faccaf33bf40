"""Gi*, trends and emerging hot spots over a map of hexagons, and esda and pymannkendall beside them."""

from __future__ import annotations

import numpy as np

from tilannekuva.stats import emerging_hot_spots, getis_ord_star, kernel_density, mann_kendall

from . import peers
from .table import Line, show
from .timing import first_calls, timed
from .workloads import hexagons

_WEEKS = 104
_N_WEEKS_FOR_PEER, _N_SERIES_FOR_PEER = 8, 500

_FIRST_CALL = """
import time, numpy as np
started = time.perf_counter()
from tilannekuva.stats import emerging_hot_spots
rng = np.random.default_rng(1)
n = 900
emerging_hot_spots(rng.poisson(2, (n, 104)), (np.arange(n + 1), (np.arange(n) + 1) % n))
print(time.perf_counter() - started)
"""


def main() -> None:
    counts, neighbours = hexagons(100, _WEEKS)
    fewer, their_neighbours = hexagons(66, _WEEKS)
    twice, more_neighbours = hexagons(141, _WEEKS)
    for work in (getis_ord_star, emerging_hot_spots):
        work(counts, neighbours)  # compiles
    star_s, z = timed(lambda: getis_ord_star(counts, neighbours), repeats=10)
    double_s, _ = timed(lambda: getis_ord_star(twice, more_neighbours), repeats=10)
    trend_s, _ = timed(lambda: mann_kendall(counts), repeats=10)
    emerging_s, _ = timed(lambda: emerging_hot_spots(fewer, their_neighbours), repeats=5)
    easting_m, northing_m = (250.0 * axis.ravel() for axis in np.meshgrid(np.arange(100), np.arange(100)))
    density_s, _ = timed(
        lambda: kernel_density(counts[:, 0], easting_m, northing_m, cell_width_m=250), repeats=5
    )
    remembering_s, _ = timed(lambda: mann_kendall(fewer[:500], autocorrelation="hamed_rao"), repeats=2)
    lines = [
        *first_calls("emerging_hot_spots, 900 cells", _FIRST_CALL),
        Line("Gi*, 10,000 cells x 104 weeks", star_s, "s", at_most=0.005, reference=2.4, limit=0.002),
        Line("  times as long for twice as many cells", double_s / star_s, "", at_most=2.6),
        Line("Mann-Kendall, 10,000 x 104", trend_s, "s", at_most=0.03, reference=19, limit=0.015),
        Line("emerging hot spots, 4,356 cells x 104 weeks", emerging_s, "s", at_most=0.15, reference=1.6),
        Line("Mann-Kendall with the correction of Hamed and Rao, 500 x 104", remembering_s, "s"),
        Line("kernel density, 10,000 cells, its bandwidth chosen", density_s, "s"),
    ]
    notes = [
        "Reference, elsewhere: spdep for Gi* (esda takes 23 s), pymannkendall, and geolibre for 4,347 cells."
    ]
    theirs = peers.ask(
        "ask_esda", counts=counts[:, :_N_WEEKS_FOR_PEER], indptr=neighbours[0], indices=neighbours[1],
        series=counts[:_N_SERIES_FOR_PEER],
    )  # fmt: skip
    if theirs is None:
        notes.append(peers.NOT_THERE)
    else:
        ours_s, ours = timed(lambda: getis_ord_star(counts[:, :_N_WEEKS_FOR_PEER], neighbours), repeats=10)
        np.testing.assert_allclose((ours**2).sum(), theirs["z_sum_of_squares"], rtol=1e-9)
        tests_s, tests = timed(lambda: mann_kendall(counts[:_N_SERIES_FOR_PEER]), repeats=10)
        assert tests.s.sum() == theirs["trend_s_sum"]
        lines += [
            Line(f"the same Gi* as esda in this run, {_N_WEEKS_FOR_PEER} weeks", ours_s, "s",
                 reference=theirs["seconds"]),
            Line(f"the same trends as pymannkendall in this run, {_N_SERIES_FOR_PEER} series", tests_s, "s",
                 reference=theirs["trend_seconds"]),
        ]  # fmt: skip
    show("hot spots: hexagonal cells by week", lines, notes)
    assert np.isfinite(z).all()


if __name__ == "__main__":
    main()
