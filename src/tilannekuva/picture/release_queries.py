"""Reading releases: the editions that people cite, each in the form that the viewer may read."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from tilannekuva.detection.models import Finding
from tilannekuva.domain.edition_release import EditionReleaseState
from tilannekuva.domain.viewer import Viewer

from .models import Assessment, Edition, EditionRelease
from .provenance import RunFacts

_WITH = ("exact__run", "protected__run", "proposed_by", "released_by", "withdrawn_by")


def releases_for(viewer: Viewer) -> QuerySet[EditionRelease]:
    """Releases with who decided on them, the newest first; without the content of their editions."""
    return (
        EditionRelease.objects.visible_to(viewer)
        .select_related(*_WITH, "proposed_from", "released_from")
        .defer("exact__content", "protected__content")
    )


def release_with(viewer: Viewer, public_id: uuid.UUID) -> EditionRelease | None:
    """The release of an id, where the viewer may read it."""
    return releases_for(viewer).filter(public_id=public_id).first()


def edition_in(release: EditionRelease, viewer: Viewer) -> Edition:
    """The edition of a release for the viewer: exact counts where allowed, else protected ones."""
    return release.exact if viewer.reads_exact_counts else release.protected


def last_released(viewer: Viewer, *, before: EditionRelease | None = None) -> EditionRelease | None:
    """The newest released edition that stands; `before`: the newest that was released before that one."""
    rows = releases_for(viewer).filter(state=EditionReleaseState.RELEASED).order_by("-released_at", "-pk")
    if before is not None and before.released_at is not None:
        rows = rows.filter(released_at__lt=before.released_at)
    return rows.first()


def owners_of_assessments(ids: list[str]) -> dict[str, str]:
    """Codes of the organisations that own assessments, by the id of the assessment."""
    rows = Assessment.objects.filter(public_id__in=ids).values_list("public_id", "owner__code")
    return {str(public_id): code for public_id, code in rows}


def runs_of_findings(ids: list[str], *, not_after: RunFacts) -> dict[str, RunFacts]:
    """By id of a finding, the run that found it last, as far as the run of an edition had been done by then."""
    rows = Finding.objects.filter(public_id__in=ids).select_related("last_run", "first_run")
    found = {}
    for row in rows:
        run = row.last_run if row.last_run.as_of.isoformat() <= not_after.as_of else row.first_run
        found[str(row.public_id)] = RunFacts(
            str(run.public_id), run.inputs_sha256, run.as_of.isoformat(), run.code_version
        )
    return found
