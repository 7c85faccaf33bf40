"""From rows to arrays: the places of an installation as detection sees them."""

from __future__ import annotations

import numpy as np

from .arrays import PlaceArrays
from .models import Cell
from .queries import areas_today


def place_arrays() -> PlaceArrays:
    """The areas in force and all registered cells, each in the order of their codes."""
    areas = list(areas_today().order_by("code").values_list("pk", "code", "names", "easting_m", "northing_m"))
    cells = list(Cell.objects.order_by("code").values_list("code", "easting_m", "northing_m", "area_id"))
    position = {pk: idx for idx, (pk, *_) in enumerate(areas)}
    return PlaceArrays(
        area_codes=tuple(code for _, code, *_ in areas),
        area_names=tuple(names for _, _, names, *_ in areas),
        area_easting_m=np.array([area[3] for area in areas], float),
        area_northing_m=np.array([area[4] for area in areas], float),
        cell_codes=tuple(code for code, *_ in cells),
        cell_easting_m=np.array([cell[1] for cell in cells], float),
        cell_northing_m=np.array([cell[2] for cell in cells], float),
        cell_area_idx=np.array([position.get(cell[3], -1) for cell in cells], np.int32),
    )
