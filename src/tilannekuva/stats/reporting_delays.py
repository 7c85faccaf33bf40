"""How late do reports come? The reporting triangle, and what share has come after so many periods."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from .errors import BadArgument

_Floats = NDArray[np.float64]

# Of a Dirichlet prior over the delays: one case, spread over ten delays.
_PRIOR_CASES = 0.1


def reporting_triangle(
    period: ArrayLike,
    received_period: ArrayLike,
    *,
    n_periods: int,
    max_delay: int,
    series_idx: ArrayLike | None = None,
    n_series: int = 1,
) -> _Floats:
    """Count events by when they happened and how much later they were received.

    Parameters
    ----------
    period, received_period : (n_events,) whole numbers from 0 to n_periods - 1, the newest period; nothing is
        received before it happens.
    n_periods : how many periods there are.
    max_delay : in periods, at least 1; what came even later counts as having come just so late.
    series_idx : (n_events,) series of each event, from 0 to n_series - 1; None: all of the first.
    n_series : how many series there are.

    Returns
    -------
    (n_series, n_periods, max_delay + 1) counts, NaN where it is too early to know.

    Raises
    ------
    BadArgument : see the messages.

    Source
    ------
    The counts n(t, d) of Lawless (1994), Canadian J. Stat. 22, 15-31, section 2, and of Höhle & an der Heiden (2014),
    Biometrics 70, 993-1002, section 2. There no delay is beyond the longest; here what comes even later counts as
    having come just so late.
    """
    n_periods = check.check_whole("n_periods", n_periods, least=1)
    max_delay = check.check_whole("max_delay", max_delay, least=1)
    n_series = check.check_whole("n_series", n_series, least=1)
    happened = _index("period", period, n_periods)
    received = _index("received_period", received_period, n_periods)
    series = (
        np.zeros(len(happened), np.int64)
        if series_idx is None
        else _index("series_idx", series_idx, n_series)
    )
    if not len(happened) == len(received) == len(series):
        raise BadArgument(
            f"period, received_period and series_idx have {len(happened)}, {len(received)} and {len(series)} "
            "values; one of each an event"
        )
    early = received < happened
    if early.any():
        at = int(np.argmax(early))
        raise BadArgument(
            f"event {at} was received in period {received[at]}, before it happened in {happened[at]}; correct "
            "it or leave it out"
        )
    triangle = np.zeros((n_series, n_periods, max_delay + 1))
    np.add.at(triangle, (series, happened, np.minimum(received - happened, max_delay)), 1.0)
    triangle[:, ~is_known(n_periods, max_delay)] = np.nan
    return triangle


def is_known(n_periods: int, max_delay: int) -> NDArray[np.bool_]:
    """(n_periods, max_delay + 1): whether reports so late can have come by the end of the newest period."""
    return np.arange(n_periods)[:, None] + np.arange(max_delay + 1) < n_periods


class Delays(NamedTuple):
    """What is known of the delays of each series.

    share : (n_series, max_delay + 1) expected share of the reports that come within so many periods.
    share_variance : its posterior variance.
    n_cases : (n_series, max_delay + 1) cases from which it could be learned that a report comes just so late.
    dispersion : (n_series,) variance of the reports over that of a multinomial, at least 1.
    """

    share: _Floats
    share_variance: _Floats
    n_cases: _Floats
    dispersion: _Floats


def learn_delays(triangle: _Floats, window: int, *, shared: bool) -> Delays:
    """Of reports within d periods, the part that takes just d is a beta variable; shares are products.

    `triangle` holds 0 where it is too early to know; only the last `window` periods teach.
    """
    n_series, n_periods, n_delays = triangle.shape
    known = is_known(n_periods, n_delays - 1)
    known[: n_periods - window] = False
    late = np.where(known, triangle, 0.0)
    so_far = np.where(known, np.cumsum(triangle, axis=2), 0.0)
    n_late, n_so_far = late.sum(axis=1), so_far.sum(axis=1)
    if shared:
        n_late, n_so_far = (
            np.broadcast_to(total.sum(axis=0), (n_series, n_delays)) for total in (n_late, n_so_far)
        )
    dispersion = _dispersion(late, so_far, n_late, n_so_far, shared=shared)

    delay = np.arange(n_delays)
    just = _PRIOR_CASES + n_late / dispersion[:, None]
    sooner = _PRIOR_CASES * delay + (n_so_far - n_late) / dispersion[:, None]
    # The share itself with the prior alone beside the cases, whatever their dispersion.
    mean = (_PRIOR_CASES * delay + n_so_far - n_late) / (_PRIOR_CASES * (delay + 1) + n_so_far)
    total = just + sooner
    relative = 1 + just / np.where(sooner > 0, sooner * (total + 1), np.inf)  # E(b^2) / E(b)^2
    share, growth = np.ones((n_series, n_delays)), np.ones((n_series, n_delays))
    for d in range(n_delays - 2, -1, -1):
        share[:, d] = share[:, d + 1] * mean[:, d + 1]
        growth[:, d] = growth[:, d + 1] * relative[:, d + 1]
    return Delays(share, share**2 * (growth - 1), n_so_far, dispersion)


def _dispersion(
    late: _Floats, so_far: _Floats, n_late: _Floats, n_so_far: _Floats, *, shared: bool
) -> _Floats:
    """Pearson's statistic of the reports by delay, given those that had come so far, over its expectation."""
    with np.errstate(invalid="ignore", divide="ignore"):
        part = (n_late / n_so_far)[:, None, :]
        spread = so_far * part * (1 - part)
        telling = np.nan_to_num(spread) > 0
        telling[:, :, 0] = False
        squares = np.where(telling, (late - so_far * part) ** 2 / spread, 0.0).sum(axis=(1, 2))
    cells = telling.sum(axis=(1, 2))
    fitted = telling.any(axis=1).sum(axis=1)
    if shared:
        squares, cells = np.full(len(late), squares.sum()), np.full(len(late), cells.sum())
        fitted = np.full(len(late), telling.any(axis=(0, 1)).sum())
    freedom = np.maximum(cells - fitted, 1)
    dispersion: _Floats = np.maximum(squares / freedom, 1.0)
    return dispersion


def _index(name: str, values: Any, limit: int) -> NDArray[np.int64]:
    check.check_plain(name, values)
    try:
        index = np.asarray(values)
    except ValueError as error:
        raise BadArgument(f"{name} must be whole numbers, one an event") from error
    if index.ndim != 1 or (index.size and index.dtype.kind not in "iu"):
        raise BadArgument(f"{name} must be (n_events,) whole numbers, not {index.dtype} {index.shape}")
    wrong = (index < 0) | (index >= limit)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise BadArgument(f"{name}[{at}] is {index[at]}; it must lie between 0 and {limit - 1}")
    return index.astype(np.int64)
