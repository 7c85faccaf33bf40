"""Is this week above what is expected here? Alarms from a regression on earlier years."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._count_distributions import probability_from, quantile
from ._regression_alarms_kernels import predict_many
from ._regression_history import first_judged_period, history_rows
from ._threads import available_threads, run_in_threads
from .alarm_result import AlarmResult, score_of

_Floats = NDArray[np.float64]


def farrington_flexible(
    counts: ArrayLike,
    *,
    periods_per_year: int = 52,
    evaluate: int = 1,
    years_back: int = 5,
    half_window: int = 3,
    n_seasons: int = 10,
    recent_periods_left_out: int = 26,
    reweight_above: float = 2.58,
    trend: Literal["always", "significant", "never"] = "always",
    alpha: float = 0.01,
    threshold: Literal["nb_plugin", "delta", "muan"] = "nb_plugin",
    min_cases: int = 5,
    min_cases_periods: int = 4,
    n_threads: int | None = None,
) -> AlarmResult:
    """Judge the last periods of every series by a regression on the years before.

    For each judged period a quasi-Poisson regression of the history on season and trend is fitted, past
    outbreaks are given less weight, and it is fitted again; its prediction and dispersion give the band
    within which the count is expected. The defaults are those of Noufaily et al. (2013), who found them to
    raise fewer false alarms than Farrington's of 1996.

    Parameters
    ----------
    counts : (n_series, n_periods) whole numbers >= 0; the last column is the newest period.
    periods_per_year : 52 for weeks, 12 for months, 365 for days.
    evaluate : how many of the last periods to judge.
    years_back : years of history (b). A trend needs three.
    half_window : periods before and after the same period of an earlier year that count as its season (w).
    n_seasons : parts of the year with a level of their own; one of them is the window around the judged
        period, the rest of the year is shared by the others. 1: only the windows are used.
    recent_periods_left_out : periods before the judged one that are kept out of its history, so that an
        outbreak under way does not become the normal.
    reweight_above : standardised Anscombe residual above which a past count loses weight.
    trend : "always", "significant" (two-sided 5 %) or "never"; a trend that would predict more than the
        largest count of the history is dropped in any case.
    alpha : probability of a count above the band, in (0, 0.5).
    threshold : how the band is made. "nb_plugin": the alpha and 1 - alpha quantiles of the negative binomial
        (Poisson without overdispersion) with the predicted mean. "muan": the same for the upper 1 - alpha
        confidence bound of the mean. "delta": normal after a 2/3 power, mean plus and minus the 1 - alpha
        quantile, as Farrington et al. (1996).
    min_cases, min_cases_periods : with fewer than `min_cases` cases in the last `min_cases_periods` periods,
        the judged one included, there is nothing to say: NaN, and no alarm.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    AlarmResult with arrays (n_series, evaluate).

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : the history before the first judged period is too short.

    Source
    ------
    Noufaily, Enki, Farrington, Garthwaite, Andrews & Charlett (2013), Stat. Med. 32(7), 1206–1222, section
    3; Farrington, Andrews, Beale & Catchpole (1996), J. R. Stat. Soc. A 159, 547–563; as computed by
    `farringtonFlexible` of the R package surveillance, with these differences: the score compares counts
    with the expected count, where R with "nb_plugin" and "muan" subtracts its logarithm; and nothing is
    given where there are too few cases, while R then still gives dispersion, p-value and trend. As R does,
    the standard error behind "muan", "delta" and the significance of a trend weights the squared relative
    residuals with the outbreak weights alone, without the fitted mean.
    """
    check.check_choice("trend", trend, ["always", "significant", "never"])
    check.check_choice("threshold", threshold, ["nb_plugin", "delta", "muan"])
    check.check_fraction("alpha", alpha, top=0.5)
    check.check_positive("reweight_above", reweight_above)
    return _judged(
        "farrington_flexible", counts, trend=trend, threshold=threshold, alpha=alpha, tail=alpha,
        reweight_above=reweight_above, means_lost=True, n_threads=n_threads,
        whole={
            "periods_per_year": periods_per_year, "evaluate": evaluate, "years_back": years_back,
            "half_window": half_window, "n_seasons": n_seasons,
            "recent_periods_left_out": recent_periods_left_out, "min_cases": min_cases,
            "min_cases_periods": min_cases_periods,
        },
    )  # fmt: skip


def farrington(
    counts: ArrayLike,
    *,
    periods_per_year: int = 52,
    evaluate: int = 1,
    years_back: int = 5,
    half_window: int = 3,
    alpha: float = 0.01,
    min_cases: int = 5,
    min_cases_periods: int = 4,
    n_threads: int | None = None,
) -> AlarmResult:
    """Judge the last periods of every series by the same weeks of the years before: the method of 1996.

    Kept for comparison with systems that use it; `farrington_flexible` sees more of the history and raises
    fewer false alarms. The trend is kept where it is significant at 5 % and predicts no more than the
    largest count of the history; past counts with a standardised residual above 1 lose weight; the band is
    normal after a 2/3 power.

    Parameters
    ----------
    counts, periods_per_year, evaluate, years_back, half_window, min_cases, min_cases_periods, n_threads : as
        for `farrington_flexible`.
    alpha : probability of a count outside the band on either side, in (0, 1): a count above it has half.

    Returns
    -------
    AlarmResult with arrays (n_series, evaluate); `p_value` is one-sided.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : the history before the first judged period is too short.

    Source
    ------
    Farrington, Andrews, Beale & Catchpole (1996), J. R. Stat. Soc. A 159, 547–563, sections 3.2–3.7; as
    `farrington` of the R package surveillance with its defaults, but that too few cases give NaN instead of
    a bound of 0.
    """
    check.check_fraction("alpha", alpha)
    return _judged(
        "farrington", counts, trend="significant", threshold="delta", alpha=alpha, tail=alpha / 2,
        reweight_above=1.0, means_lost=False, n_threads=n_threads,
        whole={
            "periods_per_year": periods_per_year, "evaluate": evaluate, "years_back": years_back,
            "half_window": half_window, "n_seasons": 1, "recent_periods_left_out": half_window,
            "min_cases": min_cases, "min_cases_periods": min_cases_periods,
        },
    )  # fmt: skip


# The least that each whole-number argument may be.
_LEAST = {
    "periods_per_year": 1, "evaluate": 1, "years_back": 1, "half_window": 0, "n_seasons": 1,
    "recent_periods_left_out": 0, "min_cases": 0, "min_cases_periods": 1,
}  # fmt: skip


def _judged(
    method: str, counts: ArrayLike, *, trend: str, threshold: str, alpha: float, tail: float,
    reweight_above: float, means_lost: bool, n_threads: int | None, whole: dict[str, int],
) -> AlarmResult:  # fmt: skip
    """Both methods: fit each judged period's history, and compare its count with the prediction."""
    history = check.check_counts(counts, rows="series")
    parameters = {name: check.check_whole(name, value, least=_LEAST[name]) for name, value in whole.items()}
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    first_period = first_judged_period(history.shape[1], parameters)
    rows_before, season = history_rows(parameters)

    shape = (history.shape[0], parameters["evaluate"])
    expected, standard_error, dispersion, slope = (np.full(shape, np.nan) for _ in range(4))

    def predict(first: int, stop: int) -> None:
        predict_many(
            history, rows_before, season, parameters["n_seasons"], first_period,
            trend != "never" and parameters["years_back"] >= 3,
            _smallest_t2(trend, rows_before.size - parameters["n_seasons"] - 1), float(reweight_above),
            means_lost, parameters["min_cases"], parameters["min_cases_periods"], first, stop,
            expected, standard_error, dispersion, slope,
        )  # fmt: skip

    run_in_threads(predict, expected.size, threads)

    observed = history[:, first_period:]
    lower, upper, p_value = _band(threshold, tail, observed, expected, standard_error, dispersion)
    return AlarmResult(
        observed=observed,
        expected=expected,
        lower=lower,
        upper=upper,
        score=score_of(observed, expected, upper),
        dispersion=dispersion,
        trend=slope,
        p_value=p_value,
        alarm=observed > upper,
        first_period_idx=first_period,
        method=method,
        parameters=parameters
        | {"reweight_above": reweight_above, "trend": trend, "alpha": alpha, "threshold": threshold},
    )


def _smallest_t2(trend: str, degrees_of_freedom: int) -> float:
    """The squared t-value that a trend must reach to be kept."""
    if trend != "significant":
        return 0.0
    return float(special.stdtrit(degrees_of_freedom, 0.975)) ** 2


def _band(
    threshold: str, alpha: float, observed: NDArray[np.int64], expected: _Floats, standard_error: _Floats,
    dispersion: _Floats,
) -> tuple[_Floats, _Floats, _Floats]:  # fmt: skip
    """Lower and upper bound and p-value; NaN where there is no expectation."""
    lower, upper, p_value = (np.full(expected.shape, np.nan) for _ in range(3))
    known = ~np.isnan(expected)
    count = observed[known].astype(np.float64)
    mean, error, phi = expected[known], standard_error[known], dispersion[known]
    z = float(special.ndtri(1 - alpha))
    if threshold == "delta":
        # The error of the mean on its own scale, relative to the mean, is that of its logarithm.
        spread = np.sqrt(4 / 9 * mean ** (1 / 3) * (phi + error**2 * mean))
        centre = mean ** (2 / 3)
        lower[known] = np.maximum(centre - z * spread, 0.0) ** 1.5
        upper[known] = (centre + z * spread) ** 1.5
        p_value[known] = special.ndtr(-(count ** (2 / 3) - centre) / spread)
    else:
        if threshold == "muan":
            mean = mean * np.exp(z * error)
        lower[known] = quantile(alpha, mean, phi)
        upper[known] = quantile(1 - alpha, mean, phi)
        p_value[known] = probability_from(count, mean, phi)
    return lower, upper, p_value
