"""The features of a GeoJSON file as areas: one code, one name, one outline each."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.city import name_in
from tilannekuva.domain.errors import BadInput

from .area_columns import choose_code, choose_names, text_of
from .crs_member import to_wgs84
from .shapes import polygons_of

_NAMES_TOLD = 10


@dataclass(frozen=True, slots=True)
class AreaFeatures:
    """Areas as read, in degrees (longitude first); codes can still repeat."""

    codes: tuple[str, ...]
    names: tuple[Mapping[str, str], ...]
    parents: tuple[str, ...]
    label_points: Mapping[str, tuple[float, float]]
    polygons: tuple[shapely.Geometry, ...]
    notes: tuple[str, ...]

    def label(self, idx: int) -> str:
        name = name_in(self.names[idx], "en")
        return f"{self.codes[idx]} ({name})" if name and name != self.codes[idx] else self.codes[idx]

    def with_polygons(self, polygons: Sequence[shapely.Geometry], notes: Sequence[str]) -> AreaFeatures:
        return replace(self, polygons=tuple(polygons), notes=tuple(notes))


def read_features(
    text: str, where: str, *, code: str | None, name: str | None, language: str
) -> AreaFeatures:
    """Read a FeatureCollection (or one Feature). Raises `BadInput`."""
    document = _parse(text, where)
    features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list) or not features:
        raise BadInput(
            _("The file holds no areas"), where, _("Give a GeoJSON FeatureCollection of polygons.")
        )
    outlines, records, notes = [], [], []
    for position, feature in enumerate(features, start=1):
        outline = _outline(feature, position, where)
        if outline is None:
            notes.append(_("Feature %(n)d has no outline and is left out.") % {"n": position})
            continue
        outlines.append(outline)
        records.append(_record(feature, position))
    if not outlines:
        raise BadInput(_("No feature has an outline"), where, _("Give polygons."))
    polygons = to_wgs84(outlines, document.get("crs"), where)
    return _as_areas(records, polygons, notes, where, code=code, name=name, language=language)


def merge_parts(features: AreaFeatures, where: str) -> AreaFeatures:
    """Parts of one area under one code become one outline; two names under one code are refused."""
    groups: dict[str, list[int]] = {}
    for idx, code in enumerate(features.codes):
        groups.setdefault(code, []).append(idx)
    notes, polygons = list(features.notes), []
    for code, members in groups.items():
        names = {name_in(features.names[idx], "en") for idx in members}
        if len(names) > 1:
            listed = ", ".join(repr(each) for each in sorted(names))
            what = _("Code '%(code)s' stands for areas of different names: %(names)s")
            raise BadInput(
                what % {"code": code, "names": listed},
                where,
                _("Give each its own code, or say which property holds the code."),
            )
        polygons.append(shapely.union_all([features.polygons[idx] for idx in members]))
        if len(members) > 1:
            note = _("%(n)d parts of %(area)s were merged into one area.")
            notes.append(note % {"n": len(members), "area": features.label(members[0])})
    first = [members[0] for members in groups.values()]
    return AreaFeatures(
        codes=tuple(features.codes[idx] for idx in first),
        names=tuple(features.names[idx] for idx in first),
        parents=tuple(features.parents[idx] for idx in first),
        label_points=features.label_points,
        polygons=tuple(polygons),
        notes=tuple(notes),
    )


def tell_apart(features: AreaFeatures) -> AreaFeatures:
    """Areas of one name get their code beside it, in each language in which the name repeats."""
    n_areas = Counter((language, name) for names in features.names for language, name in names.items())
    repeated = sorted({name for (_language, name), n in n_areas.items() if n > 1})
    if not repeated:
        return features
    names = tuple(
        {
            language: f"{name} ({code})" if n_areas[language, name] > 1 else name
            for language, name in names.items()
        }
        for code, names in zip(features.codes, features.names, strict=True)
    )
    note = ngettext(
        "%(n)d name stands for several areas; their codes stand beside it: %(names)s.",
        "%(n)d names stand for several areas each; their codes stand beside them: %(names)s.",
        len(repeated),
    )
    shown = ", ".join(repeated[:_NAMES_TOLD]) + (", …" if len(repeated) > _NAMES_TOLD else "")
    told = note % {"n": len(repeated), "names": shown}
    return replace(features, names=names, notes=(*features.notes, told))


def code_told(key: str) -> str:
    """Which property or column the codes of areas are taken from."""
    return _("The code of an area is taken from '%(key)s'.") % {"key": key}


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput(
            _("The file is not valid JSON: see line %(line)d") % {"line": error.lineno},
            where,
            _("Export it again."),
        ) from error
    except RecursionError:
        raise BadInput(_("The file nests too deeply to be GeoJSON"), where, _("Export it again.")) from None
    if not isinstance(document, dict) or document.get("type") not in ("FeatureCollection", "Feature"):
        raise BadInput(
            _("The file is JSON but not GeoJSON"), where, _("Give a FeatureCollection of polygons.")
        )
    return document


def _outline(feature: Any, position: int, where: str) -> shapely.Geometry | None:
    """The polygon of a feature; None when it has no geometry at all."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not geometry:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        raise BadInput(
            _("Feature %(n)d is a %(type)s, not a polygon") % {"n": position, "type": kind},
            where,
            _("Give polygons, or a CSV of centres."),
        )
    try:
        outline = shapely.force_2d(shapely.geometry.shape(geometry))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, shapely.GEOSException) as error:
        raise BadInput(
            _("The outline of feature %(n)d cannot be read") % {"n": position}, where, _("Export it again.")
        ) from error
    if not np.isfinite(shapely.get_coordinates(outline)).all():
        raise BadInput(
            _("The outline of feature %(n)d has a corner that is no number") % {"n": position},
            where,
            _("Export it again."),
        )
    if kind == "GeometryCollection":
        # Simplifying programs leave lines beside the polygons; the polygons are the area.
        outline = polygons_of(outline)
        if outline.is_empty:
            raise BadInput(_("Feature %(n)d holds no polygon") % {"n": position}, where, _("Give polygons."))
    return outline


def _record(feature: Mapping[str, Any], position: int) -> dict[str, Any]:
    record = feature.get("properties")
    record = dict(record) if isinstance(record, dict) else {}
    if feature.get("id") is not None:
        record.setdefault("id", feature["id"])
    record["_position"] = position
    return record


def _as_areas(
    records: list[dict[str, Any]],
    polygons: list[shapely.Geometry],
    notes: list[str],
    where: str,
    *,
    code: str | None,
    name: str | None,
    language: str,
) -> AreaFeatures:
    name_keys = choose_names(records, name, language, where)
    code_key = choose_code(records, code, where) or next(iter(name_keys.values()), "_position")
    if code_key == "_position":
        notes.append(_("No property tells the areas apart; they are numbered in the order of the file."))
    elif code is None:
        notes.append(code_told(code_key))
    codes = [text_of(record.get(code_key)) for record in records]
    for record, found in zip(records, codes, strict=True):
        if not found:
            raise BadInput(
                _("Feature %(n)d has no '%(key)s'") % {"n": record["_position"], "key": code_key},
                where,
                _("Give it a code."),
            )
    names = [
        {lang: text_of(record.get(key)) for lang, key in name_keys.items() if text_of(record.get(key))}
        or {language: found}
        for record, found in zip(records, codes, strict=True)
    ]
    return AreaFeatures(
        codes=tuple(codes),
        names=tuple(names),
        parents=tuple(text_of(record.get("parent")) for record in records),
        label_points=_label_points(codes, records),
        polygons=tuple(polygons),
        notes=tuple(notes),
    )


def _label_points(codes: list[str], records: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Points that the file itself gives, as `label_latitude` and `label_longitude`."""
    points = {}
    for code, record in zip(codes, records, strict=True):
        pair = record.get("label_latitude"), record.get("label_longitude")
        if all(isinstance(each, int | float) for each in pair):
            points[code] = (float(pair[0]), float(pair[1]))  # type: ignore[arg-type]
    return points
