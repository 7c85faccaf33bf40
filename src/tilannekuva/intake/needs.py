"""Reading what is asked for, and how many signals answered."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Count, QuerySet

from tilannekuva.domain.viewer import Viewer

from .models import InformationNeed
from .queries import counts_in_picture


def needs_for(viewer: Viewer, on: dt.date) -> QuerySet[InformationNeed]:
    """Every need with `n_answers`, the signals that answer it and count in the picture; the newest first.

    `n_answers` is exact: whoever shows it passes it through `domain.disclosure`.
    """
    counts = counts_in_picture(on, "answers__signal__")
    rows = InformationNeed.objects.visible_to(viewer).annotate(
        n_answers=Count("answers", filter=counts, distinct=True)
    )
    return rows.prefetch_related("need_kinds__kind", "need_areas__area")


def open_needs(viewer: Viewer, on: dt.date) -> QuerySet[InformationNeed]:
    """What is asked on a day, the newest first."""
    return InformationNeed.objects.visible_to(viewer).open_on(on)


def need_of(viewer: Viewer, public_id: uuid.UUID) -> InformationNeed | None:
    return InformationNeed.objects.visible_to(viewer).filter(public_id=public_id).first()
