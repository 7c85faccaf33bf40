"""A first large file: its indices are made afterwards, and are all there, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection

from tests.conftest import TESTER
from tilannekuva.accounts.models import Organisation
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.intake.actions import add_source, bulk_indices, import_signals
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import ImportBatch, Signal

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite makes indices afterwards")


@pytest.fixture(autouse=True)
def small_files_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_indices, "FEWEST_ROWS", 2)


def indices() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'intake_signal'"
        )
        return dict(cursor.fetchall())


def bring_in(organisation: Organisation, drafts: Iterator[SignalDraft], n: int) -> ImportBatch:
    source = add_source(organisation=organisation, code="file", by=TESTER)
    return import_signals(
        drafts=drafts, source=source, file_sha256="0" * 64, n_rows_read=n, rejected={}, by=TESTER
    )


def test_they_are_away_meanwhile_and_the_same_afterwards(
    school: Organisation, row_of_a_file: SignalDraft
) -> None:
    before, meanwhile = indices(), []

    def drafts() -> Iterator[SignalDraft]:
        meanwhile.append(indices())
        yield row_of_a_file
        yield replace(row_of_a_file, row_key="cd")

    bring_in(school, drafts(), 2)
    assert Signal.objects.count() == 2
    assert indices() == before
    assert len(meanwhile[0]) < len(before)


def test_a_file_that_is_refused_brings_them_back(school: Organisation, row_of_a_file: SignalDraft) -> None:
    before = indices()

    def drafts() -> Iterator[SignalDraft]:
        yield row_of_a_file
        raise RuleBroken("This row is no signal.")

    with pytest.raises(RuleBroken):
        bring_in(school, drafts(), 2)
    assert indices() == before
    assert not Signal.objects.exists()


def test_for_few_rows_they_stay(school: Organisation, row_of_a_file: SignalDraft) -> None:
    before, meanwhile = indices(), []

    def drafts() -> Iterator[SignalDraft]:
        meanwhile.append(indices())
        yield row_of_a_file

    bring_in(school, drafts(), 1)
    assert meanwhile == [before]
