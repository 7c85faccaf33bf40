"""The sentence of a level reads right in each language, for one month as for four weeks."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from tilannekuva.picture.sentences import level_sentence

ABOVE: dict[str, Any] = {"state": "above", "observed": 1234, "expected": 5.25, "lower": 2.0, "upper": 9.0}
ONE: dict[str, Any] = {"state": "not_compared", "observed": 1, "expected": None}


@pytest.mark.parametrize(
    ("language", "level", "unit", "n", "sentence"),
    [
        ("en", ABOVE, "week", 4, "More reported than expected in the last 4 weeks: 1,234 signals, 5.2 expected (2–9)."),
        ("fi", ABOVE, "week", 4, "Ilmoitettu odotettua enemmän viimeisten 4 viikon aikana: 1\xa0234 signaalia, odotettu 5,2 (2–9)."),
        ("sv", ABOVE, "week", 4, "Mer rapporterat än väntat under de senaste 4 veckorna: 1\xa0234 signaler, väntat 5,2 (2–9)."),
        ("en", ONE, "month", 1, "Signals in the last month: 1 signal."),
        ("fi", ONE, "month", 1, "Signaalit viimeisen kuukauden aikana: 1 signaali."),
        ("sv", ONE, "month", 1, "Signaler under den senaste månaden: 1 signal."),
    ],
)  # fmt: skip
def test_the_sentence_of_a_level(
    language: str, level: dict[str, Any], unit: str, n: int, sentence: str
) -> None:
    with translation.override(language):
        assert level_sentence(level, unit=unit, n_periods=n) == sentence
