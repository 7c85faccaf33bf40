"""Places without a name in words: the way from the middle, degrees, and the circle about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilannekuva.domain.compass import Compass

from .words import number_text

_DEGREE_DECIMALS = 3

# In a sentence: "%(distance)s … of the middle of the data".
_WAYS: Mapping[str, Promise] = {
    Compass.NORTH: gettext_lazy("%(distance)s north of %(middle)s"),
    Compass.NORTH_EAST: gettext_lazy("%(distance)s north-east of %(middle)s"),
    Compass.EAST: gettext_lazy("%(distance)s east of %(middle)s"),
    Compass.SOUTH_EAST: gettext_lazy("%(distance)s south-east of %(middle)s"),
    Compass.SOUTH: gettext_lazy("%(distance)s south of %(middle)s"),
    Compass.SOUTH_WEST: gettext_lazy("%(distance)s south-west of %(middle)s"),
    Compass.WEST: gettext_lazy("%(distance)s west of %(middle)s"),
    Compass.NORTH_WEST: gettext_lazy("%(distance)s north-west of %(middle)s"),
}


def is_number(name: str) -> bool:
    """Whether a name is a number alone: it needs the word "area" before it, and a way to where it is."""
    return name.strip().isdigit()


def way_text(whereabouts: Mapping[str, Any] | None, *, of_city: bool) -> str:
    """Such as "2.3 km north-east of the middle of the data"; empty where no way is known."""
    if whereabouts is None or whereabouts["distance_m"] is None:
        return ""
    middle = _("the middle of the city") if of_city else _("the middle of the data")
    if not whereabouts["distance_m"]:
        return _("in the middle of the city") if of_city else _("in the middle of the data")
    distance = distance_text(whereabouts["distance_m"])
    return str(_WAYS[whereabouts["compass"]]) % {"distance": distance, "middle": middle}


def distance_text(distance_m: float) -> str:
    """Metres below a kilometre, else kilometres with one decimal, from ten on whole."""
    if distance_m < 1000:
        return _("%(n)s m") % {"n": number_text(distance_m)}
    return _("%(n)s km") % {"n": number_text(distance_m / 1000)}


def degrees_text(whereabouts: Mapping[str, Any]) -> str:
    """Such as "33.437° N, 111.943° W"."""
    latitude, longitude = whereabouts["latitude"], whereabouts["longitude"]
    of_latitude = _("%(degrees)s° N") if latitude >= 0 else _("%(degrees)s° S")
    of_longitude = _("%(degrees)s° E") if longitude >= 0 else _("%(degrees)s° W")
    return ", ".join(
        text % {"degrees": formats.number_format(abs(value), decimal_pos=_DEGREE_DECIMALS)}
        for text, value in ((of_latitude, latitude), (of_longitude, longitude))
    )
