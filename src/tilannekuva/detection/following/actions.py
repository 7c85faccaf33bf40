"""Writes on what is followed. The audit row is that of the phenomenon it is followed for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.rules.phenomena import check_may_work_on_phenomena
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.models import Area

from ..models import FollowedPlaces


@transaction.atomic
def follow(*, kind: PhenomenonKind, areas: Iterable[Area], by: Viewer) -> FollowedPlaces:
    """Have every run from now on measure a kind in these areas; without any, in the whole city."""
    check_may_work_on_phenomena(by)
    with unlocked():
        places = FollowedPlaces.objects.create(kind=kind, followed_since=now_at())
        places.areas.set(areas)
    return places


@transaction.atomic
def set_followed(*, places: FollowedPlaces, is_followed: bool, by: Viewer) -> None:
    """Stop measuring it, or begin again. What was measured stays."""
    check_may_work_on_phenomena(by)
    with unlocked():
        FollowedPlaces.objects.filter(pk=places.pk).update(ended_at=None if is_followed else now_at())
