"""Signals of files are stored without model instances, and are the same rows nonetheless."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TESTER
from tilannekuva.accounts.models import Organisation
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.intake.actions import add_source, import_signals
from tilannekuva.intake.actions.bulk import _SAME, _VARYING, _uuid_hex
from tilannekuva.intake.actions.rows import checked_row
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import ImportBatch, Signal
from tilannekuva.intake.models.signals import receipt_code_of

MADE_BY_CHANCE = {"id", "public_id", "receipt_code", "received_at"}


def bring_in(organisation: Organisation, drafts: list[SignalDraft]) -> ImportBatch:
    source = add_source(organisation=organisation, code="file", by=TESTER)
    return import_signals(
        drafts=drafts, source=source, file_sha256="0" * 64, n_rows_read=len(drafts), rejected={}, by=TESTER
    )


@given(st.binary(min_size=24, max_size=24))
def test_an_id_made_by_chance_is_that_of_the_library(chance: bytes) -> None:
    assert _uuid_hex(chance) == uuid.UUID(bytes=chance[:16], version=4).hex


def test_the_columns_are_those_of_the_table() -> None:
    assert {*_VARYING, *_SAME, "id"} == {field.name for field in Signal._meta.concrete_fields}


def test_a_row_is_the_same_as_an_instance_would_have_made_it(
    school: Organisation, row_of_a_file: SignalDraft
) -> None:
    batch = bring_in(school, [row_of_a_file])
    stored = Signal.objects.get()
    made = checked_row(row_of_a_file, source=batch.source, agreement=None, batch=batch, by=TESTER)
    for field in Signal._meta.concrete_fields:
        if field.name not in MADE_BY_CHANCE:
            assert getattr(stored, field.attname) == getattr(made, field.attname), field.name
    assert stored.public_id.version == 4
    assert abs(stored.received_at - batch.imported_at) < dt.timedelta(minutes=1)


def test_many_rows_have_ids_of_their_own_and_none_is_lost(
    school: Organisation, row_of_a_file: SignalDraft
) -> None:
    import dataclasses

    drafts = [dataclasses.replace(row_of_a_file, row_key="") for _ in range(12_001)]
    assert bring_in(school, drafts).n_signals == 12_001
    ids = list(Signal.objects.values_list("public_id", "receipt_code"))
    assert len({public_id for public_id, _code in ids}) == len({code for _id, code in ids}) == 12_001
    assert all(re.fullmatch("[2-9BCDFGHJKMNPQRSTVWXZ]{12}", code) for _id, code in ids)


def test_one_row_that_is_no_signal_takes_all_back(school: Organisation, row_of_a_file: SignalDraft) -> None:
    import dataclasses

    nowhere = dataclasses.replace(row_of_a_file, area_id=None, row_key="")
    with pytest.raises(RuleBroken, match="needs a place"):
        bring_in(school, [row_of_a_file, nowhere])
    assert (Signal.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_receipt_codes_spread_over_their_letters() -> None:
    assert receipt_code_of(bytes(8)) == "2" * 12
    assert len({receipt_code_of(n.to_bytes(8, "big")) for n in range(5_000)}) == 5_000
    assert len(receipt_code_of(b"\xff" * 8)) == 12
