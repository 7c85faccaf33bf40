"""A process that sends reports and is killed: run by the fault tests as `python -m tests.faults.reporter VERB …`.

It prints one JSON line.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import threading
import uuid
from collections.abc import Callable
from typing import Any

KILLED = 9
MOST_STATEMENTS = 60
EVENTS_OF_A_REPORT = 2


def main(verb: str, *words: str) -> None:
    import django

    django.setup()
    sys.stdout.write(json.dumps(VERBS[verb](*words)))


def prepare() -> dict[str, int]:
    """Tables, an organisation with a reporter and a source, a kind and an area."""
    from django.core.management import call_command

    from tests.conftest import TESTER, _organisation, _person
    from tests.web import edition_sample as sample
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.domain.role import RoleName
    from tilannekuva.intake.actions import add_source, load_vocabulary
    from tilannekuva.places.models import Area

    call_command("migrate", interactive=False, verbosity=0)
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    school = _organisation("school", "School", kind="school")
    _person("Alice", school, RoleName.REPORTER)
    add_source(organisation=school, code="reports", by=TESTER)
    with unlocked():
        Area.objects.create(
            code="A1", names={"en": "Alku"}, level="sub_district", is_finest=True, label_latitude=60.2,
            label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip
    return {}


def send(report_id: str, n_events: int = 1) -> list[str]:
    """Store one report of two signals with words; its receipt codes."""
    from tilannekuva.accounts.models import Person
    from tilannekuva.accounts.queries import viewer_of
    from tilannekuva.domain.marking import Marking
    from tilannekuva.domain.severity import Severity
    from tilannekuva.domain.stream import Stream
    from tilannekuva.domain.time_band import TimeBand
    from tilannekuva.intake.actions import receive_report
    from tilannekuva.intake.drafts import SignalDraft
    from tilannekuva.intake.models import PhenomenonKind, Source
    from tilannekuva.places.models import Area

    draft = SignalDraft(
        kind_id=PhenomenonKind.objects.all()[0].pk,
        area_id=Area.objects.get().pk,
        cell_id=None,
        occurred_on=dt.date(2026, 6, 1),
        time_band=TimeBand.EVENING,
        stream=Stream.PARTNER_OBSERVATION,
        severity=Severity.MODERATE,
        marking=Marking.AMBER,
        n_events=n_events,
        text="Valot pimeinä",
    )
    by = viewer_of(Person.objects.get())
    signals = receive_report(
        report_id=uuid.UUID(report_id),
        drafts=[draft] * EVENTS_OF_A_REPORT,
        source=Source.objects.get(),
        by=by,
    )
    return [signal.receipt_code for signal in signals]


def _send_killed(report_id: str, at_statement: int, moment: str) -> None:
    """The same, killed before or after its n-th statement; BEGIN, SAVEPOINT and COMMIT are statements too."""
    from django.db import connection

    connection.ensure_connection()
    left = at_statement

    def killed_at(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0 and moment == "before":
            os._exit(KILLED)
        done = execute(*arguments)
        if left == 0:
            os._exit(KILLED)
        return done

    # COMMIT goes past the cursors, through the connection itself.
    commit = connection._commit
    connection._commit = lambda: killed_at(commit)
    with connection.execute_wrapper(killed_at):
        send(report_id)


def kill_each() -> list[dict[str, Any]]:
    """A process for each statement of a report, killed there; what is found then, and after sending it again.

    Ends with the first statement that a report does not come to.
    """
    from django.db import connections

    rows = []
    for number in range(1, MOST_STATEMENTS):
        for moment in ("before", "after"):
            report_id = str(uuid.uuid4())
            connections.close_all()  # a connection of SQLite does not live in two processes
            child = os.fork()
            if child == 0:
                _send_killed(report_id, number, moment)
                os._exit(0)
            _pid, status = os.waitpid(child, 0)
            if os.waitstatus_to_exitcode(status) != KILLED:
                return rows
            found = count()
            codes = send(report_id)
            row = {"at": f"{moment} {number}", "found": found, "codes": codes, "again": count()}
            rows.append(row)
    return rows


def send_many(n_writers: str, *report_ids: str) -> list[dict[str, Any]]:
    """Every report id by as many threads at once, each with a connection of its own."""
    from django.db import connections

    ready = threading.Barrier(int(n_writers))
    told: list[dict[str, Any]] = []

    def write(number: int) -> None:
        mine = report_ids if len(report_ids) == 1 else report_ids[number :: int(n_writers)]
        ready.wait()
        for report_id in mine:
            try:
                told.append({"id": report_id, "codes": send(report_id)})
            except Exception as error:
                told.append({"id": report_id, "error": repr(error)})
        connections.close_all()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(int(n_writers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def count() -> dict[str, Any]:
    """What is stored, as somebody finds it who comes after."""
    from django.db import connection

    from tilannekuva.audit.models import AuditEntry
    from tilannekuva.intake.models import Report, Signal, SignalText

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        [integrity] = cursor.fetchone()
    sequence = list(AuditEntry.objects.values_list("sequence", flat=True))
    acts = list(AuditEntry.objects.filter(object_type="report").values_list("act", flat=True))
    return {
        "integrity": integrity,
        "reports": Report.objects.count(),
        "signals": Signal.objects.count(),
        "texts": SignalText.objects.count(),
        "codes": sorted(Signal.objects.values_list("receipt_code", flat=True)),
        "received": acts.count("report.received"),
        "sent_again": acts.count("report.sent_again"),
        "has_gaps": sequence != list(range(1, len(sequence) + 1)),
    }


VERBS: dict[str, Callable[..., Any]] = {
    "prepare": prepare,
    "send": send,
    "send_other": lambda report_id: send(report_id, n_events=2),
    "kill_each": kill_each,
    "send_many": send_many,
    "count": count,
}

if __name__ == "__main__":
    main(*sys.argv[1:])
