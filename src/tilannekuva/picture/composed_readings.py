"""What a run read from the courses, beside how much there is: each with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from tilannekuva.detection.results import IncomingFacts, LevelFacts, PanelFacts
from tilannekuva.domain.city import name_in

from .edition_frame import EditionFrame, in_each_language
from .reading_sentences import (
    episode_sentence,
    escalation_sentence,
    lasting_sentence,
    near_repeats_sentence,
    newest_sentence,
)
from .shown_counts import Shown, as_shown, parts_as_shown

_NUMBERS = ("estimate", "lower", "upper")


def readings_of(
    levels: Iterable[LevelFacts], unit: str, starts: Sequence[str], frame: EditionFrame
) -> dict[str, Any]:
    """By kind the readings of `words.READINGS`; only what there is.

    incoming     of the newest period; None where the count so far may not be shown
    episode      `detection.results.EpisodeFacts`, with the day since when
    escalation   `detection.results.EscalationFacts`
    near_repeats `detection.results.NearRepeatFacts`
    lasting      `detection.results.LastingFacts`
    """
    readings: dict[str, Any] = {}
    for level in levels:
        told: dict[str, tuple[dict[str, Any], Callable[[str], str]]] = {}
        if level.incoming:
            shown = as_shown(level.observed[-1], frame.smallest_count)
            newest: dict[str, Any] = {"observed": shown, **incoming_of_window(level.incoming[-1], shown)}
            told["incoming"] = newest, partial(_newest, newest)
        if level.episode is not None:
            episode = asdict(level.episode)
            episode["since"] = starts[episode.pop("first_period_idx")]
            told["episode"] = episode, partial(_episode, episode, unit)
        if level.escalation is not None:
            escalation = asdict(level.escalation)
            del escalation["n_events"]  # a count of a year, which may be small
            told["escalation"] = escalation, partial(_escalation, escalation)
        if level.near_repeats is not None:
            near = asdict(level.near_repeats)
            del near["n_events"]
            told["near_repeats"] = near, partial(_near_repeats, near)
        if level.lasting is not None:
            areas = {name: list(codes) for name, codes in level.lasting.areas.items()}
            lasting = {"n_quarters": level.lasting.n_quarters, "areas": areas}
            told["lasting"] = lasting, partial(_lasting, lasting, frame)
        if told:
            readings[level.kind] = {
                name: {**facts, "sentence": in_each_language(frame.languages, sentence)}
                for name, (facts, sentence) in told.items()
            }
    return readings


def _newest(newest: dict[str, Any], _language: str) -> str:
    return newest_sentence(newest)


def _episode(episode: dict[str, Any], unit: str, _language: str) -> str:
    return episode_sentence(episode, unit=unit)


def _escalation(escalation: dict[str, Any], _language: str) -> str:
    return escalation_sentence(escalation)


def _near_repeats(near: dict[str, Any], _language: str) -> str:
    return near_repeats_sentence(near)


def _lasting(lasting: dict[str, Any], frame: EditionFrame, language: str) -> str:
    names = {
        pattern: [name_in(frame.area_names[code], language) for code in codes]
        for pattern, codes in lasting["areas"].items()
    }
    return lasting_sentence(names, n_quarters=lasting["n_quarters"])


def incoming_of_course(facts: Iterable[IncomingFacts], observed: list[Shown]) -> list[list[float] | None]:
    """[estimate, lower, upper] of the newest periods; None beside a count that may not be shown."""
    incoming = list(facts)
    newest = observed[len(observed) - len(incoming) :]
    return [
        [one.estimate, one.lower, one.upper] if isinstance(shown, int) else None
        for one, shown in zip(incoming, newest, strict=True)
    ]


def incoming_of_window(facts: IncomingFacts, observed: Shown) -> dict[str, float | None]:
    """The estimate follows from the count so far: without it where that is protected."""
    return {name: getattr(facts, name) if isinstance(observed, int) else None for name in _NUMBERS}


def panel_of(facts: PanelFacts, observed: Shown, smallest: int) -> dict[str, Any]:
    """The same sources, and those left out, as parts of what is shown of the whole."""
    parts = parts_as_shown({"observed": facts.observed, "left_out": facts.left_out}, observed, smallest)
    return {
        **parts,
        **{name: getattr(facts, name) for name in ("n_new", "n_gone", "expected", "lower", "upper", "step")},
    }
