"""Preparing a public release: count, protect, freeze. The one place of publication that reaches the arithmetic."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.conf import settings

from tilannekuva.domain.city import City
from tilannekuva.domain.disclosure import PublicLimits
from tilannekuva.domain.public_release import N_QUARTERS, trend_of
from tilannekuva.domain.quarter import Quarter, quarter_of_code, quarters_until
from tilannekuva.domain.viewer import system
from tilannekuva.domain.vocabulary import KindDefinition
from tilannekuva.intake.coverage import coverage_on
from tilannekuva.stats import growth_ratio, protect_nested

from .models import PublicRelease
from .release.actions import claim_release, fail_release, record_content
from .release.content import Counts, Frame, Trends, content_from
from .release.counts import Counted, PublicArea, public_areas, quarterly_counts
from .release.register import Register, register

logger = logging.getLogger(__name__)

WORKER = system("worker")
SETTLING_DAYS = 14
"""So long after its last day a quarter is not told: most of what is reported late has come in by then."""
_DISPERSION = 2.0
"""Reports come in clusters: their counts vary about twice as much as chance alone would make them."""


def prepare_once(city: City) -> PublicRelease | None:
    """Claim the release that waits and prepare it. Returns it, prepared or failed; None without work."""
    release = claim_release(by=WORKER)
    if release is None:
        return None
    try:
        content = prepared_content(city, release)
    except Exception as error:
        # The class of the error only: its text may quote data, and the row is read by many.
        fail_release(release=release, failure=type(error).__name__, by=WORKER)
        logger.exception("release %s failed", release.public_id)
    else:
        record_content(release=release, content=content, by=WORKER)
    return release


def prepared_content(city: City, release: PublicRelease) -> dict[str, Any]:
    """What a release tells."""
    earlier = register()
    quarters = quarters_until(release.as_of - dt.timedelta(days=SETTLING_DAYS), N_QUARTERS)
    new = [each for each in quarters if each.code not in earlier.periods and each.code not in earlier.closed]
    limits = PublicLimits(city.thresholds.smallest_count_public)
    # What people only talk about is not told to everybody, and a retired kind gets no new count.
    kinds = [kind for kind in city.kinds if not (kind.rumour or kind.retired)]
    inner = public_areas(list(city.area_level_names))
    areas = [*inner, PublicArea(city.code, dict(city.names), "city", "")]
    counted = quarterly_counts(release.as_of, set(new), {kind.code for kind in kinds})
    counts = protected_counts(counted, areas, kinds, new, limits)
    frame = Frame(
        city=city,
        simulated=settings.DEMO,
        as_of=release.as_of,
        limits=limits,
        areas=areas,
        kinds=kinds,
        covered=coverage_on(release.as_of, city.thresholds).covered,
        lead=release.lead,
    )
    return content_from(frame, counts, _trends(counts, earlier), earlier, quarters[-1])


def protected_counts(
    counted: Sequence[Counted],
    areas: Sequence[PublicArea],
    kinds: Sequence[KindDefinition],
    quarters: Sequence[Quarter],
    limits: PublicLimits,
) -> Counts:
    """By quarter, kind and area, the counts that may be told together."""
    place = {area.code: position for position, area in enumerate(areas)}
    around = {area.parent for area in areas}
    n_leaves = sum(area.code not in around for area in areas[:-1])
    root = len(areas) - 1
    parent = [*(place.get(area.parent, root) for area in areas[:-1]), -1]
    if not (quarters and kinds and n_leaves):
        return {quarter.code: {} for quarter in quarters}
    source = {code: position for position, code in enumerate(sorted({each.source for each in counted}))}
    row = {(q, kind.code): i for i, (q, kind) in enumerate((q, kind) for q in quarters for kind in kinds)}
    contributions = np.zeros((len(row), n_leaves, max(1, len(source))), dtype=np.int64)
    for each in counted:
        leaf = place.get(each.area, n_leaves)
        if leaf < n_leaves:
            contributions[row[each.quarter, each.kind], leaf, source[each.source]] += each.n_events
    result = protect_nested(
        contributions,
        parent,
        limit=limits.smallest_count,
        fewest_sources=limits.fewest_sources,
        n_dominant=limits.n_dominant,
        dominant_share=limits.dominant_share,
    )
    told: dict[str, dict[str, dict[str, int]]] = {quarter.code: {} for quarter in quarters}
    for (quarter, kind), table in row.items():
        shown = np.flatnonzero(~result.hidden[table]).tolist()
        told[quarter.code][kind] = {areas[at].code: int(result.counts[table, at]) for at in shown}
    return told


def _trends(new: Counts, earlier: Register) -> Trends:
    """Read off what is published alone, so that no word tells more than the counts do (D-17)."""
    known = {**earlier.periods, **new}
    pairs: list[tuple[str, str, str, int, int]] = []
    for period in new:
        quarter = quarter_of_code(period)
        before = known.get(quarter.a_year_before.code, {}) if quarter else {}
        for kind, by_area in new[period].items():
            then = before.get(kind, {})
            pairs += [(period, kind, area, then[area], n) for area, n in by_area.items() if area in then]
    _ratio, low, high = growth_ratio(
        np.array([pair[4] for pair in pairs], dtype=np.int64),
        np.array([pair[3] for pair in pairs], dtype=np.int64),
        dispersion=_DISPERSION,
    )
    found: dict[str, dict[str, dict[str, str]]] = {period: {} for period in new}
    for (period, kind, area, then_n, now_n), least, most in zip(
        pairs, low.tolist(), high.tolist(), strict=True
    ):
        word = trend_of(before=then_n, after=now_n, low=least, high=most)
        if word is not None:
            found[period].setdefault(kind, {})[area] = word.value
    return found
