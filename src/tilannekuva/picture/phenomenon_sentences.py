"""The sentences of a phenomenon: how it stands, whether it grows, how severe, how far it reaches. One function each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.detection.words import count_text, day_text, number_text, signals_text
from tilannekuva.intake.words import SEVERITIES

from .phenomenon_words import CONFIDENCES, TRENDS, likelihood_text
from .sentences import level_sentence
from .words import window_text


def standing_sentence(span: Mapping[str, Any], *, unit: str) -> str:
    """`span`: an entry of `phenomena[…]["spans"]` of an edition (see `composed_phenomena`)."""
    return level_sentence(dict(span), unit=unit, n_periods=span["n_periods"])


def growth_sentence(span: Mapping[str, Any], *, unit: str) -> str:
    """Against the span before, beyond the season."""
    length = window_text(unit, span["n_periods"])
    if span["growth"] is None or span["growth_lower"] is None or span["growth_upper"] is None:
        return _("Too few signals to say whether it grows.")
    values = {
        "times": number_text(span["growth"]),
        "lower": number_text(span["growth_lower"]),
        "upper": number_text(span["growth_upper"]),
        "length": length,
    }
    if span["growth_lower"] > 1:
        return (
            _(
                "It grows: %(times)s times as many as in the %(length)s before, beyond the season (95 %%: %(lower)s–%(upper)s)."
            )
            % values
        )
    if span["growth_upper"] < 1:
        return (
            _(
                "It shrinks: %(times)s times as many as in the %(length)s before, beyond the season (95 %%: %(lower)s–%(upper)s)."
            )
            % values
        )
    return (
        _(
            "No certain growth: %(times)s times as many as in the %(length)s before, beyond the season (95 %%: %(lower)s–%(upper)s)."
        )
        % values
    )


def severity_sentence(span: Mapping[str, Any]) -> str:
    """How many of the signals were serious or worse, now and in the span before."""
    return _(
        "Serious or worse: %(severe)s of %(signals)s; in the time before %(severe_before)s of %(before)s."
    ) % {
        "severe": count_text(span["severe"]),
        "signals": signals_text(span["observed"]),
        "severe_before": count_text(span["severe_before"]),
        "before": count_text(span["before"]),
    }


def spread_sentence(span: Mapping[str, Any]) -> str:
    """In how many places it was reported."""
    if span["areas"] is None:
        return _("Too few signals to say how far it reaches.")
    return _(
        "Reported from %(areas)s (before: %(areas_before)d) and %(cells)s (before: %(cells_before)d)."
    ) % {
        "areas": ngettext("%(n)d area", "%(n)d areas", span["areas"]) % {"n": span["areas"]},
        "areas_before": span["areas_before"],
        "cells": ngettext("%(n)d grid cell", "%(n)d grid cells", span["cells"]) % {"n": span["cells"]},
        "cells_before": span["cells_before"],
    }


def discovered_sentence(span: Mapping[str, Any]) -> str:
    """What police found by looking stands apart (F-02)."""
    return _("Discovered by looking for it, and compared with nothing: %(signals)s.") % {
        "signals": signals_text(span["discovered"])
    }


def only_possible_sentence() -> str:
    return _("All of it comes from one organisation or one stream: it stays possible until others see it.")


def judged_sentence(assessment: Mapping[str, Any]) -> str:
    """How likely; how sure stands in a sentence of its own (S-06)."""
    until = day_text(dt.date.fromisoformat(assessment["good_until"]), year=True)
    return _(
        "People assess: %(likelihood)s that it grows before %(day)s. Severity: %(severity)s. Trend: %(trend)s."
    ) % {
        "likelihood": likelihood_text(assessment["likelihood"]),
        "day": until,
        "severity": SEVERITIES[assessment["severity"]],
        "trend": TRENDS[assessment["trend"]],
    }


def confidence_sentence(assessment: Mapping[str, Any]) -> str:
    return _("Confidence: %(confidence)s.") % {"confidence": CONFIDENCES[assessment["confidence"]]}
