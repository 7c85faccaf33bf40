"""Checks at start-up: what must not be forgotten by whoever adds a page."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .doors import all_patterns, opening_of


@register("trust")
def check_every_view_names_a_door(**kwargs: Any) -> list[CheckMessage]:
    """C-09: a view without a door stays shut; better to hear of it at start than at the first visit."""
    return [
        Error(
            f"The view at {pattern.pattern} ({pattern.lookup_str}) names no door.",
            hint="Decorate it with tilannekuva.web.doors.open_to.",
            id="tilannekuva.E001",
        )
        for pattern in all_patterns()
        if opening_of(pattern.callback) is None
    ]
