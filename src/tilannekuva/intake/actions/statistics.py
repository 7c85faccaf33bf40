"""Statistics that others have made: a newer extraction takes the place of the older, and the older stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.statistics import PeriodUnit
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import Viewer

from ..gate import Outcome, judge
from ..models import Extraction, IndicatorSeries, IndicatorValue, Source

_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A statistic before it is stored: what is counted, how it came about, and how long its periods are."""

    title: str
    definition: str
    period_unit: PeriodUnit
    stream: Stream
    marking: Marking
    kind_id: int | None = None

    @property
    def code(self) -> str:
        """One series for each title, kind and length of period."""
        kind = f"-{self.kind_id}" if self.kind_id else ""
        return slugify(f"{self.title}{kind}-{self.period_unit}")[-60:].strip("-")


@transaction.atomic
def store_series(
    *,
    draft: SeriesDraft,
    values: Mapping[tuple[int, dt.date], int],
    source: Source,
    extracted_on: dt.date,
    file_sha256: str,
    n_rejected: int,
    imported_by_id: int | None,
    by: Viewer,
) -> Extraction:
    """Store the counts of one extraction by (area id, first day of period), all or none.

    For each area and period the newest extraction is in force, whichever came in last. Raises RuleBroken when the
    series has this file or this day already, or when title or definition do not pass the gate.
    """
    _check_words(draft)
    if extracted_on > today_on(settings.TIME_ZONE):
        raise RuleBroken("%(day)s has not come yet. Give the day of the extraction.", day=extracted_on)
    with unlocked():
        series, _created = IndicatorSeries.objects.get_or_create(
            source=source,
            code=draft.code,
            defaults={
                "title": draft.title,
                "definition": draft.definition,
                "period_unit": draft.period_unit,
                "stream": draft.stream,
                "kind_id": draft.kind_id,
                "marking": draft.marking,
            },
        )
        _check_is_new(series, draft, extracted_on, file_sha256)
        extraction = Extraction.objects.create(
            series=series,
            extracted_on=extracted_on,
            file_sha256=file_sha256,
            n_values=len(values),
            n_rejected=n_rejected,
            imported_by_id=imported_by_id,
            imported_at=now_at(),
        )
        newer = _in_force(series.values.filter(extraction__extracted_on__gt=extracted_on, is_in_force=True))
        older = _in_force(series.values.filter(extraction__extracted_on__lt=extracted_on, is_in_force=True))
        replaced = [pk for key, pk in older.items() if key in values]
        for start in range(0, len(replaced), _ROWS_AT_ONCE):
            IndicatorValue.objects.filter(pk__in=replaced[start : start + _ROWS_AT_ONCE]).update(
                is_in_force=False
            )
        rows = [
            IndicatorValue(
                extraction=extraction,
                series=series,
                area_id=area_id,
                period_starts_on=starts_on,
                n_events=n_events,
                is_in_force=(area_id, starts_on) not in newer,
            )
            for (area_id, starts_on), n_events in values.items()
        ]
        IndicatorValue.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    record(
        "statistics.stored",
        by=by,
        object_type="series",
        object_id=str(series.public_id),
        detail={
            "values": len(values),
            "rejected": n_rejected,
            "replaced": len(replaced),
            "source": str(source),
            "extracted_on": extracted_on.isoformat(),
        },
    )
    return extraction


def _check_words(draft: SeriesDraft) -> None:
    if not draft.code or not draft.definition:
        raise RuleBroken("A statistic needs a title, and a sentence that says what is counted.")
    for text in (draft.title, draft.definition):
        # Nobody reviews these words afterwards, so what the gate asks about does not pass either.
        if judge(text).outcome is not Outcome.PASSES:
            raise RuleBroken(
                "Title or definition tell who somebody is. Say what is counted, and of whom nothing."
            )


def _check_is_new(
    series: IndicatorSeries, draft: SeriesDraft, extracted_on: dt.date, file_sha256: str
) -> None:
    if series.stream != draft.stream:
        raise RuleBroken(
            "This series holds counts that came about in another way. Give the file another title."
        )
    for known in series.extractions.all():
        if known.file_sha256 == file_sha256:
            raise RuleBroken("This file has come in already for this source: nothing was changed.")
        if known.extracted_on == extracted_on:
            raise RuleBroken(
                "The extraction of %(day)s is in already. Give the day of this one.", day=extracted_on
            )


def _in_force(values: QuerySet[IndicatorValue]) -> dict[tuple[int, dt.date], int]:
    rows = values.values_list("area_id", "period_starts_on", "pk")
    return {(area_id, starts_on): pk for area_id, starts_on, pk in rows}
