"""Public releases: what is in one, who lets it out, and that all of them together tell no small count."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from tests.apps.publication import release_sample as sample
from tilannekuva import stats
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.public_release import WithdrawalReason
from tilannekuva.domain.quarter import Quarter, quarters_until
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import NOBODY
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.places.models import Area
from tilannekuva.publication.models import PublicRelease
from tilannekuva.publication.release.actions import (
    propose_release,
    publish_release,
    reject_release,
    withdraw_release,
)
from tilannekuva.publication.release.counts import quarterly_counts
from tilannekuva.publication.release.queries import current_release
from tilannekuva.publication.release.register import closed_periods, content_of

pytestmark = pytest.mark.django_db

PLENTY = dict.fromkeys(sample.LEAVES, (20, 20, 20, 20))
LIMIT = 10


@pytest.fixture(autouse=True)
def _city(db: None) -> None:
    sample.build_city()


def told(release: PublicRelease, kind: str = "damage", quarter: Quarter = sample.NEWEST) -> dict[str, int]:
    found: dict[str, int] = content_of(release)["counts"][quarter.code][kind]
    return found


def test_a_release_tells_whole_quarters_of_registered_areas_of_what_was_reported() -> None:
    sample.report(PLENTY)
    sample.report(PLENTY, kind="strength")
    sample.report(PLENTY, stream=Stream.TARGETED_OPERATION)
    sample.report(PLENTY, quarter=Quarter(2026, 4))  # not over
    release = sample.published()
    content = content_of(release)
    assert [period["code"] for period in content["periods"]][-1] == "2026-Q3"
    assert len(content["periods"]) == 12
    assert told(release) == {**dict.fromkeys(sample.LEAVES, 80), "D1": 240, "D2": 160, "helsinki": 400}
    assert told(release, "strength")["D1"] == 240
    assert content["marking"] == "clear"
    assert release.sha256 == hashlib.sha256(release.content.encode()).hexdigest()
    assert json.loads(release.content) == content
    assert "rumour" not in {kind["code"] for kind in content["kinds"]}


@pytest.mark.req("D-10")
def test_what_one_school_reported_is_not_told() -> None:
    sample.report({**PLENTY, "A1": (300, 1, 1, 0)})
    shown = told(sample.published())
    assert "A1" not in shown
    assert {"A2", "A3"} - set(shown)  # another one goes with it, else the district would tell it
    assert shown["A4"] == 80


@pytest.mark.req("D-17")
def test_what_is_not_told_leaves_no_trace_in_the_document() -> None:
    sample.report({**PLENTY, "A1": (1, 2, 2, 2)})
    text = sample.published().content
    assert "sensitive" not in text
    assert "hidden" not in text
    assert ":7" not in text


def relations_of_all(quarters: list[str], kinds: list[str]) -> tuple[list[tuple[str, str, str]], Any]:
    places = [*sample.LEAVES, "D1", "D2", "helsinki"]
    cells = [(quarter, kind, place) for quarter in quarters for kind in kinds for place in places]
    index = {cell: position for position, cell in enumerate(cells)}
    inside = {"D1": ["A1", "A2", "A3"], "D2": ["A4", "A5"], "helsinki": ["D1", "D2"]}
    rows = []
    for quarter in quarters:
        for kind in kinds:
            for total, parts in inside.items():
                row = np.zeros(len(cells))
                row[[index[quarter, kind, part] for part in parts]] = 1
                row[index[quarter, kind, total]] = -1
                rows.append(row)
    return cells, np.array(rows)


def true_counts(cells: list[tuple[str, str, str]], as_of: dt.date) -> Any:
    quarters = {quarter.code: quarter for quarter in quarters_until(as_of, 13)}
    found = dict.fromkeys(cells, 0)
    for each in quarterly_counts(as_of, set(quarters.values()), {"damage", "theft"}):
        for place in (each.area, sample.LEAVES[each.area], "helsinki"):
            key = (each.quarter.code, each.kind, place)
            if key in found:
                found[key] += each.n_events
    return np.array([found[cell] for cell in cells])


@pytest.mark.req("D-03")
@pytest.mark.req("D-08")
def test_the_attack_over_all_releases_together_finds_no_small_count() -> None:
    """Three releases, reports that come late between them, and everything that they told taken together."""
    three = quarters_until(sample.AS_OF - dt.timedelta(days=14), 3)
    sample.report_at_random(1, three)
    first = sample.published(dt.date(2026, 4, 20))
    before = true_counts(relations_of_all([three[0].code], ["damage", "theft"])[0], sample.AS_OF)
    sample.report({"A1": (1, 0, 0, 0), "A4": (0, 1, 1, 0)}, quarter=three[0])  # late
    second = sample.published(dt.date(2026, 8, 20))
    third = sample.published()
    releases = [content_of(release)["counts"] for release in (first, second, third)]
    codes = [quarter.code for quarter in three]
    cells, relations = relations_of_all(codes, ["damage", "theft"])
    truth = true_counts(cells, sample.AS_OF)
    truth[: len(before)] = before  # what the first release counted; what came late is in no release
    published = np.array(
        [any(cell[2] in r.get(cell[0], {}).get(cell[1], {}) for r in releases) for cell in cells]
    )
    for cell, n in zip(cells, truth, strict=True):
        values = {
            r[cell[0]][cell[1]][cell[2]] for r in releases if cell[2] in r.get(cell[0], {}).get(cell[1], {})
        }
        assert values <= {n}  # no two releases differ, and none is rounded
    low, high = stats.attack(truth, ~published, relations)
    small = truth < LIMIT
    assert small.sum() > 8
    assert not (small & published).any()
    assert (low[small] == 0).all()
    assert (high[small] >= LIMIT).all()
    # The same attack on the table that only leaves small counts out: it bites.
    low, high = stats.attack(truth, small, relations)
    assert (small & ((low > 0) | (high < LIMIT))).any()


@pytest.mark.req("D-08")
def test_new_areas_and_kinds_change_nothing_of_quarters_that_were_told() -> None:
    sample.report(PLENTY)
    first = sample.published()
    sample.report({"A2": (5, 5, 5, 5)})
    with unlocked():
        Area.objects.filter(code="A3").update(valid_to_on=dt.date(2026, 1, 1))
    second = sample.published()
    assert content_of(second)["counts"] == content_of(first)["counts"]
    assert content_of(second)["new_periods"] == []
    assert content_of(second)["earlier"] == [first.sha256]
    assert "A3" in {area["code"] for area in content_of(second)["areas"]}


def test_two_people_release_it_and_the_database_refuses_one_alone() -> None:
    sample.report(PLENTY)
    release = sample.prepared()
    assert current_release() is None
    with pytest.raises(RuleBroken, match="coordinator or a leader"):
        publish_release(release=release, by=sample.viewer("Paula"))
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        PublicRelease.objects.filter(pk=release.pk).update(
            state="released", decided_by=release.proposed_by_id, decided_at=release.proposed_at
        )
    publish_release(release=release, by=sample.viewer("Dora"))
    assert current_release() == release
    acts = AuditEntry.objects.filter(object_type="public_release").order_by("sequence")
    assert [act.partition(".")[2] for act in acts.values_list("act", flat=True)] == [
        "proposed", "begun", "prepared", "released",
    ]  # fmt: skip


def test_nobody_releases_a_proposal_of_their_own() -> None:
    release = propose_release(as_of=sample.AS_OF, lead={}, smallest_count=10, by=sample.viewer("Dora"))
    from tilannekuva.publication.worker import prepare_once

    prepare_once(sample.CITY)
    release.refresh_from_db()
    with pytest.raises(RuleBroken, match="of their own"):
        publish_release(release=release, by=sample.viewer("Dora"))
    reject_release(release=release, by=sample.viewer("Dora"))
    assert release.state == "rejected"


def test_one_waits_at_a_time_and_who_may_not_proposes_nothing(alice: Any, reader_of_release: Any) -> None:
    sample.prepared()
    with pytest.raises(WrongState, match="waits already"):
        sample.prepared()
    with pytest.raises(NotAllowed):
        propose_release(as_of=sample.AS_OF, lead={}, smallest_count=10, by=reader_of_release)
    with pytest.raises(NotAllowed):
        propose_release(as_of=sample.AS_OF, lead={}, smallest_count=10, by=NOBODY)
    assert PublicRelease.objects.visible_to(NOBODY).count() == 0


@pytest.fixture
def reader_of_release(school: Any) -> Any:
    from tests.conftest import _person
    from tilannekuva.accounts.queries import viewer_of
    from tilannekuva.domain.role import RoleName

    return viewer_of(_person("Rita", school, RoleName.REPORTER))


@pytest.mark.req("D-13")
def test_a_withdrawn_release_goes_at_once_and_wrong_figures_are_never_told_again() -> None:
    sample.report(PLENTY)
    release = sample.published()
    withdraw_release(release=release, reason=WithdrawalReason.WRONG_FIGURES, by=sample.viewer("Paula"))
    assert current_release() is None
    assert "2026-Q3" in closed_periods()
    again = sample.published()
    assert content_of(again)["periods"] == []
    assert content_of(again)["counts"] == {}


def test_figures_of_a_release_whose_words_were_wrong_are_carried_on() -> None:
    sample.report(PLENTY)
    release = sample.published(
        lead={"fi": "Kesä oli rauhallinen.", "sv": "Sommaren var lugn.", "en": "A calm summer."}
    )
    withdraw_release(release=release, reason=WithdrawalReason.WRONG_WORDS, by=sample.viewer("Dora"))
    again = sample.published()
    assert content_of(again)["counts"] == content_of(release)["counts"]
    assert content_of(again)["lead"] == {}


@pytest.mark.req("D-12")
@pytest.mark.req("L-36")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Only 3 were reported", "below 10"),
        ("Ilmoituksia tuli kolme", "below 10"),
        ("Det kom fyra anmälningar", "below 10"),
        ("Levotonta Kivelänkatu 12 edustalla", "address"),
        ("Tapaus Mäkelän koulun pihalla", "school"),
        ("Kallio on riskialue", "label"),
    ],
)
def test_words_that_tell_too_much_are_refused(text: str, why: str) -> None:
    lead = {"fi": text, "sv": text, "en": text}
    with pytest.raises(RuleBroken, match=why):
        propose_release(as_of=sample.AS_OF, lead=lead, smallest_count=10, by=sample.viewer("Paula"))


@pytest.mark.req("L-36")
def test_words_stand_in_three_languages_or_in_none_and_pass_the_gate() -> None:
    by = sample.viewer("Paula")
    with pytest.raises(RuleBroken, match="Finnish, Swedish and English"):
        propose_release(as_of=sample.AS_OF, lead={"fi": "Hyvä kesä."}, smallest_count=10, by=by)
    person = dict.fromkeys(("fi", "sv", "en"), "Soita numeroon 040 123 4567")
    with pytest.raises(TextRefused):
        propose_release(as_of=sample.AS_OF, lead=person, smallest_count=0, by=by)


@pytest.mark.req("D-09")
def test_a_change_is_told_in_words_and_only_on_a_base_that_carries_it() -> None:
    a_year_before = sample.NEWEST.a_year_before
    for code, then, now in (("A1", 20, 60), ("A2", 20, 21), ("A3", 4, 20), ("A4", 60, 20), ("A5", 20, 20)):
        sample.report({code: (then,) * 4}, quarter=a_year_before)
        sample.report({code: (now,) * 4})
    trends = content_of(sample.published())["trends"]["2026-Q3"]["damage"]
    assert trends["A1"] == "more"
    assert trends["A2"] == "no_clear_change"
    assert "A3" not in trends  # 16 a year before
    assert trends["A4"] == "fewer"


def test_a_release_that_cannot_be_prepared_says_so_and_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from tilannekuva.publication import worker

    def broken(*_: object, **__: object) -> None:
        raise ArithmeticError("a text that may quote data")

    monkeypatch.setattr(worker, "protect_nested", broken)
    release = sample.prepared()
    assert (release.state, release.failure, release.content) == ("failed", "ArithmeticError", "")
