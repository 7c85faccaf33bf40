"""The age of the signals is theirs, not that of the run: silence is no fall."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.web import edition_sample as sample
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.compose import compose, newest_signal_on
from tilannekuva.picture.edition_frame import EditionFrame

FRAME = EditionFrame(
    city_code="sample", city_names={"en": "Sample town"}, languages=("en",), time_zone="UTC", kinds=sample.KINDS,
    area_names=sample.AREAS, attributions=(), simulated=False, audience=Audience.ANALYSTS, smallest_count=0,
    marking=Marking.AMBER, good_until_days=7, basis={},
)  # fmt: skip


@pytest.mark.parametrize("n_silent", range(9))
def test_the_layer_is_as_old_as_its_newest_signal(n_silent: int) -> None:
    full = sample.analysis()
    n_periods = len(full.period_starts)
    kept = n_periods - n_silent
    levels = tuple(
        replace(level, observed=(*level.observed[:kept], *(0,) * n_silent)[:n_periods])
        for level in full.levels
    )
    analysis = replace(full, levels=levels)
    filled = max((at for level in levels for at, n in enumerate(level.observed) if n), default=None)
    newest_on = newest_signal_on(analysis)
    if filled is None:
        assert newest_on is None
    elif filled == n_periods - 1:
        assert newest_on == full.as_of
    else:
        following = dt.date.fromisoformat(full.period_starts[filled + 1])
        assert newest_on == (following - dt.timedelta(days=1)).isoformat()

    edition = compose(analysis, [], FRAME)
    assert edition["layers"][0]["as_of"] == newest_on
    window_starts_on = full.period_starts[-min(full.windows[0], n_periods)]
    is_silent = newest_on is None or newest_on < window_starts_on
    assert ("no_recent_signals" in edition["notes"]) is is_silent
