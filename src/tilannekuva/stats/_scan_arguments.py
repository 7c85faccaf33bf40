"""The arguments of a scan, checked once and said plainly."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._threads import available_threads
from .errors import BadArgument, TooLittleData

WHENS = ("prospective", "retrospective", "purely_spatial")
# What each model is told beside the counts, one of these, and what it may be told.
NEEDED = {
    "permutation": (),
    "poisson": ("population", "strata"),
    "expectation_based_poisson": ("baseline",),
    "bernoulli": ("controls",),
}
_MOST_PEOPLE = 10**9
ALLOWED = NEEDED | {"permutation": ("weekday",)}


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
    _check_belongings(model, when, given)
    by_stratum = None
    if given["strata"] is not None:
        by_stratum = _counts_by_stratum(counts)
        cases = by_stratum.sum(axis=2)
    else:
        cases = check.check_counts(counts, rows="locations")
    n_locations, n_periods = cases.shape
    check.check_enough_locations(n_locations)
    places = check.check_coordinates(coordinates, n_locations, metric=metric)
    if when != "purely_spatial" and n_periods < 2:
        raise TooLittleData(
            f"counts has {n_periods} period(s); a scan in time needs at least 2. To look at places alone, "
            "take when='purely_spatial'"
        )
    if not cases.any():
        raise TooLittleData("counts holds no case at all; there is nothing to scan")
    beside = _beside(model, when, cases if by_stratum is None else by_stratum, given)
    if when == "purely_spatial":
        cases = cases.sum(axis=1, keepdims=True)
        by_stratum = None if by_stratum is None else by_stratum.sum(axis=1, keepdims=True)
    if beside is not None:
        _check_explained(model, cases if by_stratum is None else by_stratum, beside)
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


def _check_belongings(model: str, when: str, given: dict[str, ArrayLike | None]) -> None:
    """Each model gets what it needs and nothing that it would silently ignore."""
    if model == "permutation" and when == "purely_spatial":
        raise BadArgument(
            "model='permutation' compares places through time and says nothing about places alone; for "
            "when='purely_spatial' take model='poisson' with population, or 'bernoulli' with controls"
        )
    for name, value in given.items():
        if value is not None and name not in ALLOWED[model]:
            owners = ", ".join(repr(owner) for owner, names in ALLOWED.items() if name in names)
            raise BadArgument(f"{name} means nothing to model={model!r}, only to {owners}; leave it out")
    told = [name for name in NEEDED[model] if given[name] is not None]
    if NEEDED[model] and len(told) != 1:
        wanted = " or ".join(NEEDED[model])
        raise BadArgument(f"model={model!r} needs {wanted}, {'not both' if told else 'and none is given'}")


def _counts_by_stratum(counts: ArrayLike) -> NDArray[np.int64]:
    try:
        array = np.asarray(counts)
    except ValueError:
        raise BadArgument("counts must be an array of numbers, every row equally long") from None
    if array.ndim != 3:
        raise BadArgument(
            f"counts has {array.ndim} dimension(s); with strata it must be (locations, periods, strata), "
            "oldest period first"
        )
    if array.shape[2] == 0:
        raise BadArgument("counts has no strata; leave strata out and give population")
    whole = np.empty(array.shape, np.int64)
    for k in range(array.shape[2]):
        try:
            whole[:, :, k] = check.check_counts(array[:, :, k], rows="locations")
        except BadArgument as error:
            raise BadArgument(f"in stratum {k}, {error}") from None
    return whole


def _beside(
    model: str, when: str, counts: NDArray[np.int64], given: dict[str, ArrayLike | None]
) -> NDArray[np.float64] | None:
    """What the model is told beside the counts, period by period, or summed where places alone are scanned."""
    if model == "permutation":
        return None
    name = next(name for name in NEEDED[model] if given[name] is not None)
    array = _amounts(name, given[name])
    alone = when == "purely_spatial"
    steady = array.shape == counts.shape[:1] and counts.ndim == 2 and (name != "controls" or alone)
    if array.shape != counts.shape and not steady:
        also = ""
        if counts.ndim == 2 and name != "controls":
            also = f" or {counts.shape[:1]}, the same in every period"
        raise BadArgument(f"{name} has shape {array.shape}; it must be that of counts, {counts.shape}{also}")
    if steady and name == "controls":
        return array[:, None]
    full = np.repeat(array[:, None], counts.shape[1], axis=1) if steady else array
    return full.sum(axis=1, keepdims=True) if alone else full


def _amounts(name: str, value: Any) -> NDArray[np.float64]:
    """A fresh array of finite numbers of at least 0."""
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise BadArgument(f"{name} must be an array of numbers, every row equally long") from None
    wrong = ~(np.isfinite(array) & (array >= 0))
    if wrong.any():
        at = [int(i) for i in np.argwhere(wrong)[0]]
        raise BadArgument(
            f"{name}{at} is {array[tuple(at)]}; it must be a number of at least 0. Estimate what is unknown, "
            "or leave the location out"
        )
    return array


def _check_explained(model: str, counts: NDArray[np.int64], beside: NDArray[np.float64]) -> None:
    """Controls are counted, and no case lies where none can be expected."""
    if model == "bernoulli":
        wrong = beside != np.floor(beside)
        if wrong.any():
            at = [int(i) for i in np.argwhere(wrong)[0]]
            raise BadArgument(f"controls{at} is {beside[tuple(at)]}; controls are counted, in whole numbers")
        if not beside.any():
            raise TooLittleData("controls holds nobody; there is nothing to compare the cases with")
        if beside.sum() + counts.sum() > _MOST_PEOPLE:
            raise BadArgument(
                f"cases and controls are more than {_MOST_PEOPLE} together; take model='poisson' with "
                "population"
            )
        return
    missing = (beside == 0) & (counts > 0)
    if missing.any():
        at = [int(i) for i in np.argwhere(missing)[0]]
        raise BadArgument(
            f"counts{at} is {counts[tuple(at)]} where nobody is at risk and nothing is expected: population, "
            "strata or baseline is 0 there. Correct it, or leave these cases out"
        )


def _groups(weekday: ArrayLike | None, n_periods: int) -> NDArray[np.int64]:
    """Groups of periods, numbered from 0; one group where none are given."""
    if weekday is None:
        return np.zeros(n_periods, np.int64)
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
