"""Time bands: a signal keeps the day and a six-hour band, never the minute (L-18)."""

from __future__ import annotations

from enum import StrEnum


class TimeBand(StrEnum):
    """The part of the local day, or how little is known of it."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    DAY = "day"
    MONTH = "month"


TIME_BAND_ORDER: tuple[TimeBand, ...] = tuple(TimeBand)
"""The order in which arrays number the bands: night 00-06, morning 06-12, afternoon 12-18,
evening 18-24 (local hours), day (time not known), month (day not known)."""


def band_of_hour(hour: int) -> TimeBand:
    """The band of a local hour 0..23."""
    return TIME_BAND_ORDER[hour // 6]
