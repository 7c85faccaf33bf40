"""What the console writes: plain lines on stdout, complaints on stderr, progress bars when a person watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rich.console import Console

if TYPE_CHECKING:
    # Not while the program runs: this would bring in all of detection before a verb asks for it.
    from rich.progress import TaskID

    from tilannekuva.detection.analysis import Progress as TellProgress

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)

_STEPS = {
    "levels": _("Measuring levels"),
    "detection": _("Looking for what stands out"),
    "reading": _("Reading"),
    "writing": _("Writing"),
    "signals": _("Storing signals"),
    "rehearsals": _("Rehearsing"),
}


def say(line: str = "") -> None:
    """One line for the person at the keyboard."""
    _out.print(line, markup=False)


def complain(error: Exception) -> None:
    """What is wrong, where, and what next; never a traceback."""
    _err.print(f"tilannekuva: {error}", markup=False, style="bold red" if _err.is_terminal else None)


@contextmanager
def progress() -> Iterator[TellProgress]:
    """A function `tell(step, done, of)` that draws one bar for each step. Silent when nobody watches."""
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err, transient=False, disable=not _err.is_terminal) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(str(_STEPS.get(step, step)), total=of)
            bars.update(tasks[step], completed=done, total=of)

        yield tell
