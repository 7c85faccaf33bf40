"""What a phenomenon is called: from its rows, where no edition is at hand."""

from __future__ import annotations

from tilannekuva.picture.models import Phenomenon
from tilannekuva.publication.phenomenon_view import named


def name_of(row: Phenomenon, language: str) -> str:
    """Its kind and its areas in alphabetical order."""
    return named(
        row.places.kind.name(language), sorted(area.name(language) for area in row.places.areas.all())
    )
