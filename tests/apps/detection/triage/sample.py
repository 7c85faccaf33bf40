"""Signals to take steps with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.conftest import TESTER
from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.domain.vocabulary import KindDefinition
from tilannekuva.intake.actions import add_source, load_vocabulary
from tilannekuva.intake.models import PhenomenonKind, Signal
from tilannekuva.places.models import Area, Cell

CELL_M = 250.0
KINDS = ("damage", "unrest")


def prepare() -> Area:
    """Two kinds and one area with three squares in a row: two neighbours, and one far away."""
    load_vocabulary(
        kinds=[
            KindDefinition(code=code, names={"en": code.title()}, definitions={"en": code}, iccs="not_crime")
            for code in KINDS
        ],
        by=TESTER,
    )
    with unlocked():
        area = Area.objects.create(
            code="a1", names={"en": "Kallio"}, level="district", is_finest=True, label_latitude=60.2,
            label_longitude=25.0, easting_m=0.0, northing_m=0.0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip
        for number in (0, 1, 9):
            Cell.objects.create(
                code=f"c{number}", easting_m=125.0 + number * CELL_M, northing_m=125.0, latitude=60.2,
                longitude=25.0, area=area, corners="[]",
            )  # fmt: skip
    return area


def make_signal(
    owner: Organisation,
    *,
    age_days: int = 1,
    cell: str | None = "c0",
    kind: str = "damage",
    marking: Marking = Marking.AMBER,
    **values: Any,
) -> Signal:
    """One signal of an organisation, received."""
    source = add_source(organisation=owner, code="tests", by=TESTER)
    with unlocked():
        return Signal.objects.create(
            kind=PhenomenonKind.objects.get(code=kind),
            area=Area.objects.get(code="a1"),
            cell=Cell.objects.get(code=cell) if cell else None,
            occurred_on=dt.date.today() - dt.timedelta(days=age_days),
            time_band=TimeBand.EVENING,
            received_at=now_at(),
            stream=Stream.PARTNER_OBSERVATION,
            severity=Severity.MODERATE,
            marking=marking,
            owner=owner,
            source=source,
            **values,
        )
