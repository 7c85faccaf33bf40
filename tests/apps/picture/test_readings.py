"""What courses tell in an edition: sentences as they stand, and no protected count given back by them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from tests.web import edition_sample as sample
from tilannekuva.detection.reporting_words import who_changed_text
from tilannekuva.detection.results import (
    EpisodeFacts,
    EscalationFacts,
    IncomingFacts,
    LastingFacts,
    LevelFacts,
    NearRepeatFacts,
    PanelFacts,
    WindowFacts,
)
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.picture.compose import compose
from tilannekuva.picture.edition_frame import EditionFrame
from tilannekuva.picture.reading_sentences import (
    episode_sentence,
    escalation_sentence,
    lasting_sentence,
    near_repeats_sentence,
)
from tilannekuva.picture.sentences import level_sentence
from tilannekuva.picture.words import READINGS

INCOMING = IncomingFacts(estimate=8.6, lower=7.0, upper=11.0, share=0.7)
PANEL = PanelFacts(observed=3, left_out=15, missing=0.0, n_new=1, n_gone=0, expected=3.4, lower=0.0, upper=8.0,
                   p_value=0.66, step=0)  # fmt: skip


def edition(audience: Audience = Audience.ANALYSTS, **newest: Any) -> dict[str, Any]:
    """An edition whose first kind has all readings; `newest`: changes to its course."""
    analysis = sample.analysis()

    def with_readings(level: LevelFacts) -> LevelFacts:
        if level.kind != sample.DRUG_TRADE or level.group is not StreamGroup.REPORTED:
            return level
        changes: dict[str, Any] = {
            "incoming": (INCOMING,),
            "episode": EpisodeFacts(2, 6, 3, 8, 9, 0.25, 0.1, 0.6),
            "escalation": EscalationFacts(300, 0.2, 0.1, 0.3, 9.0, 120.0),
            "near_repeats": NearRepeatFacts(300, 375.0, 7, 1.6, 1.3, 2.0, 0.005),
            "lasting": LastingFacts(8, {"persistent": ("A1", "A2")}),
        }
        return replace(level, **changes | newest)

    def with_panel(window: WindowFacts) -> WindowFacts:
        chosen = (window.kind, window.group, window.n_periods) == (sample.DRUG_TRADE, StreamGroup.REPORTED, 4)
        return replace(window, panel=PANEL, incoming=INCOMING, step=PANEL.step) if chosen else window

    frame = EditionFrame(
        city_code="sample", city_names={"en": "Sample town"}, languages=("en",), time_zone="UTC",
        kinds=sample.KINDS, area_names=sample.AREAS, attributions=(), simulated=True, audience=audience,
        smallest_count=5 if audience is Audience.PARTNERS else 0, marking=Marking.AMBER, good_until_days=7, basis={},
    )  # fmt: skip
    changed = replace(
        analysis,
        levels=tuple(map(with_readings, analysis.levels)),
        city_windows=tuple(map(with_panel, analysis.city_windows)),
    )
    return compose(changed, [], frame)


def test_readings_stand_in_the_edition() -> None:
    told = edition()["readings"]
    assert list(told) == [sample.DRUG_TRADE]
    assert set(told[sample.DRUG_TRADE]) == set(READINGS)
    assert told[sample.DRUG_TRADE]["episode"]["since"] == sample.analysis().period_starts[2]
    assert told[sample.DRUG_TRADE]["lasting"]["sentence"]["en"].startswith(
        "More than elsewhere in most of the last 8 quarters: around Alku, Östra."
    )


def test_what_is_still_coming_in_stands_beside_the_newest_count_alone() -> None:
    course = edition()["courses"][sample.DRUG_TRADE]
    assert course["reported"]["incoming"] == [[8.6, 7.0, 11.0]]
    assert "incoming" not in course["all"]
    assert "incoming" not in edition()["courses"][sample.DRUG_USE]["reported"]


def test_an_estimate_gives_no_protected_count_back() -> None:
    """It follows from the count so far, and so is withheld with it."""
    observed = (1, 2, 0, 1, 3, 5, 2, 3)
    shown = edition(Audience.PARTNERS, observed=observed)
    assert shown["courses"][sample.DRUG_TRADE]["reported"]["incoming"] == [None]
    newest = shown["readings"][sample.DRUG_TRADE]["incoming"]
    assert (newest["observed"], newest["estimate"], newest["lower"], newest["upper"]) == (
        [1, 4],
        None,
        None,
        None,
    )
    assert newest["sentence"]["en"] == "Reports of the newest week are still coming in."
    assert edition(observed=observed)["readings"][sample.DRUG_TRADE]["incoming"]["observed"] == 3


def test_the_part_of_a_panel_that_is_small_is_not_given_back_by_the_whole_and_the_other() -> None:
    shown = edition(Audience.PARTNERS)["city_levels"][sample.DRUG_TRADE]["reported"]["4"]
    assert shown["observed"] == 18
    assert (shown["panel"]["observed"], shown["panel"]["left_out"]) == ([1, 18], [1, 18])
    assert "p_value" not in shown["panel"]
    assert "3 signals" not in shown["sentence"]["en"]
    exact = edition()["city_levels"][sample.DRUG_TRADE]["reported"]["4"]
    assert (exact["panel"]["observed"], exact["panel"]["left_out"]) == (3, 15)


def test_how_many_events_a_year_had_is_not_told_with_what_brings_them() -> None:
    told = edition(Audience.PARTNERS)["readings"][sample.DRUG_TRADE]
    assert "n_events" not in told["escalation"]
    assert "n_events" not in told["near_repeats"]


LEVEL = {"state": "as_expected", "step": 0, "observed": 18, "expected": 7.0, "lower": 2.0, "upper": 13.0}


def test_the_sentence_of_a_level_amid_changed_reporting_has_both_numbers() -> None:
    panel = {"observed": 8, "expected": 6.9, "lower": 2.0, "upper": 13.0, "n_new": 1, "n_gone": 0}
    with translation.override("en"):
        assert level_sentence({**LEVEL, "panel": panel}, unit="week", n_periods=4) == (
            "As much reported as expected in the last 4 weeks. Those who reported before and report now: 8 signals, "
            "6.9 expected (2–13). Reporting changed: 1 organisation began to report. All together: 18 signals, "
            "7 expected (2–13)."
        )
        unknown = {**panel, "expected": None, "lower": None, "upper": None, "n_new": 2}
        assert level_sentence(
            {**LEVEL, "state": "too_little", "panel": unknown}, unit="week", n_periods=4
        ) == (
            "Those who report changed too much in the last 4 weeks to compare. Reporting changed: 2 organisations began "
            "to report. All together: 18 signals, 7 expected (2–13)."
        )


@pytest.mark.parametrize(
    ("n_new", "n_gone", "text"),
    [
        (2, 1, "2 organisations began to report, 1 organisation fell silent"),
        (0, 2, "2 organisations fell silent"),
        (0, 0, "somebody was silent for a part of that time"),
    ],
)
def test_who_changed(n_new: int, n_gone: int, text: str) -> None:
    with translation.override("en"):
        assert who_changed_text(n_new, n_gone) == text


@pytest.mark.parametrize(
    ("step", "upper", "is_told"), [(0, 15.0, True), (0, 13.0, False), (1, 15.0, False), (-1, 15.0, True)]
)
def test_what_may_be_above_in_the_end_is_not_called_calm(step: int, upper: float, is_told: bool) -> None:
    incoming = {"estimate": 12.4, "lower": 10.0, "upper": upper}
    level = {**LEVEL, "observed": 10, "step": step, "incoming": incoming}
    with translation.override("en"):
        sentence = level_sentence(level, unit="week", n_periods=4)
    assert "Reports are still coming in: about 12 in the end" in sentence
    assert ("That may be above the expected." in sentence) is is_told


def test_an_episode_is_told_with_how_usual_it_is_or_that_it_is_not_known() -> None:
    episode = {"length": 9, "lower": 7, "upper": 12, "n_earlier": 10, "share_longer": 0.3}
    unknown = {"share_lower": None, "share_upper": None}
    with translation.override("en"):
        assert episode_sentence({**episode, "share_lower": 0.11, "share_upper": 0.6}, unit="week") == (
            "More than expected for about 9 weeks (95 %: 7–12). Of 10 earlier times like it, in whatever phenomenon, "
            "about 30 % (11–60 %) lasted longer."
        )
        assert "about 30 % lasted longer" in episode_sentence({**episode, **unknown}, unit="week")
        few = episode_sentence({**episode, **unknown, "share_longer": None}, unit="week")
        assert few.endswith("Too few earlier times like it to say how long it usually lasts.")


@pytest.mark.parametrize(("unit", "length"), [("week", 53), ("month", 13)])
def test_more_than_a_year_is_told_as_another_level(unit: str, length: int) -> None:
    episode = {"length": length, "lower": 9, "upper": 99, "n_earlier": 3, "share_longer": None}
    with translation.override("en"):
        assert episode_sentence(episode, unit=unit).startswith("More than expected for more than a year")
        assert not episode_sentence({**episode, "length": length - 1}, unit=unit).startswith(
            "More than expected for more"
        )


@pytest.mark.parametrize(
    ("ratio", "lower", "upper", "beginning"),
    [
        (None, None, None, "Too few signals"),
        (0.2, 0.1, 0.3, "It may feed itself: of 100 signals of the last year about 20 (95 %: 10–30)"),
        (0.2, 0.0, 0.3, "No sign in the last year that it feeds itself: of 100 signals at most about 30"),
        (0.02, 0.01, 0.03, "No sign"),
        (0.0, 0.0, 0.001, "No sign in the last year that it feeds itself: of 100 signals at most about 1 "),
    ],
)
def test_self_excitation_is_a_sign_only_where_it_is_one(
    ratio: float | None, lower: float | None, upper: float | None, beginning: str
) -> None:
    with translation.override("en"):
        assert escalation_sentence({"ratio": ratio, "lower": lower, "upper": upper}).startswith(beginning)


@pytest.mark.parametrize(
    ("ratio", "lower", "p_value", "beginning"),
    [
        (None, None, None, "Too few signals of the last year"),
        (
            1.6,
            1.3,
            0.005,
            "Signals of the last year came close together: pairs within 375 m and 7 days were about 1.6 ",
        ),
        (1.6, 1.3, 0.02, "No clear sign"),
        (1.6, 0.9, 0.005, "No clear sign"),
        (
            1.15,
            1.1,
            0.005,
            "No clear sign in the last year that signals come close together: pairs within 375 m",
        ),
        (0.0, 0.0, 1.0, "No clear sign"),
    ],
)
def test_signals_come_close_together_only_where_chance_does_not_explain_it(
    ratio: float | None, lower: float | None, p_value: float | None, beginning: str
) -> None:
    near = {
        "within_m": 375.0,
        "within_days": 7,
        "ratio": ratio,
        "lower": lower,
        "upper": 2.0,
        "p_value": p_value,
    }
    with translation.override("en"):
        sentence = near_repeats_sentence(near)
    assert sentence.startswith(beginning)
    assert ("It is no forecast" in sentence) is beginning.startswith("Signals of")


def test_places_are_in_alphabetical_order_and_many_are_only_counted() -> None:
    with translation.override("en"):
        assert "around B, Ö" in lasting_sentence({"persistent": ["Ö", "B"]}, n_quarters=8)
        assert "around 9 areas" in lasting_sentence({"persistent": list("ABCDEFGHI")}, n_quarters=8)
        assert lasting_sentence({}, n_quarters=8).startswith("No part of the city stood out")
