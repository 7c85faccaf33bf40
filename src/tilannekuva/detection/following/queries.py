"""Reading what is followed, and what runs measured of it."""

from __future__ import annotations

from typing import Any

from tilannekuva.places.queries import areas_today

from ..models import DetectionRun, FollowedMeasure, FollowedPlaces
from ..results import EpisodeFacts, EscalationFacts, FollowedFacts, FollowedPlace, SpanFacts


def places_followed() -> tuple[FollowedPlace, ...]:
    """What the next run is to measure, in the order in which it was begun."""
    everywhere = tuple(areas_today().order_by("code").values_list("code", flat=True))
    rows = FollowedPlaces.objects.filter(ended_at__isnull=True).select_related("kind")
    return tuple(
        FollowedPlace(
            id=str(row.public_id),
            kind=row.kind.code,
            area_codes=tuple(sorted(area.code for area in row.areas.all())) or everywhere,
        )
        for row in rows.prefetch_related("areas")
    )


def measures_of(run: DetectionRun) -> dict[str, FollowedFacts]:
    """By id of what is followed, what a run measured."""
    rows = FollowedMeasure.objects.filter(run=run).values_list("places__public_id", "facts")
    return {str(public_id): followed_facts(stored) for public_id, stored in rows}


def followed_facts(stored: dict[str, Any]) -> FollowedFacts:
    """The facts as they were before they became JSON."""
    courses = {name: tuple(stored[name]) for name in ("observed", "expected", "lower", "upper")}
    return FollowedFacts(
        **{
            **stored,
            **courses,
            "spans": tuple(SpanFacts(**span) for span in stored["spans"]),
            "episode": EpisodeFacts(**stored["episode"]) if stored["episode"] else None,
            "escalation": EscalationFacts(**stored["escalation"]) if stored["escalation"] else None,
        }
    )


def measure_of(places: FollowedPlaces) -> FollowedFacts | None:
    """What the newest run measured that looked at it; None where none has yet."""
    row = FollowedMeasure.objects.filter(places=places).order_by("-run__as_of", "-run_id").first()
    return followed_facts(row.facts) if row else None
