"""The parts of an edition that say how much there is: courses, levels of the city and its areas, cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tilannekuva.detection.results import IncomingFacts, LevelFacts, WindowFacts
from tilannekuva.domain.disclosure import shows_cells
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.vocabulary import KindDefinition

from .composed_readings import incoming_of_course, incoming_of_window, panel_of
from .edition_frame import EditionFrame, in_each_language
from .first_seen import FirstSeen
from .sentences import level_sentence
from .shown_counts import Shown, added, as_shown, parts_as_shown
from .words import STATE_OF_STEP

_PARTS = (StreamGroup.REPORTED.value, StreamGroup.DISCOVERED.value)
_ALL = StreamGroup.ALL.value
# A window of which less has come in is always told so.
_NEARLY_COMPLETE_SHARE = 0.9


def courses_of(levels: Iterable[LevelFacts], smallest: int) -> dict[str, Any]:
    courses: dict[str, Any] = {}
    for level in levels:
        observed = [as_shown(n, smallest) for n in level.observed]
        courses.setdefault(level.kind, {})[level.group.value] = {
            "observed": observed,
            "expected": list(level.expected),
            "lower": list(level.lower),
            "upper": list(level.upper),
        }
        if level.incoming:
            incoming = incoming_of_course(level.incoming, observed)
            courses[level.kind][level.group.value]["incoming"] = incoming
    for groups in courses.values():
        parts = [groups[part]["observed"] for part in _PARTS if part in groups]
        groups[_ALL] = {
            "observed": [added(*pair) for pair in zip(*parts, strict=True)] if len(parts) == 2 else parts[0],
            "expected": [],
            "lower": [],
            "upper": [],
        }
    return courses


def city_levels_of(
    windows: Iterable[WindowFacts], unit: str, frame: EditionFrame, new: FirstSeen = frozenset()
) -> dict[str, Any]:
    """`new` names the windows in which a kind was seen for the first time (see `first_seen`)."""
    levels: dict[str, Any] = {}
    for window in windows:
        observed = as_shown(window.observed, frame.smallest_count)
        is_new = window.group is StreamGroup.REPORTED and (window.kind, window.n_periods) in new
        levels.setdefault(window.kind, {}).setdefault(window.group.value, {})[str(window.n_periods)] = {
            "observed": observed,
            "by_stream": parts_as_shown(window.by_stream, observed, frame.smallest_count),
            "expected": None if is_new else window.expected,
            "lower": None if is_new else window.lower,
            "upper": None if is_new else window.upper,
            "step": window.step,
            "state": "new" if is_new else _state(window),
            **_parts_of_reporting(window, observed, frame.smallest_count),
        }
    for groups in levels.values():
        groups[_ALL] = {
            n: {
                "observed": added(groups[_PARTS[0]][n]["observed"], groups[_PARTS[1]][n]["observed"]),
                "by_stream": groups[_PARTS[0]][n]["by_stream"] | groups[_PARTS[1]][n]["by_stream"],
                "expected": None,
                "lower": None,
                "upper": None,
                "step": None,
                "state": "not_compared",
            }
            for n in groups[_PARTS[0]]
        }
        for by_window in groups.values():
            for n, level in by_window.items():
                level["sentence"] = _level_sentences(level, unit, int(n), frame)
    return levels


def _parts_of_reporting(window: WindowFacts, observed: Shown, smallest: int) -> dict[str, Any]:
    """What is still coming in, and how those who report changed; nothing where neither is the matter."""
    parts = {}
    if window.incoming is not None and _is_telling(window, window.incoming):
        parts["incoming"] = incoming_of_window(window.incoming, observed)
    if window.panel is not None:
        parts["panel"] = panel_of(window.panel, observed, smallest)
    return parts


def _is_telling(window: WindowFacts, incoming: IncomingFacts) -> bool:
    """Whether much is missing, or what is missing can lift the count over an end of its band."""
    if window.lower is None or window.upper is None or incoming.share < _NEARLY_COMPLETE_SHARE:
        return incoming.share < _NEARLY_COMPLETE_SHARE
    return any(window.observed <= end < incoming.upper for end in (window.lower - 1, window.upper))


def _level_sentences(level: dict[str, Any], unit: str, n_periods: int, frame: EditionFrame) -> dict[str, str]:
    return in_each_language(
        frame.languages, lambda _language: level_sentence(level, unit=unit, n_periods=n_periods)
    )


def _state(window: WindowFacts) -> str:
    return "not_compared" if window.group is not StreamGroup.REPORTED else STATE_OF_STEP[window.step]


def area_levels_of(windows: Iterable[WindowFacts], smallest: int) -> dict[str, Any]:
    levels: dict[str, Any] = {}
    for window in windows:
        by_window = levels.setdefault(window.kind, {}).setdefault(window.group.value, {})
        by_window.setdefault(str(window.n_periods), {})[window.area_code] = [
            as_shown(window.observed, smallest),
            window.expected,
            window.lower,
            window.upper,
            window.step,
        ]
    for groups in levels.values():
        groups[_ALL] = _joined(
            groups, lambda first, second: [added(first[0], second[0]), None, None, None, None]
        )
    return levels


def _joined(groups: Mapping[str, Any], add: Any) -> dict[str, Any]:
    """Both parts of a table by window and place; a place in one part alone keeps its count."""
    nothing: list[Any] = [0, None, None, None, None]
    joined: dict[str, Any] = {}
    for n in sorted({n for part in _PARTS for n in groups.get(part, {})}):
        first, second = (groups.get(part, {}).get(n, {}) for part in _PARTS)
        joined[n] = {
            place: add(first.get(place, nothing), second.get(place, nothing))
            for place in sorted({*first, *second})
        }
    return joined


def cells_of(
    counts: Mapping[tuple[str, str, int], Mapping[str, int]], kinds: Sequence[KindDefinition], smallest: int
) -> dict[str, Any]:
    by_area_alone = {
        kind.code for kind in kinds if not shows_cells(sensitive=kind.sensitive, smallest=smallest)
    }
    cells: dict[str, Any] = {}
    for (kind, group, n_periods), by_cell in counts.items():
        if by_cell and kind not in by_area_alone:
            cells.setdefault(kind, {}).setdefault(group, {})[str(n_periods)] = {
                code: as_shown(n, smallest) for code, n in by_cell.items()
            }
    for groups in cells.values():
        boxed = {
            part: {n: {code: [n_seen] for code, n_seen in by_cell.items()} for n, by_cell in windows.items()}
            for part, windows in groups.items()
        }
        groups[_ALL] = {
            n: {code: entry[0] for code, entry in by_cell.items()}
            for n, by_cell in _joined(boxed, lambda first, second: [added(first[0], second[0])]).items()
        }
    return cells
