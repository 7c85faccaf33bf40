"""What a run stored, as the values it was computed as."""

from __future__ import annotations

from typing import Any

from tilannekuva.detection.following.queries import measures_of
from tilannekuva.detection.models import DetectionRun, Indicator
from tilannekuva.detection.results import (
    Analysis,
    EpisodeFacts,
    EscalationFacts,
    IncomingFacts,
    LastingFacts,
    LevelFacts,
    NearRepeatFacts,
    PanelFacts,
    WindowFacts,
)
from tilannekuva.domain.stream import StreamGroup


def analysis_of(run: DetectionRun) -> Analysis:
    """The analysis of a run, without its findings: these have a life of their own."""
    levels: list[LevelFacts] = []
    area_windows: list[WindowFacts] = []
    city_windows: list[WindowFacts] = []
    cells: dict[tuple[str, str, int], dict[str, int]] = {}
    rows = Indicator.objects.filter(run=run).select_related("kind", "area").order_by("pk")
    for row in rows.iterator(chunk_size=5000):
        group = StreamGroup(row.group)
        if row.n_periods == 0:
            levels.append(_course(row, group))
            continue
        window = WindowFacts(
            kind=row.kind.code,
            group=group,
            area_code=row.area.code if row.area else "",
            n_periods=row.n_periods,
            observed=row.observed,
            expected=row.expected,
            lower=row.lower,
            upper=row.upper,
            step=row.step,
            by_stream=row.by_stream,
            incoming=IncomingFacts(**row.incoming) if row.incoming else None,
            panel=PanelFacts(**row.panel) if row.panel else None,
        )
        if row.area:
            area_windows.append(window)
        else:
            city_windows.append(window)
            cells[row.kind.code, group.value, row.n_periods] = row.cells
    return Analysis(
        as_of=run.as_of.isoformat(),
        period_unit=run.period_unit,
        period_starts=tuple(run.period_starts),
        windows=tuple(sorted({window.n_periods for window in city_windows})),
        levels=tuple(levels),
        area_windows=tuple(area_windows),
        city_windows=tuple(city_windows),
        cell_counts=cells,
        findings=(),
        notes=tuple(run.notes),
        followed=measures_of(run),
    )


def _course(row: Indicator, group: StreamGroup) -> LevelFacts:
    columns: dict[str, Any] = {
        name: tuple(getattr(row, name)) for name in ("observed", "expected", "lower", "upper")
    }
    return LevelFacts(
        kind=row.kind.code,
        group=group,
        area_code="",
        cell_code="",
        dispersion=row.dispersion,
        incoming=tuple(IncomingFacts(**facts) for facts in row.incoming or ()),
        episode=EpisodeFacts(**row.episode) if row.episode else None,
        escalation=EscalationFacts(**row.escalation) if row.escalation else None,
        near_repeats=NearRepeatFacts(**row.near_repeats) if row.near_repeats else None,
        lasting=LastingFacts(**row.lasting) if row.lasting else None,
        **columns,
    )
