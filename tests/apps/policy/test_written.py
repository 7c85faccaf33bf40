"""Texts of settings pass the gate: those of the folders as they stand, and no more of persons than the second person reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tilannekuva.domain.city import load_city
from tilannekuva.domain.setting import REPORT_NOTICE, Setting, kind_setting, settings_of
from tilannekuva.domain.setting_values import value_of
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.policy.written import check_written

pytestmark = pytest.mark.req("L-13")

CITIES = Path(__file__).resolve().parents[3] / "cities"
HELSINKI = load_city(CITIES / "helsinki")
NOTICE = settings_of(HELSINKI)[REPORT_NOTICE]
DRUG_USE = value_of(HELSINKI, "kinds.open_drug_use")


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in CITIES.glob("*/city.toml")), ids=lambda p: p.name
)
def test_what_stands_in_the_folders_would_pass_as_new(folder: Path) -> None:
    city = load_city(folder)
    for key, setting in settings_of(city).items():
        check_written(setting, old=None, new=value_of(city, key), reason="As the folder says")


@pytest.mark.parametrize("text", ["Call 040 123 4567", "Ask Matti Virtanen", "Matti Virtanen 010170-999R"])
@pytest.mark.parametrize("setting", [NOTICE, kind_setting("theft")], ids=lambda setting: setting.key)
def test_what_tells_who_somebody_is_stands_nowhere(setting: Setting, text: str) -> None:
    texts = dict.fromkeys(HELSINKI.languages, text)
    value = texts if setting is NOTICE else {"names": texts, "definitions": {}}
    with pytest.raises(TextRefused):
        check_written(setting, old=None, new=value, reason="Why not")
    with pytest.raises(TextRefused):
        check_written(setting, old=value, new=value, reason=text)
    check_written(setting, old=value, new=value, reason="What stood there already may stay")


def test_a_word_for_a_protected_group_waits_for_the_second_person_alone() -> None:
    name = DRUG_USE["names"]["fi"]
    check_written(kind_setting("open_drug_use"), old=None, new=DRUG_USE, reason="An act, and no group")
    with pytest.raises(TextRefused):
        check_written(
            NOTICE, old=None, new=dict.fromkeys(HELSINKI.languages, name), reason="Nobody else reads it"
        )
