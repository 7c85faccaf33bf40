"""The city's kinds of phenomena."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

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
                code=kind.code, defaults={**_columns(kind), "order": order}
            )
            n_kinds += 1
    record("vocabulary.loaded", by=by, detail={"kinds": n_kinds})
    return n_kinds


@transaction.atomic
def define_kind(*, kind: KindDefinition, by: Viewer) -> PhenomenonKind:
    """Add one kind at the end of the vocabulary, or define one anew; its signals stay as they are."""
    last = PhenomenonKind.objects.aggregate(last=Max("order"))["last"]
    columns = _columns(kind)
    with unlocked():
        defined, _is_new = PhenomenonKind.objects.update_or_create(
            code=kind.code,
            defaults=columns,
            create_defaults={**columns, "order": 0 if last is None else last + 1},
        )
    record("vocabulary.changed", by=by, object_type="kind", object_id=kind.code)
    return defined


def _columns(kind: KindDefinition) -> dict[str, object]:
    return {
        "names": dict(kind.names),
        "definitions": dict(kind.definitions),
        "iccs": kind.iccs,
        "is_sensitive": kind.sensitive,
        "is_positive": kind.positive,
        "is_rumour": kind.rumour,
        "is_retired": kind.retired,
    }
