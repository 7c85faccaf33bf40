"""Signals, who may read them, and how their reporters take them back."""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Agreement, Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.receipt_code import ALPHABET, LENGTH
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area, Cell

from .sources import ImportBatch, Report, Source
from .vocabulary import PhenomenonKind

_N_RECEIPT_CODES = len(ALPHABET) ** LENGTH
# Of all numbers of eight bytes the first so many fall evenly on the codes.
_FAIR_NUMBERS = 2**64 - 2**64 % _N_RECEIPT_CODES
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)


def new_receipt_code() -> str:
    """A code of 12 characters (57 bits) that only its reporter knows."""
    return receipt_code_of(secrets.token_bytes(8))


def receipt_code_of(chance: bytes) -> str:
    """The code that eight random bytes stand for; the few that would favour some codes are drawn again."""
    number = int.from_bytes(chance, "big")
    while number >= _FAIR_NUMBERS:
        number = secrets.randbits(64)
    pairs = []
    for _ in range(LENGTH // 2):
        number, pair = divmod(number, len(_PAIRS))
        pairs.append(_PAIRS[pair])
    return "".join(pairs)


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
    # The indices below stand in for those of each foreign key: of their own they would cost a file of a million rows
    # twice. Nothing is looked for by its kind alone.
    kind = models.ForeignKey(PhenomenonKind, on_delete=models.PROTECT, related_name="signals", db_index=False)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="signals", null=True, blank=True, db_index=False
    )
    cell = models.ForeignKey(
        Cell, on_delete=models.PROTECT, related_name="signals", null=True, blank=True, db_index=False
    )
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
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signals", db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="signals")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="signals", null=True, blank=True, db_index=False
    )
    batch = models.ForeignKey(
        ImportBatch, on_delete=models.PROTECT, related_name="signals", null=True, blank=True, db_index=False
    )
    report = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="signals", null=True, blank=True, db_index=False
    )
    observation = models.CharField(
        max_length=12, choices=[(told, told) for told in Observation], default=Observation.NOT_TOLD
    )
    row_key = models.CharField(
        max_length=32, blank=True, help_text="of the row of a file, keyed: it tells equal ids, and no id"
    )
    recorded_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        related_name="recorded_signals",
        null=True,
        blank=True,
        db_index=False,
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
            # Who was heard in a week: answered from the index alone.
            models.Index(name="heard_when", fields=["received_at", "owner", "source"]),
            # Of a million signals the few that somebody reported by hand, without a place for those of files.
            models.Index(name="reported_by_hand", fields=["occurred_on"], condition=Q(report__isnull=False)),
            models.Index(name="of_a_report", fields=["report"], condition=Q(report__isnull=False)),
            models.Index(name="of_a_batch", fields=["batch"], condition=Q(batch__isnull=False)),
            models.Index(name="of_a_person", fields=["recorded_by"], condition=Q(recorded_by__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="signal_has_a_place", condition=Q(area__isnull=False) | Q(cell__isnull=False)
            ),
            models.UniqueConstraint(
                name="row_of_a_file_once", fields=["source", "row_key"], condition=~Q(row_key="")
            ),
            models.CheckConstraint(name="signal_tells_of_an_event", condition=Q(n_events__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Withdrawal(LockedModel):
    """Its reporter took a signal back, or put another one in its place. The signal stays and counts nowhere."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="withdrawal")
    replacement = models.OneToOneField(
        Signal, on_delete=models.PROTECT, related_name="replaces", null=True, blank=True
    )
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="withdrawals", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="signal_does_not_replace_itself",
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("signal")),
            )
        ]

    def __str__(self) -> str:
        return str(self.signal)
