"""Latitude and longitude in each other's place: recognised where something shows it, and only there.

Three things can show it: the range of degrees (no latitude is beyond 90), the areas (a point lies in one of
them only when exchanged), and the other rows (a part of them lies where the rest does, mirrored).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils import formats
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput

from .words import in_columns, number_text

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A city and its surroundings: rows that lie farther from the middle are judged by nothing.
_NEAR_DEGREES = 1.0
# Where the two coordinates are nearly alike, a point and its mirror image are one place.
_APART_DEGREES = 3.0
# So many of the rows must agree before they speak for all; the rest are then the exchanged ones.
_CLEAR_MAJORITY = 0.8


@dataclass(frozen=True, slots=True)
class Mirrored:
    """Rows on both sides of the mirror: `rare` (bool, n) are the fewer, `common` (bool, n) the more."""

    rare: Flags
    common: Flags

    @property
    def is_clear(self) -> bool:
        """Whether the more numerous rows are enough to say which way is right."""
        n_common = int(self.common.sum())
        return n_common >= _CLEAR_MAJORITY * (n_common + int(self.rare.sum()))


def out_of_range_as_written(latitude: Floats, longitude: Floats, usable: Flags) -> Flags:
    """Rows that are no degrees as written, and lie where the others do when exchanged (bool, n)."""
    in_range = usable & (np.abs(latitude) <= 90)
    if not in_range.any():
        return np.zeros_like(usable)
    near = np.abs(longitude - np.median(latitude[in_range])) <= _NEAR_DEGREES
    near &= np.abs(latitude - np.median(longitude[in_range])) <= _NEAR_DEGREES
    return usable & (np.abs(latitude) > 90) & near


def mirrored(latitude: Floats, longitude: Floats, usable: Flags) -> Mirrored | None:
    """Rows that lie where the others do when exchanged; None where there are none, or nothing can tell.

    Whether a row is exchanged cannot be seen from the middle of all rows, which lies in between. The smaller
    and the larger coordinate of each row, whatever their columns, have a middle that does not mind.
    """
    if not usable.any():
        return None
    small, large = np.minimum(latitude, longitude), np.maximum(latitude, longitude)
    middle_small, middle_large = np.median(small[usable]), np.median(large[usable])
    if middle_large - middle_small < _APART_DEGREES:
        return None
    near = usable & (np.abs(small - middle_small) <= _NEAR_DEGREES)
    near &= np.abs(large - middle_large) <= _NEAR_DEGREES
    one, other = near & (latitude > longitude), near & (latitude < longitude)
    if not one.any() or not other.any():
        return None
    return Mirrored(rare=other, common=one) if one.sum() >= other.sum() else Mirrored(rare=one, common=other)


def undecided(
    found: Mirrored, latitude: Floats, longitude: Floats, where: str, names: tuple[str, str]
) -> BadInput:
    """What to say when about as many rows are written one way as the other."""
    what = _(
        "In a part of the rows latitude and longitude are exchanged, and nothing tells which part: "
        "rows at %(here)s: %(n)s; at %(there)s: %(n_other)s"
    )
    told = {
        "n": number_text(int(found.common.sum())),
        "here": middle_text(latitude[found.common], longitude[found.common]),
        "n_other": number_text(int(found.rare.sum())),
        "there": middle_text(latitude[found.rare], longitude[found.rare]),
    }
    return BadInput(what % told, in_columns(where, names), _("Give the areas (--areas), or mend the file."))


def middle_text(latitude: Floats, longitude: Floats) -> str:
    """Where the middle of the points lies: `latitude 60.17 north, longitude 24.94 east`."""
    north, east = float(np.median(latitude)), float(np.median(longitude))
    of_latitude = _("latitude %(degrees)s north") if north >= 0 else _("latitude %(degrees)s south")
    of_longitude = _("longitude %(degrees)s east") if east >= 0 else _("longitude %(degrees)s west")
    return ", ".join(
        text % {"degrees": formats.number_format(abs(value), decimal_pos=2)}
        for text, value in ((of_latitude, north), (of_longitude, east))
    )
