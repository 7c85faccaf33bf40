"""The numbers by which a city tunes detection, suppression and ageing."""

from __future__ import annotations

from dataclasses import dataclass, fields

from .city_keys import Table
from .errors import RuleBroken

SMALLEST_RANGE = 3
"""Counts below it stand as a range to whoever may not see them; a range to 1 or 2 would tell of one or two people."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Defaults hold for a city that sets nothing; each can be set under `[thresholds]`."""

    finding_recurrence_days: int = 100
    """Chance alone would show a finding of a rule, whichever, at most once in so many days."""
    scan_max_radius_area_m: float = 3000.0
    """Over areas: about the reach of one district and its neighbours."""
    scan_max_radius_cell_m: float = 1000.0
    """Over grid cells: a quarter on foot. Wider clusters are found over areas."""
    scan_window_days: int = 28
    """The longest time that a live cluster may have lasted: four whole weeks."""
    scan_history_days: int = 365
    """What is compared with: a whole year, so that each season is in it once."""
    scan_min_cases: int = 5
    """Fewer cases are never a cluster, however unlikely they are together."""
    scan_replicates: int = 999
    """Random histories; the smallest p-value is 1 in (this + 1)."""
    alarm_alpha: float = 0.01
    """Share of quiet weeks in which one series may pass its bound by chance."""
    alarm_false_discovery_rate: float = 0.1
    """Share of chance findings that is borne among all alarms of one run."""
    smallest_count_partners: int = 5
    """Counts below this are shown to partners as "under"."""
    smallest_count_public: int = 10
    """The same for what is published."""
    good_until_days: int = 7
    """A picture older than this says that it is stale: the working loop is weekly."""
    finding_expires_days: int = 60
    """A finding that nobody judged and nothing repeated leaves the list after this."""
    rumour_counts_days: int = 14
    """What people talk about counts so long after it was heard: old talk says nothing of today."""
    answer_within_days: int = 14
    """So long after it was received, a reporter waits for an answer at most: two rounds of the working loop."""
    passed_on_answer_days: int = 7
    """So many days are offered to a partner to whom a signal is passed on: the working loop is weekly."""
    joining_days: int = 3
    """Signals further apart in time are joined by people, who know why, and not proposed."""
    grace_weekly_days: int = 2
    """After a week that a reporter was to report in: a report of Friday is often typed on Monday."""
    grace_fortnightly_days: int = 3
    """The same after a fortnight."""
    grace_monthly_days: int = 5
    """The same after a month."""
    own_signal_days: int = 14
    """So long after it was received, its reporter can correct or withdraw a signal."""
    text_kept_days: int = 183
    """Half a year, then the words of a signal are erased (L-21). To be confirmed by a lawyer."""


LONGEST_GRACE_DAYS = 6
"""Less than a week: of each week its first and its last report are looked at, and that must be enough."""


def check_fit_together(thresholds: Thresholds) -> None:
    """Some numbers mean something beside each other alone."""
    if thresholds.smallest_count_public < thresholds.smallest_count_partners:
        raise RuleBroken("The public never sees smaller counts than partners do. Change the other one first.")
    if thresholds.scan_history_days < 2 * thresholds.scan_window_days:
        raise RuleBroken("What is compared with must be twice as long as the longest cluster, or longer.")
    if thresholds.scan_max_radius_area_m < thresholds.scan_max_radius_cell_m:
        raise RuleBroken("Circles over areas reach at least as far as those over grid cells.")


_SHARES = frozenset({"alarm_alpha", "alarm_false_discovery_rate"})


def read_thresholds(table: Table) -> Thresholds:
    """The defaults, with what the table sets. Raises `BadInput` for unknown keys and wrong values."""
    given: dict[str, float] = {}
    for field in fields(Thresholds):
        if not table.has(field.name):
            continue
        if field.name in _SHARES:
            given[field.name] = table.number(field.name, above=0, most=0.5)
        elif field.name.endswith("_m"):
            given[field.name] = table.number(field.name, above=0)
        else:
            # Ranges below this would tell of one or two.
            is_of_counts = field.name.startswith("smallest_count")
            given[field.name] = table.whole(field.name, least=SMALLEST_RANGE if is_of_counts else 1)
    table.check_all_used()
    thresholds = Thresholds(**given)  # type: ignore[arg-type]
    try:
        check_fit_together(thresholds)
    except RuleBroken as refused:
        raise table.unfit(str(refused)) from refused
    return thresholds
