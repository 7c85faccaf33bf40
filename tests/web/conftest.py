"""A small installation with one run, one finding and its editions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tilannekuva.domain.marking import Marking
from tilannekuva.domain.viewer import system

TESTER = system("tester")


@pytest.fixture(autouse=True)
def _language_of_one_test() -> Iterator[None]:
    """A page leaves its language behind in the thread: the next test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def sample_finding(db: None) -> Any:
    """The finding of a done run whose editions are composed, dated so that it is not past its time."""
    from tests.web import edition_sample as sample
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.detection.actions import claim_run, record_results, request_run
    from tilannekuva.intake.actions import load_vocabulary
    from tilannekuva.picture.actions import renew_editions
    from tilannekuva.places.models import Area, AreaOutline

    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    with unlocked():
        for code, names in sample.AREAS.items():
            area = Area.objects.create(
                code=code, names=names, level="sub_district", is_finest=True, label_latitude=60.2,
                label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
            )  # fmt: skip
            shape = next(f for f in sample.GEOGRAPHY["areas"]["features"] if f["properties"]["code"] == code)
            AreaOutline.objects.create(area=area, geometry=json.dumps(shape["geometry"]))
    request_run(as_of=dt.date.fromisoformat(sample.AS_OF), seed=7, by=TESTER)
    run = claim_run(by=TESTER)
    assert run is not None
    [finding] = record_results(
        run=run, analysis=sample.analysis(tuple(kind.code for kind in sample.CITY.kinds)),
        markings=[Marking.AMBER], inputs_sha256="ab", n_signals=99, expires_days=60, by=TESTER,
    )  # fmt: skip
    renew_editions(city=sample.CITY, by=TESTER)
    return finding


@pytest.fixture
def blackpool(db: None) -> Any:
    """Places and vocabulary of a small city, stored."""
    from pathlib import Path

    from tilannekuva.domain.city import load_city
    from tilannekuva.intake.actions import load_vocabulary
    from tilannekuva.places.actions.loading import load_city_places

    city = load_city(Path(__file__).parents[2] / "cities" / "blackpool")
    load_city_places(city=city, by=TESTER)
    load_vocabulary(kinds=city.kinds, by=TESTER)
    return city


@pytest.fixture
def reader(school: Any) -> Any:
    """Reports for the school, and sees no exact counts."""
    from tests.conftest import _person
    from tilannekuva.domain.role import RoleName

    return _person("Rita", school, RoleName.REPORTER)


@pytest.fixture
def police_reader(police: Any) -> Any:
    """Analyses for the police, whom no agreement lets read the school's signals."""
    from tests.conftest import _person
    from tilannekuva.domain.role import RoleName

    return _person("Pia", police, RoleName.ANALYST)
