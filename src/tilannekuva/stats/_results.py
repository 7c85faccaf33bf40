"""What results have in common: nobody changes them, two can be compared, and a notebook shows them as a table."""

from __future__ import annotations

import html
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROWS_SHOWN = 10


class Result(ABC):
    """A frozen dataclass (with `eq=False`) whose arrays are read-only as well.

    Two results are equal when they are of one kind and all that they say is equal, NaN to NaN. So they are no
    keys of a dict.
    """

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]  # every heir is a dataclass
            value: Any = getattr(self, item.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    def __eq__(self, other: object) -> bool:
        return _same(self, other) if type(self) is type(other) else NotImplemented

    @abstractmethod
    def as_dict(self) -> dict[str, Any]:
        """Columns of equal length, which polars or pandas take in one call."""

    def _repr_html_(self) -> str:
        """What a notebook shows: the first line of `repr`, and the first rows of the table."""
        columns = self.as_dict()
        n_rows = len(next(iter(columns.values())))
        head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
        rows = [
            "<tr>" + "".join(f"<td>{_cell(column[row])}</td>" for column in columns.values()) + "</tr>"
            for row in range(min(n_rows, _ROWS_SHOWN))
        ]
        more = f"<p>… and {n_rows - _ROWS_SHOWN:,} more rows</p>" if n_rows > _ROWS_SHOWN else ""
        title = html.escape(repr(self).splitlines()[0].strip("<>"))
        return f"<table><caption>{title}</caption><tr>{head}</tr>{''.join(rows)}</table>{more}"


def one_row(values: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """A column of length 1 for each value; of a pair named `…_interval` one each for its ends."""
    row: dict[str, NDArray[Any]] = {}
    for name, value in values.items():
        if name.endswith("_interval"):
            stem = name.removesuffix("_interval")
            row[f"{stem}_low"], row[f"{stem}_high"] = np.array([value[0]]), np.array([value[1]])
        else:
            row[name] = np.array([value])
    return row


def _cell(value: Any) -> str:
    if isinstance(value, float | np.floating):
        return f"{value:,.4g}"
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, list | tuple | np.ndarray):
        listed = ", ".join(map(str, value[:5]))
        return html.escape(listed + (", …" if len(value) > 5 else ""))
    return html.escape(str(value))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        one, other = np.asarray(one), np.asarray(other)
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if type(one) is not type(other):
        return False
    if is_dataclass(one):
        return all(_same(getattr(one, item.name), getattr(other, item.name)) for item in fields(one))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, float) and math.isnan(one):
        return math.isnan(other)
    return bool(one == other)
