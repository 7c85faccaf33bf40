"""What no detector looked at: discovered signals and strengths are counted, and never searched (F-02)."""

from __future__ import annotations

from collections.abc import Sequence

from tilannekuva.detection.results import Analysis
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.vocabulary import KindDefinition


def unsearched_kinds(analysis: Analysis, kinds: Sequence[KindDefinition]) -> list[str]:
    """Codes of the kinds that have signals, none of which a detector looked at."""
    counts = _counts(analysis, kinds)
    return [kind.code for kind in kinds if counts[kind.code][1] and not counts[kind.code][0]]


def notes_on_search(analysis: Analysis, kinds: Sequence[KindDefinition]) -> list[str]:
    """Closed words for an edition most of whose signals were not searched: it must not claim calm."""
    counts = _counts(analysis, kinds).values()
    n_searched, n_unsearched = (sum(part) for part in zip(*counts, strict=True)) if counts else (0, 0)
    if n_unsearched and not n_searched:
        return ["nothing_searched"]
    return ["mostly_unsearched"] if n_unsearched > n_searched else []


def _counts(analysis: Analysis, kinds: Sequence[KindDefinition]) -> dict[str, tuple[int, int]]:
    """By kind: signals that detectors looked at, and signals that they never see."""
    positive = {kind.code for kind in kinds if kind.positive}
    counts = {kind.code: (0, 0) for kind in kinds}
    for level in analysis.levels:
        searched, unsearched = counts[level.kind]
        if level.group is StreamGroup.REPORTED and level.kind not in positive:
            counts[level.kind] = searched + sum(level.observed), unsearched
        else:
            counts[level.kind] = searched, unsearched + sum(level.observed)
    return counts
