"""Argument checks shared by the public functions: checked once, said plainly."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._checks_numbers import check_fraction as check_fraction
from ._checks_numbers import check_number as check_number
from ._checks_numbers import check_plain as check_plain
from ._checks_numbers import check_positive as check_positive
from ._checks_numbers import check_whole as check_whole
from ._checks_numbers import n_dimensions as n_dimensions
from ._checks_places import check_metres, check_on_earth
from .errors import BadArgument, BadCoordinates, StatsError, TooLittleData

_LARGEST_COUNT = 2**31 - 1


def check_choice(name: str, value: object, choices: Collection[str]) -> None:
    if value not in choices:
        listed = ", ".join(repr(choice) for choice in choices)
        raise BadArgument(f"{name} is {value!r}; choose one of {listed}")


def check_truth(name: str, value: object) -> bool:
    if not isinstance(value, bool | np.bool_):
        raise BadArgument(f"{name} is {value!r}; give True or False")
    return bool(value)


def check_rng(rng: object) -> np.random.Generator:
    if not isinstance(rng, np.random.Generator):
        raise BadArgument(
            f"rng is a {type(rng).__name__}; give a numpy.random.Generator, for example "
            "numpy.random.default_rng(20240501)"
        )
    return rng


def check_counts(counts: Any, *, rows: str) -> NDArray[np.int64]:
    """Counts as a fresh (rows, periods) int64 array; `rows` is what a row is called in messages."""
    return check_count_array(counts, (rows, "periods"))


def check_count_array(counts: Any, dimensions: tuple[str, ...]) -> NDArray[np.int64]:
    """Counts as a fresh int64 array with these dimensions, of which the last is time."""
    check_plain("counts", counts)
    try:
        array = np.asarray(counts)
        numeric = array.dtype.kind in "iuf"
    except ValueError:  # rows of different lengths
        numeric = False
    if not numeric:
        raise BadArgument("counts must be an array of numbers, every row equally long")
    if array.ndim != len(dimensions):
        raise BadArgument(
            f"counts has {array.ndim} dimension(s); it must be ({', '.join(dimensions)}), oldest period first"
        )
    if array.dtype.kind != "f" and array.size and array.min() >= 0 and array.max() <= _LARGEST_COUNT:
        return array.astype(np.int64)  # the usual case, without a mask
    with np.errstate(invalid="ignore"):
        wrong = ~((array >= 0) & (array <= _LARGEST_COUNT) & (array == np.floor(array)))
    if wrong.any():
        where = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise BadArgument(
            f"counts[{', '.join(map(str, where))}] is {array[where]}; counts are whole numbers of at least 0 "
            f"and at most {_LARGEST_COUNT}. Fill unknown periods or leave the row out"
        )
    return array.astype(np.int64)


def check_coordinates(
    coordinates: Any, n_locations: int, *, metric: str, reach_m: float = 0.0
) -> NDArray[np.float64]:
    """Coordinates as a fresh (n_locations, 2) float64 array of distinct places; `reach_m` as in `check_metres`."""
    check_plain("coordinates", coordinates)
    try:
        array = np.array(coordinates, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadCoordinates("coordinates must be numbers, two for each location") from error
    if array.shape != (n_locations, 2):
        raise BadCoordinates(
            f"coordinates has shape {array.shape}; counts has {n_locations} locations, so it must be "
            f"({n_locations}, 2)"
        )
    if not np.isfinite(array).all():
        row = int(np.argwhere(~np.isfinite(array))[0, 0])
        raise BadCoordinates(f"coordinates[{row}] is {tuple(array[row].tolist())}; leave the location out")
    if metric == "great_circle":
        check_on_earth(array)
    else:
        check_metres(
            "coordinates",
            array[:, 0],
            array[:, 1],
            "For degrees take metric='great_circle' with (latitude, longitude); else project to metres",
            reach_m=reach_m,
        )
    _check_distinct(array)
    return array


def check_enough_locations(n_locations: int) -> None:
    if n_locations < 2:
        raise TooLittleData(
            f"counts has {n_locations} location(s); a scan compares places and needs at least 2"
        )


def _check_distinct(coordinates: NDArray[np.float64]) -> None:
    order = np.lexsort(coordinates.T[::-1])
    same = (coordinates[order][1:] == coordinates[order][:-1]).all(axis=1)
    if same.any():
        at = int(np.argmax(same))
        first, second = sorted((int(order[at]), int(order[at + 1])))
        raise BadCoordinates(
            f"locations {first} and {second} have the same coordinates "
            f"{tuple(coordinates[first].tolist())}; add their counts together first"
        )


def check_days(values: Any) -> NDArray[np.float64]:
    """Days since an origin of the caller's, one for each event: numbers, or datetimes of numpy, polars or pandas.

    Datetimes become days since 1970, whatever their unit: as numbers they would be hours, seconds or nanoseconds.
    """
    check_plain("day", values, may_be_moments=True)
    try:
        moments = np.asarray(values)
    except (TypeError, ValueError) as error:
        raise BadArgument("day must be numbers, one for each event") from error
    if moments.dtype.kind == "m":
        raise BadArgument("day holds spans of time; give days as numbers, span / numpy.timedelta64(1, 'D')")
    if moments.dtype.kind != "M":
        return check_column("day", values)
    unknown = np.isnat(moments)
    if unknown.any():
        raise BadArgument(f"day[{int(np.argmax(unknown))}] is not known (NaT); leave the event out")
    return check_column("day", (moments - np.datetime64(0, "D")) / np.timedelta64(1, "D"))


def check_column(name: str, values: Any, wrong: type[StatsError] = BadArgument) -> NDArray[np.float64]:
    """One finite number for each event; `wrong` is raised for one that is not finite."""
    check_plain(name, values)
    try:
        column = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be numbers, one for each event") from error
    if column.ndim != 1:
        raise BadArgument(f"{name} has {column.ndim} dimensions; it must be (n_events,)")
    if not np.isfinite(column).all():
        at = int(np.argmin(np.isfinite(column)))
        raise wrong(f"{name}[{at}] is {column[at]}; leave the event out")
    return column
