"""Where a finding lies, for whoever knows no code of a cell: its centre in degrees, and the way there.

The centre is that of a grid cell or of an area, never the point of a signal: a circle of the scan is drawn about
the middle of a cell, and degrees are rounded to about 100 m.
"""

from __future__ import annotations

from math import hypot
from typing import Any

from tilannekuva.detection.results import FindingFacts
from tilannekuva.domain.compass import compass_point

from .edition_frame import StandingFinding

Metres = tuple[float, float]

_DEGREE_DECIMALS = 3
# No way is told more exactly than a centre is.
_STEP_M = 100


def whereabouts_of(
    finding: StandingFinding, facts: FindingFacts, middle_m: Metres | None
) -> dict[str, Any] | None:
    """`latitude`, `longitude` (degrees, WGS 84, 3 decimals), `distance_m` and `compass` from the middle of the data.

    `facts` are those that the edition may tell; `middle_m`: easting and northing, None where the way is not told
    (`distance_m` and `compass` are then None). None where the circle of the finding is protected, or its centre
    is not known.
    """
    is_told = (facts.place, facts.place_codes) == (finding.facts.place, finding.facts.place_codes)
    if finding.centre is None or not is_told:
        return None
    latitude, longitude = (round(degrees, _DEGREE_DECIMALS) for degrees in finding.centre)
    told: dict[str, Any] = {
        "latitude": latitude,
        "longitude": longitude,
        "distance_m": None,
        "compass": None,
    }
    if middle_m is not None:
        east_m = finding.facts.centre_easting_m - middle_m[0]
        north_m = finding.facts.centre_northing_m - middle_m[1]
        told["distance_m"] = _STEP_M * round(hypot(east_m, north_m) / _STEP_M)
        told["compass"] = compass_point(east_m, north_m).value
    return told
