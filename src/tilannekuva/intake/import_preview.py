"""What a person sees of a file before it comes in: what was taken for what, counts, and rows that stay out."""

from __future__ import annotations

import gzip
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tilannekuva.domain.city import City
from tilannekuva.domain.clock import date_of_day, today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream
from tilannekuva.places.city_places import read_city_places

from .file_signals import (
    FileSignals,
    file_signals,
    suggested_row_id,
    vocabulary_ids,
    with_row_keys,
    without_those_in,
)
from .importers.columns import ColumnRole
from .importers.incident_table import IncidentTable
from .importers.incidents import incidents_of
from .importers.raw_table import RawTable
from .importers.rejections import REASON_ORDER, Reason, Rejections
from .models import ImportJob, PhenomenonKind, SavedMapping, Source
from .reading_choices import LEAVE_OUT, ReadingChoices, column_words, columns_sha256, may_be_shown

FIRST_REJECTED = 50
_MOST_KINDS_SHOWN = 60


@dataclass(frozen=True, slots=True, eq=False)
class FileReading:
    """A file as a table, and how it is to be read. `where` names it in messages: its own name is not kept."""

    raw: RawTable
    sha256: str
    where: str
    choices: ReadingChoices
    source: Source
    city: City


def safe_table(raw: RawTable) -> RawTable:
    """The table with other names for columns whose own tell who somebody is: those are shown, and kept in mappings."""
    names = [
        name if may_be_shown(column_words(name)) else f"column {number}"
        for number, name in enumerate(raw.frame.columns, start=1)
    ]
    return replace(raw, frame=raw.frame.rename(dict(zip(raw.frame.columns, names, strict=True))))


def with_mapping(choices: ReadingChoices, job: ImportJob, of_columns: str) -> ReadingChoices:
    """The choices of the mapping that is saved for these columns, unless somebody has chosen for this file."""
    if choices.by_hand:
        return choices
    mapping = SavedMapping.objects.filter(
        source=job.source, tells=job.tells, columns_sha256=of_columns
    ).first()
    if mapping is None:
        return choices
    saved = ReadingChoices.of(mapping.choices)
    return replace(saved, stream=choices.stream, marking=choices.marking, by_hand=True)


def read_signals(file: FileReading) -> FileSignals:
    """The rows that become signals; all others are in its `rejected`. Raises `BadInput`."""
    table = _table(file)
    return _signals(file, table, _kinds(file, table))


def preview_of_signals(file: FileReading) -> tuple[dict[str, Any], bytes | None]:
    """The preview of a file, and the compressed list of its rows that are not taken. Raises `BadInput`."""
    table = _table(file)
    kinds = _kinds(file, table)
    signals = _signals(file, table, kinds)
    n_of_kind = Counter(table.kind_idx.tolist())
    shown = [
        {"name": name, "code": kinds[name], "n": n_of_kind[idx]}
        for idx, name in enumerate(table.kinds)
        if may_be_shown(name)
    ]
    open_kinds = [kind for kind in shown if kind["code"] is None]
    row_id = _row_id(file)
    rejected = signals.rejected
    days = table.day[signals.row_idx]
    preview = {
        **about_file(file),
        "taken": {role: table.columns.of(role) for role in ColumnRole if table.columns.of(role)},
        "row_id": row_id,
        # How the rows came about is shown in words of its own.
        "notes": [note for note in table.notes if "--stream" not in note],
        "kinds": shown[:_MOST_KINDS_SHOWN],
        "n_kinds_open": len(open_kinds),
        "n_taken": len(signals),
        "n_events": int(table.n_events[signals.row_idx].sum()),
        "n_already_in": _n_already_in(rejected),
        "tells_rows_apart": bool(row_id),
        "first_on": date_of_day(int(days.min())).isoformat() if len(days) else "",
        "last_on": date_of_day(int(days.max())).isoformat() if len(days) else "",
        "can_be_confirmed": len(signals) > 0 and not open_kinds,
        **told_rejections(rejected),
    }
    return preview, compressed(rejected)


def refusal_of(refused: BadInput, file: FileReading | None) -> dict[str, Any]:
    """What to show of a file that cannot be read like this; with its columns, where it has any."""
    about = about_file(file) if file is not None else {"columns": []}
    return {**about, "refusal": {"what": refused.what, "next_step": refused.next_step}}


def told_rejections(rejected: Rejections) -> dict[str, Any]:
    """Counts by reason and the first rows, without anything that stood in them."""
    first = range(min(FIRST_REJECTED, rejected.n_rejected))
    return {
        "n_rows_read": rejected.n_rows_read,
        "n_rejected": rejected.n_rejected,
        "numbering": rejected.numbering,
        "reasons": [[reason.told, n_rows] for reason, n_rows in rejected.counts().items()],
        "first_rejected": [
            [
                int(rejected.row[i]),
                rejected.columns[int(rejected.column_idx[i])],
                REASON_ORDER[int(rejected.reason_idx[i])].told,
            ]
            for i in first
        ],
    }


def compressed(rejected: Rejections) -> bytes | None:
    """The whole list as it is kept until it is downloaded."""
    return gzip.compress(rejected.as_csv(), mtime=0) if rejected.n_rejected else None


def about_file(file: FileReading) -> dict[str, Any]:
    return {
        "columns": list(file.raw.frame.columns),
        "columns_sha256": columns_sha256(file.raw.frame.columns),
    }


def _table(file: FileReading) -> IncidentTable:
    choices, zone, row_id = file.choices, file.city.time_zone, _row_id(file)
    # The column of ids is read apart, and no note shall say that it is not read.
    without_id = file.raw.frame.drop(row_id, strict=False) if row_id else file.raw.frame
    return incidents_of(
        replace(file.raw, frame=without_id),
        where=file.where,
        sha256=file.sha256,
        placer=read_city_places(file.city).placer,
        default_stream=Stream(choices.stream),
        as_of_on=today_on(zone),
        city_time_zone=zone,
        overrides=choices.column_choices(),
        time_zone=choices.time_zone or None,
        crs=choices.crs or None,
        date_order=choices.order(),
        default_kind=choices.only_kind or None,
    )


def _kinds(file: FileReading, table: IncidentTable) -> dict[str, str | None]:
    """The code of each kind that the file names; `LEAVE_OUT`; or None, where nobody has said it yet."""
    known = {word: code for code, words in _words_of_codes().items() for word in words}
    chosen = {name.casefold(): code for name, code in file.choices.kinds.items()}
    found = {}
    for name in table.kinds:
        plain = name.casefold()
        found[name] = LEAVE_OUT if not may_be_shown(name) else chosen.get(plain) or known.get(plain)
    return found


def _words_of_codes() -> dict[str, set[str]]:
    return {
        entry.code: {str(word).casefold() for word in (entry.code, *entry.names.values())}
        for entry in PhenomenonKind.objects.all()
    }


def _signals(file: FileReading, table: IncidentTable, kinds: dict[str, str | None]) -> FileSignals:
    ids = vocabulary_ids()
    # A kind that nobody has said yet is left out of the counts, and the file cannot be confirmed before.
    kind_ids = {name: ids.get(code) if code and code != LEAVE_OUT else None for name, code in kinds.items()}
    signals = file_signals(table, read_city_places(file.city).placer, kind_ids, where=file.where)
    signals = _with_reasons(signals, table, kinds)
    row_id = _row_id(file)
    if row_id:
        signals = with_row_keys(signals, file.raw, row_id, file.source, where=file.where)
    return without_those_in(signals, file.source, takes_identical=file.choices.takes_identical)


def _with_reasons(signals: FileSignals, table: IncidentTable, kinds: dict[str, str | None]) -> FileSignals:
    """Rows left out for their kind are told apart: the gate stops it, nobody has said what it is, or somebody has."""
    reasons = [
        Reason.KIND_OPEN
        if kinds[name] is None
        else Reason.KIND_LEFT_OUT
        if may_be_shown(name)
        else Reason.KIND_PERSONAL
        for name in table.kinds
    ]
    of_row = np.array([REASON_ORDER.index(reason) for reason in reasons], dtype=np.uint8)[table.kind_idx]
    rejected = signals.rejected
    reason_idx = rejected.reason_idx.copy()
    left_out = np.flatnonzero(reason_idx == REASON_ORDER.index(Reason.KIND_LEFT_OUT))
    reason_idx[left_out] = of_row[np.searchsorted(table.row, rejected.row[left_out])]
    return replace(signals, rejected=replace(rejected, reason_idx=reason_idx))


def _row_id(file: FileReading) -> str:
    """The column of ids: as somebody said, or the one that is called so; "" for none."""
    said = file.choices.columns.get("row_id")
    if said is not None:
        return said
    return suggested_row_id(file.raw, list(file.choices.columns.values())) or ""


def _n_already_in(rejected: Rejections) -> int:
    counts = rejected.counts()
    return counts.get(Reason.ALREADY_IN, 0) + counts.get(Reason.IDENTICAL_IN, 0)
