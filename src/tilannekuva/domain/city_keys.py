"""Reading the keys of city.toml: each reader checks one shape and, when it is wrong, names the key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .code import is_code
from .errors import BadInput

_CRS = re.compile(r"EPSG:\d{4,6}")


Text = str | Mapping[str, str]
"""A text that is the same in every language, or one by the code of each."""


class Table:
    """One table of the file. Remembers what was read, so that a misspelt key does not pass unseen."""

    def __init__(self, keys: Mapping[str, object], where: str, path: str = "") -> None:
        self._keys = keys
        self._where = where
        self._path = path
        self._used: set[str] = set()

    def wrong(self, key: str, problem: str, next_step: str) -> BadInput:
        return BadInput(f"Key {self._path}{key} {problem}", self._where, next_step)

    def check_all_used(self) -> None:
        for key in self._keys:
            if key not in self._used:
                raise self.wrong(key, "is not known", "Remove it or mend its spelling.")

    def has(self, key: str) -> bool:
        return key in self._keys

    def _take(self, key: str, kind: type | tuple[type, ...], wanted: str) -> object:
        self._used.add(key)
        if key not in self._keys:
            raise self.wrong(key, "is missing", f"Add it: {wanted}.")
        value = self._keys[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"is {value!r}", f"Write {wanted}.")
        return value

    def text(self, key: str) -> str:
        value = str(self._take(key, str, "a text in quotes")).strip()
        if not value:
            raise self.wrong(key, "is empty", "Write a text.")
        return value

    def unfit(self, problem: str) -> BadInput:
        """What is wrong is how the values of the table stand beside each other."""
        return BadInput(problem, f"{self._where}, {self._path.rstrip('.')}", "Mend the values of this table.")

    def code(self, key: str) -> str:
        value = self.text(key)
        if not is_code(value):
            raise self.wrong(key, f"is {value!r}", "Use lower-case letters, digits and underscores.")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when the key is left out."""
        return bool(self._take(key, bool, "true or false")) if self.has(key) else False

    def number(
        self,
        key: str,
        *,
        above: float | None = None,
        least: float | None = None,
        most: float | None = None,
    ) -> float:
        value = float(str(self._take(key, (int, float), "a number")))
        if above is not None and not value > above:
            raise self.wrong(key, f"is {value:g}", f"It must be above {above:g}.")
        if (least is not None and not value >= least) or (most is not None and not value <= most):
            raise self.wrong(key, f"is {value:g}", f"It must lie from {least or 0:g} to {most or 0:g}.")
        return value

    def whole(self, key: str, *, least: int) -> int:
        value = int(str(self._take(key, int, "a whole number")))
        if value < least:
            raise self.wrong(key, f"is {value}", f"It must be {least} or more.")
        return value

    def day(self, key: str, *, optional: bool = False) -> dt.date | None:
        """A date; None when the key may be left out and is."""
        if optional and not self.has(key):
            return None
        value = self._take(key, dt.date, "a date without quotes, such as 2022-01-31")
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise self.wrong(key, f"is {value}", "Write a date without a time, such as 2022-01-31.")
        return value

    def pair(self, key: str) -> tuple[float, float]:
        value = self._take(key, list, "two numbers: [easting, northing]")
        numbers = [each for each in _listed(value) if isinstance(each, int | float)]
        if len(numbers) != 2 or len(_listed(value)) != 2:
            raise self.wrong(key, f"is {value!r}", "Write two numbers: [easting, northing].")
        return float(numbers[0]), float(numbers[1])

    def lines(self, key: str) -> tuple[str, ...]:
        value = _listed(self._take(key, list, "a list of texts"))
        if not all(isinstance(each, str) and each.strip() for each in value):
            raise self.wrong(key, f"is {value!r}", "Write a list of texts, none of them empty.")
        return tuple(str(each) for each in value)

    def lines_by_language(self, key: str, languages: tuple[str, ...]) -> tuple[Text, ...]:
        """A list of lines, each one text for all languages, or a table of one text for each of them."""
        values = _listed(self._take(key, list, "a list of texts, or of tables with a text for each language"))
        lines: list[Text] = []
        for position, each in enumerate(values, start=1):
            if isinstance(each, str) and each.strip():
                lines.append(each)
            elif isinstance(each, dict):
                table = Table(each, self._where, f"{self._path}{key}[{position}].")
                lines.append({language: table.text(language) for language in languages})
                table.check_all_used()
            else:
                raise self.wrong(key, f"has {each!r}", "Write a text, or one for each language: {fi = …}.")
        return tuple(lines)

    def codes(self, key: str) -> tuple[str, ...]:
        values = self.lines(key)
        for value in values:
            if not is_code(value):
                raise self.wrong(key, f"has {value!r}", "Use lower-case letters, such as fi.")
        if len(set(values)) != len(values):
            raise self.wrong(key, f"repeats an entry: {', '.join(values)}", "Name each once.")
        return values

    def texts(self, key: str, languages: tuple[str, ...]) -> dict[str, str]:
        """One text for each language of the city, in that order: no language less and none more."""
        table = self.table(key)
        texts = {language: table.text(language) for language in languages}
        table.check_all_used()
        return texts

    def table(self, key: str, *, optional: bool = False) -> Table:
        if optional and not self.has(key):
            return Table({}, self._where, f"{self._path}{key}.")
        value = self._take(key, dict, f"a table [{self._path}{key}]")
        assert isinstance(value, dict)
        return Table(value, self._where, f"{self._path}{key}.")

    def tables(self, key: str) -> tuple[Table, ...]:
        value = _listed(self._take(key, list, f"tables [[{self._path}{key}]]"))
        if not value:
            raise self.wrong(key, "is empty", f"Add at least one [[{self._path}{key}]].")
        tables = []
        for position, each in enumerate(value, start=1):
            if not isinstance(each, dict):
                raise self.wrong(key, f"has {each!r}", f"Write tables [[{self._path}{key}]].")
            # People find an entry by its code; its number helps only while it has none.
            mark = each.get("code", position)
            tables.append(Table(each, self._where, f"{self._path}{key}[{mark}]."))
        return tuple(tables)

    def time_zone(self, key: str) -> str:
        name = self.text(key)
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self.wrong(key, f"is {name!r}", "Give an IANA name such as Europe/Helsinki.") from None
        return name

    def coordinate_system(self, key: str) -> str:
        name = self.text(key)
        if not _CRS.fullmatch(name) or name == "EPSG:4326":
            raise self.wrong(key, f"is {name!r}", "Give a metric system by its code, such as EPSG:3879.")
        return name


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
