"""Reading releases: for those who work on them, and the one that everybody reads."""

from __future__ import annotations

from django.db.models import QuerySet

from tilannekuva.domain.public_release import ReleaseState
from tilannekuva.domain.viewer import NOBODY, Viewer

from ..models import PublicRelease


def releases_for(viewer: Viewer) -> QuerySet[PublicRelease]:
    """The releases that the viewer may see, the newest first, with those who made them and without their content."""
    rows = PublicRelease.objects.visible_to(viewer).select_related(
        "proposed_by", "decided_by", "withdrawn_by"
    )
    return rows.order_by("-proposed_at", "-pk").defer("content")


def current_release() -> PublicRelease | None:
    """What everybody reads: the newest that is released."""
    rows = PublicRelease.objects.visible_to(NOBODY).filter(state=ReleaseState.RELEASED)
    return rows.order_by("-decided_at", "-pk").defer("content").first()


def newest_withdrawal() -> PublicRelease | None:
    """The withdrawn release that no later one has replaced: its reason stands on the page."""
    newest = PublicRelease.objects.published().defer("content").last()
    return newest if newest is not None and newest.state == ReleaseState.WITHDRAWN else None


def is_release_due() -> bool:
    """Whether a release waits for the worker."""
    return PublicRelease.objects.filter(state=ReleaseState.REQUESTED).exists()


MOST_IN_A_FEED = 8


def standing_releases() -> list[PublicRelease]:
    """The newest releases that are not withdrawn, the newest first: two years of them at most."""
    rows = PublicRelease.objects.visible_to(NOBODY).filter(state=ReleaseState.RELEASED)
    return list(rows.order_by("-decided_at", "-pk").defer("content")[:MOST_IN_A_FEED])
