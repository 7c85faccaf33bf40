"""Columns as clean text and as numbers."""

from __future__ import annotations

import polars as pl


def as_text(column: pl.Series) -> pl.Series:
    """Text without blanks at its ends, null where nothing is left.

    Whole numbers that a file stores as 2.0 become `2`: codes and dates often arrive like this from
    programs that know no empty whole number.
    """
    if column.dtype.is_float():
        column = column.fill_nan(None)
        if column.is_finite().all() and (column == column.floor()).all():
            column = column.cast(pl.Int64)
    text = column if column.dtype == pl.String else column.cast(pl.String)
    stripped = text.str.strip_chars()
    return stripped.set(stripped == "", None) if (stripped == "").any() else stripped


def as_numbers(column: pl.Series, decimal_comma: bool) -> pl.Series:
    """Float64; null where a value is no number. A comma is read as the decimal point if asked for."""
    if column.dtype.is_numeric():
        return column.cast(pl.Float64).fill_nan(None)
    # The plain cast first: almost every column holds nothing but numbers, and stripping costs more.
    if column.dtype == pl.String:
        numbers = column.cast(pl.Float64, strict=False)
        if not numbers.null_count():
            return numbers.fill_nan(None)
    text = as_text(column)
    if decimal_comma:
        text = text.str.replace(",", ".", literal=True)
    return text.cast(pl.Float64, strict=False).fill_nan(None)
