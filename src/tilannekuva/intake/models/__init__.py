"""What was seen: the vocabulary of kinds, sources, signals and their texts, what they arrive in, and statistics of others."""

from .imports import ImportJob, SavedMapping
from .signals import Signal, SignalQuerySet, Withdrawal, new_receipt_code, readable_by
from .sources import ImportBatch, Report, Source, ZeroReport
from .statistics import Extraction, IndicatorSeries, IndicatorSeriesQuerySet, IndicatorValue
from .texts import SignalText, SignalTextQuerySet
from .vocabulary import PhenomenonKind

__all__ = [
    "Extraction",
    "ImportBatch",
    "ImportJob",
    "IndicatorSeries",
    "IndicatorSeriesQuerySet",
    "IndicatorValue",
    "PhenomenonKind",
    "Report",
    "SavedMapping",
    "Signal",
    "SignalQuerySet",
    "SignalText",
    "SignalTextQuerySet",
    "Source",
    "Withdrawal",
    "ZeroReport",
    "new_receipt_code",
    "readable_by",
]
