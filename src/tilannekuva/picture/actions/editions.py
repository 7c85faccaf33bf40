"""Writes on editions."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

import rfc8785
from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.actions import facts_of
from tilannekuva.detection.models import DetectionRun, Finding
from tilannekuva.detection.queries import latest_run, standing_findings
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import local_date, now_at
from tilannekuva.domain.disclosure import Audience, smallest_count
from tilannekuva.domain.marking import Marking, join
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.coverage import coverage_on
from tilannekuva.places.queries import areas_today

from ..centres import Degrees, Metres, centres_of, middle_of_areas
from ..compose import compose
from ..edition_frame import CoverageFacts, EditionFrame, StandingFinding
from ..models import Edition
from ..standing_phenomena import standing_phenomena
from ..stored_analysis import analysis_of


@transaction.atomic
def compose_edition(*, run: DetectionRun, audience: Audience, city: City, by: Viewer) -> Edition:
    """Freeze what a run measured and found into an edition for an audience."""
    rows = list(standing_findings(run))
    centres = centres_of(facts_of(finding) for finding in rows)
    findings = [_standing(finding, centres) for finding in rows]
    # Counts come from signals up to AMBER (see detection.inputs), so no edition is laxer than that.
    phenomena = standing_phenomena(run)
    marking = join(
        [
            Marking.AMBER,
            *(finding.marking for finding in findings),
            *(Marking(each.assessment["marking"]) for each in phenomena if each.assessment),
        ]
    )
    heard = coverage_on(run.as_of, city.thresholds)
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
        phenomena=phenomena,
        basis={
            "run": str(run.public_id),
            "seed": run.seed,
            "code_version": run.code_version,
            "inputs_sha256": run.inputs_sha256,
            "n_signals": run.n_signals,
        },
    )
    content = compose(analysis_of(run), findings, frame)
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
        decided_on=local_date(last.decided_at, settings.TIME_ZONE).isoformat() if last else "",
        reason=last.reason if last else "",
        centre=centres.get((facts.centre_easting_m, facts.centre_northing_m)),
    )
