"""The list page by page is the list as a whole, however little of it is read for a page."""

from __future__ import annotations

import datetime as dt
import random
from itertools import chain
from typing import Any

import pytest

from tests.apps.detection.triage.sample import CELL_M, make_signal
from tilannekuva.detection.triage import actions, listing
from tilannekuva.detection.triage.listing import Choice, Waits, blocks_from, count_of
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.triage import TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal


@pytest.fixture
def many(signals: list[Signal], school: Any, analyst: Viewer) -> None:
    """Ninety signals of a month, some joined, also far apart in time."""
    rng = random.Random(3)
    made = [
        make_signal(
            school,
            age_days=rng.randrange(28),
            cell=rng.choice(["c0", "c1", "c9", None]),
            kind=rng.choice(["damage", "unrest"]),
        )
        for _number in range(90)
    ]
    for start in (0, 10, 20):
        chosen = made[start : start + 3]
        actions.join(signals=chosen, reason=TriageReason.ONE_DEVELOPMENT, by=analyst)


def _ids(viewer: Viewer, choice: Choice, first: int = 0, n: int = 1000) -> list[list[int]]:
    blocks = blocks_from(
        viewer, choice, first=first, n=n, cell_size_m=CELL_M, near_days=Thresholds().joining_days
    )
    return [[signal.signal_id for signal in block.signals] for block in blocks]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("waits", [Waits.JUDGEMENT, Waits.JOINING])
@pytest.mark.parametrize("read_first", [1, 7, 40])
def test_page_by_page_is_the_whole(
    waits: Waits, read_first: int, analyst: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = Choice(waits=waits)
    whole = _ids(analyst, choice)
    assert len(whole) > 10
    if waits is Waits.JUDGEMENT:
        assert sum(len(block) for block in whole) == count_of(analyst, choice) == 93
    monkeypatch.setattr(listing, "_FIRST_SIGNALS", read_first)
    monkeypatch.setattr(listing, "_TIMES_AS_MANY", 2)
    pages = [_ids(analyst, choice, first=first, n=3) for first in range(0, len(whole) + 3, 3)]
    assert [block for page in pages for block in page] == whole


def test_a_page_reads_no_more_than_it_needs(
    signals: list[Signal], school: Any, analyst: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for age_days in range(60):
        make_signal(school, age_days=age_days, cell="c9")
    read: list[int] = []
    original = listing._newest

    def noting(*asked: Any) -> Any:
        found, is_all = original(*asked)
        read.append(len(found))
        return found, is_all

    monkeypatch.setattr(listing, "_newest", noting)
    monkeypatch.setattr(listing, "_FIRST_SIGNALS", 3)
    # The first block begins on the newest day: three days before it, and what else is of these days, are read.
    _ids(analyst, Choice(), n=1)
    assert read == [3, 7]
    read.clear()
    _ids(analyst, Choice(), n=1000)
    assert read[-1] == 63


@pytest.mark.usefixtures("many")
def test_counting_and_reading_end_at_the_most_that_is_looked_through(
    analyst: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_SIGNALS", 20)
    assert count_of(analyst, Choice()) == 21
    newest = _ids(analyst, Choice(waits=Waits.JUDGEMENT))
    # Of groups that begin among these, older members come along.
    assert 20 <= sum(len(block) for block in newest) <= 29


def test_a_day_bounds_files_and_not_what_waits_for_an_answer(
    signals: list[Signal], school: Any, analyst: Viewer, coordinator: Viewer
) -> None:
    assert coordinator.organisation_id == school.pk  # somebody there who can answer
    old = make_signal(school, age_days=200)
    since = dt.date.today() - dt.timedelta(days=28)
    assert old.pk not in chain.from_iterable(_ids(analyst, Choice(since_on=since)))
    assert old.pk in chain.from_iterable(_ids(analyst, Choice()))
    actions.pass_on(
        signals=[old], receiver=school, answer_by_on=dt.date.today(), by=analyst,
        reason=TriageReason.TO_SAY_WHAT_IS_KNOWN,
    )  # fmt: skip
    assert _ids(analyst, Choice(waits=Waits.ANSWER, since_on=since)) == [[old.pk]]
    assert old.pk not in chain.from_iterable(_ids(analyst, Choice()))


def test_what_is_done_is_listed_apart(signals: list[Signal], analyst: Viewer) -> None:
    actions.confirm(signals=signals[:1], reason=TriageReason.SEEN_ON_THE_SPOT, by=analyst)
    actions.drop(signals=signals[1:2], reason=TriageReason.OUT_OF_OUR_SCOPE, by=analyst)
    assert _ids(analyst, Choice()) == [[signals[2].pk]]
    assert sorted(_ids(analyst, Choice(waits=Waits.NOTHING))) == [[signals[0].pk], [signals[1].pk]]
