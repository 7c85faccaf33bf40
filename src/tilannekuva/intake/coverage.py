"""Reading who was heard: duties, what came in, and which areas somebody looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Min, Q

from tilannekuva.domain.clock import local_date, today_on, week_of
from tilannekuva.domain.coverage import Heard, Rhythm, grace_days_of, heard_in
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import Viewer, system
from tilannekuva.places.models import Area

from .models import ImportBatch, Reminder, ReportingDuty, Signal, ZeroReport

WEEKS_BACK = 26
"""How far the page looks back: a reporter who was silent longer than half a year is simply silent."""

_COMPOSER = system("coverage")

Came = tuple[int, int, dt.date]
"""What came in: the organisation, its source, and a day in the city."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty as it stands on a day, with the newest reminder of it."""

    duty: ReportingDuty
    heard: Heard
    reminder: Reminder | None


@dataclass(frozen=True, slots=True)
class CityCoverage:
    """Of `n_expected` reporters `n_silent` were not heard in time; `covered`: finest areas of which the others tell."""

    n_expected: int
    n_silent: int
    covered: frozenset[str]


def standings(viewer: Viewer, on: dt.date, thresholds: Thresholds) -> list[Standing]:
    """The duties in force on a day that the viewer may see, each as it stands at the end of that day.

    `thresholds`: of the city, for the days of grace.
    """
    duties = list(
        ReportingDuty.objects.visible_to(viewer)
        .in_force(on)
        .select_related("organisation", "source")
        .prefetch_related("duty_areas__area", "reminders")
    )
    came = _came_in({duty.organisation_id for duty in duties}, on) if duties else set()
    return [
        Standing(duty, _heard(duty, came, on, thresholds), next(iter(duty.reminders.all()), None))
        for duty in duties
    ]


def standing_of(duty: ReportingDuty, on: dt.date, thresholds: Thresholds) -> Heard:
    """How one duty stands at the end of a day."""
    return _heard(duty, _came_in({duty.organisation_id}, on), on, thresholds)


def reminders_for(viewer: Viewer, thresholds: Thresholds) -> list[Standing]:
    """The duties of the viewer's own organisation that somebody reminded of and that are still overdue."""
    if viewer.organisation_id is None:
        return []
    reminded = ReportingDuty.objects.filter(organisation_id=viewer.organisation_id, reminders__isnull=False)
    if not reminded.exists():
        return []
    return [
        each
        for each in standings(viewer, today_on(settings.TIME_ZONE), thresholds)
        if each.reminder and each.heard.is_overdue and each.duty.organisation_id == viewer.organisation_id
    ]


def coverage_on(on: dt.date, thresholds: Thresholds) -> CityCoverage:
    """Who was heard, and where somebody looks, at the end of a day: what an edition says of itself."""
    every = standings(_COMPOSER, on, thresholds)
    heard = [each.duty for each in every if not each.heard.is_silent]
    return CityCoverage(
        n_expected=len(every),
        n_silent=len(every) - len(heard),
        covered=frozenset(_areas_of(heard, on)),
    )


def earlier_duties(viewer: Viewer, on: dt.date) -> list[ReportingDuty]:
    """Duties that ended before a day or begin after it, the newest first."""
    rows = ReportingDuty.objects.visible_to(viewer).filter(Q(valid_to_on__lt=on) | Q(valid_from_on__gt=on))
    return list(rows.select_related("organisation", "source", "set_by").order_by("-valid_from_on", "-pk"))


def _heard(duty: ReportingDuty, came: Iterable[Came], on: dt.date, thresholds: Thresholds) -> Heard:
    return heard_in(
        Rhythm(duty.rhythm),
        {
            day
            for organisation_id, source_id, day in came
            if organisation_id == duty.organisation_id and duty.source_id in (None, source_id)
        },
        from_on=duty.valid_from_on,
        to_on=duty.valid_to_on,
        on=on,
        since_on=_since_on(on),
        grace_days=grace_days_of(Rhythm(duty.rhythm), thresholds),
    )


def _since_on(on: dt.date) -> dt.date:
    return week_of(on) - dt.timedelta(weeks=WEEKS_BACK)


def _came_in(organisation_ids: set[int], on: dt.date) -> set[Came]:
    """The first and the last day of each week on which something of each source came in.

    No day between them could answer a period that neither of the two answers: periods and their days of grace
    begin or end at most once within a week. A file counts by its signals, or as a file where it brought none.
    """
    tomorrow_on = on + dt.timedelta(days=1)
    week_on = _since_on(on)
    words = list(_words_between(_midnight_at(week_on), _midnight_at(tomorrow_on)))
    while week_on <= on:
        next_on = week_on + dt.timedelta(days=7)
        words += _ends_of_week(_midnight_at(week_on), _midnight_at(min(next_on, tomorrow_on)))
        week_on = next_on
    return {
        (organisation_id, source_id, local_date(instant_at, settings.TIME_ZONE))
        for organisation_id, source_id, instant_at in words
        if organisation_id in organisation_ids
    }


def _midnight_at(day_on: dt.date) -> dt.datetime:
    return dt.datetime.combine(day_on, dt.time(), tzinfo=ZoneInfo(settings.TIME_ZONE))


def _words_between(start_at: dt.datetime, end_at: dt.datetime) -> Iterator[tuple[int, int, dt.datetime]]:
    """Words that nothing was seen, and files that brought no signal: a few a week."""
    tables = (
        (ZeroReport.objects.order_by(), "received_at"),
        (ImportBatch.objects.filter(n_signals=0).order_by(), "imported_at"),
    )
    for rows, at in tables:
        inside = rows.filter(**{f"{at}__gte": start_at, f"{at}__lt": end_at})
        yield from inside.values_list("source__organisation_id", "source_id", at)


def _ends_of_week(start_at: dt.datetime, end_at: dt.datetime) -> Iterator[tuple[int, int, dt.datetime]]:
    """The first and the last instant at which a signal of each source came in. Answered from an index alone."""
    rows = Signal.objects.filter(received_at__gte=start_at, received_at__lt=end_at).order_by()
    grouped = rows.values_list("owner_id", "source_id").annotate(Min("received_at"), Max("received_at"))
    for owner_id, source_id, first_at, last_at in grouped:
        yield owner_id, source_id, first_at
        yield owner_id, source_id, last_at


def _areas_of(duties: Iterable[ReportingDuty], on: dt.date) -> set[str]:
    """Codes of the finest areas in force of which the duties tell."""
    tree = {area.pk: area for area in Area.objects.in_force(on)}
    finest = [area for area in tree.values() if area.is_finest]
    named: set[int] = set()
    for duty in duties:
        chosen = {row.area_id for row in duty.duty_areas.all()}
        if not chosen:
            return {area.code for area in finest}
        named |= chosen
    return {area.code for area in finest if _lies_in(area, named, tree)}


def _lies_in(area: Area | None, named: set[int], tree: Mapping[int, Area]) -> bool:
    while area is not None:
        if area.pk in named:
            return True
        area = tree.get(area.parent_id) if area.parent_id else None
    return False
