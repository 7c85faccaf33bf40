"""A city is a folder: names, languages, coordinates, vocabulary and thresholds, read into frozen values.

Nothing that belongs to one city stands in the code. `city.toml` is described, key by key, by what
`load_city` asks of it; every message names the key that is wrong.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from .channels import OfficialChannel, read_channels
from .city_keys import Table, Text
from .errors import BadInput
from .thresholds import Thresholds, read_thresholds
from .vocabulary import KindDefinition, read_kinds

__all__ = ["Bounds", "City", "KindDefinition", "Text", "Thresholds", "load_city", "name_in", "text_in"]

CITY_FILE = "city.toml"

# Finer cells would tell dwellings apart; coarser ones would no longer say where in a quarter.
SMALLEST_CELL_M = 100.0
LARGEST_CELL_M = 2000.0


def name_in(names: Mapping[str, str], language: str) -> str:
    """The name in `language` (`fi`, also `fi-fi`), or else the first one there is, or else ''."""
    own = names.get(language) or names.get(language.split("-")[0])
    return own or next(iter(names.values()), "")


def text_in(text: Text, language: str) -> str:
    """A text that may be the same in every language, in `language` or else in the first one there is."""
    return text if isinstance(text, str) else name_in(text, language)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box in degrees (WGS 84). A point of the city lies inside; used to notice exchanged axes."""

    south: float
    west: float
    north: float
    east: float

    def hold(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


@dataclass(frozen=True, slots=True)
class City:
    """One city, as its folder describes it.

    `names` by language; `crs` the metric coordinate system (such as `EPSG:3879`); cells are squares of
    `cell_size_m` whose corners lie at `cell_origin_m` (easting, northing) plus whole steps;
    `attributions` say whose data these are, each in one text for all languages or by language;
    `areas_as_of` is the day of which the boundaries are, None where nobody states it;
    `area_level_names` by level code from the finest level to the coarsest, then by language;
    `channels` are the official ways for what concerns one person; `report_notice` stands above the report page, by
    language, empty where nothing is to be said.
    """

    code: str
    names: Mapping[str, str]
    languages: tuple[str, ...]
    time_zone: str
    crs: str
    cell_size_m: float
    cell_origin_m: tuple[float, float]
    bounds: Bounds
    kinds: tuple[KindDefinition, ...]
    thresholds: Thresholds
    attributions: tuple[Text, ...]
    areas_as_of: dt.date | None
    area_level_names: Mapping[str, Mapping[str, str]]
    channels: tuple[OfficialChannel, ...]
    folder: Path
    report_notice: Mapping[str, str] = field(default_factory=dict)

    @property
    def areas_file(self) -> Path:
        """GeoJSON of the areas of the finest level."""
        return self.folder / "areas.geojson"

    @property
    def finest_level(self) -> str:
        return next(iter(self.area_level_names))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def name(self, language: str) -> str:
        return name_in(self.names, language)

    def kind(self, code: str) -> KindDefinition:
        """The kind of that code; KeyError when the vocabulary has none."""
        for kind in self.kinds:
            if kind.code == code:
                return kind
        raise KeyError(code)


def load_city(folder: Path | str) -> City:
    """Read `folder`/city.toml. Raises `BadInput` that names the key which is missing or wrong."""
    folder = Path(folder)
    table = Table(_read_toml(folder / CITY_FILE), where=str(folder / CITY_FILE))
    languages = table.codes("languages")
    if not languages:
        raise table.wrong("languages", "is empty", 'Name at least one, such as ["fi", "sv", "en"].')
    city = City(
        code=table.code("code"),
        names=table.texts("names", languages),
        languages=languages,
        time_zone=table.time_zone("time_zone"),
        crs=table.coordinate_system("crs"),
        cell_size_m=table.number("cell_size_m", least=SMALLEST_CELL_M, most=LARGEST_CELL_M),
        cell_origin_m=table.pair("cell_origin_m"),
        bounds=_read_bounds(table.table("bounds")),
        kinds=read_kinds(table.tables("kinds"), languages),
        thresholds=read_thresholds(table.table("thresholds", optional=True)),
        attributions=table.lines_by_language("attributions", languages),
        areas_as_of=table.day("areas_as_of", optional=True),
        area_level_names=_read_levels(table.tables("area_levels"), languages),
        channels=read_channels(table.tables("channels") if table.has("channels") else (), languages),
        folder=folder,
        report_notice=table.texts("report_notice", languages) if table.has("report_notice") else {},
    )
    table.check_all_used()
    return city


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(
            "There is no city.toml", str(path), "Give the folder of a city, such as cities/helsinki."
        ) from None
    except UnicodeDecodeError as error:
        raise BadInput(f"The file is not UTF-8: {error}", str(path), "Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The file is not valid TOML: {error}", str(path), "Mend that line.") from error


def _read_bounds(table: Table) -> Bounds:
    bounds = Bounds(
        south=table.number("south", least=-90, most=90),
        west=table.number("west", least=-180, most=180),
        north=table.number("north", least=-90, most=90),
        east=table.number("east", least=-180, most=180),
    )
    if bounds.south >= bounds.north:
        raise table.wrong("south", "is not below north", "Give degrees of latitude, south below north.")
    if bounds.west >= bounds.east:
        raise table.wrong("west", "is not left of east", "Give degrees of longitude, west below east.")
    table.check_all_used()
    return bounds


def _read_levels(tables: tuple[Table, ...], languages: tuple[str, ...]) -> dict[str, Mapping[str, str]]:
    levels: dict[str, Mapping[str, str]] = {}
    for table in tables:
        code = table.code("code")
        if code in levels:
            raise table.wrong("code", f"repeats {code!r}", "Give each level its own code.")
        levels[code] = table.texts("names", languages)
        table.check_all_used()
    return levels
