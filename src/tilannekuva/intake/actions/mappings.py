"""Mappings that are kept: how files with the same columns are read the next time."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.imports import FileTells
from tilannekuva.domain.rules.imports import check_may_handle_import
from tilannekuva.domain.viewer import Viewer

from ..models import SavedMapping, Source
from ..reading_choices import ReadingChoices, check_choices


@transaction.atomic
def save_mapping(
    *, source: Source, tells: FileTells, columns_sha256: str, choices: ReadingChoices, by: Viewer
) -> SavedMapping:
    """Keep how a file was read; a mapping for the same columns takes the place of the one before."""
    check_may_handle_import(by, organisation_id=source.organisation_id)
    check_choices(choices)
    # The day of an extraction belongs to one file alone.
    kept = replace(choices, extracted_on="").stored()
    with unlocked():
        mapping, _created = SavedMapping.objects.update_or_create(
            source=source,
            tells=tells,
            columns_sha256=columns_sha256,
            defaults={"choices": kept, "saved_by_id": by.person_id, "saved_at": now_at()},
        )
    _note("mapping.saved", mapping, by)
    return mapping


@transaction.atomic
def delete_mapping(*, mapping: SavedMapping, by: Viewer) -> None:
    """Forget a mapping: the next file is read as if it were the first."""
    check_may_handle_import(by, organisation_id=mapping.source.organisation_id)
    _note("mapping.deleted", mapping, by)
    with unlocked():
        mapping.delete()


def _note(act: str, mapping: SavedMapping, by: Viewer) -> None:
    record(
        act,
        by=by,
        object_type="mapping",
        object_id=str(mapping.public_id),
        detail={"source": str(mapping.source), "tells": mapping.tells},
    )
