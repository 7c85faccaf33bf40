"""Did the measure work? Against units weighted until they look as the treated ones did before."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from . import _checks as check
from ._synthetic_arguments import checked_problem
from .effect_result import EffectResult

_ENOUGH_EVENTS = 5
_ENOUGH_PLACEBOS = 19
# In standard deviations of the units: what is left of a difference before, where weights fit well.
_FAIR_IMBALANCE = 0.1


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
    problem = checked_problem(outcome, treated_idx, n_before, covariates)
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
