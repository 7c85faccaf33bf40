"""Phenomena as an edition holds them: stage, measures, what people judged of them and who differs.

Of each: id, kind, area_codes, stage, since, good_until, proposal (stage, ground, days or None), findings (ids);
`measured`, None before the first run: course (observed, expected, lower, upper by period), episode, escalation, and
spans by their number of periods, small counts as ranges; `sentences` by name and language; `assessment`, None where
nobody has judged: scales, parts, evidence, signatures. What follows from a protected count goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from tilannekuva.detection.results import EpisodeFacts, FollowedFacts, SpanFacts

from .edition_frame import EditionFrame, StandingPhenomenon, in_each_language
from .phenomenon_sentences import (
    confidence_sentence,
    discovered_sentence,
    growth_sentence,
    judged_sentence,
    only_possible_sentence,
    severity_sentence,
    spread_sentence,
    standing_sentence,
)
from .phenomenon_words import proposal_text
from .reading_sentences import episode_sentence, escalation_sentence
from .shown_counts import as_shown, parts_as_shown
from .words import STATE_OF_STEP

_COUNTS_OF_PLACES = ("areas", "areas_before", "cells", "cells_before")
_GROWTH = ("growth", "growth_lower", "growth_upper")


def phenomena_of(
    phenomena: Iterable[StandingPhenomenon], unit: str, starts: Sequence[str], frame: EditionFrame
) -> list[dict[str, Any]]:
    """The entries, in the order in which they are given."""
    return [_composed(each, unit, starts, frame) for each in phenomena]


def _composed(
    phenomenon: StandingPhenomenon, unit: str, starts: Sequence[str], frame: EditionFrame
) -> dict[str, Any]:
    measured = phenomenon.measured
    shown = _measured(measured, starts, frame.smallest_count) if measured else None
    told = _told(shown, unit)
    told["proposal"] = lambda _language: proposal_text(phenomenon.proposal)
    judged = phenomenon.assessment
    if judged is not None:
        told["judged"] = lambda _language: judged_sentence(judged)
        told["confidence"] = lambda _language: confidence_sentence(judged)
    return {
        "id": phenomenon.public_id,
        "kind": phenomenon.kind,
        "area_codes": list(phenomenon.area_codes),
        "stage": phenomenon.stage.value,
        "since": phenomenon.since.isoformat(),
        "good_until": phenomenon.good_until.isoformat(),
        "proposal": asdict(phenomenon.proposal) if phenomenon.proposal else None,
        "findings": list(phenomenon.finding_ids),
        "measured": shown,
        "assessment": dict(judged) if judged is not None else None,
        "sentences": {name: in_each_language(frame.languages, sentence) for name, sentence in told.items()},
    }


def _measured(measured: FollowedFacts, starts: Sequence[str], smallest: int) -> dict[str, Any]:
    return {
        "course": {
            "observed": [as_shown(n, smallest) for n in measured.observed],
            "expected": list(measured.expected),
            "lower": list(measured.lower),
            "upper": list(measured.upper),
        },
        "spans": {str(span.n_periods): _span(span, smallest) for span in measured.spans},
        "quiet_periods": measured.quiet_periods,
        "episode": _episode(measured.episode, starts) if measured.episode else None,
        "escalation": {
            name: value for name, value in asdict(measured.escalation).items() if name != "n_events"
        }
        if measured.escalation
        else None,
    }


def _span(span: SpanFacts, smallest: int) -> dict[str, Any]:
    facts = asdict(span)
    shown: dict[str, Any] = {name: as_shown(facts[name], smallest) for name in ("observed", "before")}
    shown["discovered"] = as_shown(span.discovered, smallest)
    for count, severe in (("observed", "severe"), ("before", "severe_before")):
        parts = {"severe": facts[severe], "other": facts[count] - facts[severe]}
        shown[severe] = parts_as_shown(parts, shown[count], smallest)["severe"]
    is_exact = all(isinstance(shown[name], int) for name in ("observed", "before"))
    return {
        **facts,
        **shown,
        # The growth and the number of places give small counts away.
        **({} if is_exact else dict.fromkeys((*_COUNTS_OF_PLACES, *_GROWTH))),
        "state": STATE_OF_STEP[span.step],
        "possible": span.n_organisations < 2 or span.n_streams < 2,
    }


def _episode(episode: EpisodeFacts, starts: Sequence[str]) -> dict[str, Any]:
    facts = asdict(episode)
    return {**facts, "since": starts[facts.pop("first_period_idx")]}


def _told(measured: dict[str, Any] | None, unit: str) -> dict[str, Callable[[str], str]]:
    """What is said of it, by name: the newest span tells how it stands, a quarter whether it grows."""
    if measured is None:
        return {}
    spans = list(measured["spans"].values())
    newest, longer = spans[0], spans[min(1, len(spans) - 1)]
    told: dict[str, Callable[[str], str]] = {
        "standing": lambda _language: standing_sentence(newest, unit=unit),
        "growth": lambda _language: growth_sentence(longer, unit=unit),
        "severity": lambda _language: severity_sentence(longer),
        "spread": lambda _language: spread_sentence(longer),
    }
    if longer["discovered"]:
        told["discovered"] = lambda _language: discovered_sentence(longer)
    if longer["possible"]:
        told["possible"] = lambda _language: only_possible_sentence()
    if episode := measured["episode"]:
        told["episode"] = lambda _language: episode_sentence(episode, unit=unit)
    if escalation := measured["escalation"]:
        told["escalation"] = lambda _language: escalation_sentence(escalation)
    return told
