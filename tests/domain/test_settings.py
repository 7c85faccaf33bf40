"""Settings: a closed list with ranges, laid over a city and taken from it again; and who changes them."""

from __future__ import annotations

import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.domain.city import load_city
from tilannekuva.domain.errors import BadInput, NotAllowed, RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.settings import (
    can_be_decided,
    check_may_decide_change,
    check_reason,
    check_value,
    check_waits,
    may_accept_change,
    may_change_settings,
    may_decide_change,
    may_withdraw_change,
)
from tilannekuva.domain.setting import (
    CHANGE_AUDIT_ACTS,
    THRESHOLDS,
    TWO_PERSON_ROOMS,
    ChangeState,
    Room,
    kind_setting,
    settings_of,
)
from tilannekuva.domain.setting_values import city_with, value_of
from tilannekuva.domain.thresholds import Thresholds, check_fit_together
from tilannekuva.domain.viewer import NOBODY, Viewer, system

CITIES = Path(__file__).resolve().parents[2] / "cities"
HELSINKI = load_city(CITIES / "helsinki")
SETTINGS = settings_of(HELSINKI)
THEFT = value_of(HELSINKI, "kinds.theft")
KEEPERS = {RoleName.COORDINATOR, RoleName.ADMINISTRATOR}


def person(n: int, *roles: RoleName) -> Viewer:
    return Viewer(person_id=n, organisation_id=1, roles=frozenset(roles))


def test_every_threshold_is_a_setting_and_its_default_lies_in_its_range() -> None:
    assert {f"{THRESHOLDS}{field.name}" for field in fields(Thresholds)} == {
        key for key in SETTINGS if key.startswith(THRESHOLDS)
    }
    for field in fields(Thresholds):
        check_value(SETTINGS[f"{THRESHOLDS}{field.name}"], field.default, HELSINKI.languages)
    check_fit_together(Thresholds())


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in CITIES.glob("*/city.toml")), ids=lambda p: p.name
)
def test_what_stands_in_the_folders_is_what_a_page_would_take(folder: Path) -> None:
    city = load_city(folder)
    check_fit_together(city.thresholds)
    for key, setting in settings_of(city).items():
        value = value_of(city, key)
        check_value(setting, value, city.languages)


@pytest.mark.parametrize("key", SETTINGS)
def test_a_value_taken_from_a_city_and_laid_over_it_changes_nothing(key: str) -> None:
    assert city_with(HELSINKI, {key: value_of(HELSINKI, key)}) == HELSINKI


@given(key=st.sampled_from([key for key in SETTINGS if key.startswith(THRESHOLDS)]), share=st.floats(0, 1))
def test_what_is_laid_over_a_city_is_what_is_taken_from_it(key: str, share: float) -> None:
    setting = SETTINGS[key]
    value = setting.least + share * (setting.most - setting.least)
    changed = city_with(HELSINKI, {key: value})
    assert value_of(changed, key) == value
    assert all(value_of(changed, other) == value_of(HELSINKI, other) for other in SETTINGS if other != key)


def test_a_new_kind_comes_last_and_what_the_folder_dropped_is_left_aside() -> None:
    changed = city_with(
        HELSINKI, {"kinds.bicycle_theft": THEFT, "channels.gone": {"phone": "1"}, "thresholds.gone": 3}
    )
    assert [kind.code for kind in changed.kinds] == [*(kind.code for kind in HELSINKI.kinds), "bicycle_theft"]
    assert replace(changed, kinds=HELSINKI.kinds) == HELSINKI


@pytest.mark.parametrize("key", [key for key, each in SETTINGS.items() if each.most])
def test_a_number_outside_its_range_is_refused(key: str) -> None:
    setting = SETTINGS[key]
    for value in (setting.least, setting.most):
        check_value(setting, value, HELSINKI.languages)
    for value in (setting.least - 1, setting.most + 1, float("nan"), True, "7", None):
        with pytest.raises(RuleBroken, match="Give a number"):
            check_value(setting, value, HELSINKI.languages)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"names": {"fi": "Varkaus", "sv": "Stöld"}}, "every language"),
        ({"definitions": {"fi": "V", "sv": "S", "en": " "}}, "every language"),
        ({"names": {"fi": "V" * 61, "sv": "S", "en": "T"}}, "at most 60"),
        ({"iccs": "12"}, "ICCS code"),
        ({"positive": True}, "strength is no crime"),
        ({"rumour": True}, "neither a crime"),
        ({"iccs": "not_crime", "rumour": True, "positive": True}, "neither a crime"),
    ],
)
def test_a_kind_is_written_in_every_language_and_is_one_sort_of_thing(change: Any, refusal: str) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        check_value(kind_setting("theft"), {**THEFT, **change}, HELSINKI.languages)


@pytest.mark.parametrize("code", ["Theft", "9lives", "", "a b", "a" * 61, "täst"])
def test_the_code_of_a_kind_is_plain(code: str) -> None:
    with pytest.raises(RuleBroken, match="A code begins"):
        check_value(kind_setting(code), THEFT, HELSINKI.languages)


@pytest.mark.parametrize(
    ("part", "text"), [("phone", "one one two"), ("web", "http://x.example"), ("web", "javascript:alert(1)")]
)
def test_a_channel_is_called_by_digits_and_opened_safely(part: str, text: str) -> None:
    channel = value_of(HELSINKI, "channels.emergency")
    with pytest.raises(RuleBroken):
        check_value(SETTINGS["channels.emergency"], {**channel, part: text}, HELSINKI.languages)


@pytest.mark.parametrize(
    "numbers",
    [
        {"smallest_count_public": 4},
        {"scan_window_days": 182, "scan_history_days": 363},
        {"scan_max_radius_area_m": 900.0},
    ],
)
def test_numbers_that_mean_nothing_beside_each_other_are_refused(numbers: Any) -> None:
    with pytest.raises(RuleBroken):
        check_fit_together(replace(Thresholds(), **numbers))


def test_a_folder_whose_numbers_mean_nothing_beside_each_other_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(CITIES / "blackpool", folder)
    file = folder / "city.toml"
    text = file.read_text().replace(
        "[thresholds]", "[thresholds]\nscan_history_days = 100\nscan_window_days = 90", 1
    )
    file.write_text(
        text
        if "[thresholds]" in text
        else text + "\n[thresholds]\nscan_history_days = 100\nscan_window_days = 90\n"
    )
    with pytest.raises(BadInput, match="twice as long as the longest cluster") as refused:
        load_city(folder)
    assert "city.toml, thresholds" in str(refused.value)


@pytest.mark.req("F-18")
def test_the_second_person_of_the_vocabulary_is_of_another_organisation() -> None:
    own, other = person(2, RoleName.COORDINATOR), replace(person(3, RoleName.COORDINATOR), organisation_id=2)
    given: Any = {"proposed_by_id": 1, "proposed_for_id": 1}
    assert not may_accept_change(own, **given, needs_two_organisations=True)
    assert may_accept_change(own, **given, needs_two_organisations=False)
    assert may_accept_change(other, **given, needs_two_organisations=True)
    assert not may_accept_change(replace(other, person_id=1), **given, needs_two_organisations=True)
    assert SETTINGS["kinds.theft"].needs_two_organisations
    assert not SETTINGS["thresholds.alarm_alpha"].needs_two_organisations


@pytest.mark.req("C-08")
def test_what_counts_is_shown_or_kept_needs_two() -> None:
    assert set(Room) - TWO_PERSON_ROOMS == {Room.TRIAGE, Room.REPORTING}
    assert SETTINGS["thresholds.smallest_count_public"].needs_two
    assert SETTINGS["kinds.theft"].needs_two
    assert SETTINGS["thresholds.text_kept_days"].needs_two
    assert not SETTINGS["channels.emergency"].needs_two


@pytest.mark.req("C-08")
@pytest.mark.parametrize("role", RoleName)
def test_coordinators_and_administrators_change_settings_and_nobody_decides_alone(role: RoleName) -> None:
    viewer = person(1, role)
    assert may_change_settings(viewer) == (role in KEEPERS)
    assert may_decide_change(viewer, proposed_by_id=2) == (role in KEEPERS)
    assert not may_decide_change(viewer, proposed_by_id=1)
    assert may_withdraw_change(viewer, proposed_by_id=1) == (role in KEEPERS)
    assert not may_withdraw_change(viewer, proposed_by_id=2)


def test_no_program_changes_a_setting() -> None:
    key = replace(person(1, RoleName.COORDINATOR), sends_only=True)
    assert not any(may_change_settings(viewer) for viewer in (NOBODY, system("console"), key))
    with pytest.raises(NotAllowed):
        check_may_decide_change(system("console"), proposed_by_id=1)


@pytest.mark.parametrize("state", ChangeState)
def test_a_proposal_is_decided_once(state: ChangeState) -> None:
    assert can_be_decided(state) == (state is ChangeState.PROPOSED)
    if state is not ChangeState.PROPOSED:
        with pytest.raises(RuleBroken):
            check_waits(state)


def test_a_change_says_why() -> None:
    for reason in ("", "  ", "x" * 301):
        with pytest.raises(RuleBroken):
            check_reason(reason)
    assert set(CHANGE_AUDIT_ACTS) == set(ChangeState)
