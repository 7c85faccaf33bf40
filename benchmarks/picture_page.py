"""The picture page of an installation with a million signals, beside one with ten thousand.

Seconds of server time for the whole page and for the part that a filter asks for, as an analyst sees them,
and the number of queries: none of it may grow with the number of signals. Run as a program with the folder
of an installation it measures that one and prints the figures as JSON.
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

FEW, MANY = 10_000, 1_000_000
AT_MOST_MS = 50.0
AT_MOST_QUERIES = 12
_WARM_UP, _REQUESTS = 5, 50


def main() -> None:
    few, many = (_measured(home_with(n_signals)) for n_signals in (FEW, MANY))
    page, kind, part = many["page"], many["kind"], many["part"]
    show(
        f"picture page: {many['n_signals']:,} signals in the database, {_REQUESTS} requests after warm-up",
        [
            Line("server time, median", page["median_ms"], "ms", at_most=AT_MOST_MS),
            Line("server time, 95 of 100 requests below", page["p95_ms"], "ms"),
            Line("queries", page["queries"], "", at_most=AT_MOST_QUERIES),
            Line("with a kind chosen, median", kind["median_ms"], "ms", at_most=AT_MOST_MS),
            Line("its queries", kind["queries"], "", at_most=AT_MOST_QUERIES),
            Line(
                "the part of it that a filter asks for, median", part["median_ms"], "ms", at_most=AT_MOST_MS
            ),
            Line("its queries", part["queries"], "", at_most=AT_MOST_QUERIES),
            Line("size of the page", page["bytes"] / 1024, "KiB"),
            Line("first request of a process", many["first_ms"], "ms"),
            Line("editions composed again", many["composed_s"], "s"),
            *_compared(page, few["page"]),
        ],
        [
            f"Compared with {few['n_signals']:,} signals by the fastest request, which other work delays least."
        ],
    )


def _compared(many: dict[str, float], few: dict[str, float]) -> list[Line]:
    ratio = many["fastest_ms"] / few["fastest_ms"]
    return [
        Line("times as long as with few signals", ratio, "", at_most=1.5),
        Line("queries more than with few signals", many["queries"] - few["queries"], "", at_most=0),
    ]


def _measured(home: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(run(["-m", "benchmarks.picture_page", home]).out.splitlines()[-1])
    return figures


def measure(home: Path) -> dict[str, Any]:
    """The figures of one installation. Its editions are composed anew, by today's code."""
    from tilannekuva.console.django_setup import prepare_installation, start_installed

    _installation, city = start_installed(home)
    prepare_installation()
    from django.conf import settings
    from django.test import Client

    from tilannekuva.accounts.models import Person
    from tilannekuva.domain.viewer import system
    from tilannekuva.intake.models import PhenomenonKind, Signal
    from tilannekuva.picture.actions import renew_editions

    started = time.perf_counter()
    renew_editions(city=city, by=system("benchmark"))
    composed_s = time.perf_counter() - started
    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(email=EMAIL), settings.AUTHENTICATION_BACKENDS[0])
    started = time.perf_counter()
    page = client.get("/")
    first_ms = (time.perf_counter() - started) * 1000
    assert page.status_code == 200, page.status_code
    assert b"data-picture" in page.content, "the page shows no picture"
    kind = PhenomenonKind.objects.all()[0]
    return {
        "n_signals": Signal.objects.count(),
        "composed_s": composed_s,
        "first_ms": first_ms,
        "page": _requested(client, "/"),
        "kind": _requested(client, f"/?kind={kind.code}"),
        "part": _requested(client, f"/?kind={kind.code}", {"HX-Request": "true"}),
    }


def _requested(client: Any, address: str, headers: dict[str, str] | None = None) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(_WARM_UP):
        client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=headers)
    n_queries = len(queries)  # now: the next request empties the log
    taken_ms = []
    for _ in range(_REQUESTS):
        started = time.perf_counter()
        response = client.get(address, headers=headers)
        taken_ms.append((time.perf_counter() - started) * 1000)
    return {
        "median_ms": statistics.median(taken_ms),
        "fastest_ms": min(taken_ms),
        "p95_ms": statistics.quantiles(taken_ms, n=20)[-1],
        "queries": n_queries,
        "bytes": len(response.content),
    }


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]))))
