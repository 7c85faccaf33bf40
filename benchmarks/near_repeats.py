"""Knox and near-repeat: pairs near in space and time among many points, and pointpats beside it."""

from __future__ import annotations

import numpy as np

from tilannekuva.stats import knox, near_repeat

from . import peers
from .table import Line, show
from .timing import first_calls, timed
from .workloads import SEED, points_with_repeats

_DISTANCE_M, _DAYS = 150.0, 14
_N_FOR_PEER = 99

_FIRST_CALL = """
import time, numpy as np
started = time.perf_counter()
from tilannekuva.stats import knox
rng = np.random.default_rng(1)
knox(*rng.uniform(0, 20_000, (2, 10_000)), rng.integers(0, 1_000, 10_000), distance_m=150, days=14, rng=rng)
print(time.perf_counter() - started)
"""


def main() -> None:
    few, many = points_with_repeats(10_000), points_with_repeats(100_000)
    lines = first_calls("knox, 10,000 points", _FIRST_CALL)
    few_s, small = timed(lambda: _knox(few))
    many_s, large = timed(lambda: _knox(many))
    half_s, _ = timed(lambda: _knox(points_with_repeats(50_000)))
    bands_s, _ = timed(
        lambda: near_repeat(
            *few,
            distance_bands_m=[0, 150, 300, 450, 600],
            day_bands=[0, 7, 14, 21, 28],
            rng=np.random.default_rng(SEED),
        )
    )
    assert small.p_value == large.p_value == 0.001, "the repeats that were planted are found"
    lines += [
        Line("knox, 10,000 points, 999 permutations", few_s, "s", at_most=0.05, reference=7.9, limit=0.02),
        Line("knox, 100,000 points, 999 permutations", many_s, "s", at_most=0.6, reference=190, limit=0.28),
        Line("  times as long for twice as many points in the same city", many_s / half_s, "", at_most=5),
        Line("near_repeat, 10,000 points, 4 x 4 bands, 999 permutations", bands_s, "s"),
    ]
    notes = ["Reference: pointpats for as many points and permutations, elsewhere."]
    theirs = peers.ask(
        "ask_pointpats", easting_m=few[0], northing_m=few[1], day=few[2], distance_m=np.array(_DISTANCE_M),
        days=np.array(_DAYS), n=np.array(_N_FOR_PEER),
    )  # fmt: skip
    if theirs is None:
        notes.append(peers.NOT_THERE)
    else:
        ours_s, ours = timed(lambda: _knox(few, _N_FOR_PEER))
        assert theirs["observed"] == ours.observed, (theirs, ours)
        lines += [
            Line(f"the same pairs with pointpats in this run, {_N_FOR_PEER} permutations", ours_s, "s",
                 reference=theirs["seconds"]),
        ]  # fmt: skip
    show("near repeats: within 150 m and 14 days", lines, notes)


def _knox(points: tuple[np.ndarray, ...], n_permutations: int = 999):
    return knox(
        *points,
        distance_m=_DISTANCE_M,
        days=_DAYS,
        n_permutations=n_permutations,
        rng=np.random.default_rng(SEED),
    )


if __name__ == "__main__":
    main()
