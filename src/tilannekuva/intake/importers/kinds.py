"""What each row is about: names of kinds, numbered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput

from .rejections import Reason, RowCheck
from .text_columns import as_text
from .words import number_text

LONGEST_KIND = 100
MANY_KINDS = 60
# Each kind is looked at and drawn by itself: more of them are no vocabulary but numbers of cases.
MOST_KINDS = 1_000
NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class Kinds:
    """`names` in alphabetical order and the index of each row's kind (int32; rejected rows hold -1)."""

    names: tuple[str, ...]
    kind_idx: NDArray[np.int32]
    notes: tuple[str, ...]


def one_kind(name: str, n_rows: int, *, is_stated: bool) -> Kinds:
    """All rows are of one kind, because the file does not tell kinds apart."""
    note = (
        _("All rows are of one kind, as you said: '%(name)s'.")
        if is_stated
        else _("No column tells kinds apart, so all rows are of one kind, named after the file: '%(name)s'.")
    )
    return Kinds((name,), np.zeros(n_rows, dtype=np.int32), (note % {"name": name},))


def read_kinds(column: pl.Series, check: RowCheck) -> Kinds:
    """Kinds by name; names that differ only in capitals or blanks are one kind.

    Rows without a kind get the kind `NOT_STATED`: they happened, and leaving them out would bend every
    total. Kinds longer than `LONGEST_KIND` characters are rejected in `check`: that is free text. Raises
    `BadInput` if there are more than `MOST_KINDS`.
    """
    text = as_text(_in_one_line(as_text(column))).rename("kind")
    check.reject((text.str.len_chars() > LONGEST_KIND).fill_null(False).to_numpy(), Reason.KIND_TOO_LONG)
    good = check.good
    n_missing = int((text.is_null().to_numpy() & good).sum())
    text = text.fill_null(NOT_STATED)
    spellings = text.filter(good).value_counts().sort(["count", "kind"], descending=[True, False])
    plain = spellings["kind"].str.to_lowercase()
    spellings = spellings.with_columns(plain.alias("plain"))
    # The most frequent spelling names the kind: they are sorted by frequency.
    names = spellings.unique("plain", keep="first", maintain_order=True).sort("kind")
    spellings = spellings.join(names.select("plain", name="kind"), on="plain")
    if len(names) > MOST_KINDS:
        what = _("There are %(n)s different kinds, and at most %(most)s can be told apart")
        raise BadInput(
            what % {"n": number_text(len(names)), "most": number_text(MOST_KINDS)},
            _("column '%(name)s'") % {"name": column.name},
            _("Name a coarser column with --kind, or --kind '' for none."),
        )
    numbered = {name: idx for idx, name in enumerate(names["kind"])}
    kind_idx = text.replace_strict(
        spellings["kind"],
        spellings["name"].replace_strict(numbered, return_dtype=pl.Int32),
        default=-1,
        return_dtype=pl.Int32,
    )
    notes = []
    if len(spellings) > len(names):
        merged = len(spellings) - len(names)
        note = ngettext(
            "%(n)s spelling of kinds differing only in capitals or blanks merged.",
            "%(n)s spellings of kinds differing only in capitals or blanks merged.",
            merged,
        )
        notes.append(note % {"n": number_text(merged)})
    if n_missing:
        note = ngettext(
            "%(n)s row without a kind: kept as '%(kind)s'.",
            "%(n)s rows without a kind: kept as '%(kind)s'.",
            n_missing,
        )
        notes.append(note % {"n": number_text(n_missing), "kind": NOT_STATED})
    if len(names) > MANY_KINDS:
        note = _(
            "There are %(n)s kinds. All are kept, but more than %(many)d leave few incidents for each: consider a "
            "coarser column (--kind)."
        )
        notes.append(note % {"n": number_text(len(names)), "many": MANY_KINDS})
    return Kinds(tuple(names["kind"]), kind_idx.to_numpy(), tuple(notes))


def _in_one_line(text: pl.Series) -> pl.Series:
    """Line breaks, control characters and runs of blanks become one blank: a kind is a name."""
    stray = r"[\s\p{Cc}]{2,}|[^\S ]|\p{Cc}"
    return text.str.replace_all(stray, " ") if text.str.contains(stray).any() else text
