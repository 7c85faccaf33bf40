"""Areas, the cells of the grid, residents, and who is responsible where. Never a point of an event."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.city import name_in
from tilannekuva.domain.duty import Duty


class AreaQuerySet(LockedQuerySet["Area"]):
    """Areas are public knowledge: who may see what depends on what is shown in them, not on them."""

    def in_force(self, on: dt.date) -> AreaQuerySet:
        """Areas as they are bounded on that day."""
        return self.filter(Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=on), valid_from_on__lte=on)

    def finest(self) -> AreaQuerySet:
        """Areas that no other lies below: those in which signals are placed."""
        return self.filter(is_finest=True)


class Area(LockedModel):
    """A named area of the city in one delimitation. A new delimitation is a new row with a successor."""

    code = models.CharField(max_length=40)
    names = models.JSONField(help_text="name by language code")
    level = models.CharField(max_length=40, help_text="code of an area level of the city")
    is_finest = models.BooleanField()
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True
    )
    label_latitude = models.FloatField(help_text="degrees (WGS 84)")
    label_longitude = models.FloatField(help_text="degrees (WGS 84)")
    # The same point in the metric system of the city; analysis measures distances from it.
    easting_m = models.FloatField()
    northing_m = models.FloatField()
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True, help_text="the last day; empty while it lasts")

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code", "valid_from_on"]
        constraints = [
            models.UniqueConstraint(name="area_code_once_a_day", fields=["code", "valid_from_on"]),
            models.UniqueConstraint(
                name="area_code_once_in_force", fields=["code"], condition=Q(valid_to_on__isnull=True)
            ),
            models.CheckConstraint(
                name="area_ends_after_it_begins",
                condition=Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=F("valid_from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {name_in(self.names, 'en')}"

    def name(self, language: str) -> str:
        """The name in a language, or in the first one there is."""
        return name_in(self.names, language)


class AreaOutline(LockedModel):
    """The outline of an area, in a row of its own so that lists of areas do not carry it along."""

    area = models.OneToOneField(Area, on_delete=models.CASCADE, related_name="outline")
    geometry = models.TextField(help_text="GeoJSON geometry, WGS 84, longitude first, 5 decimals")

    objects = LockedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"outline of {self.area}"


class AreaSuccession(LockedModel):
    """Which area goes on where another ended, so that a merged district does not break a series."""

    predecessor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="preceding")

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="succession_once", fields=["predecessor", "successor"]),
            models.CheckConstraint(name="succession_of_another", condition=~Q(predecessor=F("successor"))),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} -> {self.successor}"


class Cell(LockedModel):
    """A square of the grid. The finest place that this database can hold for what happened."""

    code = models.CharField(max_length=40, unique=True)
    easting_m = models.FloatField(help_text="of the middle")
    northing_m = models.FloatField(help_text="of the middle")
    latitude = models.FloatField(help_text="of the middle, degrees (WGS 84)")
    longitude = models.FloatField(help_text="of the middle, degrees (WGS 84)")
    # The area that holds most of the square.
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="cells", null=True, blank=True)
    corners = models.CharField(
        max_length=140, help_text="JSON: four [longitude, latitude], counter-clockwise from the lower left"
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        indexes = [models.Index(name="cell_by_degrees", fields=["latitude", "longitude"])]

    def __str__(self) -> str:
        return self.code


class Population(LockedModel):
    """Residents of one area or one cell in one year, and who counted them."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="population", null=True, blank=True)
    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="population", null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    residents = models.PositiveIntegerField()
    source = models.CharField(max_length=120)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["year"]
        verbose_name_plural = "population"
        constraints = [
            models.CheckConstraint(
                name="population_of_one_place",
                condition=Q(area__isnull=False, cell__isnull=True) | Q(area__isnull=True, cell__isnull=False),
            ),
            models.UniqueConstraint(name="population_area_once_a_year", fields=["area", "year"]),
            models.UniqueConstraint(name="population_cell_once_a_year", fields=["cell", "year"]),
        ]

    def __str__(self) -> str:
        return f"{self.area or self.cell} {self.year}: {self.residents}"


class AreaResponsibilityQuerySet(LockedQuerySet["AreaResponsibility"]):
    """Which office answers for an area is public knowledge, as the areas themselves are."""

    def in_force(self, on: dt.date) -> AreaResponsibilityQuerySet:
        return self.filter(Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=on), valid_from_on__lte=on)


class AreaResponsibility(LockedModel):
    """Which organisation has which duty in an area, from when until when (empty: until further notice)."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="responsibilities")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="responsibilities")
    duty = models.CharField(max_length=20, choices=[(duty.value, duty.value) for duty in Duty])
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True)

    objects = AreaResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["area", "duty", "valid_from_on"]
        verbose_name_plural = "area responsibilities"
        constraints = [
            models.UniqueConstraint(
                name="responsibility_once", fields=["area", "organisation", "duty", "valid_from_on"]
            ),
            models.CheckConstraint(
                name="responsibility_ends_after_it_begins",
                condition=Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=F("valid_from_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.duty} in {self.area}"
