"""Hours of presence and a statistic for the demo: both invented, so that their pages show something."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import numpy as np

from tilannekuva.accounts.models import Organisation
from tilannekuva.domain.clock import week_of
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.statistics import PeriodUnit, period_after
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import add_source, import_effort
from tilannekuva.intake.actions.statistics import SeriesDraft, store_series
from tilannekuva.intake.drafts import EffortRow
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.models import Area

from .plan import DemoPlan

_WEEKS, _HOURS = 13, 14.0
_MONTHS, _COUNT = 12, 9.0
_SPREAD = 0.5
_TITLE = "Vahingonteot – Skadegörelse – Damage"
_DEFINITION = (
    "Simulated: nobody counted this. As if reported offences were counted by the area and month of the act, whoever "
    "reported them."
)


def add_presence(
    plan: DemoPlan, organisations: dict[str, Organisation], as_of: dt.date, seed: int, by: Viewer
) -> int:
    """A quarter of hours of two organisations, by week, in the areas of the stories and some beside. Returns the rows."""
    rng = np.random.default_rng([seed, 11])
    named = {story.area for story in plan.stories if story.area}
    areas = [
        area
        for number, area in enumerate(Area.objects.in_force(as_of).finest().order_by("code"))
        if area.code in named or number % 12 == 0
    ]
    last_on = week_of(as_of) - dt.timedelta(weeks=1)
    n_rows = 0
    for code in list(organisations)[:2]:
        usual = {area.code: _HOURS * rng.lognormal(0, _SPREAD) for area in areas}
        rows = [
            EffortRow(
                area,
                last_on - dt.timedelta(weeks=week),
                round(2 * usual[area.code] * rng.uniform(0.6, 1.4)) / 2,
            )
            for week in range(_WEEKS)
            for area in areas
        ]
        n_rows += len(import_effort(organisation=organisations[code], rows=rows, by=by))
    return n_rows


def add_statistic(
    plan: DemoPlan, organisations: dict[str, Organisation], as_of: dt.date, seed: int, by: Viewer
) -> int:
    """A year of counts by month and district; none where the city has no survey, whose areas it shares."""
    if plan.survey is None:
        return 0
    rng = np.random.default_rng([seed, 13])
    areas = list(Area.objects.in_force(as_of).filter(level=plan.survey.level).order_by("code"))
    usual = {area.pk: _COUNT * rng.lognormal(0, _SPREAD) for area in areas}
    first_on = (as_of.replace(day=1) - dt.timedelta(days=30 * _MONTHS)).replace(day=1)
    values: dict[tuple[int, dt.date], int] = {}
    starts_on = first_on
    while period_after(PeriodUnit.MONTH, starts_on) <= as_of:
        values |= {(area.pk, starts_on): int(rng.poisson(usual[area.pk])) for area in areas}
        starts_on = period_after(PeriodUnit.MONTH, starts_on)
    owner = organisations[next(iter(organisations))]
    told = json.dumps([[pk, day.isoformat(), n] for (pk, day), n in values.items()])
    extraction = store_series(
        draft=SeriesDraft(
            title=_TITLE,
            definition=_DEFINITION,
            period_unit=PeriodUnit.MONTH,
            stream=Stream.POLICE_CALL_OUT,
            marking=Marking.GREEN,
            kind_id=PhenomenonKind.objects.filter(code="damage").values_list("pk", flat=True).first(),
        ),
        values=values,
        source=add_source(organisation=owner, code="statistics", by=by),
        extracted_on=as_of,
        file_sha256=hashlib.sha256(told.encode()).hexdigest(),
        n_rejected=0,
        imported_by_id=None,
        by=by,
    )
    return extraction.n_values
