"""A release as one frozen document that pages, tables, files and feeds read. Pure: no database, no clock.

Everything in it is for everybody: a count that may not be told is not in it at all, and neither is why.

    schema, city, simulated, marking, as_of, good_until, limits, method
    periods      code, first and last day of the quarters, the oldest first; new_periods: published here first
    areas        code, names, level, parent: the city last
    levels       code and names of the levels, the finest first
    kinds        code, names, definitions, positive
    counts       period -> kind -> area -> the count, where it may be told
    trends       period -> kind -> area -> how it compares with the same quarter a year before
    covered      codes of the finest areas from which somebody reports
    lead, attributions, earlier             words above; whose data; checksums of all earlier releases
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tilannekuva.domain.city import City
from tilannekuva.domain.disclosure import PublicLimits
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.quarter import Quarter, quarter_of_code
from tilannekuva.domain.vocabulary import KindDefinition

from .counts import PublicArea
from .register import Register

SCHEMA = "tilannekuva.public/1"
METHOD = "nested-suppression/1"
_GOOD_DAYS_AFTER_NEXT = 45

Counts = Mapping[str, Mapping[str, Mapping[str, int]]]
Trends = Mapping[str, Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the counts of a release."""

    city: City
    simulated: bool
    as_of: dt.date
    limits: PublicLimits
    areas: Sequence[PublicArea]
    kinds: Sequence[KindDefinition]
    covered: Collection[str]
    lead: Mapping[str, str]


def content_from(
    frame: Frame, new: Counts, trends: Trends, earlier: Register, newest: Quarter
) -> dict[str, Any]:
    """The document. `new`: protected counts of the quarters that no earlier release told."""
    counts = {**earlier.periods, **new}
    told = {period: counts[period] for period in counts if period not in earlier.closed}
    areas = {area.code: asdict(area) for area in frame.areas}
    kinds = {kind.code: _kind(kind) for kind in frame.kinds}
    named_areas = {code for kinds_of in told.values() for by_area in kinds_of.values() for code in by_area}
    named_kinds = {code for kinds_of in told.values() for code in kinds_of}
    good_until = newest.following.last_on + dt.timedelta(days=_GOOD_DAYS_AFTER_NEXT)
    return {
        "schema": SCHEMA,
        "method": METHOD,
        "city": {
            "code": frame.city.code,
            "names": dict(frame.city.names),
            "languages": list(frame.city.languages),
        },
        "simulated": frame.simulated,
        "marking": Marking.CLEAR.value,
        "as_of": frame.as_of.isoformat(),
        "good_until": good_until.isoformat(),
        "limits": asdict(frame.limits),
        "periods": [_period(code) for code in sorted(told)],
        "new_periods": sorted(new),
        # Of areas and kinds that are no more, what was published stays readable.
        "areas": [
            *areas.values(),
            *(earlier.areas[code] for code in sorted(named_areas - set(areas)) if code in earlier.areas),
        ],
        "levels": [
            {"code": code, "names": dict(names)} for code, names in frame.city.area_level_names.items()
        ],
        "kinds": [
            *kinds.values(),
            *(earlier.kinds[code] for code in sorted(named_kinds - set(kinds)) if code in earlier.kinds),
        ],
        "counts": {code: told[code] for code in sorted(told)},
        "trends": {
            code: found for code, found in sorted({**earlier.trends, **trends}.items()) if code in told
        },
        "covered": sorted(frame.covered),
        "lead": dict(frame.lead),
        "attributions": [text if isinstance(text, str) else dict(text) for text in frame.city.attributions],
        "earlier": list(earlier.checksums),
    }


def _kind(kind: KindDefinition) -> dict[str, Any]:
    return {
        "code": kind.code,
        "names": dict(kind.names),
        "definitions": dict(kind.definitions),
        "positive": kind.positive,
    }


def _period(code: str) -> dict[str, str]:
    quarter = quarter_of_code(code)
    if quarter is None:
        raise ValueError(f"{code!r} is no quarter")
    return {"code": code, "first_on": quarter.first_on.isoformat(), "last_on": quarter.last_on.isoformat()}
