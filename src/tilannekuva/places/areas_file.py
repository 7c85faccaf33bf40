"""Reading areas from a file: GeoJSON polygons, or a CSV of codes with their centres."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.city import Bounds
from tilannekuva.domain.errors import BadInput

from .area_features import AreaFeatures, merge_parts, read_features, tell_apart
from .centres_file import read_centres
from .coordinates import check_axis_order, check_metric, choose_metric_crs
from .shapes import AreaShapes, polygons_of, shapes_from_polygons
from .text_file import read_text

# Overlaps smaller than this come from generalised outlines and move no point that matters.
_OVERLAP_TOLD_M2 = 10_000.0


def read_areas(
    path: Path | str,
    *,
    crs: str | None = None,
    code: str | None = None,
    name: str | None = None,
    language: str = "en",
    bounds: Bounds | None = None,
    of: str = "",
) -> tuple[AreaShapes, tuple[str, ...]]:
    """Areas of a GeoJSON file (polygons) or a CSV file (code, latitude, longitude); `.gz` as it is.

    `crs` is the metric system to work in, chosen from the middle of the areas when left out. `code`
    and `name` say which property or column holds them, where that is not plain from their names;
    names without a language are taken to be in `language`. With `bounds` of the place named `of`,
    exchanged axes are noticed. Returns the areas and notes, plain sentences on what was chosen,
    merged or mended. Raises `BadInput`.
    """
    path = Path(path)
    if crs is not None:
        check_metric(crs)
    text = read_text(path)
    if not text.strip():
        raise BadInput(_("The file is empty"), str(path), _("Give GeoJSON polygons or a CSV of centres."))
    if text.lstrip()[0] not in "{[":
        return read_centres(text, str(path), crs=crs, code=code, bounds=bounds, of=of)
    features = read_features(text, str(path), code=code, name=name, language=language)
    features = tell_apart(merge_parts(_mended(features, str(path)), str(path)))
    _check_degrees(features, str(path), bounds, of)
    shapes = _to_shapes(features, crs)
    return shapes, (*features.notes, *_overlap_notes(shapes))


def _mended(features: AreaFeatures, where: str) -> AreaFeatures:
    """Polygons that cross themselves, mended; refused when nothing with an area is left."""
    mended, notes = list(features.polygons), list(features.notes)
    for idx, polygon in enumerate(features.polygons):
        label = features.label(idx)
        if not polygon.is_valid:
            reason = shapely.is_valid_reason(polygon).split("[")[0].lower()
            mended[idx] = polygons_of(shapely.make_valid(polygon))
            if mended[idx].area > 0:
                note = _("The outline of %(area)s was not valid (%(reason)s) and was mended.")
                notes.append(note % {"area": label, "reason": reason})
        if not mended[idx].area > 0:
            raise BadInput(
                _("The outline of %(area)s encloses nothing") % {"area": label}, where, _("Draw it again.")
            )
    return features.with_polygons(mended, notes)


def _check_degrees(features: AreaFeatures, where: str, bounds: Bounds | None, of: str) -> None:
    points = shapely.get_coordinates(np.array(features.polygons, dtype=object))
    check_axis_order(
        points[:, 1],
        points[:, 0],
        where=where,
        bounds=bounds,
        of=of,
        swap_step=_("GeoJSON wants the longitude first: exchange the two numbers of every corner."),
    )


def _to_shapes(features: AreaFeatures, crs: str | None) -> AreaShapes:
    polygons = np.array(features.polygons, dtype=object)
    if crs is None:
        middles = shapely.get_coordinates(shapely.centroid(polygons))
        crs = choose_metric_crs(middles[:, 1], middles[:, 0])
    return shapes_from_polygons(
        features.codes,
        features.names,
        polygons,
        crs,
        parents=features.parents,
        label_points=features.label_points,
    )


def _overlap_notes(shapes: AreaShapes) -> tuple[str, ...]:
    if shapes.polygons is None:
        return ()
    first, second = shapely.STRtree(shapes.polygons).query(shapes.polygons, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    shared_m2 = shapely.area(shapely.intersection(shapes.polygons[first], shapes.polygons[second]))
    large = np.flatnonzero(shared_m2 > _OVERLAP_TOLD_M2)
    if not large.size:
        return ()
    worst = large[np.argmax(shared_m2[large])]
    pair = f"{shapes.codes[first[worst]]} and {shapes.codes[second[worst]]}"
    note = ngettext(
        "%(n)d pair of areas overlaps: %(pair)s (%(ha).0f ha); points there count to the first of the two.",
        "%(n)d pairs of areas overlap, most of all %(pair)s (%(ha).0f ha); points there count to the first of the "
        "two.",
        int(large.size),
    )
    return (note % {"n": large.size, "pair": pair, "ha": shared_m2[worst] / 10_000},)
