"""From what a sender tells in codes and degrees to the draft of a signal.

Every way in by which people or programs tell of single events comes through here. A point becomes a grid
cell at once and is not kept (L-17).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation, Sureness, credibility_of
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream, streams_of_reporter
from tilannekuva.domain.text import TextReason
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.places.models import Area, Cell
from tilannekuva.places.queries import areas_today, cell_at

from .drafts import SignalDraft
from .models import PhenomenonKind, Source


@dataclass(frozen=True, slots=True)
class Told:
    """One event as its sender tells of it. The place: `area`, a code, or a point in degrees of WGS 84."""

    kind: str
    occurred_on: dt.date
    time_band: TimeBand
    area: str = ""
    latitude: float | None = None
    longitude: float | None = None
    observation: Observation = Observation.NOT_TOLD
    sureness: Sureness | None = None
    severity: Severity = Severity.MODERATE
    stream: Stream | None = None
    marking: Marking = Marking.AMBER
    n_events: int = 1
    text: str = ""
    text_reason: TextReason | None = None


def draft_of(told: Told, source: Source) -> SignalDraft:
    """The draft of a signal. Raises RuleBroken for a kind, a place or a stream that is none here."""
    kind = PhenomenonKind.objects.filter(code=told.kind).first()
    if kind is None:
        raise RuleBroken("There is no kind of phenomenon %(code)s.", code=told.kind[:60])
    if kind.is_retired:
        raise RuleBroken("The kind %(code)s is no longer in use. Choose another one.", code=kind.code)
    area, cell = _place(told)
    return SignalDraft(
        kind_id=kind.pk,
        area_id=area.pk if area else None,
        cell_id=cell.pk if cell else None,
        occurred_on=told.occurred_on,
        time_band=told.time_band,
        stream=_stream(told, source),
        severity=told.severity,
        marking=told.marking,
        reliability=SourceReliability(source.default_reliability),
        credibility=(
            credibility_of(told.observation, told.sureness)
            if told.sureness
            else InfoCredibility.CANNOT_BE_JUDGED
        ),
        observation=told.observation,
        n_events=told.n_events,
        text=told.text,
        text_reason=told.text_reason,
    )


def _place(told: Told) -> tuple[Area | None, Cell | None]:
    if told.latitude is not None and told.longitude is not None:
        cell = cell_at(told.latitude, told.longitude)
        if cell is None:
            raise RuleBroken("This place lies outside the city. Latitude comes first, in degrees.")
        return cell.area, cell
    area = areas_today().filter(code=told.area).first() if told.area else None
    if area is None:
        raise RuleBroken(
            "There is no area %(code)s. Give the code of an area, or a point.", code=told.area[:60]
        )
    return area, None


def _stream(told: Told, source: Source) -> Stream:
    own = streams_of_reporter(source.organisation.kind)
    if told.stream is None:
        return own[0]
    if told.stream not in own:
        raise RuleBroken(
            "Signals of this organisation do not come about by %(stream)s.", stream=told.stream.value
        )
    return told.stream
