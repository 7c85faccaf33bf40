"""Made-up events of which the truth is known: a background, and events that bring others."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def events(
    seed: int, *, n_background: int = 400, branching: float = 0.35, decay_days: float = 10, spread_m: float = 120,
    n_centres: int = 0, days: float = 1000, side_m: float = 10_000,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Days, eastings and northings; with centres, three fifths of the background lie around one of them."""
    chance, before = np.random.default_rng(seed), 200
    n = chance.poisson(n_background * (days + before) / days)
    day, xy = chance.uniform(-before, days, n), chance.uniform(0, side_m, (n, 2))
    if n_centres:
        centres = chance.uniform(0.1 * side_m, 0.9 * side_m, (n_centres, 2))
        near = chance.random(n) < 0.6
        xy[near] = centres[chance.integers(0, n_centres, near.sum())] + chance.normal(0, 300, (near.sum(), 2))
    all_days, all_xy = [day], [xy]
    while len(day):
        brings = chance.poisson(branching, len(day))
        day = np.repeat(day, brings) + chance.exponential(decay_days, brings.sum())
        xy = np.repeat(xy, brings, axis=0) + chance.normal(0, spread_m, (brings.sum(), 2))
        day, xy = day[day < days], xy[day < days]
        all_days.append(day)
        all_xy.append(xy)
    day, xy = np.concatenate(all_days), np.vstack(all_xy)
    seen = day >= 0
    return day[seen], xy[seen, 0], xy[seen, 1]
