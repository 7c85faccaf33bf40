"""In which order phenomena are listed: what is above the expected first. Phenomena, never areas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_STATES = ("far_above", "above", "new", "as_expected", "below", "too_little", "not_compared")
_BY_STRENGTH = ("far_above", "above")


def kind_order(level: Mapping[str, Any] | None) -> tuple[int, float]:
    """A key to sort by, before the name. `level`: an entry of `city_levels` of an edition, None without signals.

    Those above the expected, the furthest beyond it first; then by state. What chance alone orders is left to the
    name. The same as `order` in `static/publication/js/kind-order.js`.
    """
    state = level["state"] if level else "too_little"
    return _STATES.index(state), -_strength(level) if level and state in _BY_STRENGTH else 0.0


def _strength(level: Mapping[str, Any]) -> float:
    """How many times as far as its 95 % interval reaches a count lies above the expected."""
    observed = level["observed"] if isinstance(level["observed"], int) else sum(level["observed"]) / 2
    if level["expected"] is None or level["upper"] is None:
        return 0.0
    return float((observed - level["expected"]) / max(level["upper"] - level["expected"], 1))
