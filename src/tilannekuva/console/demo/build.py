"""Building the demo: everything goes in through the same actions that people use."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tilannekuva.accounts.actions import add_organisation, add_person, agree
from tilannekuva.accounts.models import Organisation
from tilannekuva.detection.actions import request_run
from tilannekuva.detection.analysis import Progress
from tilannekuva.detection.felt_safety.actions import estimate_survey
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import date_of_day, today_on
from tilannekuva.domain.duty import Duty
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import SEVERITY_ORDER
from tilannekuva.domain.states import RunState
from tilannekuva.domain.stream import STREAM_ORDER
from tilannekuva.domain.time_band import TIME_BAND_ORDER
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import add_source, import_signals, load_vocabulary, set_duty, store_survey
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.picture.actions import renew_editions
from tilannekuva.places.actions.loading import load_city_places
from tilannekuva.places.actions.responsibility import assign_responsibility
from tilannekuva.places.models import Area, Cell
from tilannekuva.places.place_rows import place_arrays

from .city_arrays import residents_of, stations_of
from .judging import follow_planned, judge_planned, release_first
from .plan import DemoPlan, PlannedOrganisation, read_plan
from .presence import add_presence, add_statistic
from .public_picture import publish
from .simulation import Simulated, simulate
from .survey import drafts_of
from .truth import truth_of

DEMO = system("demo")
_AGREED_DAYS = 3 * 365
_ROLE_DAYS = 365


def build(city: City, *, home: Path, as_of: dt.date | None, seed: int, tell: Progress) -> list[str]:
    """Fill an empty demo installation. Returns lines that say what stands in it."""
    as_of = as_of or today_on(city.time_zone) - dt.timedelta(days=1)
    plan = read_plan(city)
    load_city_places(city=city, by=DEMO)
    load_vocabulary(kinds=city.kinds, by=DEMO)
    organisations = _organisations(plan, as_of)
    _people(plan, organisations, as_of)
    _responsibilities(plan, organisations, as_of)
    _duties(plan, organisations, as_of)
    simulated = _simulate(city, plan, as_of, seed)
    n_signals = _store(plan, organisations, simulated, tell)
    _surveys(plan, organisations, as_of, seed)
    add_presence(plan, organisations, as_of, seed, DEMO)
    add_statistic(plan, organisations, as_of, seed, DEMO)
    truth = truth_of(plan, simulated, place_arrays(), as_of=as_of, seed=seed)
    (home / "truth.json").write_text(json.dumps(truth, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    phenomena = follow_planned(plan)
    request_run(as_of=as_of, seed=seed, by=DEMO)
    from ..work_commands import findings_of, work_through

    run = work_through(city)
    if run is None or run.state != RunState.DONE:
        raise BadInput("Detection failed on the demo", run.failure if run else "", "See the log above.")
    judge_planned(plan, phenomena)
    renew_editions(city=city, by=DEMO)
    publish(plan, city, as_of=as_of)
    release_first()
    return [
        f"{n_signals:,} simulated signals from {len(organisations)} organisations, until {as_of}.",
        f"{findings_of(run)}. What was planted stands in {home / 'truth.json'}.",
    ]


def _organisations(plan: DemoPlan, as_of: dt.date) -> dict[str, Organisation]:
    """Partners, each giving signals to the safety unit and counts to the joint picture."""
    organisations = {
        planned.code: add_organisation(
            code=planned.code, names=planned.names, kind=planned.kind, regime=planned.regime, by=DEMO
        )
        for planned in plan.organisations
    }
    lasting: dict[str, Any] = {
        "valid_from_on": as_of - dt.timedelta(days=plan.history_days),
        "valid_to_on": as_of + dt.timedelta(days=_AGREED_DAYS),
        "legal_ground": "Invented for the demo. To be confirmed by a lawyer.",
        "by": DEMO,
    }
    receiver = organisations[plan.organisations[-1].code]
    for code, organisation in organisations.items():
        agree(code=f"{code}-counts", gives=organisation, receives=None, data_class="counts", **lasting)
        if organisation != receiver:
            agree(
                code=f"{code}-signals-{receiver.code}",
                gives=organisation,
                receives=receiver,
                data_class="signals",
                **lasting,
            )
    return organisations


def _people(plan: DemoPlan, organisations: dict[str, Organisation], as_of: dt.date) -> None:
    for number, planned in enumerate(plan.people, start=1):
        add_person(
            email=f"demo{number}@example.invalid",
            display_name=planned.name,
            language=planned.language,
            organisation=organisations[planned.organisation],
            roles={planned.role: today_on_or(as_of) + dt.timedelta(days=_ROLE_DAYS)},
            password=None,
            is_simulated=True,
            by=DEMO,
        )


def today_on_or(as_of: dt.date) -> dt.date:
    """The later of today and the day the demo shows: roles are in force while somebody looks."""
    return max(as_of, today_on("UTC"))


def _responsibilities(plan: DemoPlan, organisations: dict[str, Organisation], as_of: dt.date) -> None:
    """The coordinating organisation follows the areas in which something is planted."""
    coordinator = organisations[plan.organisations[-1].code]
    for story in plan.stories:
        if story.area:
            assign_responsibility(
                area=Area.objects.get(code=story.area),
                organisation=coordinator,
                duty=next(iter(Duty)),
                valid_from_on=as_of,
                by=DEMO,
            )


def _duties(plan: DemoPlan, organisations: dict[str, Organisation], as_of: dt.date) -> None:
    """Who is expected to report: since the beginning of what is simulated, until further notice."""
    for planned in plan.duties:
        set_duty(
            organisation=organisations[planned.organisation],
            rhythm=planned.rhythm,
            from_on=as_of - dt.timedelta(days=plan.history_days),
            areas=[Area.objects.in_force(as_of).get(code=code) for code in planned.areas],
            by=DEMO,
        )


def _simulate(city: City, plan: DemoPlan, as_of: dt.date, seed: int) -> Simulated:
    places = place_arrays()
    return simulate(
        plan,
        places,
        residents_of(city, places),
        stations_of(city),
        tuple(kind.code for kind in city.kinds),
        as_of=as_of,
        seed=seed,
    )


def _store(
    plan: DemoPlan, organisations: dict[str, Organisation], simulated: Simulated, tell: Progress
) -> int:
    total = 0
    for number, planned in enumerate(plan.organisations):
        tell("signals", number, len(plan.organisations))
        source = add_source(
            organisation=organisations[planned.code],
            code="simulation",
            by=DEMO,
            default_reliability=planned.reliability,
        )
        chosen = simulated.organisation_idx == number
        batch = import_signals(
            drafts=_drafts(planned, simulated, np.flatnonzero(chosen)),
            source=source,
            file_sha256=hashlib.sha256(f"{planned.code} {simulated.events.sha256()}".encode()).hexdigest(),
            n_rows_read=int(chosen.sum()),
            rejected={},
            by=DEMO,
        )
        total += batch.n_signals
    tell("signals", len(plan.organisations), len(plan.organisations))
    return total


def _surveys(plan: DemoPlan, organisations: dict[str, Organisation], as_of: dt.date, seed: int) -> None:
    """What people feel: the rounds of a survey that nobody was asked."""
    for draft in drafts_of(plan, as_of, seed):
        assert plan.survey is not None
        source = add_source(organisation=organisations[plan.survey.organisation], code="survey", by=DEMO)
        estimate_survey(survey=store_survey(draft=draft, source=source, by=DEMO), by=DEMO)


def _drafts(planned: PlannedOrganisation, simulated: Simulated, chosen: Any) -> Iterator[SignalDraft]:
    cells = list(Cell.objects.order_by("code").values_list("pk", "area_id"))
    kinds = [kind.pk for kind in PhenomenonKind.objects.all()]
    events = simulated.events
    markings, reliabilities, credibilities = list(Marking), list(SourceReliability), list(InfoCredibility)
    for idx in chosen.tolist():
        cell_id, area_id = cells[events.cell_idx[idx]]
        received_on = date_of_day(events.received_day[idx])
        yield SignalDraft(
            kind_id=kinds[events.kind_idx[idx]],
            area_id=area_id,
            cell_id=cell_id,
            occurred_on=date_of_day(events.day[idx]),
            time_band=TIME_BAND_ORDER[events.band[idx]],
            stream=STREAM_ORDER[events.stream[idx]],
            severity=SEVERITY_ORDER[events.severity[idx]],
            marking=markings[simulated.marking_idx[idx]],
            reliability=reliabilities[events.reliability[idx]],
            credibility=credibilities[events.credibility[idx]],
            received_at=dt.datetime.combine(received_on, dt.time(23, 0), tzinfo=dt.UTC),
        )
