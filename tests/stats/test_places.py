"""Kilometres, degrees and exchanged columns: told where they can be told, and what is sound passes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tilannekuva import stats

Floats = NDArray[np.float64]
RNG = np.random.default_rng(1)
COUNTS = RNG.poisson(6.0, (30, 60))
DAY = RNG.integers(0, 60, 30)
# A city 40 km wide: around the origin of a map, and as EPSG:3067 has it.
CITY_M = RNG.uniform(0, 40_000, (30, 2))
FAR_M = CITY_M + [366_000.0, 6_660_000.0]
GRID_KM = np.column_stack(np.divmod(np.arange(30), 6)) * 0.25 + [366.0, 6660.0]

WITH_A_DISTANCE: dict[str, Callable[[Floats], object]] = {
    "scan": lambda at: stats.space_time_scan(COUNTS, at, max_radius_m=1_500, n_replicates=9, rng=RNG),
    "knox": lambda at: stats.knox(*at.T, DAY, distance_m=200, days=7, n_permutations=9, rng=RNG),
    "near_repeat": lambda at: stats.near_repeat(
        *at.T, DAY, distance_bands_m=[0, 100, 200], day_bands=[0, 7], n_permutations=9, rng=RNG
    ),
    "self_exciting": lambda at: stats.self_exciting(DAY, *at.T, place_width_m=20),
}


@pytest.mark.parametrize("name", WITH_A_DISTANCE)
@pytest.mark.parametrize("metres", [CITY_M, FAR_M], ids=["near the origin", "far"])
def test_kilometres_of_a_wide_city_are_told_by_the_distance_asked_for(name: str, metres: Floats) -> None:
    WITH_A_DISTANCE[name](metres)
    with pytest.raises(stats.BadCoordinates, match="reaches beyond all of them; are these kilometres"):
        WITH_A_DISTANCE[name](metres / 1000)


def test_kilometres_of_a_grid_are_told_by_the_width_of_its_cells() -> None:
    counts = COUNTS[:, 0]
    stats.kernel_density(counts, *(GRID_KM * 1000).T, cell_width_m=250)
    with pytest.raises(stats.BadCoordinates, match="are these kilometres"):
        stats.kernel_density(counts, *GRID_KM.T, cell_width_m=250)
    with pytest.raises(stats.BadCoordinates, match="are these kilometres"):
        stats.kernel_density(counts, *GRID_KM.T, cell_width_m=0.25, bandwidth_m=500)


@pytest.mark.parametrize("width_m", [60.0, 180.0])
def test_a_block_may_be_looked_at_with_distances_of_its_own(width_m: float) -> None:
    block = FAR_M[0] + np.random.default_rng(2).uniform(0, width_m, (30, 2))
    stats.knox(*block.T, DAY, distance_m=width_m / 4, days=7, n_permutations=9, rng=RNG)


def test_two_neighbouring_cells_are_no_kilometres() -> None:
    """A kind that was seen in two cells of a grid alone."""
    at = np.repeat([[366_125.0, 6_660_125.0], [366_375.0, 6_660_125.0]], 15, axis=0)
    assert stats.knox(*at.T, DAY, distance_m=500, days=7, n_permutations=9, rng=RNG).observed > 0


def scan_on_earth(degrees: Any) -> object:
    return stats.space_time_scan(COUNTS, degrees, metric="great_circle", n_replicates=9, rng=RNG)


def test_exchanged_degrees_are_told_where_they_can_be() -> None:
    chance = np.random.default_rng(3)
    chicago = np.column_stack([chance.uniform(41.6, 42.1, 30), chance.uniform(-87.9, -87.5, 30)])
    tromso = np.column_stack([chance.uniform(69.5, 69.8, 30), chance.uniform(18.6, 19.3, 30)])
    scan_on_earth(chicago)
    scan_on_earth(tromso)
    with pytest.raises(stats.BadCoordinates, match=r"latitude beyond 80 degrees.*exchanged"):
        scan_on_earth(chicago[:, ::-1])
    # Both columns within 80: nothing tells, and the docstring of the scan says so.
    scan_on_earth(tromso[:, ::-1])
    assert "Exchanged columns" in (stats.space_time_scan.__doc__ or "")
