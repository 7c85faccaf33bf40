"""From latitude and longitude to areas and cells, with what the areas tell about the points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput
from tilannekuva.places.placing import Placed, Placer

from .exchanged import middle_text, mirrored, undecided
from .points import PlacerMaker, Points, swap_step
from .rejections import Reason, RowCheck
from .words import in_columns, number_text

_TELLING_SHARE = 0.5


class EveryPointOutside(BadInput):
    """No point lies in any area. The rows are rejected already."""


@dataclass(frozen=True, slots=True)
class PointsFile:
    """How messages name what they speak of: the file, its columns of latitude and longitude, and more.

    `crs`: the coordinate system of the columns, None for degrees. `areas_file`: the file of the areas, where
    nothing else says that these are right.
    """

    where: str
    columns: tuple[str, str]
    crs: str | None
    areas_file: str | None

    @property
    def stated(self) -> str:
        """File and columns."""
        return in_columns(self.where, self.columns)


def place_points(
    points: Points, check: RowCheck, placer: Placer | PlacerMaker, *, area_decided: bool, file: PointsFile
) -> tuple[Placer, Placed, tuple[str, ...]]:
    """Area and cell of each row, and what to tell of them; rejected rows lie at NaN and stay unplaced.

    Where areas have outlines and no column of codes decides (`area_decided`), rows outside every area are
    rejected, apart those that lie inside when exchanged. Without outlines only the rows themselves can show
    that some are exchanged, and where their middle lies is told: of all rows exchanged alike, nothing else
    could show it. Raises `BadInput` if most rows are exchanged, `EveryPointOutside` if all lie outside.
    """
    narrowed = check.on(*file.columns)
    has_outlines = (
        isinstance(placer, Placer) and placer.shapes is not None and placer.shapes.polygons is not None
    )
    if not has_outlines:
        _reject_mirrored(points, narrowed, file)
    good = check.good
    if not isinstance(placer, Placer):
        placer = placer(np.where(good, points.latitude, np.nan), np.where(good, points.longitude, np.nan))
    placed = placer.place(points.latitude, points.longitude)
    narrowed.reject(~placed.sound, Reason.PLACE_PROJECTED)
    if has_outlines and not area_decided:
        _reject_outside(points, placed, narrowed, placer, file)
    return placer, placed, () if has_outlines else _middle_notes(points, check)


def _middle_notes(points: Points, check: RowCheck) -> tuple[str, ...]:
    good = check.good
    if not good.any():
        return ()
    note = _(
        "The middle of the points lies at %(middle)s. If that is not the place, the columns may be exchanged."
    )
    return (note % {"middle": middle_text(points.latitude[good], points.longitude[good])},)


def _reject_mirrored(points: Points, check: RowCheck, file: PointsFile) -> None:
    found = mirrored(points.latitude, points.longitude, check.good)
    if found is None:
        return
    if not found.is_clear:
        raise undecided(found, points.latitude, points.longitude, file.where, file.columns)
    check.reject(found.rare, Reason.PLACE_EXCHANGED)


def _reject_outside(
    points: Points, placed: Placed, check: RowCheck, placer: Placer, file: PointsFile
) -> None:
    good = check.good
    outside = good & (placed.area_idx < 0)
    if not outside.any():
        return
    exchanged = np.zeros_like(outside)
    exchanged[outside] = placer.place(points.longitude[outside], points.latitude[outside]).area_idx >= 0
    if exchanged.sum() > _TELLING_SHARE * good.sum():
        raise _most_exchanged(points, exchanged, placer, file)
    check.reject(exchanged, Reason.PLACE_OUTSIDE_EXCHANGED)
    check.reject(outside, Reason.PLACE_OUTSIDE)
    if bool((outside == good).all()):
        raise _all_outside(points, outside, file)


def _most_exchanged(
    points: Points, exchanged: NDArray[np.bool_], placer: Placer, file: PointsFile
) -> BadInput:
    """Points and areas that meet with exchanged axes alone. Which of the two is wrong, a person sees."""
    n = int(exchanged.sum())
    told = {
        "n": number_text(n),
        "latitude": f"{points.latitude[exchanged][0]:.5g}",
        "longitude": f"{points.longitude[exchanged][0]:.5g}",
    }
    if file.areas_file is None or placer.shapes is None:
        what = ngettext(
            "%(n)s point lies outside every area, but inside with latitude and longitude exchanged: "
            "latitude %(latitude)s and longitude %(longitude)s look swapped",
            "%(n)s points lie outside every area, but inside with latitude and longitude exchanged: "
            "latitude %(latitude)s and longitude %(longitude)s look swapped",
            n,
        )
        return BadInput(what % told, file.stated, swap_step(*file.columns))
    box = placer.shapes.bounds
    what = ngettext(
        "%(n)s point and the areas meet only with latitude and longitude exchanged: in one of the files these "
        "look swapped. The point has latitude %(latitude)s and longitude %(longitude)s, the areas latitude "
        "%(south)s to %(north)s",
        "%(n)s points and the areas meet only with latitude and longitude exchanged: in one of the files these "
        "look swapped. The points have latitude %(latitude)s and longitude %(longitude)s, the areas latitude "
        "%(south)s to %(north)s",
        n,
    )
    told |= {"south": f"{box.south:.5g}", "north": f"{box.north:.5g}"}
    step = _("If %(areas)s is wrong: in GeoJSON the longitude comes first, in every corner.")
    steps = [step % {"areas": file.areas_file}]
    if file.crs is None:
        steps.append(_("If the points are wrong: %(step)s") % {"step": swap_step(*file.columns)})
    return BadInput(what % told, f"{file.areas_file}; {file.stated}", " ".join(steps))


def _all_outside(points: Points, outside: NDArray[np.bool_], file: PointsFile) -> EveryPointOutside:
    latitude, longitude = points.latitude[outside], points.longitude[outside]
    what = _(
        "Every point lies outside every area (latitude %(south)s to %(north)s, longitude %(west)s to %(east)s)"
    )
    box = {
        "south": f"{latitude.min():.4g}",
        "north": f"{latitude.max():.4g}",
        "west": f"{longitude.min():.4g}",
        "east": f"{longitude.max():.4g}",
    }
    return EveryPointOutside(
        what % box,
        file.stated,
        _(
            "Check that --areas belongs to this place, that --crs is right, and that neither file exchanges "
            "latitude and longitude."
        ),
    )
