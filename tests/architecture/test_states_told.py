"""The guide to the inbox tells the steps as the tables of the domain have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tilannekuva.detection.triage.words import REASONS, STEPS_TAKEN
from tilannekuva.domain.states import NOT_COUNTED, SignalJudgement
from tilannekuva.domain.triage import (
    HANDLING_TRANSITIONS,
    JUDGEMENT_OF,
    TRIAGE_AUDIT_ACTS,
    TriageAct,
    TriageReason,
)

from .documents import CHECKOUT

GUIDE = CHECKOUT / "docs" / "how-to" / "triage.md"


def rows_of_the_table() -> Iterator[str]:
    """The lines of the guide, as they must stand in it."""
    for act, table in HANDLING_TRANSITIONS.items():
        for before, after in table.items():
            to = ", ".join(f"`{state}`" for state in sorted(after))
            yield f"| `{act}` | `{before}` | {to} | `{TRIAGE_AUDIT_ACTS[act]}` |"
    yield f"| `{TriageAct.UNDO}` | any | as before the step | `{TRIAGE_AUDIT_ACTS[TriageAct.UNDO]}` |"


def test_the_table_of_states_is_that_of_the_domain() -> None:
    told = GUIDE.read_text("utf-8").partition("<!-- states")[2]
    assert re.findall(r"^\| `.*$", told, re.MULTILINE) == list(rows_of_the_table())


def test_every_step_is_told_with_what_it_does_to_the_count() -> None:
    text = GUIDE.read_text("utf-8").partition("<!-- states")[0]
    told = dict(re.findall(r"^\| `(\w+)` \| .* \| ([^|]+) \|$", text, re.MULTILINE))
    assert set(told) == set(TriageAct)
    left_out = {act for act, judgement in JUDGEMENT_OF.items() if judgement is SignalJudgement.REFUTED}
    left_out |= {
        act
        for act, table in HANDLING_TRANSITIONS.items()
        if any(after & NOT_COUNTED and before not in NOT_COUNTED for before, after in table.items())
    }
    assert {act for act, what in told.items() if what == "left out"} == left_out


def test_every_step_and_every_reason_has_its_words() -> None:
    assert set(STEPS_TAKEN) == set(TriageAct)
    assert set(REASONS) == set(TriageReason)
