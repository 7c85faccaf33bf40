"""The inbox in words: a line for each signal, a block for each proposal, and what waits at its side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.detection.triage.models import PassedOn, SignalGroup, TriageStep
from tilannekuva.detection.triage.proposals import Block, OpenSignal
from tilannekuva.detection.triage.queries import changes_shown, is_latest, passed_on_of, signals_shown
from tilannekuva.detection.triage.words import (
    REASONS,
    STEPS_TAKEN,
    apart_text,
    due_text,
    sureness_code,
    sureness_text,
)
from tilannekuva.detection.words import STREAMS, day_text
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.triage import can_undo
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.domain.triage import TriageAct
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal
from tilannekuva.intake.told_by import told_by
from tilannekuva.intake.words import HANDLINGS, JUDGEMENTS, SEVERITIES, TIME_BANDS

# So long the last step stays in sight beside the list, with its undo.
_FRESH = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom lines are written: the viewer, the language, and today in the city."""

    viewer: Viewer
    language: str
    today: dt.date = field(default_factory=lambda: today_on(settings.TIME_ZONE))


def line_of(signal: Signal, reader: Reader, asked: Sequence[PassedOn] = ()) -> dict[str, Any]:
    """What a line says of a signal. The receipt code is its reporter's alone and stands nowhere here."""
    credibility, reliability = InfoCredibility(signal.credibility), SourceReliability(signal.reliability)
    is_analyst = reader.viewer.has(RoleName.ANALYST)
    return {
        "id": str(signal.public_id),
        "kind": signal.kind.name(reader.language),
        "place": place_of(signal, reader),
        "when": when_of(signal, reader),
        "owner": told_by(signal, reader.language),
        "stream": STREAMS[signal.stream],
        "n_events": signal.n_events,
        # A safe place or a strength is not "serious".
        "severity": "" if signal.kind.is_positive else SEVERITIES[signal.severity],
        "code": sureness_code(credibility, reliability) if is_analyst else "",
        "sureness": sureness_text(Observation(signal.observation), credibility, reliability),
        "judgement": JUDGEMENTS[signal.judgement],
        "judgement_code": signal.judgement,
        "handling": HANDLINGS[signal.handling],
        "marking": {"code": signal.marking, "label": Marking(signal.marking).label},
        "asked": [asked_line(passed_on, reader) for passed_on in asked],
    }


def place_of(signal: Signal, reader: Reader) -> str:
    """The area; and a word where no more than that is known."""
    if signal.area is None:
        return _("outside the areas")
    area = signal.area.name(reader.language)
    return area if signal.cell_id else _("%(area)s, the square not known") % {"area": area}


def when_of(signal: Signal, reader: Reader) -> str:
    """The day and the part of it, such as "14 November, evening"; the minute is kept nowhere (L-18)."""
    day = day_text(signal.occurred_on, year=signal.occurred_on.year != reader.today.year)
    return f"{day}, {TIME_BANDS[TimeBand(signal.time_band)]}"


def asked_line(passed_on: PassedOn, reader: Reader) -> dict[str, Any]:
    """Who was asked, and how that stands."""
    is_late = passed_on.answered_at is None and passed_on.answer_by_on < reader.today
    return {
        "id": str(passed_on.public_id),
        "receiver": passed_on.receiver.name(reader.language),
        "is_late": is_late,
        "due": due_text(passed_on.answer_by_on, reader.today),
        "answer": REASONS[passed_on.answer] if passed_on.answer else "",
    }


def waiting_line(passed_on: PassedOn, reader: Reader) -> dict[str, Any]:
    """What waits for an answer, with the signal it is about."""
    signal = passed_on.signal
    return asked_line(passed_on, reader) | {
        "signal_id": str(signal.public_id),
        "kind": signal.kind.name(reader.language),
        "place": place_of(signal, reader),
        "when": when_of(signal, reader),
        "owner": told_by(signal, reader.language),
        "marking": {"code": signal.marking, "label": Marking(signal.marking).label},
    }


def blocks_shown(blocks: Sequence[Block], reader: Reader) -> list[dict[str, Any]]:
    """Blocks with their lines. What the reader may not read is neither shown nor counted."""
    ids = [signal.signal_id for block in blocks for signal in block.signals]
    signals = signals_shown(reader.viewer, ids)
    asked = _by_signal(passed_on_of(reader.viewer, ids))
    group_ids = [group_id for block in blocks for group_id in block.group_ids]
    groups = SignalGroup.objects.in_bulk(group_ids) if group_ids else {}
    return [_block(block, signals, asked, groups, reader) for block in blocks]


def _block(
    block: Block,
    signals: Mapping[int, Signal],
    asked: Mapping[int, list[PassedOn]],
    groups: Mapping[int, SignalGroup],
    reader: Reader,
) -> dict[str, Any]:
    """A proposal to join, a group, or a signal alone; `parts`: the groups in it, and what is not joined yet."""
    members: dict[int | None, list[OpenSignal]] = {}
    for member in block.signals:
        if member.signal_id not in signals:
            continue  # withdrawn, or no longer to be read, since the list was made a moment ago
        members.setdefault(member.group_id, []).append(member)
    parts: list[dict[str, Any]] = []
    for group_id, of_group in members.items():
        rows = [signals[member.signal_id] for member in of_group]
        is_group = group_id is not None and len(rows) > 1
        n_organisations = len({row.owner_id for row in rows})
        parts.append(
            {
                "group": str(groups[group_id].public_id) if group_id is not None and is_group else "",
                "apart": apart_text(Block(tuple(of_group))),
                "organisations": ngettext("%(n)s organisation", "%(n)s organisations", n_organisations)
                % {"n": n_organisations},
                "lines": [line_of(row, reader, asked.get(row.pk, ())) for row in rows],
            }
        )
    return {
        "parts": parts,
        "is_proposal": block.is_proposal,
        "has_joined": any(part["group"] for part in parts),
        "apart": apart_text(block),
        "signal_ids": " ".join(line["id"] for part in parts for line in part["lines"]),
    }


def _by_signal(rows: Iterable[PassedOn]) -> dict[int, list[PassedOn]]:
    found: dict[int, list[PassedOn]] = {}
    for row in rows:
        found.setdefault(row.signal_id, []).append(row)
    return found


def steps_shown(steps: Sequence[TriageStep], reader: Reader) -> list[dict[str, Any]]:
    """Own steps with what they moved: "Confirmed: Damage, Kallio" or "Joined: 3 signals"."""
    changes: dict[int, list[Signal]] = {}
    for change in changes_shown(reader.viewer, steps):
        changes.setdefault(change.step_id, []).append(change.signal)
    return [
        {
            "id": str(step.public_id),
            "act": STEPS_TAKEN[step.act],
            "reason": REASONS[step.reason],
            "what": _what(changes.get(step.pk, []), reader),
            "at": step.made_at,
            "can_undo": can_undo(TriageAct(step.act), is_undone=False, is_latest=is_latest(step)),
            "is_fresh": now_at() - step.made_at < _FRESH,
        }
        for step in steps
    ]


def _what(signals: Sequence[Signal], reader: Reader) -> str:
    if len(signals) == 1:
        signal = signals[0]
        area = signal.area.name(reader.language) if signal.area else ""
        return ", ".join(part for part in (signal.kind.name(reader.language), area) if part)
    return ngettext("%(count)s signal", "%(count)s signals", len(signals)) % {"count": len(signals)}
