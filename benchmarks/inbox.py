"""The inbox with ten thousand open signals, and that of an installation with a million.

Milliseconds of server time for the first page of forty blocks, for a page far down and for proposals alone, as
an analyst sees them, and for taking a step and undoing it. Run as a program with the folder of an installation
it measures that one and prints the figures as JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from .installation import EMAIL, home_with
from .process import run
from .table import Line, show

OPEN, MANY = 10_000, 1_000_000
AT_MOST_MS = 100.0
AT_MOST_QUERIES = 25
_WARM_UP, _REQUESTS, _STEPS = 3, 30, 20


def main() -> None:
    few, many = (_measured(home_with(n_signals)) for n_signals in (OPEN, MANY))
    show(
        f"inbox: {few['n_open']:,} open signals, {_REQUESTS} requests after warm-up",
        [
            Line("first page, server time, median", few["all"]["median_ms"], "ms", at_most=AT_MOST_MS),
            Line("first page, 95 of 100 requests below", few["all"]["p95_ms"], "ms"),
            Line("its queries", few["all"]["queries"], "", at_most=AT_MOST_QUERIES),
            Line("its lines", few["all"]["n_lines"], ""),
            Line("its size", few["all"]["bytes"] / 1024, "KiB"),
            Line("the hundredth page, median", few["far"]["median_ms"], "ms"),
            Line("proposals alone, median", few["joining"]["median_ms"], "ms"),
            Line("to confirm a signal, median", few["confirm_ms"], "ms"),
            Line("to undo that, median", few["undo_ms"], "ms"),
            Line(
                f"of {many['n_signals']:,} signals, the last four weeks with {many['usual']['n_lines']:.0f} lines "
                "on the page, median",
                many["usual"]["median_ms"],
                "ms",
            ),
            Line("of these, all: the newest ten thousand, median", many["all"]["median_ms"], "ms"),
        ],
    )


def _measured(home: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(run(["-m", "benchmarks.inbox", home]).out.splitlines()[-1])
    return figures


def measure(home: Path) -> dict[str, Any]:
    """The figures of one installation. What is confirmed is undone again."""
    from tilannekuva.console.django_setup import prepare_installation, start_installed

    start_installed(home)
    prepare_installation()
    from django.conf import settings
    from django.test import Client

    from tilannekuva.accounts.models import Person
    from tilannekuva.accounts.queries import viewer_of
    from tilannekuva.detection.triage import actions
    from tilannekuva.detection.triage.listing import Choice, count_of
    from tilannekuva.domain.triage import TriageReason
    from tilannekuva.intake.models import Signal

    person = Person.objects.get(email=EMAIL)
    viewer = viewer_of(person)
    client = Client(HTTP_HOST="localhost")
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    confirm_ms, undo_ms = [], []
    for signal in Signal.objects.visible_to(viewer)[:_STEPS]:
        started = time.perf_counter()
        step = actions.confirm(signals=[signal], reason=TriageReason.SEEN_ON_THE_SPOT, by=viewer)
        confirmed = time.perf_counter()
        actions.undo(step=step, by=viewer)
        undo_ms.append((time.perf_counter() - confirmed) * 1000)
        confirm_ms.append((confirmed - started) * 1000)
    return {
        "n_signals": Signal.objects.count(),
        "n_open": min(count_of(viewer, Choice()), OPEN),
        "usual": _requested(client, "/inbox/"),
        "all": _requested(client, "/inbox/?days=0"),
        "far": _requested(client, "/inbox/?days=0&page=100"),
        "joining": _requested(client, "/inbox/?days=0&waits=joining"),
        "confirm_ms": statistics.median(confirm_ms),
        "undo_ms": statistics.median(undo_ms),
    }


def _requested(client: Any, address: str) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(_WARM_UP):
        response = client.get(address)
        assert response.status_code == 200, response.status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    n_queries = len(queries)  # now: the next request empties the log
    taken_ms = []
    for _ in range(_REQUESTS):
        started = time.perf_counter()
        response = client.get(address)
        taken_ms.append((time.perf_counter() - started) * 1000)
    return {
        "median_ms": statistics.median(taken_ms),
        "p95_ms": statistics.quantiles(taken_ms, n=20)[-1],
        "queries": n_queries,
        "bytes": len(response.content),
        "n_lines": response.content.count(b"data-line"),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
