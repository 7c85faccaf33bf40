"""The words for what an edition holds."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Words = dict[str, Promise]

LEVEL_STATES: Words = {
    "far_above": _("Far above the expected"),
    "above": _("Above the expected"),
    "as_expected": _("As expected"),
    "below": _("Below the expected"),
    "new": _("Not seen before in this source"),
    "too_little": _("Too little to say"),
    "not_compared": _("Not compared"),
}

LAYERS: Words = {
    "signals": _("Signals"),
    "findings": _("Findings"),
    "areas": _("Areas"),
    "basemap": _("Basemap"),
}

NOTES: Words = {
    "history_too_short_for_weeks": _(
        "The history is shorter than eight weeks: days are shown, and nothing is compared with a season."
    ),
    "history_too_short_for_alarms": _(
        "The history is shorter than two years: no comparison with the same season of earlier years."
    ),
    "unfinished_month": _(
        "Only the month of the signals is known, and the newest month is not over by the day of this picture. It "
        "is left out: a part of a month is not compared with whole ones."
    ),
    "simulated": _("This picture shows simulated signals. Nothing in it happened."),
    "no_recent_signals": _(
        "No signal is as new as the period shown. Below the expected then means that nothing came in, not that "
        "less happened."
    ),
    "cells_only": _("No areas were given: places are grid cells."),
    "centres_only": _(
        "Of the areas only the centres were given: circles of one size stand for them, and show no borders."
    ),
    "nothing_searched": _(
        "No signal of this picture was searched. Strengths, and what was discovered by looking for it (on own "
        "initiative or in targeted operations), are counted and never searched: that there is no finding says "
        "nothing."
    ),
    "mostly_unsearched": _(
        "Most signals of this picture were not searched. Strengths, and what was discovered by looking for it (on "
        "own initiative or in targeted operations), are counted and never searched."
    ),
    "reporting_changed": _(
        "Those who report have changed: some began, or fell silent. What is called more or less than expected "
        "is so among those who reported before and report now."
    ),
    "too_few_to_search": _(
        "There was nothing to search for what stands out: too few signals of late, or all in one place."
    ),
}

# What the course of a kind tells, in the order in which it is told.
READINGS = ("incoming", "episode", "escalation", "near_repeats", "lasting")

# Of one count in a table: so far, and in the end.
STILL_COMING_IN = _("%(count)s so far, in the end %(final)s")

STATE_OF_STEP: dict[int | None, str] = {
    2: "far_above",
    1: "above",
    0: "as_expected",
    -1: "below",
    None: "too_little",
}


_LAST_ONE: Words = {
    "month": _("in the last month"),
    "week": _("in the last week"),
    "day": _("on the last day"),
}


def span_text(unit: str, n: int) -> str:
    """The newest part of a course inside a sentence, such as "in the last 4 weeks"."""
    if n == 1:
        return str(_LAST_ONE[unit])
    if unit == "month":
        return ngettext("in the last %(n)d month", "in the last %(n)d months", n) % {"n": n}
    if unit == "week":
        return ngettext("in the last %(n)d week", "in the last %(n)d weeks", n) % {"n": n}
    return ngettext("in the last %(n)d day", "in the last %(n)d days", n) % {"n": n}


def window_text(unit: str, n: int) -> str:
    """The length of a window, such as "4 weeks"."""
    if unit == "month":
        return ngettext("%(n)d month", "%(n)d months", n) % {"n": n}
    if unit == "week":
        return ngettext("%(n)d week", "%(n)d weeks", n) % {"n": n}
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
