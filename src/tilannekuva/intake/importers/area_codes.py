"""From a column of codes or names to the areas that have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput
from tilannekuva.places.shapes import AreaShapes

from .rejections import Reason, RowCheck
from .text_columns import as_text
from .words import in_column, listed

_SEVERAL = -2


@dataclass(frozen=True, slots=True)
class AreaWords:
    """What stands for an area in a file: its code as it is written, or its name in any language, in whatever letters.

    `by_name`: the index of the area of a name in small letters; -2 where several areas have it.
    """

    codes: tuple[str, ...] = ()
    by_name: Mapping[str, int] | None = None

    def index_of(self, texts: pl.Series) -> NDArray[np.int32]:
        """The index of the area of each text: by its code, or else by a name; -1 for none, -2 for several."""
        numbered = {code: idx for idx, code in enumerate(self.codes)}
        of_text = {
            text: numbered.get(text, (self.by_name or {}).get(text.casefold(), -1))
            for text in texts.drop_nulls().unique().to_list()
        }
        return texts.replace_strict(of_text, default=-1, return_dtype=pl.Int32).fill_null(-1).to_numpy()


def area_words(shapes: AreaShapes | None) -> AreaWords:
    """The words of the areas that have outlines or centres."""
    if shapes is None:
        return AreaWords()
    by_name: dict[str, int] = {}
    for idx, names in enumerate(shapes.names):
        for name in names.values():
            plain = name.strip().casefold()
            by_name[plain] = idx if by_name.get(plain, idx) == idx else _SEVERAL
    return AreaWords(tuple(shapes.codes), by_name)


def match_areas(column: pl.Series, words: AreaWords, check: RowCheck, *, where: str) -> NDArray[np.int32]:
    """The index of each row's area; rows of which no area has the code or the name are rejected in `check`, with -1.

    Codes are compared as text, with their leading zeros. Raises `BadInput` if no row names an area.
    """
    text = as_text(column)
    area_idx = words.index_of(text)
    if (area_idx < 0).all():
        raise _no_match(text, words.codes, in_column(where, column.name))
    check.reject(text.is_null().to_numpy(), Reason.AREA_MISSING)
    check.reject(area_idx == _SEVERAL, Reason.AREA_AMBIGUOUS)
    check.reject(area_idx < 0, Reason.AREA_UNKNOWN)
    return np.maximum(area_idx, -1).astype(np.int32)


def share_of_codes(column: pl.Series, codes: frozenset[str]) -> float:
    """How many of the values that are not empty are codes of areas (0 to 1)."""
    values = as_text(column).drop_nulls()
    return int(values.is_in(list(codes)).sum()) / len(values) if len(values) else 0.0


def share_of_words(column: pl.Series, words: AreaWords) -> float:
    """How many of the values that are not empty are codes or names of areas (0 to 1)."""
    values = as_text(column).drop_nulls()
    return float((words.index_of(values) != -1).mean()) if len(values) else 0.0


def lost_zeros(values: pl.Series, codes: Sequence[str]) -> bool:
    """Whether the values would be codes of areas, had they not lost their leading zeros."""
    plain = {code.lstrip("0") for code in codes if code.startswith("0")}
    kept = values.drop_nulls()
    return bool(plain) and int(kept.is_in(list(plain)).sum()) * 2 > len(kept)


def _no_match(text: pl.Series, codes: Sequence[str], where: str) -> BadInput:
    if lost_zeros(text, codes):
        return codes_without_zeros(codes, where)
    step = _(
        "The areas have codes such as %(codes)s; name the column that holds them, or their names: --area-id."
    )
    return BadInput(_("No area has any of these codes or names"), where, step % {"codes": listed(codes, 3)})


def codes_without_zeros(codes: Sequence[str], where: str) -> BadInput:
    """What to say when `lost_zeros` holds."""
    return BadInput(
        _("The codes have lost their leading zeros (a spreadsheet does that), so no area has them"),
        where,
        _("Write them as text, as in --areas: %(codes)s.") % {"codes": listed(codes, 3)},
    )
