"""What the statistics are timed on: made-up cities, the same on every machine, with something planted in each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
SEED = 20250428


@dataclass(frozen=True, slots=True)
class City:
    """Areas with people, and a year of daily cases in proportion to them.

    counts (n_areas, 365), xy in metres (n_areas, 2), people (n_areas,).
    """

    counts: Counts
    xy: Floats
    people: Floats


def city_of_areas(n_areas: int, n_cases: int) -> City:
    """Cases of a year; around one area two and a half times as many in the last 26 days."""
    rng = np.random.default_rng(SEED + n_areas)
    xy = rng.uniform(0, 1_000 * np.sqrt(n_areas), (n_areas, 2))
    people = np.rint(rng.lognormal(8.0, 0.7, n_areas))
    days = 1 + 0.2 * np.sin(2 * np.pi * np.arange(365) / 7)
    rate = np.outer(people, days)
    near = np.argsort(np.hypot(*(xy - xy[0]).T))[:5]
    rate[near, -26:] *= 2.5
    return City(rng.poisson(rate * (n_cases / rate.sum())), xy, people)


def points_with_repeats(n_points: int) -> tuple[Floats, Floats, Counts]:
    """Easting and northing in metres, day: a twentieth of them follow another one nearby."""
    rng = np.random.default_rng(SEED + n_points)
    n_repeats = n_points // 20
    n_first = n_points - n_repeats
    side_m = 20_000.0
    xy = rng.uniform(0, side_m, (n_first, 2))
    day = rng.integers(0, 1_460, n_first)
    parent = rng.integers(0, n_first, n_repeats)
    xy = np.vstack([xy, xy[parent] + rng.uniform(-106, 106, (n_repeats, 2))])
    day = np.concatenate([day, day[parent] + rng.integers(0, 15, n_repeats)])
    return xy[:, 0], xy[:, 1], day


def hexagons(n_side: int, n_periods: int) -> tuple[Counts, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Counts of n_side x n_side hexagonal cells by period, and the six neighbours of each in CSR form."""
    rng = np.random.default_rng(SEED + n_side)
    row, column = np.divmod(np.arange(n_side * n_side), n_side)
    shift = row % 2
    steps = [
        (np.zeros_like(row), np.full_like(row, -1)),
        (np.zeros_like(row), np.ones_like(row)),
        *((np.full_like(row, up), shift - 1 + right) for up in (-1, 1) for right in (0, 1)),
    ]
    near_row = np.stack([row + up for up, _right in steps], axis=1)
    near_column = np.stack([column + right for _up, right in steps], axis=1)
    inside = (near_row >= 0) & (near_row < n_side) & (near_column >= 0) & (near_column < n_side)
    indptr = np.concatenate([[0], np.cumsum(inside.sum(axis=1))])
    indices = (near_row * n_side + near_column)[inside]
    level = rng.gamma(0.8, 1.5, n_side * n_side)[:, np.newaxis]
    return rng.poisson(level, (n_side * n_side, n_periods)), (indptr, indices)
