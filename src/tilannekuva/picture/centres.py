"""The centres of an installation's findings and the middle of its areas, from rows: no arithmetic of maps is needed."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from tilannekuva.detection.results import FindingFacts
from tilannekuva.places.models import Area, Cell
from tilannekuva.places.queries import areas_today

Degrees = tuple[float, float]
Metres = tuple[float, float]

# Stored centres are rounded to decimetres.
_SAME_M = 0.2


def centres_of(findings: Iterable[FindingFacts]) -> dict[Metres, Degrees]:
    """Latitude and longitude (degrees, WGS 84) by easting and northing of the centres of findings.

    A centre is the middle of one of the cells of the finding, or the label point of one of its areas; one that is
    neither any more, as after a new delimitation, is left out.
    """
    found = list(findings)
    codes = {
        place: {code for facts in found if facts.place == place for code in facts.place_codes}
        for place in ("cell", "area")
    }
    cells = Cell.objects.filter(code__in=codes["cell"]).values_list(
        "code", "easting_m", "northing_m", "latitude", "longitude"
    )
    areas = Area.objects.filter(code__in=codes["area"]).values_list(
        "code", "easting_m", "northing_m", "label_latitude", "label_longitude"
    )
    by_code: dict[tuple[str, str], list[tuple[Metres, Degrees]]] = {}
    for place, rows in (("cell", cells), ("area", areas)):
        for code, easting_m, northing_m, latitude, longitude in rows:
            by_code.setdefault((place, code), []).append(((easting_m, northing_m), (latitude, longitude)))
    centres: dict[Metres, Degrees] = {}
    for facts in found:
        centre = facts.centre_easting_m, facts.centre_northing_m
        for code in facts.place_codes:
            for metres, degrees in by_code.get((facts.place, code), ()):
                if max(abs(metres[0] - centre[0]), abs(metres[1] - centre[1])) <= _SAME_M:
                    centres[centre] = degrees
    return centres


def middle_of_areas() -> Metres | None:
    """Easting and northing (m) of the middle of the areas in force; None where there are none."""
    points = list(areas_today().values_list("easting_m", "northing_m"))
    if not points:
        return None
    return median(east for east, _north in points), median(north for _east, north in points)
