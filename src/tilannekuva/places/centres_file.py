"""Areas of which only the centres are known: a CSV of code, latitude and longitude."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
from django.utils.translation import gettext as _

from tilannekuva.domain.city import Bounds
from tilannekuva.domain.errors import BadInput

from .area_columns import choose_code
from .area_features import code_told
from .coordinates import check_axis_order, choose_metric_crs
from .shapes import AreaShapes, shapes_from_centres

_LATITUDE = ("latitude", "lat", "y")
_LONGITUDE = ("longitude", "lon", "lng", "long", "x")


def read_centres(
    text: str, where: str, *, crs: str | None, code: str | None, bounds: Bounds | None, of: str
) -> tuple[AreaShapes, tuple[str, ...]]:
    """Read the centres. Raises `BadInput`, with the number of the line that is wrong."""
    rows = _read_rows(text, where)
    latitude_key = _find(list(rows[0]), _LATITUDE, "latitude", where)
    longitude_key = _find(list(rows[0]), _LONGITUDE, "longitude", where)
    others = [{k: v for k, v in row.items() if k not in (latitude_key, longitude_key)} for row in rows]
    code_key = choose_code(others, code, where) or next(iter(others[0]), None)
    if code_key is None:
        raise BadInput(_("There is no column of codes"), where, _("Add one, such as code."))
    codes = [str(row[code_key] or "").strip() for row in rows]
    seen: set[str] = set()
    for line, each in enumerate(codes, start=2):
        if not each:
            raise BadInput(
                _("Line %(line)d has no %(key)s") % {"line": line, "key": code_key},
                where,
                _("Give it a code or remove it."),
            )
        if each in seen:
            raise BadInput(
                _("Line %(line)d repeats the code '%(code)s'") % {"line": line, "code": each},
                where,
                _("Give each area one centre."),
            )
        seen.add(each)
    latitude = np.array([_number(row[latitude_key], line, where) for line, row in enumerate(rows, start=2)])
    longitude = np.array([_number(row[longitude_key], line, where) for line, row in enumerate(rows, start=2)])
    check_axis_order(latitude, longitude, where=where, bounds=bounds, of=of)
    shapes = shapes_from_centres(codes, latitude, longitude, crs or choose_metric_crs(latitude, longitude))
    return shapes, (
        code_told(code_key),
        _("Only centres of areas are known, so incidents are matched by area code and never by nearness."),
    )


def _read_rows(text: str, where: str) -> list[dict[str, str | None]]:
    first = text.lstrip().splitlines()[0]
    mark = max(",;\t", key=first.count)
    try:
        # strict=True turns an unclosed quote into an error, not into one giant field.
        reader = csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=mark, strict=True)
        rows = list(reader)
    except csv.Error as error:
        raise BadInput(
            _("The file cannot be read as CSV: %(reason)s") % {"reason": error}, where, _("Export it again.")
        ) from error
    if not rows:
        raise BadInput(_("The file holds no areas"), where, _("Give one line for each area, under a header."))
    for line, row in enumerate(rows, start=2):
        if None in row:
            raise BadInput(
                _("Line %(line)d has more fields than the header") % {"line": line},
                where,
                _("Mend that line."),
            )
    return rows


def _find(keys: list[str], words: tuple[str, ...], meaning: str, where: str) -> str:
    for word in words:
        for key in keys:
            if key.strip().lower() == word:
                return key
    step = _("Name it %(name)s. There are: %(names)s.")
    raise BadInput(
        _("There is no column '%(name)s'") % {"name": meaning},
        where,
        step % {"name": meaning, "names": ", ".join(keys)},
    )


def _number(value: str | None, line: int, where: str) -> float:
    try:
        number = float(value or "")
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise BadInput(
            _("Line %(line)d holds no coordinate where one belongs") % {"line": line},
            where,
            _("Give degrees, such as 60.17."),
        )
    return number
