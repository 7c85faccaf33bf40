"""The city's kinds of phenomena."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.viewer import Viewer
from tilannekuva.domain.vocabulary import KindDefinition

from ..models import PhenomenonKind


@transaction.atomic
def load_vocabulary(*, kinds: Iterable[KindDefinition], by: Viewer) -> int:
    """Bring the stored vocabulary in line with the city's. Kinds that signals use are never removed."""
    n_kinds = 0
    with unlocked():
        for order, kind in enumerate(kinds):
            PhenomenonKind.objects.update_or_create(
                code=kind.code,
                defaults={
                    "names": dict(kind.names),
                    "definitions": dict(kind.definitions),
                    "iccs": kind.iccs,
                    "is_sensitive": kind.sensitive,
                    "is_positive": kind.positive,
                    "is_rumour": kind.rumour,
                    "order": order,
                },
            )
            n_kinds += 1
    record("vocabulary.loaded", by=by, detail={"kinds": n_kinds})
    return n_kinds
