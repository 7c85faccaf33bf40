"""Reading editions."""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from tilannekuva.detection.models import DetectionRun, Finding
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.viewer import Viewer

from .models import Edition, Phenomenon


def current_edition(viewer: Viewer) -> Edition | None:
    """The newest edition that the viewer may read: exact counts where allowed, else protected ones.

    Without its content, which `content_of` reads once per edition and process.
    """
    return _editions_of(viewer).first()


def newest_edition_on() -> dt.date | None:
    """The day of the picture that readers see."""
    return Edition.objects.order_by("-as_of").values_list("as_of", flat=True).first()


def is_composed(run: DetectionRun) -> bool:
    """Whether the editions of a run are there, one for each audience."""
    audiences = set(Edition.objects.filter(run=run).values_list("audience", flat=True))
    return audiences == {audience.value for audience in Audience}


def edition_for(run: DetectionRun, audience: Audience) -> Edition | None:
    """The newest edition of a run for an audience."""
    return Edition.objects.filter(run=run, audience=audience).order_by("-pk").first()


def edition_with(viewer: Viewer, finding: Finding) -> Edition | None:
    """The newest edition for the viewer in which a finding stands: the current one, or that of its last run."""
    current = current_edition(viewer)
    if current is not None and _holds(current, finding):
        return current
    then = _editions_of(viewer).filter(run=finding.last_run_id).first()
    return then if then is not None and _holds(then, finding) else None


def _editions_of(viewer: Viewer) -> QuerySet[Edition]:
    audience = Audience.ANALYSTS if viewer.reads_exact_counts else Audience.PARTNERS
    return Edition.objects.visible_to(viewer).filter(audience=audience).defer("content")


def _holds(edition: Edition, finding: Finding) -> bool:
    return any(entry["id"] == str(finding.public_id) for entry in content_of(edition)["findings"])


def above_expected_by_area(viewer: Viewer) -> dict[str, list[dict[str, str]]]:
    """By code of area, names (by language) of the phenomena that are reported above the expected in it.

    Of the newest edition that the viewer may read, in its shortest window. Without an edition: nothing.
    """
    edition = current_edition(viewer)
    if edition is None:
        return {}
    content = content_of(edition)
    window = str(min(content["windows"]))
    found: dict[str, list[dict[str, str]]] = {}
    for kind in content["kinds"]:
        if kind["positive"]:
            continue
        levels = content["area_levels"].get(kind["code"], {}).get(StreamGroup.REPORTED.value, {})
        for code, (*_counts, step) in levels.get(window, {}).items():
            if step is not None and step > 0:
                found.setdefault(code, []).append(kind["names"])
    return found


def content_of(edition: Edition) -> dict[str, Any]:
    """The document of an edition. Editions never change, so a process reads each of them once."""
    return _content(edition.pk, edition.sha256)


@lru_cache(maxsize=8)
def _content(edition_id: int, sha256: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(canonical_json(edition_id))
    return document


def canonical_json(edition_id: int) -> str:
    """The stored bytes over which the checksum was made."""
    return Edition.objects.values_list("content", flat=True).get(pk=edition_id)


def phenomena_visible_to(viewer: Viewer) -> QuerySet[Phenomenon]:
    """Phenomena with what their names are made of."""
    return (
        Phenomenon.objects.visible_to(viewer).select_related("places__kind").prefetch_related("places__areas")
    )
