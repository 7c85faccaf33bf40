"""The sentence of a finding: made here and nowhere else, for page, map, PDF and file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .reporting_words import compared_reporters_text, who_changed_text
from .whereabouts_words import degrees_text, is_number, way_text
from .words import day_text, number_text, signals_text

# From here on "once in so many days" suggests more knowledge than there is.
_RARELY_DAYS = 1000
_NAMED_PLACES = 3
# An expectation that is written as "<0.1" or as 0 says nothing but that there was nothing.
_NEXT_TO_NOTHING = 0.05
# A circle through the middles of cells is no more exact than this.
_STEP_M = 50
_CELL_CODE = re.compile(r"E(-?\d+)N(-?\d+)")


def finding_sentence(
    *,
    kind: str,
    where: str,
    first_on: dt.date,
    observed: int | list[int],
    expected: float,
    expected_lower: float,
    expected_upper: float,
    by_chance_days: float,
    n_organisations: int,
    of_city: bool = True,
    panel: Mapping[str, Any] | None = None,
) -> str:
    """What was noticed, where, since when, how sure. All names already in the active language.

    `where`: see `where_text`. `of_city` is false where a file was read that belongs to no known city. `panel`: see `results.PanelFacts`, its counts
    as they are shown.
    """
    parts = [
        _("%(kind)s, %(places)s: more reported than expected since %(day)s.")
        % {"kind": kind, "places": where, "day": day_text(first_on)},
        _amount_sentence(observed, expected, expected_lower, expected_upper),
        by_chance_text(by_chance_days, of_city=of_city),
        ngettext("%(n)d organisation.", "%(n)d organisations.", n_organisations) % {"n": n_organisations},
    ]
    if panel is not None:
        changed = _("Reporting changed: %(who)s.") % {
            "who": who_changed_text(panel["n_new"], panel["n_gone"])
        }
        parts += [changed, compared_reporters_text(panel)]
    return " ".join(parts)


def _amount_sentence(observed: int | list[int], expected: float, lower: float, upper: float) -> str:
    if expected < _NEXT_TO_NOTHING:
        return _("%(signals)s, where hardly any were seen before.") % {"signals": signals_text(observed)}
    return _("%(signals)s, %(expected)s expected (%(lower)s–%(upper)s).") % {
        "signals": signals_text(observed),
        "expected": number_text(expected),
        "lower": number_text(lower),
        "upper": number_text(upper),
    }


def by_chance_text(days: float, *, of_city: bool = True) -> str:
    """How often the whole city, or the whole of the data, would show something like it if nothing were the matter."""
    if days >= _RARELY_DAYS:
        rarely = (
            _("By chance less than once in %(days)s days in the whole city.")
            if of_city
            else _("By chance less than once in %(days)s days in the whole data.")
        )
        return rarely % {"days": number_text(_RARELY_DAYS)}
    n = max(1, round(days))
    about = (
        ngettext(
            "By chance about once in %(days)d day in the whole city.",
            "By chance about once in %(days)d days in the whole city.",
            n,
        )
        if of_city
        else ngettext(
            "By chance about once in %(days)d day in the whole data.",
            "By chance about once in %(days)d days in the whole data.",
            n,
        )
    )
    return about % {"days": n}


def cell_text(code: str) -> str:
    """A grid cell, which has no name: its lower left corner in metres, for a code such as E25497250N6674499."""
    corner = _CELL_CODE.fullmatch(code)
    if corner is None:
        return code
    east, north = (number_text(int(metres)) for metres in corner.groups())
    return _("cell E %(east)s, N %(north)s") % {"east": east, "north": north}


def cells_text(codes: Sequence[str]) -> str:
    """Up to three grid cells by their corners, of more only how many they are."""
    if len(codes) <= _NAMED_PLACES:
        return "; ".join(cell_text(code) for code in codes)
    return ngettext("%(n)s grid cell", "%(n)s grid cells", len(codes)) % {"n": number_text(len(codes))}


def where_text(
    names: Sequence[str],
    cell_codes: Sequence[str],
    *,
    radius_m: float | None = None,
    whereabouts: Mapping[str, Any] | None = None,
    of_city: bool = True,
) -> str:
    """Where a finding lies: by the names of its areas, and else by the way there and its centre in degrees.

    `names` of its areas; `cell_codes` of its grid cells where there are no areas. `radius_m` is the circle's when
    the places are grid cells, and None when they are whole areas. `whereabouts`: see `picture.whereabouts`. Areas that are known by number only are told with
    the way too.
    """
    way = way_text(whereabouts, of_city=of_city)
    if names and not all(is_number(name) for name in names):
        return places_text(names, radius_m)
    if whereabouts is None or not way:
        return places_text(
            _told_as_areas(names) or [text for text in [cells_text(cell_codes)] if text], radius_m
        )
    about = _circle_text(radius_m, degrees_text(whereabouts)) if radius_m is not None else ""
    named = [places_text(_told_as_areas(names))] if names or not cell_codes else []
    return " ".join(filter(None, [", ".join([*named, way]), about]))


def _told_as_areas(names: Sequence[str]) -> list[str]:
    return [_("area %(number)s") % {"number": name} if is_number(name) else name for name in names]


def _circle_text(radius_m: float, centre: str) -> str:
    if not radius_m:
        return _("(one grid cell at %(centre)s)") % {"centre": centre}
    return _("(circle of %(radius)s m around %(centre)s)") % {
        "radius": radius_text(radius_m),
        "centre": centre,
    }


def radius_text(radius_m: float) -> str:
    """The radius of a circle through the middles of cells, no more exact than it is."""
    return number_text(_STEP_M * max(1, round(radius_m / _STEP_M)))


def places_text(names: Sequence[str], radius_m: float | None = None) -> str:
    """Up to three names, then how many more; of a circle of grid cells also how wide it is."""
    if radius_m == 0:
        return _("%(places)s (one grid cell)") % {"places": places_text(names)}
    if radius_m is not None:
        return _("%(places)s (circle of %(radius)s m)") % {
            "places": places_text(names),
            "radius": radius_text(radius_m),
        }
    if len(names) <= _NAMED_PLACES:
        return ", ".join(names) or _("a place outside the areas")
    rest = len(names) - _NAMED_PLACES
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {
        "names": ", ".join(names[:_NAMED_PLACES]),
        "n": rest,
    }
