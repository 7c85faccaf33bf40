"""Kinds that a source tells of for the first time: there is nothing to compare them with.

To expect none of what was never reported says only that it is new. An edition then says that, instead of a
count "far above" an expectation of nothing.
"""

from __future__ import annotations

from tilannekuva.detection.results import Analysis
from tilannekuva.domain.stream import StreamGroup

# As many as make a level worth a word (see `detection.levels`).
_FEWEST_EVENTS = 5

FirstSeen = frozenset[tuple[str, int]]


def first_seen(analysis: Analysis) -> FirstSeen:
    """The kind and the number of periods of each window before which no signal of the kind was reported.

    Only where signals of other kinds were: with no past at all everything would be new. Only with enough
    signals in the window, so that the word gives no small count away.
    """
    reported = [level for level in analysis.levels if level.group is StreamGroup.REPORTED]
    return frozenset(
        (level.kind, n_periods)
        for n_periods in analysis.windows
        if any(any(level.observed[:-n_periods]) for level in reported)
        for level in reported
        if not any(level.observed[:-n_periods]) and sum(level.observed[-n_periods:]) >= _FEWEST_EVENTS
    )
