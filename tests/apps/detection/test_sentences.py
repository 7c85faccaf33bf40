"""The words of a finding: places, and numbers that are never rounded to a false nought."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from tilannekuva.detection.parameter_words import value_text
from tilannekuva.detection.sentences import cells_text, finding_sentence, places_text
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


def test_cells_have_no_names_so_of_many_only_the_number_is_told() -> None:
    with translation.override("en"):
        assert places_text([cells_text(["C1", "C2", "C3"])], 400.0) == "C1; C2; C3 (circle of 400 m)"
        assert (
            places_text([cells_text([f"C{i}" for i in range(17)])], 700.0)
            == "17 grid cells (circle of 700 m)"
        )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Damage, A: more reported than expected since 3 November. 1–4 signals, 0.4 expected (0–2). "
            "By chance less than once in 1,000 days in the whole city. 1 organisation.",
        ),
        (
            "fi",
            "Damage, A: ilmoitettu odotettua enemmän 3. marraskuuta alkaen. 1–4 signaalia, odotettu 0,4 (0–2). "
            "Sattumalta koko kaupungissa harvemmin kuin kerran 1\xa0000 päivässä. 1 organisaatio.",
        ),
        (
            "sv",
            "Damage, A: mer rapporterat än väntat sedan den 3 november. 1–4 signaler, väntat 0,4 (0–2). "
            "Av en slump mer sällan än en gång på 1\xa0000 dagar i hela staden. 1 organisation.",
        ),
    ],
)
def test_the_sentence_of_a_finding_in_three_languages(language: str, sentence: str) -> None:
    with translation.override(language):
        told = finding_sentence(
            kind="Damage",
            where=places_text(["A"], None),
            first_on=dt.date(2026, 11, 3),
            observed=[1, 4],
            expected=0.4,
            expected_lower=0,
            expected_upper=2,
            by_chance_days=5000,
            n_organisations=1,
        )
    assert told == sentence


def test_values_of_parameters_are_written_as_in_the_language() -> None:
    with translation.override("fi"):
        assert [value_text(value) for value in (0.05, 1.2145765e-9, 1500, "never")] == [
            "0,05",
            "1,215e-09",
            "1\xa0500",
            "ei koskaan",
        ]


@pytest.mark.parametrize(
    ("expected", "amount"),
    [(0.0, "8 signals, where hardly any were seen before."), (0.06, "8 signals, 0.1 expected (0–1).")],
)
def test_nothing_is_never_told_as_an_expectation(expected: float, amount: str) -> None:
    with translation.override("en"):
        sentence = finding_sentence(
            kind="Noise", where=places_text(["A"], None), first_on=dt.date(2026, 3, 1), observed=8,
            expected=expected, expected_lower=0, expected_upper=1, by_chance_days=400, n_organisations=2,
        )  # fmt: skip
    assert amount in sentence
    assert ("expected (" in sentence) is (expected > 0)
