"""Steps of triage: one module per noun. Each is one act with its audit entry, and can be undone."""

from .joining import drop, join, split
from .judging import confirm, find_plausible, leave_unconfirmed, refute
from .passing import answer, pass_on
from .undoing import undo

__all__ = [
    "answer",
    "confirm",
    "drop",
    "find_plausible",
    "join",
    "leave_unconfirmed",
    "pass_on",
    "refute",
    "split",
    "undo",
]
