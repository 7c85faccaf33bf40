"""What was seen: the vocabulary of kinds, sources, signals and their texts, and what they arrive in."""

from .protection import ProtectedSource, SourceOpening
from .signals import Signal, SignalQuerySet, Withdrawal, new_receipt_code, readable_by
from .sources import ImportBatch, Report, Source, ZeroReport
from .texts import SignalText, SignalTextQuerySet
from .vocabulary import PhenomenonKind

__all__ = [
    "ImportBatch",
    "PhenomenonKind",
    "ProtectedSource",
    "Report",
    "Signal",
    "SignalQuerySet",
    "SignalText",
    "SignalTextQuerySet",
    "Source",
    "SourceOpening",
    "Withdrawal",
    "ZeroReport",
    "new_receipt_code",
    "readable_by",
]
