"""Reading effort: what was seen for each hour of presence, by organisation and area."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum

from tilannekuva.domain.rates import EffortRate, rate_per_effort
from tilannekuva.domain.viewer import Viewer

from .models import Effort, Signal
from .queries import counts_in_picture


@dataclass(frozen=True, slots=True)
class AreaEffort:
    """Signals of one organisation in one area, and the hours it was there. `rate` is None where these are not known."""

    organisation_id: int
    area_id: int
    n: int
    hours: float | None
    rate: EffortRate | None


def effort_by_area(viewer: Viewer, *, first_on: dt.date, last_on: dt.date) -> list[AreaEffort]:
    """For every organisation that entered hours in the weeks from `first_on` to `last_on` (Mondays): its areas.

    An area with signals and without hours says that the effort is not known; so does one where hours of some of
    the weeks are missing, because signals of all weeks over hours of a few would be too high a rate. Counts are
    those of the picture: withdrawn signals and those marked for their owner alone count nowhere.
    """
    rows = Effort.objects.visible_to(viewer).filter(week_starts_on__range=(first_on, last_on))
    weeks: dict[tuple[int, int], list[float]] = {}
    for organisation_id, area_id, hours in rows.order_by().values_list("organisation_id", "area_id", "hours"):
        weeks.setdefault((organisation_id, area_id), []).append(hours)
    n_weeks = (last_on - first_on).days // 7 + 1
    counts = _counts({organisation for organisation, _area in weeks}, first_on, last_on)
    found = []
    for key in sorted({*weeks, *counts}):
        entered = weeks.get(key, [])
        known = sum(entered) if len(entered) == n_weeks else None
        n = counts.get(key, 0)
        found.append(AreaEffort(*key, n=n, hours=known, rate=rate_per_effort(n, known)))
    return found


def _counts(organisations: set[int], first_on: dt.date, last_on: dt.date) -> dict[tuple[int, int], int]:
    """Events by organisation and area that count in the picture."""
    last_day_on = last_on + dt.timedelta(days=6)
    rows = Signal.objects.filter(
        counts_in_picture(last_day_on),
        owner_id__in=organisations,
        area__isnull=False,
        occurred_on__range=(first_on, last_day_on),
    )
    grouped = rows.order_by().values_list("owner_id", "area_id").annotate(n=Sum("n_events"))
    return {(owner_id, area_id): n for owner_id, area_id, n in grouped}
