"""What was seen: the vocabulary of kinds, sources, signals and their texts, and what they arrive in.

And statistics and surveys of others, who is to report, how long somebody was there to see, and what is asked for.
"""

from .duties import DutyArea, Reminder, ReportingDuty, ReportingDutyQuerySet
from .effort import Effort, EffortQuerySet
from .imports import ImportJob, SavedMapping
from .needs import InformationNeed, InformationNeedQuerySet, NeedAnswer, NeedArea, NeedKind
from .protection import ProtectedSource, SourceOpening
from .signals import Signal, SignalQuerySet, Withdrawal, new_receipt_code, readable_by
from .sources import ImportBatch, Report, Source, ZeroReport
from .statistics import Extraction, IndicatorSeries, IndicatorSeriesQuerySet, IndicatorValue
from .surveys import Survey, SurveyAnswer, SurveyQuerySet, SurveyQuestion
from .texts import SignalText, SignalTextQuerySet
from .vocabulary import PhenomenonKind

__all__ = [
    "DutyArea",
    "Effort",
    "EffortQuerySet",
    "Extraction",
    "ImportBatch",
    "ImportJob",
    "IndicatorSeries",
    "IndicatorSeriesQuerySet",
    "IndicatorValue",
    "InformationNeed",
    "InformationNeedQuerySet",
    "NeedAnswer",
    "NeedArea",
    "NeedKind",
    "PhenomenonKind",
    "ProtectedSource",
    "Reminder",
    "Report",
    "ReportingDuty",
    "ReportingDutyQuerySet",
    "SavedMapping",
    "Signal",
    "SignalQuerySet",
    "SignalText",
    "SignalTextQuerySet",
    "Source",
    "SourceOpening",
    "Survey",
    "SurveyAnswer",
    "SurveyQuerySet",
    "SurveyQuestion",
    "Withdrawal",
    "ZeroReport",
    "new_receipt_code",
    "readable_by",
]
