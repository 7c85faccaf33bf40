"""The vocabulary of kinds."""

from __future__ import annotations

from django.db import models

from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.city import name_in

from ..words import retired_kind_text


class PhenomenonKind(LockedModel):
    """An entry of the city's vocabulary: an act or a circumstance, never a group of people (F-18)."""

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(help_text="name by language code")
    definitions = models.JSONField(help_text="definition by language code")
    iccs = models.CharField(max_length=12, help_text="ICCS v1.0 code, or not_crime")
    is_sensitive = models.BooleanField(default=False)
    is_positive = models.BooleanField(default=False, help_text="a safe place, a strength")
    is_rumour = models.BooleanField(default=False, help_text="what people talk about and nobody has seen")
    is_retired = models.BooleanField(default=False, help_text="chosen for no new signal")
    order = models.PositiveSmallIntegerField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        """The name, which says so where nobody chooses the kind any more."""
        name = name_in(self.names, language)
        return retired_kind_text(name, language) if self.is_retired else name

    def definition(self, language: str) -> str:
        return name_in(self.definitions, language)
