"""Whether a number is one: what numpy would change in silence is told."""

import numbers
import operator
from datetime import date, timedelta
from typing import Any

import numpy as np

from .errors import BadArgument

# What kinds of arrays are no numbers, and what to give instead.
_NO_NUMBERS = {
    "b": "holds true and false; it takes numbers. Where true stands for 1, give {name}.astype(int)",
    "c": "must be numbers on a line and holds complex ones; give {name}.real where that is meant",
    "U": "must be numbers and holds text; where the text is of numbers, give {name}.astype(float)",
    "S": "must be numbers and holds text; where the text is of numbers, give {name}.astype(float)",
    "T": "must be numbers and holds text; where the text is of numbers, give {name}.astype(float)",
    "M": "must be numbers and holds dates or times",
    "m": "must be numbers and holds spans of time; give {name} / numpy.timedelta64(1, 'D') for days",
}
_KIND_OF_OBJECT = ((str, "U"), (bytes, "S"), (bool, "b"), (date, "M"), (timedelta, "m"), (complex, "c"))


def is_number(value: object) -> bool:
    """One real number; true and false are none."""
    return isinstance(value, numbers.Real) and not isinstance(value, bool | np.bool_)


def check_number(name: str, value: Any) -> float:
    if not is_number(value):
        raise BadArgument(f"{name} is {value!r}; it must be a number")
    return float(value)


def check_fraction(name: str, value: float, *, top: float = 1.0, top_allowed: bool = False) -> None:
    bracket = "]" if top_allowed else ")"
    if not (is_number(value) and (0 < value < top or (top_allowed and value == top))):
        raise BadArgument(f"{name} is {value!r}; it must lie in (0, {top:g}{bracket}")


def check_positive(name: str, value: float) -> None:
    if not (is_number(value) and value > 0):
        raise BadArgument(f"{name} is {value!r}; it must be a number above 0")


def check_whole(name: str, value: int, *, least: int = 0) -> int:
    """The value as an `int`; whole numbers only, at least `least`."""
    try:
        whole = None if isinstance(value, bool | np.bool_) else operator.index(value)
    except TypeError:
        whole = None
    if whole is None:
        raise BadArgument(f"{name} is {value!r}; it must be a whole number")
    if whole < least:
        raise BadArgument(f"{name} is {whole}; it must be at least {least}")
    return whole


def check_plain(name: str, values: Any, *, may_be_truth: bool = False, may_be_moments: bool = False) -> None:
    """Refuse what numpy would change in silence: masked values, and what is no number in place of one."""
    parts = values if isinstance(values, list | tuple) else (values,)
    if any(np.ma.is_masked(part) for part in parts):
        raise BadArgument(
            f"{name} has masked values, of which nothing is known; fill them in ({name}.filled(…)), or leave "
            "their rows out"
        )
    if may_be_truth:
        return
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):
        return  # no array at all, which the caller tells
    kind: str = array.dtype.kind
    if kind == "O":
        found = (k for value in array.flat for type_, k in _KIND_OF_OBJECT if isinstance(value, type_))
        kind = next(found, kind)
    if kind in _NO_NUMBERS and not (may_be_moments and kind in "Mm" and array.dtype.kind == kind):
        raise BadArgument(f"{name} {_NO_NUMBERS[kind].format(name=name)}")


def n_dimensions(name: str, values: Any) -> int:
    """As `numpy.ndim`, where rows are equally long."""
    try:
        return np.ndim(values)
    except ValueError:
        raise BadArgument(f"{name} must be an array of numbers, every row equally long") from None
