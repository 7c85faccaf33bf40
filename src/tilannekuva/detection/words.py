"""The words for what detection stores: one entry per stored choice, put into the reader's language."""

from __future__ import annotations

import datetime as dt

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tilannekuva.domain.states import FindingReason, FindingState
from tilannekuva.domain.stream import Stream, StreamGroup

Words = dict[str, Promise]

STREAMS: Words = {
    Stream.CITIZEN_REPORT: _("report by a resident"),
    Stream.PARTNER_OBSERVATION: _("partner's observation in ordinary work"),
    Stream.POLICE_CALL_OUT: _("police call-out"),
    Stream.POLICE_OWN_INITIATIVE: _("police on own initiative"),
    Stream.TARGETED_OPERATION: _("targeted operation"),
    Stream.OTHER: _("other"),
}

STREAM_GROUPS: Words = {
    StreamGroup.REPORTED: _("Reported"),
    StreamGroup.DISCOVERED: _("Discovered"),
    StreamGroup.ALL: _("Reported and discovered"),
}

DECISIONS: Words = {
    FindingState.OPEN: _("Decision taken back"),
    FindingState.CONFIRMED: _("Confirmed"),
    FindingState.REJECTED: _("Rejected"),
}

FINDING_REASONS: Words = {
    FindingReason.KNOWN_TO_PARTNERS: _("Partners know of it from their own work"),
    FindingReason.SEEN_ON_THE_SPOT: _("Seen on the spot"),
    FindingReason.SEVERAL_SOURCES_AGREE: _("Several sources agree"),
    FindingReason.REPORTING_CHANGED: _("Reporting changed, not what is reported"),
    FindingReason.SAME_EVENT_REPORTED_TWICE: _("The same event was reported more than once"),
    FindingReason.EXPLAINED_BY_A_PLANNED_EVENT: _("A planned event explains it"),
    FindingReason.NOTHING_SEEN_ON_THE_SPOT: _("Nothing was seen on the spot"),
    FindingReason.TOO_LITTLE_TO_SAY: _("Too little to say"),
}

METHODS: Words = {
    "space_time_permutation_scan": _("Space-time scan"),
    "farrington_flexible": _("Comparison with the same season"),
    "cumulated_sum": _("Slow rise, added up week by week"),
}

METHOD_EXPLANATIONS: Words = {
    "space_time_permutation_scan": _(
        "Asks whether a place and a time together have more of the signals than their own totals explain. "
        "It tries every circle up to the stated radius and every recent span of days, and compares the "
        "most unusual one with those of shuffled histories."
    ),
    "farrington_flexible": _(
        "Compares the newest period of each area with the same season of earlier years, allowing for how much "
        "the counts vary and, with three earlier years, for their trend. Among all series of the city, the share of false alarms is held down."
    ),
    "cumulated_sum": _(
        "Compares each area, period by period for half a year, with its usual share of what the rest of the city has "
        "by then, and adds up how much better a rise by half explains the counts than no rise. What stands at the end is "
        "compared with what chance adds up, the share itself being uncertain. Among all series of the city, the share "
        "of false findings is held down."
    ),
}

METHOD_LIMITS: Words = {
    "space_time_permutation_scan": _(
        "It does not see a rise that is equal everywhere, and it cannot tell more events from more reporting."
    ),
    "farrington_flexible": _(
        "It needs two whole years, looks at one area at a time, and cannot tell more events from more reporting."
    ),
    "cumulated_sum": _(
        "It needs two and a half years, tells the beginning only roughly, does not see what rises in the whole city alike, and "
        "cannot tell more events from more reporting."
    ),
}


def day_text(date_on: dt.date, *, year: bool = False) -> str:
    """A date as it is written in a sentence of the active language."""
    return formats.date_format(date_on, "DATE_FORMAT" if year else "MONTH_DAY_FORMAT")


def number_text(value: float) -> str:
    """A number with as many digits as it deserves: whole from 10 on, else one decimal; never a false 0."""
    if 0 < value < 0.05:
        return "<" + formats.number_format(0.1, decimal_pos=1, force_grouping=True)
    # Rounded here: Django's number_format cuts digits off.
    rounded = round(float(value), 1)
    if rounded >= 10 or rounded.is_integer():
        return formats.number_format(round(rounded), decimal_pos=0, force_grouping=True)
    return formats.number_format(rounded, decimal_pos=1, force_grouping=True)


def count_text(shown: int | list[int] | tuple[int, int]) -> str:
    """A shown count: exact, or the range in which it lies."""
    if isinstance(shown, int):
        return formats.number_format(shown, decimal_pos=0, force_grouping=True)
    low, high = shown
    return f"{low}–{high}"


def signals_text(shown: int | list[int] | tuple[int, int]) -> str:
    """A shown count of signals, such as "1 signal" or "1–4 signals"."""
    n = shown if isinstance(shown, int) else shown[1]
    return ngettext("%(count)s signal", "%(count)s signals", n) % {"count": count_text(shown)}
