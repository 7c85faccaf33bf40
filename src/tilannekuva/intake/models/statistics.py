"""Counts that others have made: an area, a period, a number, and where it comes from (R4)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.statistics import PeriodUnit
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from .sources import Source, readable_from_source
from .vocabulary import PhenomenonKind


class IndicatorSeriesQuerySet(LockedQuerySet["IndicatorSeries"]):
    """Reads of series begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> IndicatorSeriesQuerySet:
        """The series that the viewer may read."""
        return self.filter(readable_from_source(viewer))


class IndicatorSeries(LockedModel):
    """One statistic of a source: what is counted, by whom and how. `definition` passed the gate."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="series")
    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    definition = models.CharField(max_length=1000)
    period_unit = models.CharField(max_length=8, choices=[(unit, unit) for unit in PeriodUnit])
    stream = models.CharField(max_length=24, choices=[(stream, stream) for stream in Stream])
    kind = models.ForeignKey(
        PhenomenonKind, on_delete=models.PROTECT, related_name="series", null=True, blank=True
    )
    marking = models.CharField(max_length=12, choices=[(marking, marking.label) for marking in Marking])

    objects = IndicatorSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [models.UniqueConstraint(name="series_once", fields=["source", "code"])]

    def __str__(self) -> str:
        return f"{self.source}/{self.code}"


class Extraction(LockedModel):
    """One file of a series: the counts as they stood in the register on a day."""

    series = models.ForeignKey(IndicatorSeries, on_delete=models.PROTECT, related_name="extractions")
    extracted_on = models.DateField()
    file_sha256 = models.CharField(max_length=64)
    n_values = models.PositiveIntegerField()
    n_rejected = models.PositiveIntegerField()
    imported_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="extractions", null=True, blank=True
    )
    imported_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["-extracted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(name="extraction_once", fields=["series", "file_sha256"]),
            models.UniqueConstraint(name="extraction_once_a_day", fields=["series", "extracted_on"]),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.extracted_on}"


class IndicatorValue(LockedModel):
    """A count of an area in a period, as one extraction had it. The newest extraction's is in force."""

    extraction = models.ForeignKey(Extraction, on_delete=models.PROTECT, related_name="values")
    series = models.ForeignKey(IndicatorSeries, on_delete=models.PROTECT, related_name="values")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="indicator_values")
    period_starts_on = models.DateField()
    n_events = models.PositiveIntegerField()
    is_in_force = models.BooleanField(default=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["period_starts_on", "area"]
        constraints = [
            models.UniqueConstraint(
                name="one_value_in_force",
                fields=["series", "area", "period_starts_on"],
                condition=Q(is_in_force=True),
            ),
            models.UniqueConstraint(
                name="value_once_an_extraction", fields=["extraction", "area", "period_starts_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.area_id} {self.period_starts_on}"
