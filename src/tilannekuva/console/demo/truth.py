"""What was planted: stored beside the demo, and what a rehearsal is judged by."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from tilannekuva.places.arrays import PlaceArrays

from .plan import DemoPlan
from .simulation import Simulated


def truth_of(
    plan: DemoPlan, simulated: Simulated, places: PlaceArrays, *, as_of: dt.date, seed: int
) -> dict[str, Any]:
    """Each story with its days, its signals and the places that hold them."""
    stories = []
    for idx, story in enumerate(plan.stories):
        own = simulated.events.where(simulated.story_idx == idx)
        cells = np.unique(own.cell_idx)
        stories.append(
            {
                "code": story.code,
                "shape": story.shape.value,
                "kind": story.kind,
                "organisation": story.organisation,
                "starts_on": (as_of - dt.timedelta(days=story.starts_days_ago - 1)).isoformat(),
                "ends_on": (as_of - dt.timedelta(days=story.ends_days_ago)).isoformat(),
                "n_signals": len(own),
                "area_codes": sorted(
                    {places.area_codes[area] for area in np.unique(own.area_idx) if area >= 0}
                ),
                "cell_codes": [places.cell_codes[cell] for cell in cells],
            }
        )
    return {"as_of": as_of.isoformat(), "seed": seed, "n_signals": len(simulated.events), "stories": stories}
