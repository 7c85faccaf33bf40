"""What a model of the scan is told beside the counts: people, baselines, controls, strata."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from .errors import BadArgument, TooLittleData

# What each model is told beside the counts, one of these, and what it may be told.
NEEDED = {
    "permutation": (),
    "poisson": ("population", "strata"),
    "expectation_based_poisson": ("baseline",),
    "bernoulli": ("controls",),
}
_MOST_PEOPLE = 10**9
ALLOWED = NEEDED | {"permutation": ("weekday",)}


def check_belongings(model: str, when: str, given: dict[str, ArrayLike | None]) -> None:
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


def counts_by_stratum(counts: ArrayLike) -> NDArray[np.int64]:
    """Counts as a fresh (locations, periods, strata) array."""
    check.check_plain("counts", counts)
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


def beside_counts(
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
    check.check_plain(name, value)
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


def check_explained(model: str, counts: NDArray[np.int64], beside: NDArray[np.float64]) -> None:
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
