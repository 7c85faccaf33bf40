"""What people follow: a kind in chosen areas, measured by each run as one place."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.severity import SEVERITY_ORDER, Severity
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import growth_ratio
from tilannekuva.stats.levels import count_interval

from ..events import EventArrays
from ..results import EpisodeFacts, FollowedFacts, FollowedPlace, SpanFacts, WindowFacts
from ..scope import Periods, Scope
from .episodes import episodes_of
from .escalation import escalation_of
from .expected_courses import TAIL, Expected, whole_of
from .reported import Reported
from .window_levels import Window, area_windows

# Fewer in both spans together: too few to say whether it grows.
_LEAST_FOR_GROWTH = 10
_SEVERE = SEVERITY_ORDER.index(Severity.SERIOUS)

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _There:
    """A kind in the areas where it is followed: `mask` (n_areas,), and its signals there by how they came about."""

    place: FollowedPlace
    kind_idx: int
    mask: NDArray[np.bool_]
    reported: EventArrays
    discovered: EventArrays


def followed_places(
    reported: EventArrays,
    discovered: EventArrays,
    seen: Reported,
    periods: Periods,
    scope: Scope,
    places: PlaceArrays,
) -> dict[str, FollowedFacts]:
    """By id of `scope.followed` what was measured there. Kinds that are not of this run are left out."""
    kept = [
        _there(each, reported, discovered, scope.kinds.index(each.kind), places)
        for each in scope.followed
        if each.kind in scope.kinds
    ]
    if not kept:
        return {}
    kind_idx = [there.kind_idx for there in kept]
    counts = np.stack([seen.table[there.kind_idx, :-1][there.mask].sum(axis=0) for there in kept])
    expected = _expected_there(counts, kind_idx, seen, periods)
    episodes = _episodes(counts, expected, kind_idx, seen)
    facts = {}
    for row, there in enumerate(kept):
        kind, course = there.place.kind, expected.course[row]
        dispersion = float(expected.known_dispersion[row])
        lower, upper = count_interval(course, variance=dispersion * course)
        feeds_itself = (
            None if kind in scope.positive_kinds else escalation_of(there.reported, places, periods)
        )
        facts[there.place.id] = FollowedFacts(
            observed=tuple(counts[row].tolist()),
            expected=_values(course),
            lower=_values(lower),
            upper=_values(upper),
            spans=tuple(
                _compared(_span(there, n, periods), there, reported, seen, periods)
                if kind not in scope.rumour_kinds
                else _span(there, n, periods)
                for n in periods.windows
            ),
            days_per_period=periods.mean_days,
            quiet_periods=_quiet(counts[row], course, dispersion, periods.windows[0]),
            episode=episodes[row],
            escalation=feeds_itself,
        )
    return facts


def _there(
    place: FollowedPlace,
    reported: EventArrays,
    discovered: EventArrays,
    kind_idx: int,
    places: PlaceArrays,
) -> _There:
    mask = np.isin(np.asarray(places.area_codes), place.area_codes)

    def inside(events: EventArrays) -> EventArrays:
        # -1, in no area, is the last entry.
        return events.where((events.kind_idx == kind_idx) & np.append(mask, False)[events.area_idx])

    return _There(place, kind_idx, mask, inside(reported), inside(discovered))


def _expected_there(counts: Counts, kind_idx: list[int], seen: Reported, periods: Periods) -> Expected:
    """The city's course, by the share that the place had before the year that is compared.

    A phenomenon that lasts for months would otherwise become its own expectation. Half a signal is added to both sides,
    so that a place without a past is rare, not impossible (as in `stats.levels`).
    """
    before = slice(0, max(counts.shape[1] - periods.per_year, 1))
    city = seen.city[kind_idx]
    share = (counts[:, before].sum(axis=1) + 0.5) / (city[:, before].sum(axis=1) + 1.0)
    return Expected(seen.expected.course[kind_idx] * share[:, None], seen.expected.dispersion[kind_idx])


def _episodes(
    counts: Counts, expected: Expected, kind_idx: list[int], seen: Reported
) -> list[EpisodeFacts | None]:
    """Compared with the episodes of all kinds in the city as well: one place alone has too few of them."""
    n_kinds = len(seen.city)
    together = Expected(
        np.concatenate([seen.expected.course, expected.course]),
        np.concatenate([seen.expected.dispersion, expected.dispersion]),
    )
    share = np.concatenate([seen.incoming.share, seen.incoming.share[kind_idx]])
    return episodes_of(np.concatenate([seen.city, counts]), together, share)[n_kinds:]


def _quiet(observed: Counts, expected: Floats, dispersion: float, n_periods: int) -> int | None:
    """How many of the newest periods ended without the level of `n_periods` being above; all that are known."""
    width = np.ones(n_periods)
    seen_there = np.convolve(observed, width, "valid")
    mean = np.convolve(expected, width, "valid")
    known = np.flatnonzero(np.isfinite(mean))
    if not known.size:
        return None
    _low, upper = count_interval(mean[known], variance=dispersion * mean[known], confidence=1 - 2 * TAIL)
    above = np.flatnonzero(seen_there[known] > upper)
    return int(len(known) - 1 - above[-1]) if above.size else len(known)


def _span(there: _There, n_periods: int, periods: Periods) -> SpanFacts:
    """What was counted, compared with nothing."""
    end, own = len(periods), there.reported
    start = int(periods.edges[end - n_periods])
    newest = own.where(own.day >= start)
    before = own.where((own.day < start) & (own.day >= int(periods.edges[max(end - 2 * n_periods, 0)])))
    return SpanFacts(
        n_periods=n_periods,
        observed=int(newest.n_events.sum()),
        before=int(before.n_events.sum()),
        discovered=int(there.discovered.where(there.discovered.day >= start).n_events.sum()),
        severe=_n_severe(newest),
        severe_before=_n_severe(before),
        areas=len(np.unique(newest.area_idx)),
        areas_before=len(np.unique(before.area_idx)),
        cells=len(np.unique(newest.cell_idx[newest.cell_idx >= 0])),
        cells_before=len(np.unique(before.cell_idx[before.cell_idx >= 0])),
        n_organisations=len(np.unique(newest.source_idx)),
        n_streams=len(np.unique(newest.stream)),
    )


def _compared(
    span: SpanFacts, there: _There, reported: EventArrays, seen: Reported, periods: Periods
) -> SpanFacts:
    """The span with what was to be expected of it; as it is where nothing is."""
    level = _level(there, span.n_periods, reported, seen, periods)
    if level is None:
        return span
    growth, growth_lower, growth_upper = _growth(span, seen, there.kind_idx)
    return replace(
        span,
        expected=level.expected,
        lower=level.lower,
        upper=level.upper,
        step=level.step,
        growth=growth,
        growth_lower=growth_lower,
        growth_upper=growth_upper,
    )


def _n_severe(events: EventArrays) -> int:
    return int(events.n_events[events.severity >= _SEVERE].sum())


def _level(
    there: _There, n_periods: int, reported: EventArrays, seen: Reported, periods: Periods
) -> WindowFacts | None:
    """As the level of an area (see `window_levels`), the places taken together as the first of all areas."""
    kind_idx, mask = there.kind_idx, there.mask
    dispersion = float(seen.expected.known_dispersion[kind_idx])
    whole = whole_of(seen.city[kind_idx], seen.expected.course[kind_idx], dispersion, n_periods)
    incoming = seen.incoming.of_window(kind_idx, n_periods)
    panel = seen.panel_by_area(reported, kind_idx, periods, n_periods)
    levels = area_windows(
        Window(there.place.kind, StreamGroup.REPORTED, n_periods),
        _together(seen.table[kind_idx, :-1], mask),
        seen.city[kind_idx],
        whole,
        (there.place.id, *("" for _other in range(int((~mask).sum())))),
        share_reported=incoming.share if incoming else 1.0,
        panel=(_together(panel[0], mask), panel[1]) if panel else None,
    )
    return next((level for level in levels if level.area_code == there.place.id), None)


def _together(by_area: Counts, mask: NDArray[np.bool_]) -> Counts:
    """The areas of the place summed up as the first row, the others as they are."""
    return np.vstack([by_area[mask].sum(axis=0), by_area[~mask]])


def _growth(span: SpanFacts, seen: Reported, kind_idx: int) -> tuple[float | None, ...]:
    """Ratio and interval against the span before, beyond what the season of the city explains; too few: nothing."""
    course, n = seen.expected.course[kind_idx], span.n_periods
    if len(course) < 2 * n or span.observed + span.before < _LEAST_FOR_GROWTH:
        return None, None, None
    season = float(course[-n:].sum()), float(course[-2 * n : -n].sum())
    known = all(np.isfinite(each) and each > 0 for each in season)
    values = growth_ratio(
        span.observed,
        span.before,
        expected_now=season[0] if known else 1.0,
        expected_before=season[1] if known else 1.0,
        dispersion=float(seen.expected.known_dispersion[kind_idx]),
    )
    return tuple(round(float(value), 3) if np.isfinite(value) else None for value in values)


def _values(array: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else round(float(value), 3) for value in array)
