"""Several findings at the same thing: seen beside one of them, and decided together only where a person says so."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.web import edition_sample as sample
from tests.web.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.actions import reject
from tilannekuva.detection.models import Finding
from tilannekuva.detection.queries import open_beside
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.states import FindingReason, FindingState
from tilannekuva.picture.actions import renew_editions


def look(at: Finding, **changes: Any) -> Finding:
    """Another finding at the same thing, but for what is changed."""
    other = Finding.objects.get(pk=at.pk)
    other.pk, other.public_id, other.fingerprint = None, uuid.uuid4(), uuid.uuid4().hex
    other.facts = {**other.facts, "detector": "slow_rise"}
    other._state.adding = True
    areas = changes.pop("areas", at.areas.all())
    for name, value in changes.items():
        setattr(other, name, value)
    with unlocked():
        other.save()
    other.areas.set(areas)
    return other


@pytest.fixture
def client(bob: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


@pytest.fixture
def other(sample_finding: Finding) -> Finding:
    made = look(sample_finding)
    renew_editions(city=sample.CITY, by=TESTER)
    return made


def decide(client: Client, finding: Finding, *also: object, state: str = "rejected") -> Any:
    reason = {"rejected": "reporting_changed", "confirmed": "seen_on_the_spot"}[state]
    values = {"state": state, "reason": reason, "also": [str(each) for each in also]}
    return client.post(f"/findings/{finding.public_id}/decide/", values)


def states(*findings: Finding) -> list[str]:
    return [Finding.objects.get(pk=finding.pk).state for finding in findings]


def test_only_what_shares_kind_place_and_time_and_is_open_counts_as_another_look(
    sample_finding: Finding, bob: Any
) -> None:
    one_day = dt.timedelta(days=1)
    same = look(sample_finding)
    touching = look(sample_finding, first_on=sample_finding.last_on, last_on=sample_finding.last_on + one_day)
    other_kind = type(sample_finding.kind).objects.exclude(pk=sample_finding.kind_id).first()
    look(sample_finding, kind=other_kind)
    look(sample_finding, areas=[])
    look(
        sample_finding,
        first_on=sample_finding.last_on + one_day,
        last_on=sample_finding.last_on + 2 * one_day,
    )
    look(sample_finding, state=FindingState.CONFIRMED)
    look(sample_finding, marking=Marking.RED)
    assert set(open_beside(viewer_of(bob), sample_finding)) == {same, touching}
    # It holds both ways.
    assert sample_finding in open_beside(viewer_of(bob), same)


def test_nothing_is_ticked_beforehand_and_both_answers_offer_the_same(
    client: Client, sample_finding: Finding, other: Finding
) -> None:
    page = client.get(f"/findings/{sample_finding.public_id}/").content.decode()
    boxes = re.findall(r'<input type="checkbox" name="also"[^>]*>', page)
    assert boxes == [f'<input type="checkbox" name="also" value="{other.public_id}">'] * 2
    assert f'href="/findings/{other.public_id}/"' in page


def test_without_a_tick_the_other_stays_open(client: Client, sample_finding: Finding, other: Finding) -> None:
    assert decide(client, sample_finding).status_code == 302
    assert states(sample_finding, other) == ["rejected", "open"]
    page = client.get(f"/findings/{sample_finding.public_id}/").content.decode()
    assert "Other looks at the same thing" in page


@pytest.mark.parametrize("state", ["rejected", "confirmed"])
def test_what_is_ticked_is_decided_in_the_same_act_as_a_decision_of_its_own(
    client: Client, bob: Any, sample_finding: Finding, other: Finding, state: str
) -> None:
    answer = decide(client, sample_finding, other.public_id, state=state)
    assert states(sample_finding, other) == [state, state]
    assert "and 1 other" in client.get(answer.headers["Location"]).content.decode()
    for finding in (sample_finding, other):
        [decision] = finding.decisions.all()
        assert (decision.state, decision.decided_by) == (state, bob)
    entries = [json.loads(row.entry) for row in AuditEntry.objects.filter(act=f"finding.{state}")]
    assert {entry["object_id"] for entry in entries} == {
        str(sample_finding.public_id),
        str(other.public_id),
    }
    # Each is taken back on its own.
    client.post(f"/findings/{other.public_id}/decide/", {"state": "open"})
    assert states(sample_finding, other) == [state, "open"]


def test_one_that_was_decided_meanwhile_holds_up_all_of_them(
    client: Client, alice: Any, bob: Any, sample_finding: Finding, other: Finding
) -> None:
    reject(finding=other, reason=FindingReason.REPORTING_CHANGED, by=viewer_of(bob))
    answer = decide(client, sample_finding, other.public_id, state="confirmed")
    assert answer.status_code == 422
    assert "no longer awaits a decision" in answer.content.decode()
    assert states(sample_finding, other) == ["open", "rejected"]


def test_a_finding_elsewhere_cannot_be_slipped_in(client: Client, sample_finding: Finding) -> None:
    elsewhere = look(sample_finding, areas=[])
    for also in (elsewhere.public_id, uuid.uuid4(), "nonsense"):
        assert decide(client, sample_finding, also).status_code == 422
    assert states(sample_finding, elsewhere) == ["open", "open"]
