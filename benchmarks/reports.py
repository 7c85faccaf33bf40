"""Reports through the running server: how soon one is durable, and whether any is lost or doubled.

Sixteen writers at once, each sending its next report when the receipt of the last has come; then a steady rate for
a minute, whatever the receipts do. Over the loopback, so the time is that of the server with its queue. Every
receipt is checked against what was sent, and at the end against what is stored. Run as a program it serves its parts.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tilannekuva.console.serving import WEB_PROCESSES, web_command

from .installation import EMAIL, home_with
from .process import CHECKOUT, FOLDER, run
from .table import Line, show

SIGNALS_BEFORE = 10_000
ALONE_S = 5.0
WRITERS, AT_ONCE_S = 16, 20.0
PER_SECOND, STEADY_S, LATEST_S = 200, 60.0, 90.0
AT_MOST_MS = 50.0
SERVER_TIMES = "server_times.log"
"""What the server writes: the method of each request, and for how many microseconds it worked on it."""
_LONGEST_WAIT_S = 60.0


def main() -> None:
    home = FOLDER / "reports"
    if home.exists():
        shutil.rmtree(home)
    shutil.copytree(home_with(SIGNALS_BEFORE), home)
    prepared = json.loads(run(["-m", "benchmarks.reports", "prepare", home]).out.splitlines()[-1])
    with _served(home) as port:
        alone = _closed_loop(port, prepared, 1, ALONE_S)
        before = len(_server_ms(home))
        at_once = _closed_loop(port, prepared, WRITERS, AT_ONCE_S)
        server_ms = _server_ms(home)[before:]
        steady = _steady(port, prepared)
    stored = json.loads(run(["-m", "benchmarks.reports", "count", home]).out.splitlines()[-1])
    rounds = (alone, at_once, steady)
    receipts = [code for each in rounds for code in each["codes"]]
    n_unsent = int(PER_SECOND * STEADY_S) - len(steady["codes"]) - steady["n_failed"]
    show(
        f"reports: {WEB_PROCESSES} processes, SQLite, every receipt durable (synchronous=FULL)",
        [
            Line("one writer alone, 95 of 100 within", alone["p95_ms"], "ms"),
            Line(f"{WRITERS} writers at once, half received within", at_once["median_ms"], "ms"),
            Line("95 of 100 within, with the wait at the server's door", at_once["p95_ms"], "ms"),
            Line("server time of one, half within", statistics.median(server_ms), "ms"),
            Line("95 of 100 within", statistics.quantiles(server_ms, n=20)[-1], "ms", at_most=AT_MOST_MS),
            Line("received a second", at_once["per_second"], ""),
            Line(
                f"asked for {PER_SECOND} a second for {STEADY_S:.0f} s: received a second",
                steady["per_second"],
                "",
            ),
            Line("half received within", steady["median_ms"], "ms"),
            Line("95 of 100 within", steady["p95_ms"], "ms"),
            Line("without a receipt", sum(each["n_failed"] for each in rounds), "", at_most=0),
            Line(f"of the steady ones, not even begun after {LATEST_S:.0f} s", n_unsent, ""),
            Line(
                "lost: with a receipt, not stored", len(set(receipts) - set(stored["codes"])), "", at_most=0
            ),
            Line("double: stored more than once", stored["n_signals"] - stored["n_reports"], "", at_most=0),
            Line("the action alone, by one writer, median", stored["action_ms"], "ms"),
        ],
    )


@contextmanager
def _served(home: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "TILANNEKUVA_HOME": str(home.resolve())}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    log = ["--access-logfile", str(home / SERVER_TIMES), "--access-logformat", "%(m)s %(D)s"]
    server = subprocess.Popen([*web_command("127.0.0.1", port), *log], cwd=CHECKOUT, env=environment)
    try:
        until = time.monotonic() + _LONGEST_WAIT_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()


def _server_ms(home: Path) -> list[float]:
    """How long the server worked on each report so far, its turn at the database included."""
    lines = (home / SERVER_TIMES).read_text("utf-8").splitlines()
    return [int(line.split()[1]) / 1000 for line in lines if line.startswith("POST ")]


class _Writer:
    """One signed-in browser: greets once, then sends report after report."""

    def __init__(self, port: int, session: str, form: dict[str, str]) -> None:
        self.port, self.session, self.form = port, session, form
        self.connection: http.client.HTTPConnection | None = None
        self.taken_ms: list[float] = []
        self.codes: list[str] = []
        self.n_failed = 0
        told, cookies = self._ask("GET", "", {"Cookie": f"sessionid={session}"})
        token_cookie = next(each for each in cookies if each.startswith("csrftoken=")).split(";")[0]
        self.headers = {
            "Cookie": f"sessionid={session}; {token_cookie}",
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": told["token"],
            "X-Report-Writer": told["writer"],
        }

    def send(self, since: float | None = None) -> None:
        report_id = str(uuid.uuid4())
        body = urlencode({**self.form, "report_id": report_id})
        started = time.perf_counter() if since is None else since
        try:
            receipt, _cookies = self._ask("POST", body, self.headers)
        except (OSError, http.client.HTTPException, ValueError):
            self.connection = None
            self.n_failed += 1
            return
        if (
            receipt.get("report") != report_id
            or receipt.get("sha256") != hashlib.sha256(body.encode()).hexdigest()
        ):
            self.n_failed += 1
            return
        self.taken_ms.append((time.perf_counter() - started) * 1000)
        self.codes += receipt["codes"]

    def _ask(self, method: str, body: str, headers: dict[str, str]) -> tuple[dict[str, Any], list[str]]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_LONGEST_WAIT_S)
        self.connection.request(
            method, "/report/send/", body, {**headers, "Accept": "application/json", "Host": "localhost"}
        )
        answer = self.connection.getresponse()
        told = json.loads(answer.read())
        return told, answer.headers.get_all("Set-Cookie") or []


def _closed_loop(port: int, prepared: dict[str, Any], n_writers: int, seconds: float) -> dict[str, Any]:
    """Each writer sends its next report when it has the receipt of the last."""

    def write(writer: _Writer, ends: float) -> None:
        while time.perf_counter() < ends:
            writer.send()

    return _figures(port, prepared, prepared["sessions"][:n_writers], seconds, write)


def _steady(port: int, prepared: dict[str, Any]) -> dict[str, Any]:
    """So many a second by the clock, over as many browsers as it takes; a late start counts as waiting."""
    sessions = prepared["sessions"]
    starts = time.perf_counter() + 1
    moments = iter([starts + n / PER_SECOND for n in range(int(PER_SECOND * STEADY_S))])
    lock = threading.Lock()

    def write(writer: _Writer, _ends: float) -> None:
        while True:
            with lock:
                moment = next(moments, None)
            if moment is None or time.perf_counter() > starts + LATEST_S:
                return
            time.sleep(max(0.0, moment - time.perf_counter()))
            writer.send(since=moment)

    return _figures(port, prepared, sessions, STEADY_S, write)


def _figures(
    port: int,
    prepared: dict[str, Any],
    sessions: list[str],
    seconds: float,
    write: Callable[[_Writer, float], None],
) -> dict[str, Any]:
    writers = [_Writer(port, session, prepared["form"]) for session in sessions]
    started = time.perf_counter()
    threads = [threading.Thread(target=write, args=(writer, started + seconds)) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken_s = time.perf_counter() - started
    taken_ms = [ms for writer in writers for ms in writer.taken_ms]
    return {
        "median_ms": statistics.median(taken_ms),
        "p95_ms": statistics.quantiles(taken_ms, n=20)[-1],
        "per_second": len(taken_ms) / taken_s,
        "n_failed": sum(writer.n_failed for writer in writers),
        "codes": [code for writer in writers for code in writer.codes],
    }


def prepare(home: Path) -> dict[str, Any]:
    """Sessions of the installation's analyst, and the form that each report fills in."""
    from tilannekuva.console.django_setup import prepare_installation, start_installed

    start_installed(home)
    prepare_installation()
    from django.conf import settings
    from django.test import Client

    from tilannekuva.accounts.models import Person
    from tilannekuva.places.queries import areas_today

    person = Person.objects.get(email=EMAIL)
    sessions = []
    for _ in range(4 * WRITERS):
        client = Client(HTTP_HOST="localhost")
        client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
        client.get("/report/send/")
        sessions.append(client.cookies["sessionid"].value)
    given = {
        "kind": "damage", "area": areas_today().values_list("code", flat=True)[0],
        "occurred_on": time.strftime("%Y-%m-%d", time.gmtime()), "time_band": "night", "sureness": "sure",
        "observation": "own", "stream": "partner_observation", "severity": "moderate", "n_events": "1",
        "marking": "amber", "is_about_one": "no", "text": "Lamps are broken beside the kiosk",
    }  # fmt: skip
    form = {f"form-0-{name}": value for name, value in given.items()}
    return {"sessions": sessions, "form": {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", **form}}


def count(home: Path) -> dict[str, Any]:
    """What is stored, and how long the action alone takes."""
    from tilannekuva.console.django_setup import start_installed

    start_installed(home)
    from tilannekuva.accounts.models import Person
    from tilannekuva.accounts.queries import viewer_of
    from tilannekuva.intake.actions import receive_report
    from tilannekuva.intake.models import Report, Signal

    from .installation import _drafts

    reported = Signal.objects.filter(report__isnull=False)
    counted = {
        "codes": list(reported.values_list("receipt_code", flat=True)),
        "n_signals": reported.count(),
        "n_reports": Report.objects.count(),
    }
    by, source = viewer_of(Person.objects.get(email=EMAIL)), Report.objects.all()[0].source
    from tilannekuva.domain.clock import today_on

    taken_ms = []
    for draft in _drafts(50, today_on("Europe/Helsinki")):
        started = time.perf_counter()
        receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=by)
        taken_ms.append((time.perf_counter() - started) * 1000)
    return counted | {"action_ms": statistics.median(taken_ms)}


if __name__ == "__main__":
    print(json.dumps({"prepare": prepare, "count": count}[sys.argv[1]](Path(sys.argv[2]))))
