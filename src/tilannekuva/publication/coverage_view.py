"""What an edition says of who was heard, in words: the same on page, map, file and PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in

from .choice import Choice

Edition = Mapping[str, Any]


def coverage_text(edition: Edition) -> str:
    """Such as "2 of 9 expected reporters silent"; empty where no reporters are known of, as of a file."""
    coverage = edition.get("coverage")
    if coverage is None:
        return ""
    n, expected = coverage["silent"], coverage["expected"]
    if not expected:
        return _("Nobody is expected to report yet: where nothing came in, nothing is known.")
    return ngettext(
        "%(n)d of %(of)d expected reporter silent", "%(n)d of %(of)d expected reporters silent", expected
    ) % {"n": n, "of": expected}


def blind_codes(edition: Edition, window: int | str) -> list[str]:
    """Codes of the areas of which nothing is known in a window."""
    coverage = edition.get("coverage") or {"blind": {}}
    codes: list[str] = coverage["blind"].get(str(window), [])
    return codes


def blind_rows(edition: Edition, choice: Choice) -> list[dict[str, str]]:
    """These areas by name, for the table."""
    codes = set(blind_codes(edition, choice.window))
    rows = [
        {"code": area["code"], "name": name_in(area["names"], choice.language) or _("Unnamed place")}
        for area in edition["areas"]
        if area["code"] in codes
    ]
    return sorted(rows, key=lambda row: alphabetical(row["name"]))


def blind_text(n: int) -> str:
    """How many areas the picture cannot speak of; empty when there is none."""
    if not n:
        return ""
    return ngettext(
        "%(n)d area has no data: nobody who reports looks at it, and nothing came in. That is no calm.",
        "%(n)d areas have no data: nobody who reports looks at them, and nothing came in. That is no calm.",
        n,
    ) % {"n": n}
