"""Where signals of an organisation come from."""

from __future__ import annotations

from django.db import transaction

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.grade import SourceReliability
from tilannekuva.domain.viewer import Viewer

from ..models import Source


@transaction.atomic
def add_source(
    *,
    organisation: Organisation,
    code: str,
    by: Viewer,
    default_reliability: SourceReliability = SourceReliability.CANNOT_BE_JUDGED,
) -> Source:
    """Add a source of an organisation, or return the one that is there."""
    existing = Source.objects.filter(organisation=organisation, code=code).first()
    if existing is not None:
        return existing
    with unlocked():
        source = Source.objects.create(
            organisation=organisation, code=code, default_reliability=default_reliability
        )
    record("source.added", by=by, object_type="source", object_id=str(source))
    return source
