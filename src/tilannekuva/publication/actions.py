"""What leaves the system as a file leaves a trace."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.domain.viewer import Viewer

MOST_EXPORTED_ROWS = 10_000
"""More rows at once are no work with a picture but a copy of it (L-33)."""


@transaction.atomic
def record_export(
    *, object_type: str, object_id: str, n_rows: int, choice: Mapping[str, str], by: Viewer
) -> uuid.UUID:
    """Note an export before it is given out. Returns its serial number, which the file carries too."""
    serial = uuid.uuid4()
    record(
        "file.exported",
        by=by,
        object_type=object_type,
        object_id=object_id,
        detail={"serial": str(serial), "rows": n_rows, "choice": dict(choice)},
    )
    return serial
