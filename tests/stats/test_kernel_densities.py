"""Kernel density: its slow twin, the laws of a density, intervals that hold, edges, and bad input."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tilannekuva.stats import BadArgument, BadCoordinates, TooLittleData, kernel_density

from .naive import kernel_densities as naive

WIDTH = 250.0
Map = tuple[NDArray[np.float64], NDArray[np.float64]]


def grid(n_rows: int = 12, n_columns: int = 16) -> Map:
    """Middles of the cells of a rectangle, in metres."""
    column, row = np.meshgrid(np.arange(n_columns), np.arange(n_rows))
    return 385_000 + WIDTH * column.ravel(), 6_670_000 + WIDTH * row.ravel()


def coast(seed: int) -> Map:
    """A map of which a third is missing."""
    east, north = grid()
    kept = np.random.default_rng(seed).random(len(east)) > 0.33
    return east[kept], north[kept]


@pytest.mark.parametrize("bandwidth", [150.0, 400.0, 2000.0])
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_naive_twin(seed: int, bandwidth: float) -> None:
    east, north = coast(seed)
    counts = np.random.default_rng(seed).poisson(0.7, len(east))
    result = kernel_density(
        counts, east, north, cell_width_m=WIDTH, bandwidth_m=bandwidth, least_events=1e-9, confidence=0.9
    )
    for cell in range(0, len(east), 17):
        twin = naive.density(
            counts.tolist(),
            east.tolist(),
            north.tolist(),
            cell,
            width=WIDTH,
            bandwidth=bandwidth,
            confidence=0.9,
        )
        ours = (result.density_per_km2[cell], result.lower[cell], result.upper[cell])
        assert ours == pytest.approx(twin, rel=1e-9)


def test_equals_scipy_far_from_the_edges() -> None:
    east, north = grid(60, 60)
    counts = np.zeros(len(east), int)
    chance = np.random.default_rng(1)
    middle = [row * 60 + column for row in range(25, 35) for column in range(25, 35)]
    counts[middle] = chance.poisson(2, len(middle))
    ours = kernel_density(counts, east, north, cell_width_m=WIDTH, bandwidth_m=500, least_events=0.1)
    points = np.repeat(np.vstack([east, north]), counts, axis=1)
    theirs = stats.gaussian_kde(points)
    theirs.set_bandwidth(1.0)
    theirs._data_cov, theirs._data_inv_cov = np.eye(2) * 500.0**2, np.eye(2) / 500.0**2
    theirs.covariance, theirs.cho_cov = np.eye(2) * 500.0**2, np.eye(2) * 500.0
    expected = theirs(np.vstack([east, north])) * counts.sum() * 1e6
    np.testing.assert_allclose(ours.density_per_km2[middle], expected[middle], rtol=1e-9)
    assert ours.inside_share[middle].min() > 0.999999


@given(st.integers(1, 50), st.floats(125, 5000), st.integers(0, 5))
def test_equal_counts_are_an_equal_density_up_to_the_edges(n: int, bandwidth: float, seed: int) -> None:
    east, north = coast(seed)
    result = kernel_density(
        np.full(len(east), n), east, north, cell_width_m=WIDTH, bandwidth_m=bandwidth, least_events=0.5
    )
    np.testing.assert_allclose(result.density_per_km2, n / 0.0625, rtol=1e-9)


def test_far_from_the_edges_no_event_is_lost() -> None:
    east, north = grid(80, 80)
    counts = np.zeros((80, 80), int)
    counts[35:45, 35:45] = np.random.default_rng(2).poisson(3, (10, 10))
    result = kernel_density(
        counts.ravel(), east, north, cell_width_m=WIDTH, bandwidth_m=700, least_events=1e-300
    )
    assert np.nansum(result.density_per_km2) * 0.0625 == pytest.approx(counts.sum(), rel=1e-3)


@given(st.integers(0, 10_000))
def test_neither_order_nor_place_nor_the_axes_matter(seed: int) -> None:
    chance = np.random.default_rng(seed)
    east, north = coast(seed)
    counts = chance.poisson(1.5, len(east))
    order = chance.permutation(len(east))
    one = kernel_density(counts, east, north, cell_width_m=WIDTH, bandwidth_m=600)
    for east_2, north_2 in ((east - 3e5, north + 1e6), (north, east)):
        other = kernel_density(
            counts[order], east_2[order], north_2[order], cell_width_m=WIDTH, bandwidth_m=600
        )
        for name in ("density_per_km2", "lower", "upper", "inside_share"):
            np.testing.assert_allclose(getattr(other, name), getattr(one, name)[order], rtol=1e-9)


@pytest.mark.parametrize("mean", [0.2, 1.0, 5.0])
def test_the_interval_holds_the_density_of_an_even_map(mean: float) -> None:
    east, north = coast(1)
    held: list[Any] = []
    for seed in range(200):
        counts = np.random.default_rng(seed).poisson(mean, len(east))
        result = kernel_density(counts, east, north, cell_width_m=WIDTH, bandwidth_m=500)
        known = ~np.isnan(result.density_per_km2)
        held.append(((result.lower <= mean / 0.0625) & (mean / 0.0625 <= result.upper))[known].mean())
    assert 0.94 < np.mean(held) < 0.99


def test_the_bandwidth_follows_what_there_is() -> None:
    """Narrow where events gather in one place, as wide as it may be where they are everywhere alike."""
    east, north = grid(40, 40)
    chance = np.random.default_rng(3)
    even = chance.poisson(1.0, 1600)
    away = np.hypot(east - east.mean(), north - north.mean())
    gathered = chance.poisson(20 * np.exp(-0.5 * (away / 500) ** 2))
    wide, narrow = (
        kernel_density(counts, east, north, cell_width_m=WIDTH).bandwidth_m for counts in (even, gathered)
    )
    assert wide == pytest.approx(40 * WIDTH / 4)
    assert narrow <= 500


def test_too_few_to_say_is_a_value() -> None:
    east, north = grid()
    counts = np.zeros(len(east), int)
    counts[[0, 100]] = 2
    result = kernel_density(counts, east, north, cell_width_m=WIDTH, bandwidth_m=300)
    assert np.isnan(result.density_per_km2).all()
    assert result.effective_events[0] == pytest.approx(2, rel=0.01)
    nothing = kernel_density(np.zeros(len(east), int), east, north, cell_width_m=WIDTH, bandwidth_m=300)
    assert np.isnan(nothing.upper).all()
    with pytest.raises(TooLittleData, match="give bandwidth_m"):
        kernel_density(np.zeros(len(east), int), east, north, cell_width_m=WIDTH)


def test_bad_input_is_named() -> None:
    east, north = grid()
    counts = np.ones(len(east), int)
    moved = east.copy()
    moved[7] += 100
    with pytest.raises(BadCoordinates, match="cell 7 at"):
        kernel_density(counts, moved, north, cell_width_m=WIDTH)
    twice = east.copy()
    twice[1] = twice[0]
    with pytest.raises(BadCoordinates, match="cell 1 stands where another"):
        kernel_density(counts, twice, north, cell_width_m=WIDTH)
    with pytest.raises(BadArgument, match="at least half a cell"):
        kernel_density(counts, east, north, cell_width_m=WIDTH, bandwidth_m=100)
    with pytest.raises(BadArgument, match="one of each a cell"):
        kernel_density(counts[1:], east, north, cell_width_m=WIDTH)
    with pytest.raises(BadArgument, match="is cell_width_m the width"):
        kernel_density(counts, 1000 * east, 1000 * north, cell_width_m=WIDTH)
    with pytest.raises(BadArgument, match="2 dimensions"):
        kernel_density(counts[None], east, north, cell_width_m=WIDTH)
    with pytest.raises(BadArgument, match="counts"):
        kernel_density(counts - 2, east, north, cell_width_m=WIDTH)


def test_reading() -> None:
    east, north = grid()
    counts = np.random.default_rng(4).poisson(2, len(east))
    before = counts.copy()
    result = kernel_density(counts, east, north, cell_width_m=WIDTH, bandwidth_m=400)
    np.testing.assert_array_equal(before, counts)
    assert repr(result).startswith(
        "<DensityResult: 192 cells, bandwidth 400 m, 0 with too few events to say; highest"
    )
    assert set(result.as_dict()) == {"density_per_km2", "lower", "upper", "effective_events", "inside_share"}
    with pytest.raises(ValueError, match="read-only"):
        result.lower[0] = 1.0
