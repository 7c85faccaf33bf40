"""Reading releases: the editions that people cite, each in the form that the viewer may read."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from tilannekuva.domain.edition_release import EditionReleaseState
from tilannekuva.domain.viewer import Viewer

from .models import Edition, EditionRelease

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
