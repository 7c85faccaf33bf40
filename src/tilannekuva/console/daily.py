"""The clock of an installation: one detection run for every day that is over, and words erased in time."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError

from tilannekuva.detection.actions import request_run
from tilannekuva.detection.models import DetectionRun
from tilannekuva.detection.queries import has_signals_that_count
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import erase_due_imports, erase_due_texts


def request_daily_run(city: City) -> DetectionRun | None:
    """Make the run of yesterday due, unless it was requested before or there is nothing to look at."""
    yesterday = today_on(city.time_zone) - dt.timedelta(days=1)
    if DetectionRun.objects.filter(as_of__gte=yesterday).exists() or not has_signals_that_count(yesterday):
        return None
    try:
        return request_run(as_of=yesterday, is_daily=True, by=system("worker"))
    except IntegrityError:
        return None  # another worker looked at the clock at the same moment


def erase_what_is_past_its_time(city: City) -> int:
    """Erase the words of signals whose last day is past (L-21), and files that waited too long. Returns how many."""
    by = system("worker")
    return erase_due_texts(today_on=today_on(city.time_zone), by=by) + erase_due_imports(by=by)
