"""Many signals at once: rows as tuples, for which a model instance each would cost most of the time."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from .bulk_indices import indices_made_afterwards
from .rows import agreement_of

_ROWS_AT_ONCE = 5_000
_BYTES_OF_ONE = 16 + 8
_CACHE_KIB = 512 * 1024

# The columns of a signal, in the order of the values below. A test holds them against the table.
_VARYING = (
    *(
        "public_id",
        "receipt_code",
        "kind",
        "area",
        "cell",
        "occurred_on",
        "time_band",
        "received_at",
        "stream",
    ),
    *("n_events", "severity", "reliability", "credibility", "marking", "observation", "row_key"),
)
_SAME = ("owner", "source", "agreement", "batch", "report", "recorded_by", "judgement", "handling")


def insert_signals(drafts: Iterable[SignalDraft], *, batch: ImportBatch, by: Viewer) -> int:
    """For the action that stores a file: its signals, each checked as those of a report are. Returns how many.

    Raises RuleBroken for the first that is no signal; the action's transaction then takes all back.
    """
    of_field: dict[str, str] = {field.name: str(field.column) for field in Signal._meta.concrete_fields}
    columns = [of_field[name] for name in (*_VARYING, *_SAME)]
    quote = connection.ops.quote_name
    insert = (
        f"INSERT INTO {quote(Signal._meta.db_table)} ({', '.join(map(quote, columns))}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    rows = _rows(drafts, batch, by)
    n_stored = 0
    with (
        connection.cursor() as cursor,
        _large_cache(cursor),
        indices_made_afterwards(cursor, Signal, n_new=batch.n_rows_read - batch.n_rejected),
    ):
        while chunk := list(islice(rows, _ROWS_AT_ONCE)):
            cursor.executemany(insert, chunk)
            n_stored += len(chunk)
    return n_stored


@contextmanager
def _large_cache(cursor: Any) -> Iterator[None]:
    """The indices of ids made by chance are written all over: SQLite is given the memory to hold them meanwhile."""
    if connection.vendor != "sqlite":
        yield
        return
    cursor.execute("PRAGMA cache_size")
    [usual] = cursor.fetchone()
    cursor.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA cache_size = {usual}")


def _rows(drafts: Iterable[SignalDraft], batch: ImportBatch, by: Viewer) -> Iterator[tuple[Any, ...]]:
    """The values of each row as the database takes them: those of `_VARYING`, then those of `_SAME`."""
    source, agreement = batch.source, agreement_of(batch.source)
    today, now = today_on(settings.TIME_ZONE), now_at()

    @cache
    def day(value: dt.date) -> Any:
        return connection.ops.adapt_datefield_value(value)

    @cache
    def instant(value: dt.datetime) -> Any:
        return connection.ops.adapt_datetimefield_value(value)

    same = (
        source.organisation_id,
        source.pk,
        None if agreement is None else agreement.pk,
        batch.pk,
        None,
        by.person_id,
        SignalJudgement.NOT_YET_JUDGED.value,
        SignalHandling.RECEIVED.value,
    )
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
        yield (
            uuid.UUID(bytes=chance[:16], version=4) if native else _uuid_hex(chance),
            receipt_code_of(chance[16:]),
            draft.kind_id,
            draft.area_id,
            draft.cell_id,
            day(draft.occurred_on),
            draft.time_band.value,
            instant(draft.received_at or now),
            draft.stream.value,
            draft.n_events,
            draft.severity.value,
            draft.reliability.value,
            draft.credibility.value,
            draft.marking.value,
            draft.observation.value,
            draft.row_key,
            *same,
        )


def _uuid_hex(chance: bytes) -> str:
    """The same as `UUID(bytes=chance[:16], version=4).hex`, without the object (RFC 9562, section 5.4)."""
    octets = bytearray(chance[:16])
    octets[6] = octets[6] & 0x0F | 0x40
    octets[8] = octets[8] & 0x3F | 0x80
    return octets.hex()


def _chances() -> Iterator[bytes]:
    """Random bytes for one signal after the other, drawn for many at a time."""
    while True:
        drawn = secrets.token_bytes(_BYTES_OF_ONE * _ROWS_AT_ONCE)
        for start in range(0, len(drawn), _BYTES_OF_ONE):
            yield drawn[start : start + _BYTES_OF_ONE]
