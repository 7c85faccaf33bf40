"""Writes on editions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.actions import facts_of
from tilannekuva.detection.models import DetectionRun, Finding, Indicator
from tilannekuva.detection.queries import latest_run, standing_findings
from tilannekuva.detection.results import (
    Analysis,
    EpisodeFacts,
    EscalationFacts,
    IncomingFacts,
    LastingFacts,
    LevelFacts,
    NearRepeatFacts,
    PanelFacts,
    WindowFacts,
)
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.disclosure import Audience, smallest_count
from tilannekuva.domain.marking import Marking, join
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.coverage import coverage_on
from tilannekuva.places.queries import areas_today

from .centres import Degrees, Metres, centres_of, middle_of_areas
from .compose import compose
from .edition_frame import CoverageFacts, EditionFrame, StandingFinding
from .models import Edition


@transaction.atomic
def compose_edition(*, run: DetectionRun, audience: Audience, city: City, by: Viewer) -> Edition:
    """Freeze what a run measured and found into an edition for an audience."""
    rows = list(standing_findings(run))
    centres = centres_of(facts_of(finding) for finding in rows)
    findings = [_standing(finding, centres) for finding in rows]
    # Counts come from signals up to AMBER (see detection.inputs), so no edition is laxer than that.
    marking = join([Marking.AMBER, *(finding.marking for finding in findings)])
    heard = coverage_on(run.as_of)
    frame = EditionFrame(
        city_code=city.code,
        city_names=city.names,
        languages=city.languages,
        time_zone=city.time_zone,
        kinds=city.kinds,
        area_names=dict(areas_today().order_by("code").values_list("code", "names")),
        attributions=city.attributions,
        areas_as_of=city.areas_as_of.isoformat() if city.areas_as_of is not None else None,
        simulated=settings.DEMO,
        audience=audience,
        smallest_count=smallest_count(audience, partners=city.thresholds.smallest_count_partners),
        marking=marking,
        coverage=CoverageFacts(heard.n_expected, heard.n_silent, heard.covered),
        good_until_days=city.thresholds.good_until_days,
        middle_m=middle_of_areas(),
        basis={
            "run": str(run.public_id),
            "seed": run.seed,
            "code_version": run.code_version,
            "inputs_sha256": run.inputs_sha256,
            "n_signals": run.n_signals,
        },
    )
    content = compose(_analysis_of(run), findings, frame)
    document = rfc8785.dumps(content).decode()
    with unlocked():
        edition = Edition.objects.create(
            run=run,
            audience=audience,
            as_of=run.as_of,
            good_until=dt.date.fromisoformat(content["good_until"]),
            marking=marking,
            content=document,
            sha256=hashlib.sha256(document.encode()).hexdigest(),
            composed_at=now_at(),
        )
    record(
        "edition.composed",
        by=by,
        object_type="edition",
        object_id=str(edition.public_id),
        detail={"audience": audience.value, "sha256": edition.sha256},
    )
    return edition


@transaction.atomic
def renew_editions(*, city: City, by: Viewer) -> list[Edition]:
    """New editions of the newest run, one for each audience, after people decided on a finding of it."""
    run = latest_run()
    if run is None:
        return []
    return [compose_edition(run=run, audience=audience, city=city, by=by) for audience in Audience]


def _standing(finding: Finding, centres: Mapping[Metres, Degrees]) -> StandingFinding:
    decisions = list(finding.decisions.all())
    last = decisions[-1] if decisions else None
    facts = facts_of(finding)
    return StandingFinding(
        facts=facts,
        public_id=str(finding.public_id),
        state=finding.state,
        marking=Marking(finding.marking),
        last_found_on=finding.last_run.as_of.isoformat(),
        decided_on=last.decided_at.date().isoformat() if last else "",
        reason=last.reason if last else "",
        centre=centres.get((facts.centre_easting_m, facts.centre_northing_m)),
    )


def _analysis_of(run: DetectionRun) -> Analysis:
    """What a run stored, as the values it was computed as."""
    levels: list[LevelFacts] = []
    area_windows: list[WindowFacts] = []
    city_windows: list[WindowFacts] = []
    cells: dict[tuple[str, str, int], dict[str, int]] = {}
    rows = Indicator.objects.filter(run=run).select_related("kind", "area").order_by("pk")
    for row in rows.iterator(chunk_size=5000):
        group = StreamGroup(row.group)
        if row.n_periods == 0:
            levels.append(_course(row, group))
            continue
        window = WindowFacts(
            kind=row.kind.code,
            group=group,
            area_code=row.area.code if row.area else "",
            n_periods=row.n_periods,
            observed=row.observed,
            expected=row.expected,
            lower=row.lower,
            upper=row.upper,
            step=row.step,
            by_stream=row.by_stream,
            incoming=IncomingFacts(**row.incoming) if row.incoming else None,
            panel=PanelFacts(**row.panel) if row.panel else None,
        )
        if row.area:
            area_windows.append(window)
        else:
            city_windows.append(window)
            cells[row.kind.code, group.value, row.n_periods] = row.cells
    return Analysis(
        as_of=run.as_of.isoformat(),
        period_unit=run.period_unit,
        period_starts=tuple(run.period_starts),
        windows=tuple(sorted({window.n_periods for window in city_windows})),
        levels=tuple(levels),
        area_windows=tuple(area_windows),
        city_windows=tuple(city_windows),
        cell_counts=cells,
        findings=(),
        notes=tuple(run.notes),
    )


def _course(row: Indicator, group: StreamGroup) -> LevelFacts:
    columns: dict[str, Any] = {
        name: tuple(getattr(row, name)) for name in ("observed", "expected", "lower", "upper")
    }
    return LevelFacts(
        kind=row.kind.code,
        group=group,
        area_code="",
        cell_code="",
        dispersion=row.dispersion,
        incoming=tuple(IncomingFacts(**facts) for facts in row.incoming or ()),
        episode=EpisodeFacts(**row.episode) if row.episode else None,
        escalation=EscalationFacts(**row.escalation) if row.escalation else None,
        near_repeats=NearRepeatFacts(**row.near_repeats) if row.near_repeats else None,
        lasting=LastingFacts(**row.lasting) if row.lasting else None,
        **columns,
    )
