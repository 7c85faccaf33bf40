"""The arguments of a scan, checked once and said plainly."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._scan_amounts import NEEDED, beside_counts, check_belongings, check_explained, counts_by_stratum
from ._threads import available_threads
from .errors import BadArgument, TooLittleData

WHENS = ("prospective", "retrospective", "purely_spatial")


@dataclass(frozen=True)
class Arguments:
    """`cases` (n_locations, periods), summed over strata; `by_stratum` with the strata as third axis.

    `beside` is what the model is told: (n_locations, periods) people, baseline or controls, with the strata as
    third axis where there are any. Where places alone are scanned, all periods are summed into one. `weekday`
    (n_periods,) numbers groups of periods from 0.
    """

    cases: NDArray[np.int64]
    by_stratum: NDArray[np.int64] | None
    beside: NDArray[np.float64] | None
    weekday: NDArray[np.int64]
    coordinates: NDArray[np.float64]
    n_periods: int
    model: str
    when: str
    max_share: float
    max_radius_m: float
    max_periods: int
    min_cases: int
    n_replicates: int
    n_threads: int


def checked(
    counts: ArrayLike, coordinates: ArrayLike, *, model: str, metric: str, when: str,
    given: dict[str, ArrayLike | None], max_share: float, max_radius_m: float | None,
    max_periods: int | None, min_cases: int, n_replicates: int, n_threads: int | None,
) -> Arguments:  # fmt: skip
    """All arguments, or an error. `given`: population, baseline, controls, strata and weekday."""
    check.check_choice("model", model, list(NEEDED))
    check.check_choice("metric", metric, ["euclidean", "great_circle"])
    check.check_choice("when", when, WHENS)
    check.check_fraction("max_share", max_share, top_allowed=True)
    if max_radius_m is not None:
        check.check_positive("max_radius_m", max_radius_m)
    check_belongings(model, when, given)
    by_stratum = None
    if given["strata"] is not None:
        by_stratum = counts_by_stratum(counts)
        cases = by_stratum.sum(axis=2)
    else:
        cases = check.check_counts(counts, rows="locations")
    n_locations, n_periods = cases.shape
    check.check_enough_locations(n_locations)
    places = check.check_coordinates(
        coordinates, n_locations, metric=metric, reach_m=np.inf if max_radius_m is None else max_radius_m
    )
    if when != "purely_spatial" and n_periods < 2:
        raise TooLittleData(
            f"counts has {n_periods} period(s); a scan in time needs at least 2. To look at places alone, "
            "take when='purely_spatial'"
        )
    if not cases.any():
        raise TooLittleData("counts holds no case at all; there is nothing to scan")
    beside = beside_counts(model, when, cases if by_stratum is None else by_stratum, given)
    if when == "purely_spatial":
        cases = cases.sum(axis=1, keepdims=True)
        by_stratum = None if by_stratum is None else by_stratum.sum(axis=1, keepdims=True)
    if beside is not None:
        check_explained(model, cases if by_stratum is None else by_stratum, beside)
    return Arguments(
        cases=cases,
        by_stratum=by_stratum,
        beside=beside,
        weekday=_groups(given["weekday"], n_periods),
        coordinates=places,
        n_periods=n_periods,
        model=model,
        when=when,
        max_share=float(max_share),
        max_radius_m=np.inf if max_radius_m is None else float(max_radius_m),
        max_periods=_longest(max_periods, when, n_periods),
        min_cases=check.check_whole("min_cases", min_cases, least=1),
        n_replicates=check.check_whole("n_replicates", n_replicates, least=1),
        n_threads=available_threads(
            None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
        ),
    )


def _groups(weekday: ArrayLike | None, n_periods: int) -> NDArray[np.int64]:
    """Groups of periods, numbered from 0; one group where none are given."""
    if weekday is None:
        return np.zeros(n_periods, np.int64)
    check.check_plain("weekday", weekday)
    try:
        array = np.asarray(weekday)
    except ValueError:
        array = np.empty(0)
    if array.shape != (n_periods,) or array.dtype.kind not in "iu":
        raise BadArgument(
            f"weekday has shape {array.shape} of {array.dtype}; it must be ({n_periods},) whole numbers, one a "
            "period"
        )
    return np.unique(array, return_inverse=True)[1].astype(np.int64)


def _longest(max_periods: int | None, when: str, n_periods: int) -> int:
    if max_periods is not None:
        max_periods = check.check_whole("max_periods", max_periods, least=1)
    if when == "purely_spatial":
        if max_periods not in (None, n_periods):
            raise BadArgument("max_periods means nothing to when='purely_spatial'; leave it out")
        return n_periods
    return n_periods // 2 if max_periods is None else min(max_periods, n_periods)
