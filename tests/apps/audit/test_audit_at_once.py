"""The audit of a real installation, written by several processes and threads at the same moment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tilannekuva.project.installation import HOME_VARIABLE, create

N_PROCESSES = 2

_START = """
import django; django.setup()
"""

_MIGRATE = (
    _START
    + """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""
)

# Every third act fails after its entry was written: the entry must go, and leave no hole.
_WRITE = (
    _START
    + """
import threading
from django.db import connection, transaction
from tilannekuva.audit.actions import record
from tilannekuva.domain.viewer import system

def write(name):
    for number in range(9):
        try:
            with transaction.atomic():
                record("thing.done", by=system(name), object_id=str(number))
                if number % 3 == 2:
                    raise LookupError
        except LookupError:
            pass
    connection.close()

threads = [threading.Thread(target=write, args=(f"thread-{i}",)) for i in range(3)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""
)

_OUTSIDE = (
    _START
    + """
from tilannekuva.audit.actions import record
from tilannekuva.domain.viewer import system
try:
    record("thing.done", by=system("tester"))
except RuntimeError as refusal:
    print(refusal)
"""
)

_READ = (
    _START
    + """
import json
from tilannekuva.audit.models import AuditEntry
print(json.dumps(list(AuditEntry.objects.values_list("sequence", "object_id"))))
"""
)


def _python(home: Path, code: str) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        HOME_VARIABLE: str(home),
        "DJANGO_SETTINGS_MODULE": "tilannekuva.project.settings.installed",
    }
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _output(process: subprocess.Popen[str]) -> str:
    out, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    return out


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("installation")
    create(home, city_folder=settings.CITY_FOLDER, demo=False)
    _output(_python(home, _MIGRATE))
    return home


def test_sequence_has_no_gap_and_no_double(home: Path) -> None:
    writers = [_python(home, _WRITE) for _number in range(N_PROCESSES)]
    for writer in writers:
        _output(writer)
    rows = json.loads(_output(_python(home, _READ)))
    assert [sequence for sequence, _number in rows] == list(range(1, N_PROCESSES * 3 * 6 + 1))
    assert all(int(number) % 3 != 2 for _sequence, number in rows)


def test_an_entry_outside_the_transaction_of_its_act_is_refused(home: Path) -> None:
    before = _output(_python(home, _READ))
    assert "written in the transaction of its act" in _output(_python(home, _OUTSIDE))
    assert _output(_python(home, _READ)) == before
