"""A signal, or hours of presence, before it is stored: what a form, a file or a simulation hands to the actions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.text import TextReason
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.places.models import Area


@dataclass(frozen=True, slots=True)
class SignalDraft:
    """What was seen, where, when and how it came about. `area_id` or `cell_id`: database ids, one at least.

    `text`: words of the reporter, up to 1,000 characters; `text_reason`: why they let stand what the gate asks
    about. Files bring neither. `need_id`: database id of what is asked for and answered by this, if anything.
    `row_key`: tells two rows of files with the same id, see `file_signals`.
    """

    kind_id: int
    area_id: int | None
    cell_id: int | None
    occurred_on: dt.date
    time_band: TimeBand
    stream: Stream
    severity: Severity
    marking: Marking
    reliability: SourceReliability = SourceReliability.CANNOT_BE_JUDGED
    credibility: InfoCredibility = InfoCredibility.CANNOT_BE_JUDGED
    observation: Observation = Observation.NOT_TOLD
    n_events: int = 1
    received_at: dt.datetime | None = None
    text: str = ""
    text_reason: TextReason | None = None
    need_id: int | None = None
    row_key: str = ""


@dataclass(frozen=True, slots=True)
class EffortRow:
    """Hours of one area in the week that begins on a Monday."""

    area: Area
    week_starts_on: dt.date
    hours: float


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """How many people of an area gave one answer to a question, what they weigh, and the sum of squared weights."""

    area: Area
    question: str
    answer: str
    n_answers: int
    weight_sum: float
    weight_square_sum: float


@dataclass(frozen=True, slots=True)
class SurveyDraft:
    """A round of a survey before it is stored. `insecure`: the answers by which somebody says to feel unsafe."""

    title: str
    method: str
    from_on: dt.date
    to_on: dt.date
    marking: Marking
    insecure: frozenset[str]
    rows: tuple[SurveyRow, ...]
    file_sha256: str
