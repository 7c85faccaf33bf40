"""What stands first on page and paper: what waits and what is above the expected; several looks are one finding."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from tests.web.edition_sample import DRUG_USE, KINDS, edition
from tilannekuva.publication.kind_order import kind_order
from tilannekuva.publication.lead import findings_text, lead_text, standing_groups


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def lead(shown: dict[str, Any]) -> str:
    return lead_text(shown, standing_groups(shown, "en"), "en")


def with_findings(*states: str, areas: tuple[str, ...] = ()) -> dict[str, Any]:
    shown = edition()
    [finding] = shown["findings"]
    shown["findings"] = [
        {**finding, "id": str(i), "state": state, "area_codes": [areas[i] if areas else f"X{i}"]}
        for i, state in enumerate(states)
    ]
    return shown


def test_it_says_what_waits_and_how_many_phenomena_are_above() -> None:
    shown = with_findings("open", "open", "confirmed")
    shown["city_levels"][DRUG_USE]["reported"]["4"] |= {"step": 0, "state": "as_expected"}
    assert lead(shown) == (
        "3 findings, 2 of which await a decision. 1 of 2 phenomena is above the expected in the last 4 weeks."
    )


def test_several_looks_at_one_thing_are_one_finding() -> None:
    shown = with_findings("open", "open", "open", areas=("A1", "A1", "A2"))
    assert findings_text(standing_groups(shown, "en")) == "2 findings (seen in 3 looks)"
    assert lead(shown).startswith("2 findings (seen in 3 looks) await a decision.")


def test_decided_and_rejected_findings_do_not_wait() -> None:
    assert lead(with_findings("confirmed", "rejected")).startswith("1 finding, all decided.")
    assert lead(with_findings("rejected")).startswith("No finding.")


def test_nothing_above_is_said_in_words_and_one_phenomenon_by_its_state() -> None:
    shown = edition()
    for groups in shown["city_levels"].values():
        groups["reported"]["4"] |= {"step": 0, "state": "as_expected"}
    assert lead(shown).endswith("None of the phenomena is above the expected in the last 4 weeks.")
    shown["city_levels"][DRUG_USE]["reported"]["4"] |= {"step": -1, "state": "below"}
    assert lead(shown).endswith("in the last 4 weeks. 1 is below it.")
    alone = edition()
    alone["kinds"] = alone["kinds"][:1]
    name = KINDS[0].names["en"]
    assert lead(alone).endswith(f"{name} in the last 4 weeks: far above the expected.")


@pytest.mark.parametrize(("state", "step"), [("too_little", None), ("new", 2), ("not_compared", None)])
def test_where_nothing_was_compared_neither_calm_nor_a_rise_is_claimed(state: str, step: int | None) -> None:
    shown = edition()
    for groups in shown["city_levels"].values():
        groups["reported"]["4"] |= {"step": step, "state": state}
    assert lead(shown).endswith(
        "Too little is known to say whether anything is above the expected in the last 4 weeks."
    )


def level(
    state: str, observed: int = 5, expected: float | None = 2.0, upper: float | None = 4.0
) -> dict[str, Any]:
    return {"state": state, "observed": observed, "expected": expected, "upper": upper}


def test_above_the_expected_comes_first_the_furthest_beyond_before_the_others() -> None:
    levels = [
        level("far_above", 40),
        level("far_above", 10),
        level("above", 50),
        level("new", 3, None, None),
        level("as_expected", 2),
        level("below", 0),
        None,
    ]
    assert sorted([*levels[3:], *levels[:3]], key=kind_order) == levels


def test_chance_alone_orders_nothing() -> None:
    assert kind_order(level("as_expected", 3)) == kind_order(level("as_expected", 1))
