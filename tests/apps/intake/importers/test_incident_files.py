"""Bytes on disk: what they are, how they are encoded, and what is refused before any row is looked at."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import itertools
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from tilannekuva.domain.errors import BadInput
from tilannekuva.intake.importers.files import clean_text, read_file
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.rejections import Reason

Reader = Callable[..., IncidentTable]

HEADER = "time,latitude,longitude,kind\n"
ROW = "2026-04-01T13:00,60.17,24.92,näpistys\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((HEADER + ROW).encode(), id="utf-8"),
        pytest.param(b"\xef\xbb\xbf" + (HEADER + ROW).encode(), id="byte-order mark"),
        pytest.param((HEADER + ROW).encode("utf-16"), id="utf-16"),
        pytest.param((HEADER + ROW).encode("latin-1"), id="latin-1"),
        pytest.param((HEADER + ROW).replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param((HEADER + ROW).replace("\n", "\r").encode(), id="cr"),
        pytest.param((HEADER.replace("\n", "\r") + ROW).encode(), id="cr after the header alone"),
        pytest.param((HEADER + ROW).strip().encode(), id="no line end at the end"),
        pytest.param(gzip.compress((HEADER + ROW).encode()), id="gzip"),
    ],
)
def test_one_table_in_many_encodings(read: Reader, content: bytes) -> None:
    table = read(content)
    assert (table.kinds, len(table), table.day.tolist()) == (("näpistys",), 1, [20544])
    assert table.rejected.n_rejected == 0


def test_the_checksum_is_that_of_the_file_on_disk(read: Reader) -> None:
    packed = gzip.compress((HEADER + ROW).encode())
    assert read(packed, "sample.csv.gz").sha256 == hashlib.sha256(packed).hexdigest()


def test_western_european_text_is_said_to_be_so() -> None:
    text = clean_text("kylä;määrä".encode("cp1252"))
    assert text.utf8.decode() == "kylä;määrä"
    assert not text.broken
    assert "4 bytes read as Western European" in text.notes[0]


def test_broken_utf8_costs_only_the_rows_that_need_it(read: Reader) -> None:
    head = b"time,latitude,longitude,kind,remark\n"
    rows = [
        "2026-04-01,60.17,24.92,höyry,\n".encode(),
        b"2026-04-02,60.17,24.92,th\xffeft,\n",
        b"2026-04-03,60.17,24.92,theft,\xfe\n",
    ]
    table = read(head + b"".join(rows))
    assert list(table.rejected.items()) == [(3, Reason.CHARACTERS)]
    assert table.kinds == ("höyry", "theft")
    assert "Not UTF-8: 2 bytes" in table.notes[0]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf\r\n \n", "The file is empty"),
        (b"PK\x03\x04 and more", "a zip archive"),
        (b"%PDF-1.7", "a PDF document"),
        (b'{"type": "FeatureCollection"}', "JSON"),
        (b"<!doctype html>", "HTML or XML"),
        (b"PAR1 and then nonsense", "The Parquet file is damaged"),
        (gzip.compress(ROW.encode() * 1000, mtime=0)[:-30], "damaged or cut short"),
        (HEADER.encode(), "a header but no rows"),
        (bytes(range(256)) * 20, "The file is not text, and not Parquet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "an image"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "an image"),
        (b"SQLite format 3\x00" + bytes(200), "an SQLite database"),
        (bz2.compress(ROW.encode()), "compressed in a way that is not read"),
        (lzma.compress(ROW.encode()), "compressed in a way that is not read"),
        (gzip.compress(gzip.compress(ROW.encode(), mtime=0), mtime=0), "compressed with gzip twice over"),
        (b"\x7fELF\x02\x01\x01\x00" + bytes(200), "The file is not text"),
    ],
    # Bytes make no name that every worker would write alike.
    ids=itertools.count(),
)
def test_what_is_no_table_is_refused_in_one_sentence(read: Reader, content: bytes, what: str) -> None:
    with pytest.raises(BadInput, match=what) as refused:
        read(content)
    assert refused.value.next_step
    assert "sample.csv" in refused.value.where


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_file(tmp_path / "nothing.csv")
    with pytest.raises(BadInput, match="cannot be read"):
        read_file(tmp_path)
