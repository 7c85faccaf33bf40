"""Reading for answers: the rows of a signal and the edition of the day, put into the words of `answers`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from tilannekuva.detection.triage.queries import last_steps_on
from tilannekuva.domain.clock import local_date
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import system
from tilannekuva.intake.models import Signal
from tilannekuva.picture.queries import content_of, current_edition

from .answers import Answer, Told, answer_of

# The program asks for the edition: it gets the one with protected counts, whoever holds the code.
_ANSWERING = system("answers")


def answers_for(signals: Sequence[Signal], language: str, thresholds: Thresholds) -> dict[int, Answer]:
    """By id of a signal, the answer to whoever reported it, in the active language. `language`: its code, for names."""
    edition = current_edition(_ANSWERING)
    document = content_of(edition) if edition is not None else None
    last_steps = last_steps_on(signals)
    return {
        signal.pk: answer_of(
            _told(signal, last_steps.get(signal.pk)),
            document,
            language,
            smallest_count=thresholds.smallest_count_public,
        )
        for signal in signals
    }


def answer_for(signal: Signal, language: str, thresholds: Thresholds) -> Answer:
    """The answer of one signal."""
    return answers_for([signal], language, thresholds)[signal.pk]


def _told(signal: Signal, last_step_on: dt.date | None) -> Told:
    withdrawal = getattr(signal, "withdrawal", None)
    if withdrawal is not None:
        last_step_on = local_date(withdrawal.withdrawn_at, settings.TIME_ZONE)
    return Told(
        kind=signal.kind.code,
        area=signal.area.code if signal.area else None,
        occurred_on=signal.occurred_on,
        received_on=local_date(signal.received_at, settings.TIME_ZONE),
        judgement=SignalJudgement(signal.judgement),
        handling=SignalHandling(signal.handling),
        last_step_on=last_step_on,
    )
