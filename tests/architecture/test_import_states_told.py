"""The guide to files tells the states of an import as the tables of the domain have them."""

from __future__ import annotations

import re

from tilannekuva.domain.imports import (
    CLAIMED_AS,
    ENDED,
    IMPORT_AUDIT_ACTS,
    IMPORT_TRANSITIONS,
    ImportState,
)
from tilannekuva.intake.words import FILE_TELLS, IMPORT_STATES

from .documents import CHECKOUT

GUIDE = CHECKOUT / "docs" / "how-to" / "import-files.md"


def test_the_table_of_states_is_that_of_the_domain() -> None:
    told = GUIDE.read_text("utf-8").partition("<!-- states")[2]
    wanted = []
    for before, after in IMPORT_TRANSITIONS.items():
        to = ", ".join(f"`{state}`" for state in ImportState if state in after) or "–"
        act = IMPORT_AUDIT_ACTS.get(before)
        wanted.append(f"| `{before}` | {to} | {f'`{act}`' if act else '–'} |")
    assert re.findall(r"^\| `.*$", told, re.MULTILINE) == wanted


def test_every_state_has_its_words_and_an_end() -> None:
    assert set(IMPORT_STATES) == set(ImportState) == set(IMPORT_TRANSITIONS)
    assert len(FILE_TELLS) == 2
    assert {state for state, after in IMPORT_TRANSITIONS.items() if not after} == ENDED
    assert all(after in IMPORT_TRANSITIONS[before] for before, after in CLAIMED_AS.items())
