"""The guide to the public picture tells the states of a release as the tables of the domain have them."""

from __future__ import annotations

import re

from tilannekuva.domain.public_release import (
    FIGURES_STAND,
    RELEASE_AUDIT_ACTS,
    RELEASE_TRANSITIONS,
    ReleaseState,
    WithdrawalReason,
)
from tilannekuva.publication.public.words import TREND_WORDS, WITHDRAWAL_WORDS
from tilannekuva.publication.words import RELEASE_STATES

from .documents import CHECKOUT

GUIDE = CHECKOUT / "docs" / "how-to" / "public-picture.md"


def test_the_table_of_states_is_that_of_the_domain() -> None:
    told = GUIDE.read_text("utf-8").partition("<!-- states")[2].partition("## ")[0]
    rows = [
        f"| `{before}` | `{after}` | `{RELEASE_AUDIT_ACTS[after]}` |"
        for before, following in RELEASE_TRANSITIONS.items()
        for after in sorted(following)
    ]
    assert re.findall(r"^\| `.*$", told, re.MULTILINE) == rows


def test_every_reason_is_told_with_what_becomes_of_the_figures() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+) \|$", GUIDE.read_text("utf-8"), re.MULTILINE))
    assert {reason for reason, what in told.items() if what.startswith("they stand")} == FIGURES_STAND
    assert set(WithdrawalReason) <= set(told)


def test_every_state_reason_and_change_has_its_words() -> None:
    assert set(RELEASE_STATES) == set(ReleaseState)
    assert set(WITHDRAWAL_WORDS) == set(WithdrawalReason)
    assert TREND_WORDS
