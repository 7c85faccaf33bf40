"""What a column seems to hold, told from a sample of its values."""

from __future__ import annotations

import polars as pl

from .text_columns import as_numbers, as_text
from .time_formats import FAMILY_ORDER, TimeFamily, read_texts

UNNAMED_SHARE = 0.9
"""So many of the values must fit before content alone, without a known name, decides."""

_NUMERIC_SHARE = 0.5

# Longer values, or a new value in every second row, are free text or numbers of cases: never a kind.
_LONGEST_TYPICAL_KIND = 60
_ROWS_TO_JUDGE = 100


def share_of_times(sample: pl.Series, *, digits: bool) -> float:
    """How many of the values that are not empty are times (0 to 1).

    Eight digits may as well be the number of a case: they count only if `digits` is set, which is when the
    name of the column speaks for a date.
    """
    if sample.dtype == pl.Date or sample.dtype == pl.Datetime:
        return 1.0
    if sample.dtype != pl.String and not (digits and sample.dtype.is_integer()):
        return 0.0
    texts = as_text(sample).drop_nulls()
    if not len(texts):
        return 0.0
    family_idx = read_texts(texts).family_idx
    fits = family_idx >= 0
    if not digits:
        fits &= family_idx != FAMILY_ORDER.index(TimeFamily.DIGITS)
    return float(fits.mean())


def is_number(sample: pl.Series, decimal_comma: bool) -> bool:
    """Whether most values that are not empty are numbers."""
    if sample.dtype.is_numeric():
        return True
    if sample.dtype != pl.String:
        return False
    texts = as_text(sample).drop_nulls()
    n_numbers = int(as_numbers(texts, decimal_comma).count())
    return len(texts) == 0 or n_numbers / len(texts) >= _NUMERIC_SHARE


def is_category(sample: pl.Series) -> bool:
    """Whether the values are short and repeat, as names of kinds do."""
    texts = as_text(sample).drop_nulls()
    if not len(texts):
        return False
    lengths = texts.str.len_chars().sort()
    typical_length = int(lengths[len(lengths) // 2])
    many_values = len(texts) >= _ROWS_TO_JUDGE and texts.n_unique() * 2 > len(texts)
    return typical_length <= _LONGEST_TYPICAL_KIND and not many_values


def looks_like_degrees(sample: pl.Series, decimal_comma: bool) -> bool:
    """Whether almost all values are numbers from -180 to 180 with two decimals or more."""
    texts = as_text(sample).drop_nulls()
    numbers = as_numbers(texts, decimal_comma)
    fits = ((numbers.abs() <= 180) & texts.str.contains(r"[.,]\d{2,}")).fill_null(False)
    return len(texts) > 0 and int(fits.sum()) / len(texts) >= UNNAMED_SHARE
