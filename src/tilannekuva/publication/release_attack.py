"""The attack on everything that was published: what somebody with a solver can work out of all releases together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tilannekuva.stats import attack

from .models import PublicRelease
from .release.register import content_of


@dataclass(frozen=True, slots=True)
class Attacked:
    """One table of the register. `n_open`: counts left out that are certainly below the limit, or certainly above 0."""

    period: str
    kind: str
    n_told: int
    n_left_out: int
    n_open: int


def attack_register() -> Iterator[Attacked]:
    """Each table that was ever told, attacked with linear programs. A quarter is told once, so no two tables share a sum.

    Whatever stands above a published count is at least that much, which tells nothing of a small one: of totals that are
    left out only the upper end is looked at.
    """
    for release in PublicRelease.objects.published().defer("content"):
        content = content_of(release)
        limit = int(content["limits"]["smallest_count"])
        city = content["city"]["code"]
        codes = [area["code"] for area in content["areas"]]
        # Behind the city stand areas that had ended.
        areas = content["areas"][: codes.index(city) + 1]
        place = {area["code"]: position for position, area in enumerate(areas)}
        relations = np.zeros((len(areas), len(areas)))
        for area in areas[:-1]:
            relations[place[area["parent"] or city], place[area["code"]]] = 1.0
        totals = relations.any(axis=1)
        relations[totals, np.flatnonzero(totals)] = -1.0
        for period in content["new_periods"]:
            for kind, told in content["counts"].get(period, {}).items():
                counts = np.array([told.get(code, 0) for code in place], dtype=np.int64)
                hidden = np.array([code not in told for code in place])
                low, high = attack(counts, hidden, relations[totals])
                certain = hidden & ((high < limit) | ((low > 0) & ~totals))
                yield Attacked(period, kind, int((~hidden).sum()), int(hidden.sum()), int(certain.sum()))
