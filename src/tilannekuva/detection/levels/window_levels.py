"""Windows: what was seen of a kind against what is expected of it, in the whole city and in each area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.stream import StreamGroup
from tilannekuva.stats.levels import LevelResult, count_interval, expected_from_share
from tilannekuva.stats.short_history import dispersion_of_parts

from ..results import IncomingFacts, PanelFacts, WindowFacts
from .expected_courses import FAR_TAIL, TAIL, Whole

# Fewer than this seen, with less than one expected: too little to say.
_MIN_EVENTS = 5

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Window:
    """One kind of one group of streams over the newest `n_periods`."""

    kind: str
    group: StreamGroup
    n_periods: int


def city_window(
    window: Window,
    city: Counts,
    whole: Whole | None,
    incoming: IncomingFacts | None,
    panel: PanelFacts | None,
) -> WindowFacts:
    """`city` (n_periods): counts of the whole city. A panel that matters is what the step is judged by."""
    observed = int(city[-window.n_periods :].sum())
    about = (window.kind, window.group, "", window.n_periods, observed)
    if whole is None or (whole.expected < 1 and observed < _MIN_EVENTS):
        return WindowFacts(*about, incoming=incoming)
    lower, upper = count_interval(whole.expected, variance=whole.variance, confidence=1 - 2 * TAIL)
    far = count_interval(whole.expected, variance=whole.far_variance, confidence=1 - 2 * FAR_TAIL)[1]
    step: int | None = 2 if observed > far else 1 if observed > upper else -1 if observed < lower else 0
    if panel is not None:
        step = panel.step
    return WindowFacts(
        *about,
        round(whole.expected, 3),
        float(lower),
        float(upper),
        _step_when_all_is_in(step, observed, (float(lower), float(upper)), incoming, panel),
        incoming=incoming,
        panel=panel,
    )


def _step_when_all_is_in(
    step: int | None,
    observed: int,
    band: tuple[float, float],
    incoming: IncomingFacts | None,
    panel: PanelFacts | None,
) -> int | None:
    """Neither low nor usual while the reports that are still coming in can make it more.

    Below only if it stays below; above also when it will have been above in all likelihood (95 %).
    """
    if incoming is None or step not in (-1, 0):
        return step
    lower, upper = band
    least, most = incoming.lower, incoming.upper
    if panel is not None and panel.lower is not None and panel.upper is not None:
        # Of what is still to come, the panel has the share that it has of what came.
        share = panel.observed / observed if observed else 1.0
        lower, upper = panel.lower, panel.upper
        least, most = (panel.observed + share * (final - observed) for final in (least, most))
    if least > upper:
        return 1
    return -1 if most < lower else 0


def area_windows(
    window: Window,
    by_area: Counts,
    city: Counts,
    whole: Whole | None,
    codes: Sequence[str],
    *,
    share_reported: float = 1.0,
    panel: tuple[Counts, float] | None = None,
) -> list[WindowFacts]:
    """`by_area` (n_areas, n_periods), whose areas are `codes`. Areas with neither signals nor an expectation of one are left out.

    `share_reported`: of the window's reports, what has come in by now; below is judged by what could have come.
    `panel`: counts by area of the sources that can be compared, and what is expected of them in the whole
    city. An area that is above (or below) only with the others is one of which there is too little to say.
    """
    observed = by_area[:, -window.n_periods :].sum(axis=1)
    total_history = int(city[: -window.n_periods].sum())
    if whole is None or not total_history:
        return [
            WindowFacts(window.kind, window.group, codes[int(idx)], window.n_periods, int(observed[idx]))
            for idx in np.flatnonzero(observed)
        ]
    level = _against_share(by_area, window.n_periods, total_history, whole, whole.expected)
    step = _steps(by_area, window.n_periods, total_history, whole, whole.expected, share_reported)
    if panel is not None:
        counts, expected = panel
        history = int(counts[:, : -window.n_periods].sum())
        same = (
            _steps(counts, window.n_periods, history, whole, expected, share_reported)
            if history and np.isfinite(expected)
            else np.full(len(step), np.nan)
        )
        step = np.where(np.sign(step) == np.sign(same), np.minimum(step, same), np.nan)
    too_little = (level.expected < 1) & (observed < _MIN_EVENTS)
    return [
        WindowFacts(
            window.kind,
            window.group,
            codes[int(idx)],
            window.n_periods,
            int(observed[idx]),
            round(float(level.expected[idx]), 3),
            float(level.lower[idx]),
            float(level.upper[idx]),
            None if too_little[idx] or np.isnan(step[idx]) else int(step[idx]),
        )
        for idx in np.flatnonzero((observed > 0) | (level.expected >= 1))
    ]


def _steps(
    by_area: Counts, n_periods: int, total_history: int, whole: Whole, expected: float, share_reported: float
) -> Floats:
    """Of each area the step, as a float for the sake of NaN."""
    level = _against_share(by_area, n_periods, total_history, whole, expected)
    by_now = (
        level
        if share_reported == 1
        else _against_share(by_area, n_periods, total_history, whole, expected * share_reported)
    )
    far = _against_share(by_area, n_periods, total_history, whole, expected, is_far=True)
    conditions = [far.p_above <= FAR_TAIL, level.p_above <= TAIL, by_now.p_below <= TAIL]
    return np.select(conditions, [2.0, 1.0, -1.0], 0.0)


def _against_share(
    by_area: Counts,
    n_periods: int,
    total_history: int,
    whole: Whole,
    expected: float,
    *,
    is_far: bool = False,
) -> LevelResult:
    variance = whole.far_variance if is_far else whole.variance
    history = by_area[:, :-n_periods]
    return expected_from_share(
        by_area[:, -n_periods:].sum(axis=1),
        history.sum(axis=1),
        total_history=total_history,
        total_expected=expected,
        dispersion=whole.dispersion or dispersion_of_parts(history),
        # By season, the dispersion of the whole city is taken for its areas, which is more than theirs. The
        # variance of another expectation (of the panel) grows with its square.
        total_variance=0.0 if whole.dispersion else variance * (expected / whole.expected) ** 2,
    )
