"""A first large file: SQLite sorts a whole index faster than it keeps it in order row by row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Max, Model

FEWEST_ROWS = 50_000


@contextmanager
def indices_made_afterwards(cursor: Any, model: type[Model], *, n_new: int) -> Iterator[None]:
    """Take the indices of a table away and make them anew, where that is worth it; inside one transaction.

    Worth it: SQLite, many rows, and at least as many as there are. Others read the table as it was until the
    transaction ends, and whatever ends it otherwise brings the indices back. Indices of columns that are unique stay.
    """
    if connection.vendor != "sqlite" or n_new < max(FEWEST_ROWS, _largest_id(model)):
        yield
        return
    if not connection.in_atomic_block:
        raise RuntimeError("indices are taken away only inside a transaction")
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL",
        [model._meta.db_table],
    )
    indices = cursor.fetchall()
    for name, _sql in indices:
        cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    for _name, sql in indices:
        # As SQLite keeps it: a percent sign in it is no placeholder.
        cursor.execute(sql.replace("%", "%%"), [])


def _largest_id(model: type[Model]) -> int:
    """At least the number of rows, read from the end of the table."""
    largest: int | None = model._default_manager.aggregate(largest=Max("pk"))["largest"]
    return largest or 0
