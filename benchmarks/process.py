"""Running a program of its own and measuring it: seconds, and the most memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
FOLDER = CHECKOUT / "var" / "bench"
_BYTES_OF_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Ran:
    """`peak_mib`: the largest resident set of the process."""

    seconds: float
    peak_mib: float
    out: str


def run(arguments: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Ran:
    """Run Python with these arguments, as on a machine that has run it before: with compiled modules.

    Ends the benchmark with what the program said when it fails.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    surroundings = os.environ | {"PYTHONPYCACHEPREFIX": str(FOLDER / "bytecode")} | dict(environment or {})
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *map(str, arguments)],
        cwd=CHECKOUT,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        out = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, arguments))} ended with {process.returncode}:\n{out}")
    return Ran(seconds, usage.ru_maxrss * _BYTES_OF_RSS_UNIT / 1024**2, out)
