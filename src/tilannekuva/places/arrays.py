"""Places as arrays: what detection and composition know of areas and grid cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class PlaceArrays:
    """Areas (A of them) and grid cells (C), in a fixed order; arrays are read-only.

    `area_codes` (A) and `area_names` (A, each by language); `area_easting_m`, `area_northing_m`
    float64 (A): the centre of each area in the metric system of the city. `cell_codes` (C);
    `cell_easting_m`, `cell_northing_m` float64 (C): centres; `cell_area_idx` int32 (C): the area that
    holds most of the cell, -1 where none does. Raises ValueError when lengths do not fit, a code
    repeats, or an index points at no area.
    """

    area_codes: tuple[str, ...]
    area_names: tuple[Mapping[str, str], ...]
    area_easting_m: NDArray[np.float64]
    area_northing_m: NDArray[np.float64]
    cell_codes: tuple[str, ...]
    cell_easting_m: NDArray[np.float64]
    cell_northing_m: NDArray[np.float64]
    cell_area_idx: NDArray[np.int32]

    def __post_init__(self) -> None:
        for field in ("area_easting_m", "area_northing_m", "cell_easting_m", "cell_northing_m"):
            _freeze(self, field, np.float64)
        _freeze(self, "cell_area_idx", np.int32)
        for part, codes in (("area", self.area_codes), ("cell", self.cell_codes)):
            if len(set(codes)) != len(codes):
                raise ValueError(f"{part}_codes repeat a code")
        lengths = {
            "area_names": (len(self.area_names), self.n_areas),
            "area_easting_m": (self.area_easting_m.size, self.n_areas),
            "area_northing_m": (self.area_northing_m.size, self.n_areas),
            "cell_easting_m": (self.cell_easting_m.size, self.n_cells),
            "cell_northing_m": (self.cell_northing_m.size, self.n_cells),
            "cell_area_idx": (self.cell_area_idx.size, self.n_cells),
        }
        for field, (length, wanted) in lengths.items():
            if length != wanted:
                raise ValueError(f"{field} has {length} entries, {wanted} codes stand beside it")
        if self.n_cells and not (self.cell_area_idx.min() >= -1 and self.cell_area_idx.max() < self.n_areas):
            raise ValueError(f"cell_area_idx must lie from -1 to {self.n_areas - 1}")

    @property
    def n_areas(self) -> int:
        return len(self.area_codes)

    @property
    def n_cells(self) -> int:
        return len(self.cell_codes)


def _freeze(value: PlaceArrays, field: str, dtype: type[np.generic]) -> None:
    array: NDArray[Any] = np.array(getattr(value, field), dtype=dtype).reshape(-1)
    array.setflags(write=False)
    object.__setattr__(value, field, array)
