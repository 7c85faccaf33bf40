"""From a column of codes to the areas that have them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput

from .rejections import Reason, RowCheck
from .text_columns import as_text
from .words import in_column, listed


def match_areas(column: pl.Series, codes: Sequence[str], check: RowCheck, *, where: str) -> NDArray[np.int32]:
    """The index of each row's area; rows whose code no area has are rejected in `check` and hold -1.

    Codes are compared as text, with their leading zeros. Raises `BadInput` if no row has a known code.
    """
    text = as_text(column)
    numbered = {code: idx for idx, code in enumerate(codes)}
    area_idx = text.replace_strict(numbered, default=-1, return_dtype=pl.Int32).fill_null(-1).to_numpy()
    if (area_idx < 0).all():
        raise _no_match(text, codes, in_column(where, column.name))
    check.reject(text.is_null().to_numpy(), Reason.AREA_MISSING)
    check.reject(area_idx < 0, Reason.AREA_UNKNOWN)
    return area_idx


def share_of_codes(column: pl.Series, codes: frozenset[str]) -> float:
    """How many of the values that are not empty are codes of areas (0 to 1)."""
    values = as_text(column).drop_nulls()
    return int(values.is_in(list(codes)).sum()) / len(values) if len(values) else 0.0


def lost_zeros(values: pl.Series, codes: Sequence[str]) -> bool:
    """Whether the values would be codes of areas, had they not lost their leading zeros."""
    plain = {code.lstrip("0") for code in codes if code.startswith("0")}
    kept = values.drop_nulls()
    return bool(plain) and int(kept.is_in(list(plain)).sum()) * 2 > len(kept)


def _no_match(text: pl.Series, codes: Sequence[str], where: str) -> BadInput:
    if lost_zeros(text, codes):
        return codes_without_zeros(codes, where)
    step = _("The areas have codes such as %(codes)s; name the column that holds them: --area-id.")
    return BadInput(_("No area has any of these codes"), where, step % {"codes": listed(codes, 3)})


def codes_without_zeros(codes: Sequence[str], where: str) -> BadInput:
    """What to say when `lost_zeros` holds."""
    return BadInput(
        _("The codes have lost their leading zeros (a spreadsheet does that), so no area has them"),
        where,
        _("Write them as text, as in --areas: %(codes)s.") % {"codes": listed(codes, 3)},
    )
