"""What a second person should know before a release: judgements in it that are past their time. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any


def past_assessments(edition: Mapping[str, Any], today: dt.date) -> list[Mapping[str, Any]]:
    """The phenomena of an edition (see `picture.compose`) whose assessment was good until a day before `today`."""
    return [
        entry
        for entry in edition.get("phenomena", ())
        if entry["assessment"] and dt.date.fromisoformat(entry["assessment"]["good_until"]) < today
    ]
