"""Self-excitation, effects of measures and allocation: how long a city waits for each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from tilannekuva.stats import allocate, difference_in_differences, self_exciting, synthetic_control

from .table import Line, show
from .timing import first_calls, timed
from .workloads import SEED

_FIRST_CALL = """
import time, numpy as np
started = time.perf_counter()
from tilannekuva.stats import self_exciting
rng = np.random.default_rng(1)
self_exciting(rng.uniform(0, 1_000, 2_000), *rng.uniform(0, 10_000, (2, 2_000)), window_days=1_000)
print(time.perf_counter() - started)
"""


def main() -> None:
    _self_exciting()
    _effects()
    _allocation()


def events_that_bring_events(n_background: int) -> tuple[NDArray[np.float64], ...]:
    """Days over 1,000, eastings and northings over 15 km: branching ratio 0.35, 10 days, 120 m."""
    rng = np.random.default_rng(SEED + n_background)
    day, xy = rng.uniform(0, 1_000, n_background), rng.uniform(0, 15_000, (n_background, 2))
    days, places = [day], [xy]
    while len(day):
        brings = rng.poisson(0.35, len(day))
        day = np.repeat(day, brings) + rng.exponential(10, brings.sum())
        xy = np.repeat(xy, brings, axis=0) + rng.normal(0, 120, (brings.sum(), 2))
        days.append(day)
        places.append(xy)
    day, xy = np.concatenate(days), np.vstack(places)
    seen = day < 1_000
    return day[seen], xy[seen, 0], xy[seen, 1]


def _self_exciting() -> None:
    many, half = events_that_bring_events(13_000), events_that_bring_events(6_500)
    lines = first_calls("self_exciting, 2,000 events", _FIRST_CALL)
    half_s, _ = timed(lambda: self_exciting(*half, window_days=1_000))
    many_s, found = timed(lambda: self_exciting(*many, window_days=1_000))
    time_s, _ = timed(lambda: self_exciting(many[0], window_days=1_000))
    assert found.converged, found
    assert abs(found.branching_ratio - 0.35) < 0.03, found
    lines += [
        Line(f"in space and time, {found.n_events:,} events", many_s, "s", at_most=0.8, reference=76),
        Line("  times as long for twice as many events in the same city", many_s / half_s, "", at_most=5),
        Line("in time alone, the same events", time_s, "s"),
    ]
    show(
        "self-excitation: within 60 days and 1,000 m",
        lines,
        [
            "Reference: surveillance::twinstim for 20,000 events, elsewhere; it takes 16 s more to prepare.",
            f"Found: {found}",
        ],
    )


def _effects() -> None:
    """As many units as Seattle has blocks, four outcomes in sixteen quarters, of which four lie after."""
    rng = np.random.default_rng(SEED)
    level = rng.gamma(0.3, 1.0, (9_600, 1, 1)) * np.array([0.1, 0.1, 0.05, 2.0])
    counts = rng.poisson(np.broadcast_to(level, (9_600, 16, 4)))
    people = rng.lognormal(4, 0.5, (9_600, 7))
    treated_idx = np.argsort(-level[:, 0, 3])[100:139]
    n_placebos = 99
    synthetic_s, _ = timed(
        lambda: synthetic_control(
            counts, treated_idx, n_before=12, covariates=people, n_placebos=n_placebos,
            rng=np.random.default_rng(SEED),
        ),
        repeats=1,
    )  # fmt: skip
    without_s, _ = timed(
        lambda: synthetic_control(
            counts, treated_idx, n_before=12, covariates=people, n_placebos=1, rng=np.random.default_rng(SEED)
        )
    )
    others = np.delete(counts[:, :, 3], treated_idx, axis=0)
    differences_s, _ = timed(
        lambda: difference_in_differences(counts[treated_idx, :, 3], others, n_before=12)
    )
    show(
        "effects: 39 of 9,600 units treated, 16 periods, 4 outcomes, 7 covariates",
        [
            Line("synthetic control without placebos", without_s, "s", reference=15),
            Line(f"  with {n_placebos} placebos", synthetic_s, "s"),
            Line("  for each placebo", synthetic_s / (1 + n_placebos) * 1_000, "ms"),
            Line("difference in differences, one outcome", differences_s * 1_000, "ms"),
        ],
        [
            "Reference: microsynth on Seattle's 9,642 blocks without placebos, elsewhere. One placebo is in ours."
        ],
    )


def _allocation() -> None:
    rng = np.random.default_rng(SEED)
    n_partners, n_needs = 8, 600
    need = rng.gamma(0.8, 6.0, n_needs)
    fits = rng.uniform(0, 2, (n_partners, n_needs)) * (rng.random((n_partners, n_needs)) < 0.5)
    groups = [(range(first, first + 60), 90) for first in range(0, n_needs, 60)]
    capacity, presence = rng.integers(60, 120, n_partners), (fits > 0).any(axis=0).astype(int)
    seconds, plan = timed(
        lambda: allocate(need, capacity, fits, minimum_presence=presence, group_limits=groups)
    )
    covering_s, met = timed(_maximal_covering)
    show(
        "allocation: 8 partners, 600 needs, presence everywhere, ten quarters with a limit",
        [
            Line("to within 1 % of the proven best", seconds, "s"),
            Line("  the gap", plan.gap * 100, "%", at_most=1.01),
            Line("maximal covering, 1,000 sites, 1,000 needs, 30 units, to the optimum", covering_s, "s",
                 at_most=2.0, reference=0.24),
            Line("  the share of the need that is covered", met * 100, "%"),
        ],
        [
            "Reference: HiGHS itself on a problem of this size, elsewhere. Covering is put to it directly: it is what",
            "the solver behind `allocate` carries, where a unit serves all needs around its site.",
        ],
    )  # fmt: skip


def _maximal_covering() -> float:
    """Sites and needs in a city of 10 km; a unit covers what lies within 800 m (Church & ReVelle 1974)."""
    rng = np.random.default_rng(SEED)
    sites, needs = rng.uniform(0, 10_000, (2, 1_000, 2))
    amount = rng.gamma(0.8, 6.0, 1_000)
    near = sparse.csr_array(
        np.hypot(*(needs[:, None] - sites[None]).transpose(2, 0, 1)) <= 800.0, dtype=float
    )
    # A need is covered at most once, and only where a unit is near: covered <= near @ units.
    rule = sparse.hstack([near, -sparse.eye_array(1_000)], format="csr")
    few = sparse.hstack([sparse.csr_array(np.ones((1, 1_000))), sparse.csr_array((1, 1_000))], format="csr")
    found = optimize.milp(
        np.concatenate([np.zeros(1_000), -amount]),
        integrality=np.concatenate([np.ones(1_000), np.zeros(1_000)]),
        bounds=optimize.Bounds(0, 1),
        constraints=[optimize.LinearConstraint(rule, 0, np.inf), optimize.LinearConstraint(few, 0, 30)],
        options={"time_limit": 60},
    )
    assert found.status == 0, found.message
    return float(-found.fun / amount.sum())


if __name__ == "__main__":
    main()
