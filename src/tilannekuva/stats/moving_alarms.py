"""Is this period above the few before it? Alarms that need no history of years (EARS)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from .alarm_result import AlarmResult, score_of
from .errors import TooLittleData

_BASELINE = 7
_SUMMED = 2  # C3 adds the excess of two periods before
_EXACT_UP_TO = 10_000_000  # sums of squares of such counts stay within 64 bits
_LAG = {"C1": 0, "C2": 2, "C3": 2}

_Floats = NDArray[np.float64]


def ears(
    counts: ArrayLike,
    *,
    method: Literal["C1", "C2", "C3"] = "C1",
    evaluate: int = 1,
    alpha: float = 0.001,
    smallest_spread: float = 0.0,
    min_cases: int = 5,
) -> AlarmResult:
    """Judge the last periods of every series by the mean and spread of the seven periods before.

    C1 looks at the seven periods just before; C2 leaves two out between, so that a rise under way does not
    hide itself; C3 adds what the two periods before had in excess, for rises that build up. Season, trend
    and weekdays are not allowed for: where there are years of history, `farrington_flexible` knows better.

    Parameters
    ----------
    counts : (n_series, n_periods) whole numbers >= 0; the last column is the newest period.
    method : "C1", "C2" or "C3".
    evaluate : how many of the last periods to judge.
    alpha : probability of a count above the band if counts were normal, in (0, 0.5). In small or silent
        series counts are not: expect many more false alarms than alpha says.
    smallest_spread : floor of the standard deviation. With 0, a baseline that does not vary has no band, and any
        case above its mean is an alarm.
    min_cases : with fewer cases in the seven periods and the judged one together there is nothing to say: NaN,
        and no alarm, as with `farrington_flexible`. With 0, a single case after seven periods without any is an
        alarm, as in the R package.

    Returns
    -------
    AlarmResult with arrays (n_series, evaluate). `dispersion` is variance over mean of the seven periods,
    at least 1; `trend` is NaN; `p_value` is that of the normal band. NaN in all of them where there are too few.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : fewer periods before the first judged one than the method needs (7, 9 or 11).

    Source
    ------
    Hutwagner, Thompson, Seeman & Treadwell (2003), J. Urban Health 80(2), i89–i96; Fricker, Hegler &
    Dunfal (2008), Stat. Med. 27, 3407–3429, section 2.1. Bounds of C1 and C2 as `earsC` of the R package
    surveillance; there the bound of C3 is added to the period's own count instead of to the mean of its
    baseline, so that its alarms do not depend on that count: here they do, as in the source.
    """
    check.check_choice("method", method, list(_LAG))
    check.check_fraction("alpha", alpha, top=0.5)
    history = check.check_counts(counts, rows="series")
    evaluate = check.check_whole("evaluate", evaluate, least=1)
    min_cases = check.check_whole("min_cases", min_cases)
    if not smallest_spread >= 0:
        check.check_positive("smallest_spread", smallest_spread)
    earlier = _SUMMED if method == "C3" else 0
    needed = _BASELINE + _LAG[method] + earlier
    first = history.shape[1] - evaluate
    if first < needed:
        raise TooLittleData(
            f"counts has {history.shape[1]} periods; judging {evaluate} by {method} needs {needed} before them"
        )
    mean, spread = _baseline(history, first - earlier, _LAG[method], smallest_spread)
    z = float(special.ndtri(1 - alpha))
    carried: _Floats | float = 0.0
    if earlier:
        excess = _excess(history[:, first - earlier : -1], mean[:, :-1], spread[:, :-1])
        carried = excess[:, :-1] + excess[:, 1:]
    mean, spread, observed = mean[:, earlier:], spread[:, earlier:], history[:, first:]
    with np.errstate(divide="ignore", invalid="ignore"):
        # Without spread the band is the mean itself: any case above it is beyond every normal band.
        upper = np.maximum(np.where(spread > 0, mean + (z - carried) * spread, mean), 0.0)
        standardised = np.where(
            spread > 0, (observed - mean) / spread + carried, np.where(observed > mean, np.inf, -np.inf)
        )
        dispersion = np.where(mean > 0, np.maximum(spread**2 / mean, 1.0), 1.0)
    too_few = np.rint(_BASELINE * mean) + observed < min_cases
    mean, upper, standardised, dispersion = (
        np.where(too_few, np.nan, values) for values in (mean, upper, standardised, dispersion)
    )
    return AlarmResult(
        observed=observed,
        expected=mean,
        lower=np.maximum(mean - z * spread, 0.0),
        upper=upper,
        score=score_of(observed, mean, upper),
        dispersion=dispersion,
        trend=np.full(mean.shape, np.nan),
        # The sum of C3 may be large when the count is 0, and every count is at least 0.
        p_value=np.where((observed > 0) | too_few, special.ndtr(-standardised), 1.0),
        alarm=observed > upper,
        first_period_idx=first,
        method=f"ears_{method.lower()}",
        parameters={
            "method": method, "evaluate": evaluate, "alpha": alpha, "baseline": _BASELINE, "lag": _LAG[method],
            "smallest_spread": smallest_spread, "min_cases": min_cases,
        },
    )  # fmt: skip


def _baseline(
    history: NDArray[np.int64], first: int, lag: int, smallest_spread: float
) -> tuple[_Floats, _Floats]:
    """Mean and standard deviation of the seven periods before each period from `first` on."""
    before = history[:, first - lag - _BASELINE : history.shape[1] - lag - 1]
    if before.max(initial=0) > _EXACT_UP_TO:
        windows = sliding_window_view(before.astype(np.float64), _BASELINE, axis=1)
        return windows.mean(axis=2), np.maximum(windows.std(axis=2, ddof=1), smallest_spread)
    # Whole numbers, so that sums are exact and a series without variation has a spread of just 0.
    total, squares = _moving_sum(before), _moving_sum(before**2)
    variance = (_BASELINE * squares - total**2) / (_BASELINE * (_BASELINE - 1))
    return total / _BASELINE, np.maximum(np.sqrt(variance), smallest_spread)


def _moving_sum(values: NDArray[np.int64]) -> NDArray[np.int64]:
    cumulated = np.zeros((values.shape[0], values.shape[1] + 1), np.int64)
    np.cumsum(values, axis=1, out=cumulated[:, 1:])
    return cumulated[:, _BASELINE:] - cumulated[:, :-_BASELINE]


def _excess(observed: NDArray[np.int64], mean: _Floats, spread: _Floats) -> _Floats:
    """How far each count lies more than one deviation above its baseline; without spread, infinitely."""
    standardised = np.where(observed > mean, np.inf, 0.0)
    np.divide(observed - mean, spread, out=standardised, where=spread > 0)
    return np.maximum(standardised - 1.0, 0.0)
