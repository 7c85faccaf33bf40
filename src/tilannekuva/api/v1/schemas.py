"""What is sent and answered, field by field: what stands nowhere here is refused (C-30)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation, Sureness
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.text import LONGEST_TEXT, TextReason
from tilannekuva.domain.time_band import TimeBand


class SignalIn(Schema):
    """One event: what, where, when, and how the sender knows. Give `area`, or `latitude` and `longitude`."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=60, description="a code of /kinds", examples=["damage"])]
    area: Annotated[str, Field(max_length=60, description="a code of /areas")] = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90, description="degrees; kept as a cell only")] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180, description="degrees; kept as a cell only")] = (
        None
    )
    occurred_on: Annotated[dt.date, Field(description="the local day")]
    time_band: TimeBand = TimeBand.DAY
    observation: Observation = Observation.NOT_TOLD
    sureness: Sureness | None = None
    severity: Severity = Severity.MODERATE
    stream: Annotated[Stream | None, Field(description="how it came about; the usual one if left out")] = None
    marking: Literal[Marking.GREEN, Marking.AMBER, Marking.AMBER_STRICT] = Marking.AMBER
    n_events: Annotated[int, Field(ge=1, le=100)] = 1
    text: Annotated[str, Field(max_length=LONGEST_TEXT, description="words that pass the gate")] = ""
    text_reason: Annotated[
        TextReason | None,
        Field(description="why words may stand that the gate asks about; they are reviewed"),
    ] = None


class ReportIn(Schema):
    """A report of one event or several. `report_id` is made by the sender, and is the same in every retry."""

    model_config = ConfigDict(extra="forbid")

    report_id: uuid.UUID
    signals: Annotated[list[SignalIn], Field(min_length=1, max_length=20)]


class SignalReceipt(Schema):
    """A signal that came in; `receipt_code` opens the answer to its reporter."""

    signal_id: uuid.UUID
    receipt_code: str


class Receipt(Schema):
    """The report is durable. Only an answer of this form, with the sender's own `report_id`, says so."""

    type: Literal["tilannekuva.receipt"] = "tilannekuva.receipt"
    report_id: uuid.UUID
    received_at: dt.datetime
    signals: list[SignalReceipt]


class KindOut(Schema):
    """A kind of phenomenon: names and definitions by language."""

    code: str
    names: dict[str, str]
    definitions: dict[str, str]


class AreaOut(Schema):
    """An area in which signals can be placed: names by language."""

    code: str
    names: dict[str, str]


class Fault(Schema):
    """What was wrong with one field. It never repeats what was sent."""

    where: str
    reason: str


class Refusal(Schema):
    """Nothing was stored, and why."""

    type: Literal["tilannekuva.refusal"] = "tilannekuva.refusal"
    faults: list[Fault]
