"""Where a finding of an edition lies: its centre to about 100 m, and nothing where its circle is protected."""

from __future__ import annotations

from dataclasses import replace

from tests.web.edition_sample import AS_OF, FINDING_ID, analysis, edition, finding_facts, frame
from tilannekuva.detection.results import FindingFacts
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.compose import compose
from tilannekuva.picture.edition_frame import StandingFinding

CIRCLE = replace(
    finding_facts(), place="cell", place_codes=("C1",), centre_easting_m=1200.0, centre_northing_m=-900.0
)
CENTRE = (60.222_49, 24.922_51)


def composed(
    facts: FindingFacts, audience: Audience = Audience.ANALYSTS, **changes: object
) -> dict[str, object]:
    standing = StandingFinding(facts, FINDING_ID, "open", Marking.AMBER, AS_OF, centre=CENTRE)
    shown = compose(analysis(), [standing], frame(audience, middle_m=(0.0, 0.0), **changes))
    return dict(shown["findings"][0])


def test_the_centre_is_told_to_three_decimals_and_the_way_to_a_hundred_metres() -> None:
    assert composed(CIRCLE)["whereabouts"] == {
        "latitude": 60.222,
        "longitude": 24.923,
        "distance_m": 1500,
        "compass": "south_east",
    }


def test_without_areas_the_sentence_says_where() -> None:
    told = composed(replace(CIRCLE, area_codes=()), area_names={})["sentence"]
    assert isinstance(told, dict)
    assert "1.5 km south-east of the middle of the city" in told["en"]
    assert "60.222° N, 24.923° E" in told["en"]


def test_where_the_circle_is_protected_so_is_its_centre() -> None:
    kinds = tuple(replace(kind, sensitive=True) for kind in frame().kinds)
    protected = composed(CIRCLE, Audience.PARTNERS, kinds=kinds)
    assert protected["whereabouts"] is None
    assert (protected["centre_easting_m"], protected["centre_northing_m"]) == (0.0, 0.0)
    told = composed(CIRCLE, kinds=kinds)["whereabouts"]
    assert told is not None


def test_a_centre_that_is_not_known_is_not_told() -> None:
    assert edition()["findings"][0]["whereabouts"] is None
