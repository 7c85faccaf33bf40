"""The list of rows that were not taken, as the console speaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from django.utils.translation import gettext as _

from tilannekuva.intake.importers.rejections import NoRowTaken

from .screen import complain, say

REJECTED_ROWS = "rejected_rows.csv"

# Nothing is written when no row could be used, so the screen is where the list stands.
_ROWS_TOLD_WHEN_NONE_IS_TAKEN = 10


def list_told(path: object) -> str:
    """What the list is."""
    return _("%(path)s lists every row that was not taken, with its column and the reason.") % {"path": path}


@contextmanager
def refusal_before_the_rows() -> Iterator[None]:
    """When none of the rows could be used, say what to do first, then why, row by row, and end with failure."""
    try:
        yield
    except NoRowTaken as refused:
        complain(refused)
        for line in refused.rejected.summary(first=_ROWS_TOLD_WHEN_NONE_IS_TAKEN):
            say(line)
        raise typer.Exit(1) from None
