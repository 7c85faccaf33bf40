"""Every pair of events, one by one."""

import itertools

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def near_in_both(x: Floats, y: Floats, day: Floats, distance_m: float, days: float) -> int:
    return sum(
        np.hypot(x[i] - x[j], y[i] - y[j]) <= distance_m and abs(day[i] - day[j]) <= days
        for i, j in itertools.combinations(range(len(x)), 2)
    )


def pairs_by_band(
    x: Floats, y: Floats, day: Floats, distance_bands: list[float], day_bands: list[float], *, manhattan: bool
) -> list[list[int]]:
    table = [[0] * (len(day_bands) - 1) for _ in distance_bands[1:]]
    for i, j in itertools.combinations(range(len(x)), 2):
        east, north, between = abs(x[i] - x[j]), abs(y[i] - y[j]), abs(day[i] - day[j])
        away = east + north if manhattan else (east**2 + north**2) ** 0.5
        for row, (near, far) in enumerate(itertools.pairwise(distance_bands)):
            for column, (soon, late) in enumerate(itertools.pairwise(day_bands)):
                table[row][column] += near <= away < far and soon <= between < late
    return table
