"""What a person reads or hears on a page, cut into sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from tests.web import edition_sample as sample

READ_ALOUD = ("alt", "aria-label", "data-label", "placeholder", "title")
# What stays as it is: names of organisations and of data sets with their licences, and whose data a made-up map shows.
NAMES = ("Safety unit", "School", "Digiroad, CC BY 4.0", "HSL, CC BY 4.0", *sample.ATTRIBUTIONS)


class _Visible(HTMLParser):
    """Collects what a person reads or hears, also the words that a page hands to its scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ_ALOUD and value]
        if tag in ("script", "style", "code", "svg"):
            kind = dict(attrs).get("id") or "" if tag == "script" else ""
            self._inside.append(f"{tag} {kind}")

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1].split(" ")[0] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.texts.append(data)
        elif self._inside[-1] == "script map-data":
            self.texts += strings_in(json.loads(data)["words"])


def strings_in(value: Any) -> Iterator[str]:
    """Every text inside a JSON value."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings_in(each)
    elif isinstance(value, str):
        yield value


def sentences_on(page: str) -> set[str]:
    """The sentences of an HTML page."""
    reader = _Visible()
    reader.feed(page)
    return sentences_of(reader.texts)


def sentences_of(texts: Iterable[str]) -> set[str]:
    """Everything of two words and more, cut at the marks that part sentences."""
    parts = [part.strip(" ,.\n") for text in texts for part in re.split(r"[.:;!?·](?=\s)", text)]
    return {
        part
        for part in parts
        if re.search(r"[^\W\d]{2,}.*\s.*[^\W\d]{2,}", part) and not any(part in name for name in NAMES)
    }
