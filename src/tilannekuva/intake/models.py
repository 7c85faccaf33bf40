"""What was seen: the vocabulary of kinds, sources, signals, and the batches in which files arrive."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Agreement, Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.city import name_in
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area, Cell

# No vowels and no look-alikes: read aloud, typed on a phone, and never a word.
_RECEIPT_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


def new_receipt_code() -> str:
    """A code of 12 characters (57 bits) that only its reporter knows."""
    # One draw, then its digits: a file brings a million of these.
    number = secrets.randbelow(len(_RECEIPT_ALPHABET) ** 12)
    digits = []
    for _ in range(12):
        number, digit = divmod(number, len(_RECEIPT_ALPHABET))
        digits.append(_RECEIPT_ALPHABET[digit])
    return "".join(digits)


class PhenomenonKind(LockedModel):
    """An entry of the city's vocabulary: an act or a circumstance, never a group of people (F-18)."""

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(help_text="name by language code")
    definitions = models.JSONField(help_text="definition by language code")
    iccs = models.CharField(max_length=12, help_text="ICCS v1.0 code, or not_crime")
    is_sensitive = models.BooleanField(default=False)
    is_positive = models.BooleanField(default=False, help_text="a safe place, a strength")
    order = models.PositiveSmallIntegerField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        return name_in(self.names, language)

    def definition(self, language: str) -> str:
        return name_in(self.definitions, language)


class Source(LockedModel):
    """Where signals of an organisation come from: a team, a system, an open data set. Not a person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sources")
    code = models.SlugField(max_length=60)
    default_reliability = models.CharField(
        max_length=24,
        choices=[(grade, grade) for grade in SourceReliability],
        default=SourceReliability.CANNOT_BE_JUDGED,
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="source_once", fields=["organisation", "code"])]

    def __str__(self) -> str:
        return f"{self.organisation}/{self.code}"


class ImportBatch(LockedModel):
    """One file that came in. The same file for the same source comes in once (S-16)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    file_sha256 = models.CharField(max_length=64)
    n_rows_read = models.PositiveIntegerField()
    n_signals = models.PositiveIntegerField()
    n_rejected = models.PositiveIntegerField()
    rejected = models.JSONField(help_text="number of rows by reason")
    imported_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="batch_once", fields=["source", "file_sha256"])]

    def __str__(self) -> str:
        return str(self.public_id)


class Report(LockedModel):
    """One sending of a reporter, with one signal or several.

    Its id is made where it is written, so that a sending repeated after a lost answer comes in once.
    """

    public_id = models.UUIDField(unique=True, help_text="made by the sender")
    content_sha256 = models.CharField(max_length=64)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    recorded_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="reports", null=True, blank=True
    )
    received_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


def readable_by(viewer: Viewer, signal: str = "") -> Q:
    """Signals that the viewer may read one by one; `domain.rules.signals.can_see_signal` as a query.

    `signal`: the path from the asked table to its signal, such as `signal__`; empty for signals themselves.
    """
    if viewer.is_system:
        return Q()
    if viewer.organisation_id is None or not viewer.reads_picture:
        return Q(pk__in=[])

    def where(**wanted: object) -> Q:
        return Q(**{signal + name: value for name, value in wanted.items()})

    own = where(owner_id=viewer.organisation_id)
    agreed = where(marking=Marking.AMBER, owner_id__in=viewer.agreements)
    community = where(marking__in=[Marking.GREEN, Marking.CLEAR])
    not_red = ~where(marking=Marking.RED) & (own | agreed | community)
    own_red = where(marking=Marking.RED, recorded_by_id=viewer.person_id, recorded_by__isnull=False)
    return not_red | own_red


class SignalQuerySet(LockedQuerySet["Signal"]):
    """Reads of signals begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> SignalQuerySet:
        """The signals that the viewer may read one by one."""
        return self.filter(readable_by(viewer))


class Signal(LockedModel):
    """One report of something seen or heard, tied to place and time, not yet judged.

    The place is a named area or a grid cell, never a point. A signal in a cell also carries the area
    that holds most of the cell, so that cells add up to areas.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    receipt_code = models.CharField(max_length=12, default=new_receipt_code, unique=True)
    kind = models.ForeignKey(PhenomenonKind, on_delete=models.PROTECT, related_name="signals")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="signals", null=True, blank=True)
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="signals", null=True, blank=True)
    occurred_on = models.DateField()
    time_band = models.CharField(max_length=12, choices=[(band, band) for band in TimeBand])
    received_at = models.DateTimeField()
    stream = models.CharField(max_length=24, choices=[(stream, stream) for stream in Stream])
    n_events = models.PositiveIntegerField(default=1)
    severity = models.CharField(max_length=12, choices=[(step, step) for step in Severity])
    reliability = models.CharField(
        max_length=24,
        choices=[(grade, grade) for grade in SourceReliability],
        default=SourceReliability.CANNOT_BE_JUDGED,
    )
    credibility = models.CharField(
        max_length=24,
        choices=[(grade, grade) for grade in InfoCredibility],
        default=InfoCredibility.CANNOT_BE_JUDGED,
    )
    marking = models.CharField(max_length=12, choices=[(marking, marking.label) for marking in Marking])
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signals")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="signals")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signals", null=True, blank=True
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="signals", null=True, blank=True
    )
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="signals", null=True, blank=True
    )
    observation = models.CharField(
        max_length=12, choices=[(told, told) for told in Observation], default=Observation.NOT_TOLD
    )
    recorded_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="recorded_signals", null=True, blank=True
    )
    judgement = models.CharField(
        max_length=16,
        choices=[(state, state) for state in SignalJudgement],
        default=SignalJudgement.NOT_YET_JUDGED,
    )
    handling = models.CharField(
        max_length=16, choices=[(state, state) for state in SignalHandling], default=SignalHandling.RECEIVED
    )

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["occurred_on", "kind"]),
            models.Index(fields=["owner", "marking"]),
            models.Index(fields=["cell", "kind", "occurred_on"]),
            models.Index(fields=["area", "kind", "occurred_on"]),
            # Of a million signals the few that somebody reported by hand, without a place for those of files.
            models.Index(name="reported_by_hand", fields=["occurred_on"], condition=Q(report__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="signal_has_a_place", condition=Q(area__isnull=False) | Q(cell__isnull=False)
            ),
            models.CheckConstraint(name="signal_tells_of_an_event", condition=Q(n_events__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
