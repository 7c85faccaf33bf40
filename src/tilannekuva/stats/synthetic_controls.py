"""Did the measure work? Against units weighted until they look as the treated ones did before."""

import itertools
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg

from . import _checks as check
from ._balancing import balance
from .differences import check_split
from .effect_result import EffectResult
from .errors import BadArgument, TooLittleData

_Floats = NDArray[np.float64]
_ENOUGH_EVENTS = 5
_ENOUGH_PLACEBOS = 19
# In standard deviations of the units: what is left of a difference before, where weights fit well.
_FAIR_IMBALANCE = 0.1
# With so many units a quantity, what the quantities explain of the outcome can be taken out of its variance.
_UNITS_A_QUANTITY = 5


def synthetic_control(
    outcome: ArrayLike,
    treated_idx: ArrayLike,
    *,
    n_before: int,
    covariates: ArrayLike | None = None,
    n_placebos: int = 999,
    confidence: float = 0.95,
    rng: np.random.Generator,
) -> EffectResult:
    """Compare treated units with a weighted sum of others that had the same history.

    The weights are at least 0, sum to the number of treated units, and make the others equal to the treated in
    every outcome of every period before, and in every covariate; of all such weights, the most equal ones.

    Parameters
    ----------
    outcome : (n_units, n_periods) or (n_units, n_periods, n_outcomes) whole numbers >= 0, oldest period first.
        Several outcomes share the weights.
    treated_idx : (n_treated,) rows of `outcome` where something was done; all others are the comparison, so
        leave out of `outcome` units that the measure may have touched.
    n_before : how many of the periods lie before the measure.
    covariates : (n_units, n_covariates) finite numbers that do not change, such as inhabitants.
    n_placebos : how often as many units, drawn from the others, are taken for treated. Where there are no more
        different draws than that, each is made once. Draws that no weights balance (by less than 0.1, or twice
        what is left for the treated) say nothing and are dropped, as Abadie et al. do.
    confidence : of the intervals.
    rng : one 64-bit seed is drawn from it.

    Returns
    -------
    EffectResult with arrays (n_outcomes,) and the weights (n_units,). See `largest_imbalance`: above about 0.1
    no weights make the others like the treated, and the comparison is not a fair one. Not `enough`: fewer than
    5 events expected, or so few placebos that none could be beyond the interval.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : no treated unit, fewer than two others left beside a placebo, or no period before or after.

    Source
    ------
    Abadie, Diamond & Hainmueller (2010), JASA 105, 493–505; for many small units and several outcomes Robbins,
    Saunders & Kilmer (2017), JASA 112, 109–126, section 3, who calibrate as surveys are: the weights here are
    those of least squares (Deville & Särndal 1992, JASA 87, 376–382, case 1, kept at 0 or more), where the R
    package microsynth rakes. If there is no exact balance, the nearest; microsynth drops conditions.

    The p-value is from the placebos: (1 + those at least as far from 1) / (1 + all), of the difference over
    its standard error, so that busy and quiet units can be compared. The standard error is from the weighted
    variance of what the balanced quantities leave unexplained of the outcome after (the linearisation of their
    section 4), but at least Poisson's, and Poisson's with fewer than five units a quantity. The intervals reach as far as the
    placebos' errors do. Placebos are scattered units: where treated units lie side by side and share their
    luck, intervals are too short.
    """
    check.check_fraction("confidence", confidence)
    problem = _checked(outcome, treated_idx, n_before, covariates)
    n_placebos = check.check_whole("n_placebos", n_placebos, least=1)
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    effect = problem.effect(problem.treated)
    placebos = [problem.effect(rows) for rows in problem.placebo_rows(n_placebos, seed)]
    limit = max(_FAIR_IMBALANCE, 2 * effect.largest_imbalance)
    placebos = [placebo for placebo in placebos if placebo.largest_imbalance <= limit]
    # (n_placebos, n_outcomes)
    far = np.sort(np.abs(np.array([each.z for each in placebos]).reshape(-1, len(effect.z))), axis=0)
    as_far = (far >= np.abs(effect.z) * (1 - 1e-9)).sum(axis=0)
    beyond = math.ceil(confidence * (len(far) + 1) - 1e-9) - 1
    enough = (effect.expected >= _ENOUGH_EVENTS) & (len(far) >= _ENOUGH_PLACEBOS) & (beyond < len(far))
    reach = np.full(len(effect.z), np.nan)
    if enough.any():
        reach[enough] = (far[beyond] * effect.error)[enough]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = [each.observed / np.where(each.expected > 0, each.expected, np.nan) for each in placebos]
        ratio, relative = (
            np.where(effect.expected > 0, value / effect.expected, np.nan)
            for value in (effect.observed, reach)
        )
    unknown = np.full(len(ratio), np.nan)
    return EffectResult(
        method="synthetic control",
        observed=effect.observed.astype(np.int64),
        expected=effect.expected,
        ratio=ratio,
        ratio_low=np.maximum(ratio - relative, 0.0),
        ratio_high=ratio + relative,
        difference=effect.observed - effect.expected,
        difference_low=effect.observed - effect.expected - reach,
        difference_high=effect.observed - effect.expected + reach,
        p_value=np.where(enough, (1 + as_far) / (1 + len(far)), np.nan),
        dispersion=unknown,
        pre_trend_ratio=unknown.copy(),
        pre_trend_p_value=unknown.copy(),
        enough=enough,
        n_treated=len(problem.treated),
        n_comparison=len(problem.others),
        n_before=problem.n_before,
        n_after=problem.n_after,
        confidence=float(confidence),
        weights=effect.weights[problem.place],
        placebo_ratios=np.array(ratios).reshape(-1, len(ratio)),
        largest_imbalance=effect.largest_imbalance,
        seed=seed,
    )


@dataclass(frozen=True)
class _Effect:
    observed: _Floats
    expected: _Floats
    error: _Floats
    weights: _Floats
    largest_imbalance: float

    @property
    def z(self) -> _Floats:
        difference = self.observed - self.expected
        with np.errstate(divide="ignore", invalid="ignore"):
            z = difference / self.error
        return np.where(np.abs(difference) <= 1e-9 * (1 + self.expected), 0.0, z)


@dataclass(frozen=True)
class _Problem:
    """Units in one order whatever the input's; `place[row of the input]` is where it went.

    quantities (n_units, 1 + what is balanced), in standard deviations; after (n_units, n_outcomes).
    """

    quantities: _Floats
    after: _Floats
    treated: NDArray[np.int64]
    others: NDArray[np.int64]
    place: NDArray[np.int64]
    n_before: int
    n_after: int

    def effect(self, rows: NDArray[np.int64]) -> _Effect:
        """As if something had been done in these units."""
        beside = np.setdiff1d(self.others, rows, assume_unique=True)
        quantities, after, n = self.quantities[beside], self.after[beside], len(rows)
        found = balance(quantities, self.quantities[rows].sum(axis=0), n / len(beside))
        weights = np.zeros(len(self.after))
        weights[beside] = found.weights
        expected = found.weights @ after
        # Counts vary at least as much as Poisson's, also where the balance leaves nothing unexplained.
        variance = expected + found.weights**2 @ after
        if len(beside) >= _UNITS_A_QUANTITY * quantities.shape[1]:
            variance = np.maximum(variance, _unexplained(quantities, after, found.weights, n))
        return _Effect(
            observed=self.after[rows].sum(axis=0),
            expected=expected,
            error=np.sqrt(variance),
            weights=weights,
            largest_imbalance=float(np.abs(found.left).max()) / n,
        )

    def placebo_rows(self, n_placebos: int, seed: int) -> list[NDArray[np.int64]]:
        n_treated = len(self.treated)
        if math.comb(len(self.others), n_treated) <= n_placebos:
            return [np.array(rows) for rows in itertools.combinations(self.others.tolist(), n_treated)]
        chance = np.random.Generator(np.random.Philox(seed))
        return [np.sort(chance.choice(self.others, n_treated, replace=False)) for _ in range(n_placebos)]


def _unexplained(quantities: _Floats, after: _Floats, weights: _Floats, n_treated: int) -> _Floats:
    """Variance of observed - expected: of as many units like the weighted ones, and of their weighted sum."""
    some = weights > 0
    of_some, weighted = quantities[some], quantities[some] * weights[some, np.newaxis]
    square = weighted.T @ of_some
    square[np.diag_indices_from(square)] += 1e-6
    both = np.column_stack([weighted.T @ after[some], weighted.T])
    solved = linalg.solve(square, both, assume_a="pos", check_finite=False)
    n_outcomes = after.shape[1]
    left = (after[some] - of_some @ solved[:, :n_outcomes]) ** 2
    # What a unit's own outcome explains of itself is no explanation.
    own = np.clip(np.einsum("uq,qu->u", of_some, solved[:, n_outcomes:]), 0.0, 0.95)
    left /= (1 - own)[:, np.newaxis]
    variance = n_treated * (weights[some] @ left) / weights[some].sum() + weights[some] ** 2 @ left
    return np.asarray(variance)


def _checked(outcome: Any, treated_idx: Any, n_before: Any, covariates: Any) -> _Problem:
    try:
        array = np.asarray(outcome)
    except ValueError as error:
        raise BadArgument("outcome must be numbers (units, periods), every row equally long") from error
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    try:
        counts = check.check_count_array(array, ("units", "periods", "outcomes"))
    except BadArgument as error:
        raise BadArgument(f"outcome: {error}") from error
    n_units, n_periods, _ = counts.shape
    n_before = check_split(n_before, n_periods)
    chosen = _chosen(treated_idx, n_units)
    beside = _covariates(covariates, n_units)
    before = counts[:, :n_before].reshape(n_units, -1)
    after = counts[:, n_before:].sum(axis=1)
    is_treated = np.zeros(n_units, np.int64)
    is_treated[chosen] = 1
    # In one order whatever the input's: which units are drawn for a placebo depends on it.
    order = np.lexsort(np.column_stack([is_treated, after, before, beside]).T)
    balanced = np.column_stack([before, beside])[order].astype(np.float64)
    spread = balanced.std(axis=0)
    scaled = (balanced - balanced.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rows = np.argsort(order)
    treated = np.flatnonzero(is_treated[order])
    others = np.flatnonzero(is_treated[order] == 0)
    if len(others) < len(treated) + 2:
        raise TooLittleData(
            f"{len(treated)} of {n_units} units are treated; a placebo takes as many of the others and needs at "
            "least 2 beside them"
        )
    return _Problem(
        quantities=np.column_stack([np.ones(n_units), scaled]),
        after=after[order].astype(np.float64),
        treated=treated,
        others=others,
        place=rows,
        n_before=n_before,
        n_after=n_periods - n_before,
    )


def _chosen(treated_idx: Any, n_units: int) -> NDArray[np.int64]:
    rows = np.asarray(treated_idx)
    if rows.dtype.kind not in "iu" or rows.ndim != 1:
        if rows.size:
            raise BadArgument("treated_idx must be whole row numbers, (n_treated,)")
        rows = np.empty(0, np.int64)
    if not rows.size:
        raise TooLittleData("treated_idx names no unit; nothing was done anywhere")
    wrong = (rows < 0) | (rows >= n_units)
    if wrong.any():
        raise BadArgument(f"treated_idx names row {rows[wrong][0]}; outcome has rows 0 to {n_units - 1}")
    if len(np.unique(rows)) < len(rows):
        raise BadArgument("treated_idx names a row twice; name each once")
    return rows.astype(np.int64)


def _covariates(covariates: Any, n_units: int) -> _Floats:
    if covariates is None:
        return np.empty((n_units, 0))
    try:
        array = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument("covariates must be numbers, (n_units, n_covariates)") from error
    if array.ndim != 2 or len(array) != n_units:
        raise BadArgument(f"covariates has shape {array.shape}; it must be ({n_units}, n_covariates)")
    if not np.isfinite(array).all():
        row = int(np.argwhere(~np.isfinite(array))[0, 0])
        raise BadArgument(f"covariates[{row}] holds {array[row].tolist()}; fill in or leave the unit out")
    return array
