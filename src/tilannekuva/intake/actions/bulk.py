"""Many signals at once: rows as tuples, for which a model instance each would cost most of the time."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connection

from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.rules.signals import check_signal
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.viewer import Viewer

from ..drafts import SignalDraft
from ..models import ImportBatch, Signal
from ..models.signals import receipt_code_of
from .rows import agreement_of

_ROWS_AT_ONCE = 5_000
_BYTES_OF_ONE = 16 + 8


def insert_signals(drafts: Iterable[SignalDraft], *, batch: ImportBatch, by: Viewer) -> int:
    """For the action that stores a file: its signals, each checked as those of a report are. Returns how many.

    Raises RuleBroken for the first that is no signal; the action's transaction then takes all back.
    """
    rows = _rows(drafts, batch, by)
    first = next(rows, None)
    if first is None:
        return 0
    columns = [Signal._meta.get_field(name).column for name in first]
    quote = connection.ops.quote_name
    insert = (
        f"INSERT INTO {quote(Signal._meta.db_table)} ({', '.join(map(quote, columns))}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    n_stored = 0
    with connection.cursor() as cursor:
        cursor.execute(insert, list(first.values()))
        n_stored = 1
        while chunk := [list(row.values()) for row in islice(rows, _ROWS_AT_ONCE)]:
            cursor.executemany(insert, chunk)
            n_stored += len(chunk)
    return n_stored


def _rows(drafts: Iterable[SignalDraft], batch: ImportBatch, by: Viewer) -> Iterator[dict[str, Any]]:
    """The values of each row, as the database takes them, by the name of their field."""
    source, agreement = batch.source, agreement_of(batch.source)
    today, now = today_on(settings.TIME_ZONE), now_at()

    @cache
    def day(value: dt.date) -> Any:
        return connection.ops.adapt_datefield_value(value)

    @cache
    def instant(value: dt.datetime) -> Any:
        return connection.ops.adapt_datetimefield_value(value)

    same = {
        "owner": source.organisation_id,
        "source": source.pk,
        "agreement": None if agreement is None else agreement.pk,
        "batch": batch.pk,
        "report": None,
        "recorded_by": by.person_id,
        "judgement": SignalJudgement.NOT_YET_JUDGED.value,
        "handling": SignalHandling.RECEIVED.value,
    }
    native = connection.features.has_native_uuid_field
    for draft, chance in zip(drafts, _chances(), strict=False):
        check_signal(
            occurred_on=draft.occurred_on,
            time_band=draft.time_band,
            today_on=today,
            has_area=draft.area_id is not None,
            has_cell=draft.cell_id is not None,
            n_events=draft.n_events,
        )
        public_id = uuid.UUID(bytes=chance[:16], version=4)
        yield {
            "public_id": public_id if native else public_id.hex,
            "receipt_code": receipt_code_of(chance[16:]),
            "kind": draft.kind_id,
            "area": draft.area_id,
            "cell": draft.cell_id,
            "occurred_on": day(draft.occurred_on),
            "time_band": draft.time_band.value,
            "received_at": instant(draft.received_at or now),
            "stream": draft.stream.value,
            "n_events": draft.n_events,
            "severity": draft.severity.value,
            "reliability": draft.reliability.value,
            "credibility": draft.credibility.value,
            "marking": draft.marking.value,
            "observation": draft.observation.value,
            "row_key": draft.row_key,
            **same,
        }


def _chances() -> Iterator[bytes]:
    """Random bytes for one signal after the other, drawn for many at a time."""
    while True:
        drawn = secrets.token_bytes(_BYTES_OF_ONE * _ROWS_AT_ONCE)
        for start in range(0, len(drawn), _BYTES_OF_ONE):
            yield drawn[start : start + _BYTES_OF_ONE]
