"""Versions of an assessment as a page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tilannekuva.domain.assessment import AssessmentState
from tilannekuva.picture.models import Assessment
from tilannekuva.picture.phenomenon_words import ASSESSMENT_STATES


def assessment_lines(assessments: Iterable[Assessment]) -> list[dict[str, Any]]:
    """The newest first: version, state, who wrote it and when."""
    return [
        {
            "id": each.public_id,
            "version": each.version,
            "state": each.state,
            "word": ASSESSMENT_STATES[each.state],
            "is_draft": each.state == AssessmentState.DRAFT,
            "by": (each.published_by or each.written_by).display_name,
            "at": each.published_at or each.written_at,
        }
        for each in assessments
    ]
