"""A school with a key, a vocabulary, and two places."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tilannekuva.domain.clock import today_on


@pytest.fixture(autouse=True)
def _language_of_one_test() -> Iterator[None]:
    """An answer leaves its language behind in the thread: the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def places(db: None) -> Any:
    """One area, and one cell of it between 60.20 and 60.21 degrees north, 24.90 and 24.91 degrees east."""
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.intake.actions import load_vocabulary
    from tilannekuva.places.models import Area, Cell

    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    with unlocked():
        area = Area.objects.create(
            code="A1", names={"en": "Alku", "fi": "Alku"}, level="sub_district", is_finest=True,
            label_latitude=60.2, label_longitude=24.9, easting_m=0, northing_m=0,
            valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip
        Cell.objects.create(
            code="c1", area=area, easting_m=0, northing_m=0, latitude=60.205, longitude=24.905,
            corners=json.dumps([[24.90, 60.20], [24.91, 60.20], [24.91, 60.21], [24.90, 60.21]]),
        )  # fmt: skip
    return area


@pytest.fixture
def key(school: Any) -> str:
    """The secret of a key of the school that ends in a month."""
    from tilannekuva.accounts.actions import make_key

    ends_on = today_on(settings.TIME_ZONE) + dt.timedelta(days=30)
    return make_key(organisation=school, program="incident system", expires_on=ends_on, by=TESTER)[1]
