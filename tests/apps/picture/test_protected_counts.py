"""What an edition for partners shows: nothing in it gives a protected count back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.web import edition_sample as sample
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.compose import compose
from tilannekuva.picture.edition_frame import EditionFrame, StandingFinding

PARTNERS, ANALYSTS = Audience.PARTNERS, Audience.ANALYSTS


def entry(audience: Audience, *, sensitive: bool = False, **changes: Any) -> dict[str, Any]:
    """The only finding of an edition, after changes to its facts."""
    facts = replace(sample.finding_facts(), **changes)
    standing = StandingFinding(facts, "f", "open", Marking.AMBER, last_found_on=sample.AS_OF)
    kinds = tuple(replace(kind, sensitive=sensitive) for kind in sample.KINDS)
    frame = EditionFrame(
        city_code="sample", city_names={"en": "Sample town"}, languages=("en",), time_zone="UTC", kinds=kinds,
        area_names=sample.AREAS, attributions=(), simulated=True, audience=audience,
        smallest_count=5 if audience is PARTNERS else 0, marking=Marking.AMBER, good_until_days=7, basis={},
    )  # fmt: skip
    [only] = compose(sample.analysis(), [standing], frame)["findings"]
    return only


def test_a_small_stream_does_not_follow_from_the_whole_and_the_other() -> None:
    shown = entry(PARTNERS)  # 12 signals: 9 and 3
    assert shown["observed"] == 12
    assert shown["by_stream"] == {"citizen_report": [1, 12], "partner_observation": [1, 12]}
    assert entry(ANALYSTS)["by_stream"] == {"citizen_report": 9, "partner_observation": 3}


def test_streams_that_may_be_shown_are_shown() -> None:
    shown = entry(PARTNERS, by_stream={"citizen_report": 6, "partner_observation": 6})
    assert shown["by_stream"] == {"citizen_report": 6, "partner_observation": 6}
    assert shown["statistic"] == sample.finding_facts().statistic


def test_nothing_stands_beside_a_protected_count_that_it_follows_from() -> None:
    shown = entry(PARTNERS, observed=4, by_stream={"citizen_report": 4}, by_chance_days=137.4)
    assert shown["observed"] == [1, 4]
    assert (shown["statistic"], shown["p_value"], shown["by_chance_days"]) == (None, None, 100.0)
    assert " 4 signals" not in shown["sentence"]["en"]


@pytest.mark.parametrize(("audience", "place"), [(PARTNERS, "area"), (ANALYSTS, "cell")])
def test_a_sensitive_kind_lies_in_areas_for_partners(audience: Audience, place: str) -> None:
    shown = entry(audience, sensitive=True, place="cell", place_codes=("c1", "c2"))
    assert shown["place"] == place
    assert shown["place_codes"] == (["A1"] if place == "area" else ["c1", "c2"])
    assert ("circle" in shown["sentence"]["en"]) is (place == "cell")


@pytest.mark.parametrize(("audience", "shown"), [(PARTNERS, False), (ANALYSTS, True)])
def test_a_sensitive_kind_has_no_cells_for_partners(audience: Audience, shown: bool) -> None:
    kinds = tuple(replace(kind, sensitive=True) for kind in sample.KINDS)
    assert sample.edition(audience)["cells"]
    assert bool(sample.edition(audience, kinds=kinds)["cells"]) is shown
