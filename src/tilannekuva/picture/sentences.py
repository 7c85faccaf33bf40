"""The sentence of a level: how one kind stands against what is expected."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.words import number_text, signals_text

from .words import span_text

_STATE_SENTENCES = {
    "far_above": lambda: _("Far more reported than expected %(span)s"),
    "above": lambda: _("More reported than expected %(span)s"),
    "as_expected": lambda: _("As much reported as expected %(span)s"),
    "below": lambda: _("Less reported than expected %(span)s"),
    "too_little": lambda: _("Too little reported %(span)s to say more"),
    "not_compared": lambda: _("Signals %(span)s"),
}


def level_sentence(level: dict[str, Any], *, unit: str, n_periods: int) -> str:
    """`level` is an entry of `city_levels` of an edition (see `picture.compose`), in the active language."""
    opening = _STATE_SENTENCES[level["state"]]() % {"span": span_text(unit, n_periods)}
    if level["expected"] is None:
        return _("%(opening)s: %(signals)s.") % {
            "opening": opening,
            "signals": signals_text(level["observed"]),
        }
    return _("%(opening)s: %(signals)s, %(expected)s expected (%(lower)s–%(upper)s).") % {
        "opening": opening,
        "signals": signals_text(level["observed"]),
        "expected": number_text(level["expected"]),
        "lower": number_text(level["lower"]),
        "upper": number_text(level["upper"]),
    }
