"""Work that waits in rows: claim a run, read, compute, record. One step after the other, no callbacks."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace

from tilannekuva.domain.city import City
from tilannekuva.domain.viewer import system
from tilannekuva.intake.queries import kinds
from tilannekuva.places.place_rows import place_arrays

from . import actions
from .analysis import Progress, analyse, silent
from .following.queries import places_followed
from .inputs import marking_of, read_events
from .models import DetectionRun
from .scope import Scope

logger = logging.getLogger(__name__)

WORKER = system("worker")


def work_once(city: City, *, progress: Progress = silent) -> DetectionRun | None:
    """Claim one run that is due and carry it out. Returns the run, done or failed; None without work."""
    run = actions.claim_run(by=WORKER)
    if run is None:
        return None
    try:
        _carry_out(run, city, progress)
    except Exception as error:
        # The class of the error only: its text may quote data, and the row is read by many.
        actions.fail_run(run=run, failure=type(error).__name__, by=WORKER)
        logger.exception("run %s failed", run.public_id)
    run.refresh_from_db()
    return run


def _carry_out(run: DetectionRun, city: City, progress: Progress) -> None:
    vocabulary = list(kinds())
    scope = Scope(
        as_of=run.as_of,
        kinds=tuple(kind.code for kind in vocabulary),
        positive_kinds=frozenset(kind.code for kind in vocabulary if kind.is_positive),
        rumour_kinds=frozenset(kind.code for kind in vocabulary if kind.is_rumour),
        thresholds=city.thresholds,
        seed=run.seed,
        followed=places_followed(),
    )
    places = place_arrays()
    events = read_events(scope, places, {kind.pk: kind.code for kind in vocabulary})
    # Signals that know only their month would pile up on its first day.
    scope = replace(scope, months_only=events.are_months)
    analysis = analyse(events, places, scope, progress=progress)
    actions.record_results(
        run=run,
        analysis=analysis,
        markings=[marking_of(facts) for facts in analysis.findings],
        inputs_sha256=events.sha256(),
        n_signals=len(events),
        expires_days=city.thresholds.finding_expires_days,
        parameters={"thresholds": asdict(city.thresholds)},
        by=WORKER,
    )
