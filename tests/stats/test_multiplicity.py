"""The false discovery rate."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy

from tilannekuva.stats import BadArgument, benjamini_hochberg

from .naive import multiplicity as naive

P_VALUES = st.lists(st.floats(0, 1) | st.just(float("nan")), max_size=30)


def test_textbook_example() -> None:
    # Benjamini & Hochberg (1995), section 4: the four smallest of fifteen are rejected at 5 %.
    p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
        0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    rejected, _ = benjamini_hochberg(p)
    assert rejected.tolist() == [True] * 4 + [False] * 11


@given(P_VALUES)
def test_equals_the_definition(p_values: list[float]) -> None:
    _, adjusted = benjamini_hochberg(p_values)
    np.testing.assert_allclose(adjusted, naive.benjamini_hochberg(p_values), rtol=1e-12)


@given(P_VALUES)
def test_keeps_the_order_and_never_lowers(p_values: list[float]) -> None:
    _, adjusted = benjamini_hochberg(p_values)
    known = ~np.isnan(adjusted)
    p, adjusted = np.array(p_values)[known], adjusted[known]
    assert (adjusted >= p * (1 - 1e-15)).all()
    assert (np.diff(adjusted[np.argsort(p)]) >= 0).all()


@given(P_VALUES, st.floats(0.001, 0.5), st.floats(0.001, 0.5))
def test_a_larger_alpha_rejects_no_less(p_values: list[float], one: float, other: float) -> None:
    few, _ = benjamini_hochberg(p_values, alpha=min(one, other))
    many, _ = benjamini_hochberg(p_values, alpha=max(one, other))
    assert (few <= many).all()


def test_nan_is_neither_rejected_nor_counted() -> None:
    rejected, adjusted = benjamini_hochberg([[0.01, np.nan], [0.04, np.nan]])
    assert rejected.tolist() == [[True, False], [True, False]]
    np.testing.assert_allclose(adjusted, [[0.02, np.nan], [0.04, np.nan]])


def test_no_p_values_at_all() -> None:
    rejected, adjusted = benjamini_hochberg([])
    assert rejected.shape == adjusted.shape == (0,)


def test_input_stays_as_it_was() -> None:
    p = np.array([0.5, 0.1, np.nan])
    benjamini_hochberg(p)
    np.testing.assert_array_equal(p, [0.5, 0.1, np.nan])


@pytest.mark.parametrize(
    ("p_values", "alpha", "message"),
    [
        ([0.5, 1.5], 0.05, r"p_values\[1\] is 1\.5"),
        ([-0.1], 0.05, "between 0 and 1"),
        (["much"], 0.05, "must be numbers"),
        ([0.5], 1.0, r"alpha is 1\.0"),
        ([0.5], "some", "alpha is 'some'"),
    ],
)
def test_says_what_is_wrong(p_values: list[float], alpha: float, message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        benjamini_hochberg(p_values, alpha=alpha)


def test_needs_no_compiler() -> None:
    code = "import sys; from tilannekuva.stats import benjamini_hochberg; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("seed", range(5))
def test_equals_scipy(seed: int) -> None:
    p = np.random.default_rng(seed).beta(0.4, 1, 200).round(3)
    np.testing.assert_allclose(benjamini_hochberg(p)[1], scipy.false_discovery_control(p), rtol=1e-14)
