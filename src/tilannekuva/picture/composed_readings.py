"""What a run read from the courses, beside how much there is: each with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from tilannekuva.detection.results import IncomingFacts, LevelFacts, PanelFacts

from .edition_frame import EditionFrame, in_each_language
from .reading_sentences import episode_sentence
from .shown_counts import Shown, parts_as_shown

_NUMBERS = ("estimate", "lower", "upper")


def readings_of(
    levels: Iterable[LevelFacts], unit: str, starts: tuple[str, ...], frame: EditionFrame
) -> dict[str, Any]:
    """By kind, only what there is."""
    readings: dict[str, Any] = {}
    for level in levels:
        if level.episode is None:
            continue
        episode = asdict(level.episode)
        episode["since"] = starts[episode.pop("first_period_idx")]
        episode["sentence"] = in_each_language(
            frame.languages,
            lambda _language, facts=episode: episode_sentence(facts, unit=unit),  # type: ignore[misc]
        )
        readings[level.kind] = {"episode": episode}
    return readings


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
