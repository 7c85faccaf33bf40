"""Files that come in by the web: what they tell, and in which states their import can be."""

from __future__ import annotations

from enum import StrEnum


class FileTells(StrEnum):
    """What the rows of a file are."""

    SIGNALS = "signals"
    """Each row tells of one event or several, somewhere, some day."""
    STATISTICS = "statistics"
    """Each row is a count of an area in a month, a quarter or a year."""


class ImportState(StrEnum):
    """Where the import of a file stands. The program reads and stores; a person decides in between."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    REFUSED = "refused"
    CONFIRMED = "confirmed"
    STORING = "storing"
    DONE = "done"
    DISCARDED = "discarded"


IMPORT_TRANSITIONS: dict[ImportState, frozenset[ImportState]] = {
    ImportState.WAITING: frozenset({ImportState.READING, ImportState.DISCARDED}),
    # A worker that was killed leaves its job behind: another one takes it up again.
    ImportState.READING: frozenset(
        {ImportState.READING, ImportState.READ, ImportState.REFUSED, ImportState.DISCARDED}
    ),
    ImportState.READ: frozenset({ImportState.WAITING, ImportState.CONFIRMED, ImportState.DISCARDED}),
    ImportState.REFUSED: frozenset({ImportState.WAITING, ImportState.DISCARDED}),
    ImportState.CONFIRMED: frozenset({ImportState.STORING}),
    ImportState.STORING: frozenset({ImportState.STORING, ImportState.DONE, ImportState.REFUSED}),
    ImportState.DONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}

CLAIMED_AS: dict[ImportState, ImportState] = {
    ImportState.WAITING: ImportState.READING,
    ImportState.READING: ImportState.READING,
    ImportState.CONFIRMED: ImportState.STORING,
    ImportState.STORING: ImportState.STORING,
}
"""What a job becomes when a worker takes it."""

AT_WORK = frozenset({ImportState.READING, ImportState.STORING})
BUSY = AT_WORK | {ImportState.WAITING, ImportState.CONFIRMED}
"""The program is, or will be, at it: the person waits."""

ENDED = frozenset({ImportState.DONE, ImportState.DISCARDED})
"""Nothing of the file is held any more."""

IMPORT_AUDIT_ACTS: dict[ImportState, str] = {
    ImportState.WAITING: "import.read_again",
    ImportState.READ: "import.read",
    ImportState.REFUSED: "import.refused",
    ImportState.CONFIRMED: "import.confirmed",
    ImportState.DONE: "import.done",
    ImportState.DISCARDED: "import.discarded",
}

LARGEST_UPLOAD_BYTES = 32 * 1024**2
"""What may be handed in at a page; larger files come in at the console."""

LARGEST_UNPACKED_BYTES = 256 * 1024**2
"""What it may be when it is unpacked: eight times as much, as tables usually are."""

KEPT_HOURS = 24
"""So long a file waits for a person's decision; then it is erased, whatever its state."""

LEASE_MINUTES = 15
"""A worker that has not finished a job by then is taken for dead."""

MOST_CLAIMS = 3
"""A job at which that many workers died is refused: the fourth would die too."""

MOST_OPEN_IMPORTS = 5
"""Files of one organisation that wait at the same time."""
