"""The other open findings at the same thing: shown beside one of them, and decided with it where a person ticks them.

Each stays a finding of its own: its own decision, its own entry in the audit, its own way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from tilannekuva.detection.models import Finding
from tilannekuva.detection.queries import open_beside
from tilannekuva.domain.errors import WrongState
from tilannekuva.domain.viewer import Viewer
from tilannekuva.publication.finding_view import finding_view
from tilannekuva.web.requests import id_in


def other_looks(
    viewer: Viewer, row: Finding, content: Mapping[str, Any], language: str
) -> list[dict[str, Any]]:
    """What the page of a finding shows of each other look; none of those that the reader's edition lacks."""
    entries = {entry["id"]: entry for entry in content["findings"]}
    return [
        finding_view(content, entries[identifier], language, url=reverse("finding", args=[identifier]))
        for identifier in (str(other.public_id) for other in open_beside(viewer, row))
        if identifier in entries
    ]


def ticked_looks(viewer: Viewer, row: Finding, ticked: Sequence[str]) -> list[Finding]:
    """The rows of the other looks that were ticked. Raises WrongState for one that is no longer open here."""
    beside = {str(other.public_id): other for other in open_beside(viewer, row)}
    wanted = {str(id_in(each)) for each in ticked}
    if not wanted <= beside.keys():
        raise WrongState(
            "One of the other findings that you ticked no longer awaits a decision. Nothing was stored: look at "
            "the list again."
        )
    return [other for identifier, other in beside.items() if identifier in wanted]
