"""The words of a finding: places, and numbers that are never rounded to a false nought."""

from __future__ import annotations

import pytest
from django.utils import translation

from tilannekuva.detection.sentences import places_text
from tilannekuva.detection.words import number_text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (0.0, "0"),
        (0.04, "<0.1"),
        (0.06, "0.1"),
        (0.96, "1"),
        (2.94, "2.9"),
        (9.97, "10"),
        (12.4, "12"),
    ],
)
def test_numbers_are_rounded_not_cut(value: float, shown: str) -> None:
    with translation.override("en"):
        assert number_text(value) == shown


def test_the_decimal_sign_is_that_of_the_language() -> None:
    with translation.override("fi"):
        assert number_text(2.94) == "2,9"


def test_places_are_named_up_to_three_and_circles_say_how_wide_they_are() -> None:
    with translation.override("en"):
        assert places_text(["A", "B", "C"]) == "A, B, C"
        assert places_text(["A", "B", "C", "D"]) == "A, B, C and 1 more"
        assert places_text(["A"], 757.0) == "A (circle of 750 m)"
        assert places_text(["A"], 0.0) == "A (one grid cell)"
        assert places_text([]) == "a place outside the areas"
