"""Changes of settings: by one or by two, in force from then on, with everything that led there kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.setting import settings_of
from tilannekuva.domain.setting_values import value_of
from tilannekuva.intake.actions import load_vocabulary
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.intake.queries import kinds, kinds_in_use
from tilannekuva.policy.actions import accept_change, propose_change, reject_change, withdraw_change
from tilannekuva.policy.models import SettingChange
from tilannekuva.policy.queries import newest_changes, seen_version, settled
from tilannekuva.project.city import current_city, folder_city, one_city

pytestmark = pytest.mark.django_db

ALPHA = "thresholds.alarm_alpha"
WAIT = "thresholds.answer_within_days"
THEFT = value_of(sample.CITY, "kinds.theft")


def propose(
    person: Any, key: str = ALPHA, value: Any = 0.02, reason: str = "Tried in spring", **more: Any
) -> SettingChange:
    given = {"city": sample.CITY, "seen": seen_version(key), **more}
    return propose_change(key=key, value=value, reason=reason, by=viewer_of(person), **given)


def accept(change: SettingChange, person: Any) -> None:
    accept_change(change=change, city=sample.CITY, by=viewer_of(person))


def in_force(key: str = ALPHA) -> Any:
    return value_of(settled(sample.CITY).plain, key)


def acts() -> list[str]:
    return list(AuditEntry.objects.filter(object_type="setting").values_list("act", flat=True))


@pytest.mark.req("C-08")
def test_what_touches_detection_holds_once_a_second_person_agrees(alice: Any, colleague: Any) -> None:
    change = propose(alice)
    assert (change.state, change.version, in_force()) == ("proposed", None, 0.01)
    with pytest.raises(RuleBroken, match="A second person"):
        accept(change, alice)
    assert in_force() == 0.01
    accept(change, colleague)
    change.refresh_from_db()
    assert (change.state, change.old_value, change.new_value, in_force()) == ("in_force", 0.01, 0.02, 0.02)
    assert (change.proposed_by, change.decided_by) == (alice, colleague)
    assert (change.proposed_as, change.decided_as) == ("coordinator", "coordinator")
    assert acts() == ["setting.proposed", "setting.changed"]


@pytest.mark.req("C-08")
def test_the_database_itself_refuses_one_person_alone(alice: Any) -> None:
    change = propose(alice)
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SettingChange.objects.filter(pk=change.pk).update(state="in_force", version=1, decided_by=alice)
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SettingChange.objects.filter(pk=change.pk).update(state="in_force", version=1)
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SettingChange.objects.filter(pk=change.pk).update(needs_two=False)


def test_what_touches_reporting_holds_at_once(alice: Any) -> None:
    change = propose(alice, WAIT, 21)
    assert (change.state, change.decided_by, in_force(WAIT)) == ("in_force", alice, 21)
    assert acts() == ["setting.changed"]
    detail = json.loads(AuditEntry.objects.get(act="setting.changed").entry)["detail"]
    assert detail == {"key": WAIT, "version": 1, "old": 14, "new": 21}


@pytest.mark.req("F-11")
def test_every_change_is_kept_in_one_sequence(alice: Any, colleague: Any) -> None:
    propose(alice, WAIT, 21)
    accept(propose(alice), colleague)
    propose(alice, WAIT, 10)
    rows = SettingChange.objects.order_by("version").values_list("version", "key", "old_value", "new_value")
    assert list(rows) == [(1, WAIT, 14, 21), (2, ALPHA, 0.01, 0.02), (3, WAIT, 21, 10)]
    assert {key: change.version for key, change in newest_changes(viewer_of(alice)).items()} == {
        WAIT: 3,
        ALPHA: 2,
    }
    assert (in_force(WAIT), in_force()) == (10, 0.02)


def test_a_rejected_or_withdrawn_proposal_changes_nothing_and_stays_on_record(
    alice: Any, colleague: Any
) -> None:
    rejected, other = propose(alice), viewer_of(colleague)
    with pytest.raises(RuleBroken, match="Nobody decides"):
        reject_change(change=rejected, by=viewer_of(alice))
    reject_change(change=rejected, by=other)
    withdrawn = propose(alice)
    with pytest.raises(RuleBroken, match="Only whoever proposed"):
        withdraw_change(change=withdrawn, by=other)
    withdraw_change(change=withdrawn, by=viewer_of(alice))
    assert in_force() == 0.01
    assert sorted(SettingChange.objects.values_list("state", flat=True)) == ["rejected", "withdrawn"]
    assert acts() == ["setting.proposed", "setting.rejected", "setting.proposed", "setting.withdrawn"]
    for change in (rejected, withdrawn):
        with pytest.raises(WrongState, match="decided already"):
            accept(change, colleague)


def test_a_decision_on_what_was_decided_a_moment_ago_is_refused(alice: Any, colleague: Any) -> None:
    change = propose(alice)
    stale = SettingChange.objects.get(pk=change.pk)
    reject_change(change=change, by=viewer_of(colleague))
    with pytest.raises(WrongState, match="decided already"):
        accept(stale, colleague)
    assert in_force() == 0.01


@pytest.mark.req("R-21")
def test_of_two_who_change_the_same_thing_the_slower_is_told(alice: Any, colleague: Any) -> None:
    propose(alice, WAIT, 21)
    with pytest.raises(WrongState, match="meanwhile"):
        propose(colleague, WAIT, 10, seen=0)
    assert in_force(WAIT) == 21
    propose(alice)
    with pytest.raises(WrongState, match="waits already"):
        propose(colleague, value=0.05)


def test_a_proposal_whose_ground_has_moved_is_not_put_into_force(alice: Any, colleague: Any) -> None:
    change = propose(alice, "thresholds.smallest_count_public", 6)
    accept(propose(alice, "thresholds.smallest_count_partners", 8), colleague)
    with pytest.raises(RuleBroken, match="smaller counts"):
        accept(change, colleague)
    other = propose(alice)
    moved = replace(sample.CITY, thresholds=replace(sample.CITY.thresholds, alarm_alpha=0.03))
    with pytest.raises(WrongState, match="meanwhile"):
        accept_change(change=other, city=moved, by=viewer_of(colleague))


@pytest.mark.parametrize(
    ("key", "value", "refusal"),
    [
        (ALPHA, 0.9, "Give a number from 0.0005 to 0.2"),
        (ALPHA, 0.01, "its value already"),
        ("thresholds.smallest_count_partners", 2, "Give a number from 3"),
        ("thresholds.nothing", 3, "There is no setting"),
        ("channels.nobody", {}, "There is no setting"),
    ],
)
def test_a_wrong_value_is_refused_and_leaves_nothing(alice: Any, key: str, value: Any, refusal: str) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        propose(alice, key, value)
    assert not SettingChange.objects.exists()
    assert acts() == []


@pytest.mark.req("L-13")
def test_what_tells_who_somebody_is_stands_in_no_setting(alice: Any) -> None:
    notice = {"fi": "Soita 040 123 4567", "sv": "Ring", "en": "Call"}
    with pytest.raises(TextRefused):
        propose(alice, "report_notice", notice)
    with pytest.raises(TextRefused):
        propose(alice, reason="Matti Virtanen, 010170-999R")
    with pytest.raises(TextRefused):
        propose(
            alice,
            "kinds.theft",
            {**THEFT, "definitions": dict.fromkeys(sample.CITY.languages, "Call 040 123 4567")},
        )
    assert not SettingChange.objects.exists()


def test_texts_of_a_change_stand_in_the_history_and_not_in_the_audit(alice: Any) -> None:
    notice = {"fi": "Heinäkuussa hitaampaa.", "sv": "Långsammare i juli.", "en": "Slower in July."}
    propose(alice, "report_notice", notice)
    assert settled(sample.CITY).plain.report_notice == notice
    assert "July" not in AuditEntry.objects.get(act="setting.changed").entry


def test_a_new_kind_is_offered_once_two_agree(alice: Any, partner: Any) -> None:
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    change = propose(alice, "kinds.bicycle_theft", THEFT)
    assert change.old_value is None
    assert not PhenomenonKind.objects.filter(code="bicycle_theft").exists()
    accept(change, partner)
    assert [kind.code for kind in kinds()] == [*(kind.code for kind in sample.CITY.kinds), "bicycle_theft"]
    assert settled(sample.CITY).plain.kind("bicycle_theft").names == THEFT["names"]
    with pytest.raises(WrongState, match="meanwhile"):
        propose(alice, "kinds.bicycle_theft", {**THEFT, "iccs": "0501"}, seen=0)


def test_a_retired_kind_is_readable_and_chosen_no_more(alice: Any, partner: Any) -> None:
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    accept(propose(alice, "kinds.theft", {**THEFT, "retired": True}), partner)
    stored = PhenomenonKind.objects.get(code="theft")
    assert stored.name("en") == "Theft (no longer in use)"
    assert "theft" in [kind.code for kind in kinds()]
    assert "theft" not in [kind.code for kind in kinds_in_use()]
    city = settled(sample.CITY)
    assert city.plain.kind("theft").names["en"] == "Theft"
    assert city.shown.kind("theft").names["en"] == "Theft (no longer in use)"
    accept(propose(alice, "kinds.theft", THEFT), partner)
    assert "theft" in [kind.code for kind in kinds_in_use()]


@pytest.mark.req("F-18")
def test_the_vocabulary_is_changed_by_two_organisations(alice: Any, colleague: Any, partner: Any) -> None:
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    change = propose(alice, "kinds.bicycle_theft", THEFT)
    with pytest.raises(RuleBroken, match="two organisations"):
        accept(change, colleague)
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SettingChange.objects.filter(pk=change.pk).update(
            state="in_force", version=1, decided_by=colleague, decided_for=change.proposed_for
        )
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SettingChange.objects.filter(pk=change.pk).update(state="in_force", version=1, decided_by=colleague)
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SettingChange.objects.filter(pk=change.pk).update(proposed_for=None)
    assert not PhenomenonKind.objects.filter(code="bicycle_theft").exists()
    accept(change, partner)
    change.refresh_from_db()
    assert (change.proposed_for.code, change.decided_for.code) == ("school", "police")
    # To leave the vocabulary as it is takes no second organisation.
    reject_change(change=propose(alice, "kinds.theft", {**THEFT, "retired": True}), by=viewer_of(colleague))


def test_a_page_asks_once_whether_a_setting_has_changed(alice: Any, django_assert_num_queries: Any) -> None:
    current_city()
    with django_assert_num_queries(1), one_city():
        assert current_city().thresholds.answer_within_days == 14
        assert current_city() is current_city()
    propose(alice, WAIT, 21, city=folder_city())
    with one_city():
        before = current_city()
        propose(alice, WAIT, 22, city=folder_city())
        assert current_city() is before
    assert current_city().thresholds.answer_within_days == 22
    with django_assert_num_queries(1):
        current_city()


def test_nothing_of_a_change_that_was_rolled_back_is_remembered(alice: Any) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        propose(alice, WAIT, 21)
        assert in_force(WAIT) == 21
        raise LookupError
    assert in_force(WAIT) == 14


@pytest.mark.req("C-09")
def test_nobody_else_changes_or_sees_a_setting(alice: Any, bob: Any, charlie: Any) -> None:
    propose(alice)
    for person in (bob, charlie):
        with pytest.raises(NotAllowed):
            propose(person, WAIT, 20)
        assert not SettingChange.objects.visible_to(viewer_of(person)).exists()
    with pytest.raises(NotAllowed):
        propose_change(city=sample.CITY, key=WAIT, value=20, reason="x", seen=0, by=TESTER)
    assert SettingChange.objects.visible_to(viewer_of(alice)).count() == 1


def test_every_setting_of_a_city_can_be_proposed(alice: Any) -> None:
    """What settings_of lists, the action takes: numbers by one step within their range."""
    for key, setting in settings_of(sample.CITY).items():
        if not setting.most:
            continue
        value = value_of(sample.CITY, key)
        propose(alice, key, value + 1 if value + 1 <= setting.most else value * 1.5)
    assert SettingChange.objects.count() == sum(bool(each.most) for each in settings_of(sample.CITY).values())
