"""When areas are bounded anew: the old ones end, the new ones begin, and each knows the other."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import shapely

from tilannekuva.domain.errors import RuleBroken

from ..models import Area, AreaOutline, AreaSuccession

# A new area goes on where an old one ended if it took over at least this share of the old one's surface.
_SUCCEEDS_FROM_SHARE = 0.1


def replace_areas(
    fresh: list[Area], outlines: list[str], gone: list[Area], in_force: dict[str, Area], today: dt.date
) -> int:
    """Store `fresh` areas with their `outlines`, ending those they replace and those that are `gone`.

    Runs inside the transaction and the open door of an action. Returns the number of areas ended.
    """
    ended = [in_force[area.code] for area in fresh if area.code in in_force] + gone
    for area in ended:
        if area.valid_from_on >= today:
            raise RuleBroken(
                "%(area)s was bounded anew today already. Load the areas again tomorrow.", area=area
            )
        area.valid_to_on = today - dt.timedelta(days=1)
        area.save(update_fields=["valid_to_on"])
    Area.objects.bulk_create(fresh)
    AreaOutline.objects.bulk_create(
        AreaOutline(area=area, geometry=geometry) for area, geometry in zip(fresh, outlines, strict=True)
    )
    AreaSuccession.objects.bulk_create(_successions(ended, fresh, outlines))
    return len(ended)


def _successions(ended: list[Area], fresh: list[Area], outlines: list[str]) -> list[AreaSuccession]:
    if not ended or not fresh:
        return []
    former = dict(AreaOutline.objects.filter(area__in=ended).values_list("area_id", "geometry"))
    new = np.array([_shape(geometry) for geometry in outlines], dtype=object)
    found = []
    for area in ended:
        old = _shape(former[area.pk])
        # Shares of one small surface: degrees serve as well as metres.
        shares = shapely.area(shapely.intersection(new, old)) / old.area
        found += [
            AreaSuccession(predecessor=area, successor=fresh[idx])
            for idx in np.flatnonzero(shares >= _SUCCEEDS_FROM_SHARE)
        ]
    return found


def _shape(geometry: str) -> shapely.Geometry:
    return shapely.make_valid(shapely.geometry.shape(json.loads(geometry)))
