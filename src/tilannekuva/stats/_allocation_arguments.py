"""What an allocation is given: checked."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _checks as check
from ._allocation_problem import Problem
from .errors import BadArgument, TooLittleData

_Floats = NDArray[np.float64]


def checked_problem(
    need: Any, capacity: Any, suitability: Any, minimum_presence: Any, previous: Any, continuity: float,
    group_limits: Any,
) -> Problem:  # fmt: skip
    needs, fits = _amounts("need", need, 1), _amounts("suitability", suitability, 2)
    units = _whole("capacity", capacity, 1)
    n_partners, n_needs = len(units), len(needs)
    if not n_needs or not n_partners:
        raise BadArgument("need and capacity must hold at least one value each")
    if not needs.any():
        raise TooLittleData("need is 0 everywhere; there is nothing that units could meet")
    if fits.shape != (n_partners, n_needs):
        raise BadArgument(
            f"suitability has shape {fits.shape}; with {n_partners} capacities and {n_needs} needs it must be "
            f"({n_partners}, {n_needs})"
        )
    presence = _whole("minimum_presence", minimum_presence, None)
    if presence.shape not in ((), (n_needs,)):
        raise BadArgument(f"minimum_presence must be a number, or one a need, ({n_needs},)")
    if not 0 <= check.check_number("continuity", continuity) <= 1:
        raise BadArgument(f"continuity is {continuity!r}; it is a share, 0 to 1")
    before = None if previous is None else _whole("previous", previous, 2)
    if before is not None and before.shape != fits.shape:
        raise BadArgument(f"previous has shape {before.shape}; it must be {fits.shape}, as suitability")
    if continuity and before is None:
        raise BadArgument("continuity needs previous, the allocation that is to go on")
    kept = np.zeros(n_partners, np.int64)
    if before is not None:
        kept = np.minimum(np.floor(continuity * before.sum(axis=1) + 1e-9).astype(np.int64), units)
    return Problem(
        need=needs,
        capacity=units,
        suitability=fits,
        presence=np.broadcast_to(presence, (n_needs,)),
        previous=before,
        kept=kept,
        groups=[_group(row, pair, n_needs) for row, pair in enumerate(group_limits or [])],
    )


def _group(row: int, pair: Any, n_needs: int) -> tuple[NDArray[np.int64], int]:
    try:
        needs, most = pair
    except (TypeError, ValueError) as error:
        raise BadArgument(f"group_limits[{row}] is {pair!r}; it must be (needs, most)") from error
    indices = _whole(f"group_limits[{row}]", needs, 1)
    if (indices >= n_needs).any():
        raise BadArgument(
            f"group_limits[{row}] names need {indices.max()}; there are needs 0 to {n_needs - 1}"
        )
    return indices, check.check_whole(f"group_limits[{row}]", most)


def _amounts(name: str, values: Any, n_dimensions: int) -> _Floats:
    check.check_plain(name, values)
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be numbers") from error
    if array.ndim != n_dimensions:
        raise BadArgument(f"{name} has {array.ndim} dimension(s); it must have {n_dimensions}")
    if not (np.isfinite(array) & (array >= 0)).all():
        at = tuple(int(i) for i in np.argwhere(~(np.isfinite(array) & (array >= 0)))[0])
        raise BadArgument(
            f"{name}[{', '.join(map(str, at))}] is {array[at]}; amounts are finite and at least 0"
        )
    return array


def _whole(name: str, values: Any, n_dimensions: int | None) -> NDArray[np.int64]:
    check.check_plain(name, values)
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be whole numbers") from error
    if n_dimensions is not None and array.ndim != n_dimensions:
        raise BadArgument(f"{name} has {array.ndim} dimension(s); it must have {n_dimensions}")
    with np.errstate(invalid="ignore"):
        wrong = ~((array >= 0) & (array < 2**31) & (array == np.floor(array)))
    if wrong.any():
        raise BadArgument(f"{name} holds {array[wrong].ravel()[0]}; units are whole numbers of at least 0")
    return array.astype(np.int64)
