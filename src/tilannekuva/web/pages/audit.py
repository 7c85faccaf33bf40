"""The audit, for auditors: who did or saw what, and when. Ids and closed words, never content (L-29)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tilannekuva.audit.models import AuditEntry
from tilannekuva.audit.queries import found, soundness
from tilannekuva.audit.schema_check import check_no_column_describes_a_person
from tilannekuva.audit.words import act_text
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.audit import AuditSearchForm
from tilannekuva.web.requests import Request

ENTRIES_ON_PAGE = 50


@open_to(Door.AUDITORS)
@require_safe
def audit(request: Request) -> HttpResponse:
    """A page of entries, newest first. To have read it is an entry itself: the door sees to that."""
    form = AuditSearchForm(request.GET, request.viewer)
    rows = list(found(request.viewer, form.search)[: ENTRIES_ON_PAGE + 1])
    shown, is_more = rows[:ENTRIES_ON_PAGE], len(rows) > ENTRIES_ON_PAGE
    context = {
        "form": form,
        "lines": [_line(row, form.owners) for row in shown],
        "newest": form.query(before=None) if form.search.before else None,
        "older": form.query(before=shown[-1].sequence) if is_more else None,
        "soundness": soundness(request.viewer, shown),
        "person_columns": [error.msg for error in check_no_column_describes_a_person()],
    }
    return render(request, "web/audit/page.html", context)


def _line(row: AuditEntry, owners: dict[str, str]) -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "at": row.at,
        "act": act_text(row.act),
        "by": row.by,
        # An organisation that is no longer there keeps its number.
        "organisation": owners.get(row.organisation, row.organisation),
        "object_type": row.object_type,
        "object_id": row.object_id,
    }
