"""The sentence of a level: how one kind stands against what is expected."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.words import count_text, number_text

from .words import window_text

_STATE_SENTENCES = {
    "far_above": lambda: _("Far more reported than expected in the last %(window)s"),
    "above": lambda: _("More reported than expected in the last %(window)s"),
    "as_expected": lambda: _("As much reported as expected in the last %(window)s"),
    "below": lambda: _("Less reported than expected in the last %(window)s"),
    "too_little": lambda: _("Too little reported in the last %(window)s to say more"),
    "not_compared": lambda: _("Signals of the last %(window)s"),
}


def level_sentence(level: dict[str, Any], *, unit: str, n_periods: int) -> str:
    """`level` is an entry of `city_levels` of an edition (see `picture.compose`), in the active language."""
    opening = _STATE_SENTENCES[level["state"]]() % {"window": window_text(unit, n_periods)}
    if level["expected"] is None:
        return _("%(opening)s: %(observed)s signals.") % {
            "opening": opening,
            "observed": count_text(level["observed"]),
        }
    return _("%(opening)s: %(observed)s signals, %(expected)s expected (%(lower)s–%(upper)s).") % {
        "opening": opening,
        "observed": count_text(level["observed"]),
        "expected": number_text(level["expected"]),
        "lower": number_text(level["lower"]),
        "upper": number_text(level["upper"]),
    }
