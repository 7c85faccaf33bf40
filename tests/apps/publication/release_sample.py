"""A small city of two districts with five areas, in which four organisations report, and its public releases."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tests.conftest import TESTER, _organisation, _person
from tests.web import edition_sample as sample
from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.quarter import Quarter
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.intake.actions import add_source, import_signals, load_vocabulary
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.models import Area
from tilannekuva.publication.models import PublicRelease
from tilannekuva.publication.release.actions import propose_release, publish_release
from tilannekuva.publication.worker import prepare_once

CITY = replace(
    sample.CITY,
    kinds=tuple(kind for kind in sample.CITY.kinds if kind.code in ("damage", "theft", "strength", "rumour")),
)
LEAVES = {"A1": "D1", "A2": "D1", "A3": "D1", "A4": "D2", "A5": "D2"}
AS_OF = dt.date(2026, 11, 24)
NEWEST = Quarter(2026, 3)


def build_city() -> None:
    """Places, vocabulary, organisations that give counts, and two people who may publish."""
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    for code in ("D2", "D1"):
        area(code, "", "basic_district", is_finest=False)
    for code, around in LEAVES.items():
        area(code, around, "sub_district", is_finest=True)
    for code in ("school-1", "school-2", "youth", "transport"):
        organisation = _organisation(code, code.title(), kind="other")
        agree(
            code=f"{code}-counts", gives=organisation, receives=None, data_class="counts",
            legal_ground="Invented for the tests", valid_from_on=dt.date(2020, 1, 1),
            valid_to_on=dt.date.today() + dt.timedelta(days=900), by=TESTER,
        )  # fmt: skip
        add_source(organisation=organisation, code="file", by=TESTER)
    unit = _organisation("unit", "Unit", kind="city_division")
    _person("Paula", unit, RoleName.ANALYST)
    _person("Dora", unit, RoleName.COORDINATOR)


def area(code: str, around: str, level: str, *, is_finest: bool) -> Area:
    with unlocked():
        return Area.objects.create(
            code=code, names={"en": f"Area {code}", "fi": f"Alue {code}", "sv": f"Område {code}"}, level=level,
            is_finest=is_finest, parent=Area.objects.filter(code=around).first(), label_latitude=60.2,
            label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip


def report(
    counts: Mapping[str, tuple[int, ...]],
    *,
    kind: str = "damage",
    quarter: Quarter = NEWEST,
    stream: Stream = Stream.PARTNER_OBSERVATION,
) -> None:
    """By code of area, how many events each of the four organisations reported."""
    from tilannekuva.intake.models import Source

    kind_id = PhenomenonKind.objects.get(code=kind).pk
    areas = dict(Area.objects.values_list("code", "pk"))
    for position, source in enumerate(Source.objects.filter(code="file").order_by("pk")):
        drafts = [
            SignalDraft(
                kind_id=kind_id, area_id=areas[code], cell_id=None, occurred_on=quarter.first_on,
                time_band=TimeBand.DAY, stream=stream, severity=Severity.MODERATE, marking=Marking.AMBER,
                n_events=parts[position],
            )
            for code, parts in counts.items()
            if position < len(parts) and parts[position]
        ]  # fmt: skip
        import_signals(
            drafts=drafts,
            source=source,
            file_sha256=uuid.uuid4().hex * 2,
            n_rows_read=len(drafts),
            rejected={},
            by=TESTER,
        )


def report_at_random(
    seed: int, quarters: tuple[Quarter, ...], kinds: tuple[str, ...] = ("damage", "theft")
) -> None:
    rng = np.random.default_rng(seed)
    for quarter in quarters:
        for kind in kinds:
            level = rng.gamma(0.5, 40.0, len(LEAVES))
            parts = {
                code: tuple(rng.poisson(mean / 4, 4).tolist())
                for code, mean in zip(LEAVES, level, strict=True)
            }
            report(parts, kind=kind, quarter=quarter)


def viewer(name: str) -> Any:
    from tilannekuva.accounts.models import Person

    return viewer_of(Person.objects.get(display_name=name))


def prepared(
    as_of: dt.date = AS_OF, lead: Mapping[str, str] | None = None, city: Any = CITY
) -> PublicRelease:
    release = propose_release(as_of=as_of, lead=lead or {}, smallest_count=10, by=viewer("Paula"))
    prepare_once(city)
    release.refresh_from_db()
    return release


def published(as_of: dt.date = AS_OF, **more: Any) -> PublicRelease:
    release = prepared(as_of, **more)
    publish_release(release=release, by=viewer("Dora"))
    release.refresh_from_db()
    return release
