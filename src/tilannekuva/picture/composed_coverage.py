"""The part of an edition that says who was heard, and of which areas nothing is known (F-17)."""

from __future__ import annotations

from typing import Any

from tilannekuva.detection.results import Analysis
from tilannekuva.domain.coverage import blind_areas

from .edition_frame import EditionFrame


def coverage_of(analysis: Analysis, frame: EditionFrame) -> dict[str, Any]:
    """`coverage`: how many were expected, how many are silent, and the blind areas of each window.

    An area is blind in a window when no reporter that was heard looks at it, and no signal of any kind or stream
    came from there: silence there is no calm. Nothing of a file, whose reporters nobody knows.
    """
    if frame.coverage is None:
        return {}
    seen: dict[int, set[str]] = {n_periods: set() for n_periods in analysis.windows}
    for window in analysis.area_windows:
        if window.observed and window.n_periods in seen:
            seen[window.n_periods].add(window.area_code)
    return {
        "coverage": {
            "expected": frame.coverage.n_expected,
            "silent": frame.coverage.n_silent,
            "blind": {
                str(n_periods): list(
                    blind_areas(frame.area_names, covered=frame.coverage.covered, with_signals=codes)
                )
                for n_periods, codes in seen.items()
            },
        }
    }
