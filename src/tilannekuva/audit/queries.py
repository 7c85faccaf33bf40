"""Reading the audit: its entries for auditors, and whether they are all there and unchanged."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

import rfc8785
from django.db.models import Count, Max, QuerySet

from tilannekuva.domain.rules.audit import may_read_audit
from tilannekuva.domain.viewer import Viewer

from .models import AuditEntry

_COLUMNS = ("act", "by", "organisation", "object_type", "object_id")


@dataclass(frozen=True, slots=True)
class Search:
    """Which entries are asked for; what is left empty narrows nothing.

    `act`: of a closed list, such as `role.given`; `organisation`: the id of the one that acted, as text;
    `object_type`, `object_id`: what was acted on; `from_at`, `until_at`: from the one instant up to, but
    without, the other; `before`: only entries with a smaller sequence number, for the next page.
    """

    act: str = ""
    organisation: str = ""
    object_type: str = ""
    object_id: str = ""
    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Soundness:
    """Whether the entries are as they were written. `n_missing`: numbers of the sequence without an entry.

    `changed`: sequence numbers, among those that were looked at, whose columns or text are not as written.
    """

    n_entries: int
    n_missing: int
    changed: tuple[int, ...]

    @property
    def is_sound(self) -> bool:
        return not self.n_missing and not self.changed


def entries_visible_to(viewer: Viewer) -> QuerySet[AuditEntry]:
    """Every entry for an auditor, and none for anybody else."""
    return AuditEntry.objects.all() if may_read_audit(viewer) else AuditEntry.objects.none()


def found(viewer: Viewer, search: Search) -> QuerySet[AuditEntry]:
    """The entries of a search, the newest first."""
    rows = entries_visible_to(viewer)
    for column in ("act", "organisation", "object_type", "object_id"):
        if wanted := getattr(search, column):
            rows = rows.filter(**{column: wanted})
    if search.from_at is not None:
        rows = rows.filter(at__gte=search.from_at)
    if search.until_at is not None:
        rows = rows.filter(at__lt=search.until_at)
    if search.before is not None:
        rows = rows.filter(sequence__lt=search.before)
    return rows.order_by("-sequence")


def object_types(viewer: Viewer) -> list[str]:
    """What was acted on so far, in alphabetical order."""
    kinds = entries_visible_to(viewer).exclude(object_type="").order_by("object_type")
    return list(kinds.values_list("object_type", flat=True).distinct())


def soundness(viewer: Viewer, looked_at: Iterable[AuditEntry]) -> Soundness:
    """Whether the whole sequence is without a gap, and the entries of `looked_at` still say what was written.

    What is removed at the very end leaves no gap: only a copy kept elsewhere shows that.
    """
    told = entries_visible_to(viewer).aggregate(n=Count("pk"), last=Max("sequence"))
    n_entries, last = told["n"], told["last"] or 0
    return Soundness(
        n_entries=n_entries,
        n_missing=last - n_entries,
        changed=tuple(entry.sequence for entry in looked_at if not _is_as_written(entry)),
    )


def _is_as_written(entry: AuditEntry) -> bool:
    """Whether the canonical text is canonical, and the columns beside it repeat what it says."""
    try:
        content = json.loads(entry.entry)
        is_canonical = rfc8785.dumps(content).decode() == entry.entry
        at = dt.datetime.fromisoformat(content["at"])
        said = {column: content[column] for column in _COLUMNS}
        number = content["sequence"]
    except (ValueError, KeyError, TypeError):
        return False
    return (
        is_canonical
        and (number, at) == (entry.sequence, entry.at)
        and said == {column: getattr(entry, column) for column in _COLUMNS}
    )
