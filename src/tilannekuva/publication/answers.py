"""Answers to reporters: what became of a signal, and what the picture says by now.

Pure: rows and a document in, words out. An answer follows from the two states of the signal itself and from
the edition that partners read, and from nothing else: what other partners reported cannot change a letter of it,
before people have confirmed a finding and the edition shows it without protecting its count (L-32).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilannekuva.domain.answer import LED_ON, UNANSWERED, AnswerState, answer_to
from tilannekuva.domain.city import name_in
from tilannekuva.domain.states import FindingState, SignalHandling, SignalJudgement

from .place_table import day_in_full

Words = Mapping[AnswerState, Promise]

ANSWERS: Words = {
    AnswerState.RECEIVED: gettext_lazy("Received"),
    AnswerState.IN_REVIEW: gettext_lazy("Being looked at"),
    AnswerState.TAKEN_INTO_ACCOUNT: gettext_lazy("Taken into account"),
    AnswerState.JOINED: gettext_lazy("Joined to a phenomenon"),
    AnswerState.NOT_CONFIRMED: gettext_lazy("Not confirmed"),
    AnswerState.OUT_OF_SCOPE: gettext_lazy("Outside our scope"),
    AnswerState.WITHDRAWN: gettext_lazy("Withdrawn"),
}

MEANINGS: Words = {
    AnswerState.RECEIVED: gettext_lazy("It is stored. Nobody has looked at it yet."),
    AnswerState.IN_REVIEW: gettext_lazy("Somebody is looking at it, or has asked a partner about it."),
    AnswerState.TAKEN_INTO_ACCOUNT: gettext_lazy("Somebody has looked at it, and it counts in the picture."),
    AnswerState.JOINED: gettext_lazy(
        "It belongs to something that is being followed, and counts as a source of it."
    ),
    AnswerState.NOT_CONFIRMED: gettext_lazy(
        "Nothing that others know confirms it so far. That does not say that you were wrong."
    ),
    AnswerState.OUT_OF_SCOPE: gettext_lazy(
        "It is not a thing of this picture, and counts nowhere. If something has to be done, turn to the office in charge."
    ),
    AnswerState.WITHDRAWN: gettext_lazy("It was taken back, counts nowhere, and its words are erased."),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer is made of: the signal's own kind, area, days and states. No owner, source or person."""

    kind: str
    area: str | None
    occurred_on: dt.date
    received_on: dt.date
    judgement: SignalJudgement
    handling: SignalHandling
    last_step_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the active language. `led_to` is empty until people have confirmed a finding that tells of it."""

    state: AnswerState
    word: str
    meaning: str
    since: str
    led_to: str

    @property
    def is_open(self) -> bool:
        return self.state in UNANSWERED


def answer_of(told: Told, edition: Mapping[str, Any] | None, language: str, *, smallest_count: int) -> Answer:
    """The answer of a signal. `edition` is the one that partners read; None before there is one."""
    state = answer_to(told.judgement, told.handling)
    since_on = told.received_on if state is AnswerState.RECEIVED else told.last_step_on or told.received_on
    return Answer(
        state=state,
        word=str(ANSWERS[state]),
        meaning=str(MEANINGS[state]),
        since=day_in_full(since_on.isoformat()),
        led_to=_led_to(told, edition, language, smallest_count) if state in LED_ON and edition else "",
    )


def _led_to(told: Told, edition: Mapping[str, Any], language: str, smallest_count: int) -> str:
    """One sentence on the newest confirmed finding of that kind in that area and at that time, without a count."""
    telling = [
        finding
        for finding in edition["findings"]
        if finding["kind"] == told.kind
        and told.area in finding["area_codes"]
        and finding["first_on"] <= told.occurred_on.isoformat() <= finding["last_on"]
        and finding["state"] == FindingState.CONFIRMED
        and _is_of_many(finding, smallest_count)
    ]
    if not telling:
        return ""
    finding = max(telling, key=lambda each: (each["last_on"], each["id"]))
    kinds = {kind["code"]: name_in(kind["names"], language) for kind in edition["kinds"]}
    areas = {area["code"]: name_in(area["names"], language) for area in edition["areas"]}
    return _(
        "In the picture of %(day)s: more %(kind)s in %(area)s than expected since %(since)s. People have confirmed it."
    ) % {
        "day": day_in_full(edition["as_of"]),
        "kind": _mid_sentence(kinds[told.kind]),
        "area": areas[finding["area_codes"][finding["area_codes"].index(told.area)]],
        "since": day_in_full(finding["first_on"]),
    }


def _is_of_many(finding: Mapping[str, Any], smallest_count: int) -> bool:
    """Whether nobody can work one partner out of it: of several organisations, and of as many signals as are published."""
    observed = finding["observed"]
    return isinstance(observed, int) and observed >= smallest_count and finding["n_organisations"] > 1


def _mid_sentence(name: str) -> str:
    """A name as it stands in the middle of a sentence: small, but for one that is written in capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
