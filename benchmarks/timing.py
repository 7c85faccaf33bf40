"""The shortest time of several tries: what the work takes when nothing else is in the way."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import TypeVar

from .process import run
from .table import Line

_Answer = TypeVar("_Answer")


def timed(work: Callable[[], _Answer], repeats: int = 3) -> tuple[float, _Answer]:
    """The shortest seconds of several tries, and the answer. Run it once before to leave compiling out."""
    shortest = math.inf
    for _ in range(repeats):
        started = time.perf_counter()
        answer = work()
        shortest = min(shortest, time.perf_counter() - started)
    return shortest, answer


def first_calls(what: str, program: str) -> list[Line]:
    """A process of its own that prints the seconds of its first call: where all is yet to be compiled, and after.

    Compiled code is kept beside the package; a user waits for the compiler once after an installation.
    """
    with TemporaryDirectory() as empty:
        cold = run(["-c", program], {"NUMBA_CACHE_DIR": empty})
        warm = run(["-c", program], {"NUMBA_CACHE_DIR": empty})
    return [
        Line(f"{what}, import and first call", float(warm.out), "s", at_most=2.0),
        Line("  the very first, which compiles", float(cold.out), "s"),
        Line("  memory of that process", warm.peak_mib, "MiB"),
    ]
