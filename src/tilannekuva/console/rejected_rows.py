"""The list of rows that were not taken, as the console speaks of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

REJECTED_ROWS = "rejected_rows.csv"


def list_told(path: object) -> str:
    """What the list is."""
    return _("%(path)s lists every row that was not taken, with its column and the reason.") % {"path": path}
