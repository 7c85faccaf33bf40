"""`tilannekuva gate`: what the personal-data gate says of texts, row by row, and how good it is on known ones."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TextIO

import typer

from tilannekuva.domain.errors import BadInput

from .screen import say

_LARGEST_FIELD = 2**31 - 1


def add_to(app: typer.Typer) -> None:
    app.command()(gate)


def gate(
    file: Annotated[
        Path,
        typer.Argument(help="One text per line, a CSV with --column, or a folder of CSV files.", exists=True),
    ],
    column: Annotated[str | None, typer.Option(help="The column of a CSV that holds the texts.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a text.")] = False,
    expected: Annotated[
        str | None,
        typer.Option(
            help="A column that says what each text holds: print how much is found, and false stops."
        ),
    ] = None,
) -> None:
    """Say of each text whether it passes, asks or stops, and why. Never prints a text."""
    if expected is not None:
        _figures(file, column or "text", expected)
        return
    from tilannekuva.intake.gate import judge

    for row, text in enumerate(_texts(file, column), start=1):
        verdict = judge(text)
        if as_json:
            hits = [{"class": hit.personal_data, "start": hit.start, "end": hit.end} for hit in verdict.hits]
            answer = {"row": row, "verdict": verdict.outcome, "classes": list(verdict.classes), "hits": hits}
            say(json.dumps(answer))
        else:
            say(f"{row}\t{verdict.outcome}\t{' '.join(verdict.classes)}".rstrip())


def _texts(file: Path, column: str | None) -> Iterator[str]:
    if file.is_dir():
        raise BadInput(
            "A folder needs --expected", str(file), "Name the column that says what each text holds."
        )
    if column is not None:
        yield from (row[column] for row in _rows(file, column))
        return
    with _opened(file) as lines:
        for line in lines:
            yield line.rstrip("\r\n")


def _rows(file: Path, *columns: str) -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LARGEST_FIELD)
    with _opened(file) as lines:
        reader = csv.DictReader(lines)
        missing = [name for name in columns if name not in (reader.fieldnames or [])]
        if missing:
            known = ", ".join(reader.fieldnames or []) or "none"
            raise BadInput(f"There is no column {missing[0]!r}", str(file), f"The columns are: {known}.")
        for row in reader:
            yield {name: row[name] or "" for name in columns}


def _opened(file: Path) -> TextIO:
    # Bytes that are no UTF-8 are read as they come: what cannot be read must not pass unseen.
    return file.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _figures(path: Path, column: str, expected: str) -> None:
    from tilannekuva.intake.gate.figures import Sentence, as_table, figures_of
    from tilannekuva.intake.gate.verdict import PersonalData

    files = sorted(path.rglob("*.csv")) if path.is_dir() else [path]
    if not files:
        raise BadInput("There is no CSV file", str(path), "Name a folder that holds some.")
    known = set(PersonalData)
    by_group: dict[str, list[Sentence]] = {}
    for file in files:
        group = file.parent.relative_to(path).as_posix() if path.is_dir() else file.name
        for number, row in enumerate(_rows(file, column, expected), start=2):
            classes = row[expected].split()
            strange = [name for name in classes if name not in known]
            if strange:
                raise BadInput(
                    f"{strange[0]!r} is no class of the gate",
                    f"{file}, line {number}",
                    f"Use: {', '.join(known)}.",
                )
            sorts = frozenset(PersonalData(name) for name in classes)
            by_group.setdefault(group, []).append(Sentence(row[column], sorts))
    for group, sentences in by_group.items():
        say(f"{group}: {len(sentences):,} texts")
        for what, counted, share in as_table(figures_of(sentences)):
            say(f"  {what:<26} {counted:>12}  {share}")
    sys.stdout.flush()
