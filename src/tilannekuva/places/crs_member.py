"""The `crs` member of older GeoJSON: RFC 7946 dropped it, many programs still write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from pyproj import Transformer
from pyproj.exceptions import CRSError

from tilannekuva.domain.errors import BadInput

_EPSG = re.compile(r"EPSG:+(?:[\d.]*:)?(\d+)$", re.IGNORECASE)


def to_wgs84(polygons: Sequence[shapely.Geometry], member: Any, where: str) -> list[shapely.Geometry]:
    """The polygons in degrees, longitude first. `member` is the file's `crs`, None for WGS 84."""
    code = _epsg_code(member, where)
    if code is None:
        return list(polygons)
    try:
        transformer = Transformer.from_crs(f"EPSG:{code}", "EPSG:4326", always_xy=True)
    except CRSError:
        raise BadInput(
            _("'%(crs)s' is not a known coordinate system") % {"crs": f"EPSG:{code}"},
            where,
            _("Export as WGS 84."),
        ) from None
    turned = shapely.transform(
        np.array(polygons, dtype=object),
        lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1])),
    )
    return list(turned)


def _epsg_code(member: Any, where: str) -> str | None:
    if member is None:
        return None
    properties = member.get("properties") if isinstance(member, dict) else None
    name = str(properties.get("name", "")) if isinstance(properties, dict) else ""
    if "CRS84" in name.upper():
        return None
    match = _EPSG.search(name)
    if match is None:
        raise BadInput(
            _("The coordinate system '%(name)s' is not understood") % {"name": name},
            where,
            _("Export as WGS 84."),
        )
    return None if match.group(1) == "4326" else match.group(1)
