"""Which stage the measures of a phenomenon speak for: facts of a run in, the rule's answer out."""

from __future__ import annotations

from collections.abc import Iterable

from tilannekuva.detection.following.queries import measure_of
from tilannekuva.detection.models import Finding
from tilannekuva.detection.results import FollowedFacts
from tilannekuva.domain.stage import Stage, StageFacts, StageProposal, proposed_stage
from tilannekuva.domain.states import FindingState

from .models import Phenomenon, PhenomenonFinding


def stage_facts(measured: FollowedFacts, *, n_confirmed: int) -> StageFacts:
    """What the rule looks at: the shortest span decides whether the level is above, a quarter whether it grows."""
    newest = measured.spans[0]
    longer = measured.spans[min(1, len(measured.spans) - 1)]
    days = measured.days_per_period
    quiet = measured.quiet_periods
    return StageFacts(
        step=newest.step,
        # The lower end: what is certain to have lasted so long.
        above_days=round(measured.episode.lower * days) if measured.episode else 0,
        quiet_days=None if quiet is None else round(quiet * days),
        growth_lower=longer.growth_lower,
        n_confirmed=n_confirmed,
    )


def proposal_of(phenomenon: Phenomenon, measured: FollowedFacts, joined: Iterable[Finding]) -> StageProposal:
    """What the rule says of measures, and of the findings that are joined to it."""
    n_confirmed = sum(finding.state == FindingState.CONFIRMED for finding in joined)
    return proposed_stage(Stage(phenomenon.stage), stage_facts(measured, n_confirmed=n_confirmed))


def proposal_for(phenomenon: Phenomenon) -> StageProposal | None:
    """By the newest run that measured it; None where none has yet."""
    measured = measure_of(phenomenon.places)
    if measured is None:
        return None
    rows = PhenomenonFinding.objects.filter(phenomenon=phenomenon, left_at__isnull=True)
    return proposal_of(phenomenon, measured, [row.finding for row in rows.select_related("finding")])
