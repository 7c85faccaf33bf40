"""A kind that a source tells of for the first time is called new, not far above an expectation of nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.web import edition_sample as sample
from tilannekuva.detection.results import Analysis
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.picture.compose import compose
from tilannekuva.picture.first_seen import first_seen

NEW, KNOWN = sample.DRUG_TRADE, sample.DRUG_USE


def analysis(*, observed: tuple[int, ...], expected: float | None = 0.0, others: bool = True) -> Analysis:
    """The sample, in which the first kind has this course, and the second its own (or none before its last periods)."""
    whole = sample.analysis()
    levels = []
    for level in whole.levels:
        if level.kind == NEW and level.group is StreamGroup.REPORTED:
            level = replace(level, observed=observed)
        elif not others:
            level = replace(level, observed=(0, 0, 0, 0, *level.observed[4:]))
        levels.append(level)
    windows = tuple(
        replace(
            window,
            observed=sum(observed[-window.n_periods :]),
            expected=expected,
            lower=expected,
            upper=expected,
        )
        if window.kind == NEW and window.group is StreamGroup.REPORTED
        else window
        for window in whole.city_windows
    )
    return replace(whole, levels=tuple(levels), city_windows=windows)


def level(
    of: Analysis, kind: str = NEW, window: int = 4, audience: Audience = Audience.ANALYSTS
) -> dict[str, Any]:
    edition = compose(of, [], sample.frame(audience=audience))
    entry: dict[str, Any] = edition["city_levels"][kind]["reported"][str(window)]
    return entry


def test_a_kind_without_any_past_is_new_and_nothing_is_expected_of_it() -> None:
    told = level(analysis(observed=(0, 0, 0, 0, 0, 2, 1, 5)))
    assert told["state"] == "new"
    assert (told["expected"], told["lower"], told["upper"]) == (None, None, None)
    assert (
        told["sentence"]["en"] == "Not seen before in this source; reported in the last 4 weeks: 8 signals."
    )
    assert "expected" not in told["sentence"]["en"]


def test_one_signal_of_the_past_is_enough_to_be_known() -> None:
    told = level(analysis(observed=(0, 1, 0, 0, 0, 2, 1, 5), expected=0.4))
    assert told["state"] == "far_above"
    assert told["expected"] == 0.4


@pytest.mark.parametrize("window", [4, 8])
def test_a_window_without_any_past_of_anything_makes_nothing_new(window: int) -> None:
    told = analysis(observed=(0, 0, 0, 0, 0, 2, 1, 5), others=False)
    assert (NEW, window) not in first_seen(told)


def test_too_few_signals_are_not_called_new() -> None:
    assert first_seen(analysis(observed=(0, 0, 0, 0, 0, 2, 1, 1))) == frozenset()


def test_the_other_kind_keeps_its_expectation() -> None:
    told = analysis(observed=(0, 0, 0, 0, 0, 2, 1, 5))
    assert level(told, KNOWN)["expected"] == 5.2
