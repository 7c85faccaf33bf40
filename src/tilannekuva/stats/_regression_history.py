"""Which earlier periods a judged one is compared with, and which season each belongs to."""

import numpy as np
from numpy.typing import NDArray

from .errors import BadArgument, TooLittleData


def first_judged_period(n_periods: int, parameters: dict[str, int]) -> int:
    """The first judged period, after checking that enough lies before it."""
    needed = max(
        parameters["years_back"] * parameters["periods_per_year"] + parameters["half_window"],
        parameters["min_cases_periods"] - 1,
    )
    first_period = n_periods - parameters["evaluate"]
    if first_period < needed:
        raise TooLittleData(
            f"counts has {n_periods} periods; to judge the last {parameters['evaluate']} with "
            f"years_back={parameters['years_back']} and half_window={parameters['half_window']} it needs "
            f"{needed + parameters['evaluate']}. Lower years_back or evaluate, or give a longer history"
        )
    return first_period


def history_rows(parameters: dict[str, int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of the regression: how many periods each lies before the judged one, and its season.

    The same for every judged period. The last season is the window around the judged period and the same
    periods of earlier years; the rest of a year is shared out in order, the first seasons taking what is
    left over.
    """
    year, window = parameters["periods_per_year"], parameters["half_window"]
    n_others = parameters["n_seasons"] - 1
    between = year - 2 * window - 1
    if between < n_others:
        raise BadArgument(
            f"a year of {year} periods less a window of {2 * window + 1} cannot be divided into "
            f"{n_others} more seasons; lower n_seasons or half_window"
        )
    oldest = parameters["years_back"] * year + window
    season = np.full(oldest + 1, -1)
    season[: window + 1] = n_others
    lengths = (
        [between // n_others + (part < between % n_others) for part in range(n_others)] if n_others else []
    )
    for reference in range(year, oldest + 1, year):
        season[reference - window : reference + window + 1] = n_others
        # Time runs from the reference week of one year to that of the next: periods before fall.
        newer = reference - window
        for part, length in enumerate(lengths):
            season[newer - length : newer] = part
            newer -= length
    season[: parameters["recent_periods_left_out"] + 1] = -1

    rows_before = np.flatnonzero(season >= 0)[::-1].copy()
    n_rows = rows_before.size
    if np.unique(season[rows_before]).size <= n_others or n_rows <= parameters["n_seasons"] + 1:
        raise BadArgument(
            f"only {n_rows} periods of history are left for {parameters['n_seasons']} seasons; lower "
            "recent_periods_left_out or n_seasons, or raise years_back or half_window"
        )
    return rows_before, season[rows_before]
