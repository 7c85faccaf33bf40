"""Makes the basemap of Helsinki: sea, green, roads, rail, stations. Its README says what is left out."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely
import shapely.ops

from .writing import Feature, read_geojson, reproject, write_geojson

CRS = "EPSG:3879"
WGS84 = "EPSG:4326"

_SIMPLIFIED_M = {"sea": 12.0, "green": 12.0, "roads": 6.0, "rail": 6.0}
_SMALLEST_ISLET_M2 = 2_000.0
_SMALLEST_GREEN_M2 = 8_000.0

# Through streets carry names; the small ones only give a quarter its texture, close by.
_NAMED = frozenset({"motorway", "trunk", "primary", "secondary", "tertiary", "pedestrian"})
_DRAWN = _NAMED | {"residential", "unclassified", "living_street"}

# Two stations whose only position in the source comes from a file of unclear licence are placed anew:
# Pitäjänmäki at the two bus stops of HSL that bear its name; Koivusaari on HSL's own metro line.
_BUS_STOPS_OF_STATION = {"Pitäjänmäki": "Pitäjänmäen asema"}
_ON_METRO_LINE = {"Koivusaari"}


def make_basemap(geography: Path, source: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    write_geojson(folder / "sea.geojson", _sea(source))
    write_geojson(folder / "green.geojson", _green(source))
    write_geojson(folder / "roads.geojson", _roads(source))
    write_geojson(folder / "rail.geojson", _rail(source))
    write_geojson(folder / "stations.geojson", _stations(geography, source))


def _simplified(shapes: list[shapely.Geometry], layer: str) -> np.ndarray:
    metric = shapely.simplify(reproject(shapes, WGS84, CRS), _SIMPLIFIED_M[layer])
    return reproject(metric, CRS, WGS84)


def _sea(source: Path) -> list[Feature]:
    """The sea over ground in the colour of land, so that one coastline from one source is enough."""
    whole = shapely.union_all([shape for _, shape in read_geojson(source / "sea.geojson")])
    metric = reproject([whole], WGS84, CRS)[0]
    kept = []
    for part in shapely.get_parts(metric):
        islands = [ring for ring in part.interiors if shapely.Polygon(ring).area >= _SMALLEST_ISLET_M2]
        kept.append(shapely.Polygon(part.exterior, islands))
    slim = shapely.make_valid(shapely.simplify(shapely.MultiPolygon(kept), _SIMPLIFIED_M["sea"]))
    return [({}, reproject([slim], CRS, WGS84)[0])]


def _green(source: Path) -> list[Feature]:
    groups: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for properties, shape in read_geojson(source / "green.geojson"):
        groups[properties["class"]].append(shape)
    features: list[Feature] = []
    for name, shapes in sorted(groups.items()):
        merged = reproject([shapely.union_all(shapes)], WGS84, CRS)
        parts = [part for part in shapely.get_parts(merged) if part.area >= _SMALLEST_GREEN_M2]
        slim = shapely.make_valid(shapely.simplify(shapely.MultiPolygon(parts), _SIMPLIFIED_M["green"]))
        features.append(({"class": name}, reproject([slim], CRS, WGS84)[0]))
    return features


def _roads(source: Path) -> list[Feature]:
    zone = read_geojson(source / "street_detail_zone.geojson")[0][1]
    groups: dict[tuple[str, str, str], list[shapely.Geometry]] = defaultdict(list)
    for properties, shape in read_geojson(source / "roads.geojson"):
        if properties["src"] == "tmc" or properties["class"] not in _DRAWN or properties.get("tunnel"):
            continue
        if properties["src"] == "osm":
            shape = shape.intersection(zone)
        named = properties["class"] in _NAMED
        names = [properties.get(f"name_{lang}") or "" if named else "" for lang in ("fi", "sv")]
        lines = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and part.length]
        groups[(properties["class"], names[0], names[1])] += lines
    kept = {key: lines for key, lines in groups.items() if lines}
    merged = [shapely.line_merge(shapely.MultiLineString(lines)) for lines in kept.values()]
    features: list[Feature] = []
    for (name, fi, sv), line in zip(kept, _simplified(merged, "roads"), strict=True):
        texts = {"class": name, "name_fi": fi, "name_sv": sv}
        features.append(({key: text for key, text in texts.items() if text}, line))
    order = {name: rank for rank, name in enumerate(("living_street", "unclassified", "residential"))}
    return sorted(features, key=lambda each: (order.get(each[0]["class"], 9), each[0]["class"]))


def _rail(source: Path) -> list[Feature]:
    tracks = [each for each in read_geojson(source / "railways.geojson") if each[0]["mode"] != "tram"]
    slim = _simplified([shape for _, shape in tracks], "rail")
    return [
        (
            {"mode": properties["mode"], "underground": bool(properties.get("tunnel"))},
            shapely.line_merge(line) if line.geom_type == "MultiLineString" else line,
        )
        for (properties, _), line in zip(tracks, slim, strict=True)
    ]


def _stations(geography: Path, source: Path) -> list[Feature]:
    with gzip.open(geography / "public_transport_stops.csv.gz", "rt", encoding="utf-8") as file:
        stops = list(csv.DictReader(file))
    tracks = read_geojson(source / "railways.geojson")
    features: list[Feature] = []
    for properties, point in read_geojson(source / "stations.geojson"):
        name = properties["name_fi"]
        if name in _BUS_STOPS_OF_STATION:
            own = [stop for stop in stops if stop["stop_name"] == _BUS_STOPS_OF_STATION[name]]
            middle = np.mean([(float(stop["longitude"]), float(stop["latitude"])) for stop in own], axis=0)
            lines = [line for track, line in tracks if track["mode"] == properties["mode"]]
            point = shapely.ops.nearest_points(shapely.union_all(lines), shapely.Point(middle))[0]
        features.append(({key: properties[key] for key in ("mode", "name_fi", "name_sv")}, point))
    return features
