"""A source, an area and a draft, as reports bring them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.intake.drafts import SignalDraft


@pytest.fixture
def source(school: Any) -> Any:
    from tilannekuva.intake.actions import add_source, load_vocabulary

    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    return add_source(organisation=school, code="reports", by=TESTER)


@pytest.fixture
def sample_area(db: None) -> Any:
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.places.models import Area

    with unlocked():
        return Area.objects.create(
            code="A1", names={"en": "Alku"}, level="sub_district", is_finest=True, label_latitude=60.2,
            label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip


@pytest.fixture
def draft(source: Any, sample_area: Any) -> SignalDraft:
    from tilannekuva.intake.models import PhenomenonKind

    return SignalDraft(
        kind_id=PhenomenonKind.objects.all()[0].pk,
        area_id=sample_area.pk,
        cell_id=None,
        occurred_on=dt.date(2026, 6, 1),
        time_band=TimeBand.EVENING,
        stream=Stream.PARTNER_OBSERVATION,
        severity=Severity.MODERATE,
        marking=Marking.AMBER,
        observation=Observation.OWN,
    )


@pytest.fixture
def row_of_a_file(draft: SignalDraft) -> SignalDraft:
    """As a file brings it: with the key of its row, and of nobody who saw it."""
    return replace(draft, observation=Observation.NOT_TOLD, stream=Stream.OTHER, n_events=3, row_key="ab")
