"""What a release tells, as pages and files ask for it: codes, names and counts, without what was withdrawn since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in
from tilannekuva.domain.public_release import Trend
from tilannekuva.domain.quarter import Quarter, quarter_of_code

CITY_LEVEL = "city"


@dataclass(frozen=True, slots=True)
class Place:
    """An area, or the whole city. `inside`: codes of the areas directly in it, by name."""

    code: str
    name: str
    level: str
    parent: str
    has_reporters: bool


class Told:
    """One release in one language. `closed`: codes of quarters whose figures were withdrawn later."""

    def __init__(self, content: Mapping[str, Any], closed: Collection[str], language: str) -> None:
        self.content, self.language = content, language
        codes = [entry["code"] for entry in content["periods"] if entry["code"] not in closed]
        self.quarters: tuple[Quarter, ...] = tuple(
            quarter for quarter in map(quarter_of_code, codes) if quarter is not None
        )
        self.kinds: tuple[Mapping[str, Any], ...] = tuple(
            # Strengths first: good places are a part of the picture, not a footnote.
            sorted(content["kinds"], key=lambda kind: not kind["positive"])
        )
        self.levels: tuple[str, ...] = tuple(level["code"] for level in content["levels"])
        self.places = self._places()
        self.city_code: str = content["city"]["code"]
        around = {place.parent for place in self.places.values()}
        self.finest = tuple(code for code in self.places if code not in around and code != self.city_code)
        self.good_until_on = dt.date.fromisoformat(content["good_until"])

    @property
    def newest(self) -> Quarter | None:
        return self.quarters[-1] if self.quarters else None

    @property
    def smallest_count(self) -> int:
        return int(self.content["limits"]["smallest_count"])

    def counts(self, quarter: Quarter, kind: str) -> Mapping[str, int]:
        """By code of area, every count that is told."""
        if quarter not in self.quarters:
            return {}
        found: Mapping[str, int] = self.content["counts"].get(quarter.code, {}).get(kind, {})
        return found

    def count(self, quarter: Quarter, kind: str, place: str) -> int | None:
        """The count, None where it is not told."""
        return self.counts(quarter, kind).get(place)

    def trend(self, quarter: Quarter, kind: str, place: str) -> Trend | None:
        """How it compares with a year before; nothing where that year is withdrawn."""
        found = self.content["trends"].get(quarter.code, {}).get(kind, {}).get(place)
        if found is None or quarter.a_year_before not in self.quarters:
            return None
        return Trend(found)

    def by_name(self, level: str | None = None) -> list[Place]:
        """The areas of a level, or all but the city, by name: they are not ranked."""
        places = [
            place
            for place in self.places.values()
            if place.code != self.city_code and level in (None, place.level)
        ]
        return sorted(places, key=lambda place: (alphabetical(place.name), place.code))

    def inside(self, code: str) -> list[Place]:
        """The areas directly in one, by name."""
        around = "" if code == self.city_code else code
        return [place for place in self.by_name() if place.parent == around]

    def around(self, code: str) -> list[Place]:
        """The areas around one, from the nearest to the city."""
        found = []
        while code != self.city_code:
            code = self.places[code].parent or self.city_code
            found.append(self.places[code])
        return found

    def level_name(self, level: str) -> str:
        return next((self.name(each) for each in self.content["levels"] if each["code"] == level), "")

    def kind(self, code: str) -> Mapping[str, Any] | None:
        return next((kind for kind in self.kinds if kind["code"] == code), None)

    def name(self, entry: Mapping[str, Any]) -> str:
        return name_in(entry["names"], self.language)

    def _places(self) -> dict[str, Place]:
        entries = self.content["areas"]
        inside: dict[str, list[str]] = {}
        for entry in entries:
            inside.setdefault(entry["parent"], []).append(entry["code"])
        covered = set(self.content["covered"])

        def has_reporters(code: str) -> bool:
            return code in covered or any(has_reporters(child) for child in inside.get(code, ()) if child)

        return {
            entry["code"]: Place(
                entry["code"],
                name_in(entry["names"], self.language),
                entry["level"],
                entry["parent"],
                bool(covered) if entry["level"] == CITY_LEVEL else has_reporters(entry["code"]),
            )
            for entry in entries
        }
