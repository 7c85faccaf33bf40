"""What changed from one edition to the next: two frozen documents in, plain values out. Pure.

What matters most comes first: phenomena, then what people judged of them, findings, and the level of the city.
Both documents are of the same audience, so a change tells nothing that one of them does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tilannekuva.domain.stream import StreamGroup

Edition = Mapping[str, Any]

SHOWN_FIRST = 5
"""So many changes are told at the top; all of them stand in the list."""

_SCALES = ("severity", "trend", "likelihood", "confidence")


class ChangeSort(StrEnum):
    """What sort of change it is, in the order in which changes are told."""

    PHENOMENON_NEW = "phenomenon_new"
    PHENOMENON_GONE = "phenomenon_gone"
    STAGE = "stage"
    ASSESSED_FIRST = "assessed_first"
    ASSESSED_ANEW = "assessed_anew"
    ASSESSMENT_GONE = "assessment_gone"
    FINDING_NEW = "finding_new"
    FINDING_DECIDED = "finding_decided"
    FINDING_GONE = "finding_gone"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class EditionChange:
    """One change. `before`, `after`: codes of what it was and is; empty where there was, or is, none.

    `scales`: of an assessment, the scales whose value changed, as (name, before, after). `id` is that of the
    phenomenon or finding; empty for the level of a kind.
    """

    sort: ChangeSort
    kind: str
    area_codes: tuple[str, ...] = ()
    id: str = ""
    before: str = ""
    after: str = ""
    scales: tuple[tuple[str, str, str], ...] = ()


def edition_changes(before: Edition, after: Edition) -> list[EditionChange]:
    """Every change from the one to the other. Without a change: an empty list."""
    found = [*_phenomena(before, after), *_findings(before, after), *_levels(before, after)]
    order = list(ChangeSort)
    return sorted(found, key=lambda change: order.index(change.sort))


def _phenomena(before: Edition, after: Edition) -> Iterator[EditionChange]:
    old, new = _by_id(before, "phenomena"), _by_id(after, "phenomena")
    for each, entry in new.items():
        if each not in old:
            yield _change(ChangeSort.PHENOMENON_NEW, entry, after=entry["stage"])
            continue
        was = old[each]
        if was["stage"] != entry["stage"]:
            yield _change(ChangeSort.STAGE, entry, before=was["stage"], after=entry["stage"])
        yield from _assessed(was["assessment"], entry["assessment"], entry)
    for each, entry in old.items():
        if each not in new:
            yield _change(ChangeSort.PHENOMENON_GONE, entry, before=entry["stage"])


def _assessed(
    was: Mapping[str, Any] | None, now: Mapping[str, Any] | None, entry: Mapping[str, Any]
) -> Iterator[EditionChange]:
    old, new = (str(each["version"]) if each else "" for each in (was, now))
    if (was["id"] if was else "") == (now["id"] if now else ""):
        return
    if was is None:
        yield _change(ChangeSort.ASSESSED_FIRST, entry, after=new)
    elif now is None:
        yield _change(ChangeSort.ASSESSMENT_GONE, entry, before=old)
    else:
        scales = tuple((name, was[name], now[name]) for name in _SCALES if was[name] != now[name])
        yield _change(ChangeSort.ASSESSED_ANEW, entry, before=old, after=new, scales=scales)


def _findings(before: Edition, after: Edition) -> Iterator[EditionChange]:
    old, new = _by_id(before, "findings"), _by_id(after, "findings")
    for each, entry in new.items():
        if each not in old:
            yield _change(ChangeSort.FINDING_NEW, entry, after=entry["state"])
        elif old[each]["state"] != entry["state"]:
            yield _change(ChangeSort.FINDING_DECIDED, entry, before=old[each]["state"], after=entry["state"])
    for each, entry in old.items():
        if each not in new:
            yield _change(ChangeSort.FINDING_GONE, entry, before=entry["state"])


def _levels(before: Edition, after: Edition) -> Iterator[EditionChange]:
    """Kinds whose level in the city has another state, where both editions tell it over the same span."""
    if before["period_unit"] != after["period_unit"] or min(before["windows"]) != min(after["windows"]):
        return
    for kind in after["kinds"]:
        old, new = _state(before, kind["code"]), _state(after, kind["code"])
        if old and new and old != new:
            yield EditionChange(ChangeSort.LEVEL, kind["code"], before=old, after=new)


def _state(edition: Edition, kind: str) -> str:
    window = str(min(edition["windows"]))
    level = edition["city_levels"].get(kind, {}).get(StreamGroup.REPORTED.value, {}).get(window)
    return level["state"] if level else ""


def _by_id(edition: Edition, part: str) -> dict[str, Mapping[str, Any]]:
    return {entry["id"]: entry for entry in edition.get(part, ())}


def _change(sort: ChangeSort, entry: Mapping[str, Any], **what: Any) -> EditionChange:
    return EditionChange(sort, entry["kind"], tuple(entry["area_codes"]), entry["id"], **what)
