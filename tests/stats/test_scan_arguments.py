"""What a scan says when it is asked something that cannot be answered."""

from typing import Any

import numpy as np
import pytest

from tilannekuva.stats import BadArgument, BadCoordinates, TooLittleData, space_time_scan

GOOD = np.ones((3, 6), np.int64)
ZERO = GOOD * 0
XY = np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]])
HELSINKI = np.array([[60.17, 24.94], [60.25, 25.04], [60.2, 24.6]])
GLOBE = {"metric": "great_circle"}
ALONE = {"when": "purely_spatial"}
POISSON = {"model": "poisson"}
BASELINE = {"model": "expectation_based_poisson"}
BERNOULLI = {"model": "bernoulli"}
SOME_EMPTY = np.array([[1, 1, 1, 1, 1, 1], [1, 1, 0, 1, 1, 1], [1, 1, 1, 1, 1, 1]])
STRATA = np.ones((3, 6, 2), np.int64)


@pytest.mark.parametrize(
    ("counts", "xy", "settings", "error", "message"),
    [
        (-GOOD, XY, {}, BadArgument, r"counts\[0, 0\] is -1"),
        (GOOD * 0.5, XY, {}, BadArgument, r"counts\[0, 0\] is 0\.5"),
        (GOOD * np.nan, XY, {}, BadArgument, r"counts\[0, 0\] is nan"),
        (GOOD * 1e12, XY, {}, BadArgument, "at most 2147483647"),
        ([[1, 2], [3]], XY, {}, BadArgument, "every row equally long"),
        (GOOD[0], XY, {}, BadArgument, "1 dimension"),
        (GOOD, XY, {"model": "normal"}, BadArgument, "model is 'normal'; choose one of 'permutation'"),
        (GOOD, XY, {"metric": "manhattan"}, BadArgument, "metric"),
        (GOOD, XY, {"when": "tomorrow"}, BadArgument, "when"),
        (GOOD, XY, {"max_share": 1.5}, BadArgument, r"max_share is 1\.5"),
        (GOOD, XY, {"max_radius_m": 0}, BadArgument, "max_radius_m is 0"),
        (GOOD, XY, {"max_periods": 1.5}, BadArgument, r"max_periods is 1\.5"),
        (GOOD, XY, {"min_cases": 0}, BadArgument, "min_cases is 0"),
        (GOOD, XY, {"n_replicates": 0}, BadArgument, "n_replicates is 0"),
        (GOOD, XY, {"n_threads": 0}, BadArgument, "n_threads is 0"),
        (GOOD, XY[:2], {}, BadCoordinates, r"must be \(3, 2\)"),
        (GOOD, XY * np.nan, {}, BadCoordinates, r"coordinates\[0\]"),
        (GOOD, XY * 0, {}, BadCoordinates, "locations 0 and 1 have the same coordinates"),
        (GOOD, HELSINKI + np.array([40, 0]), GLOBE, BadCoordinates, "look swapped"),
        (GOOD, HELSINKI + np.array([0, 200]), GLOBE, BadCoordinates, "in degrees, within 90 and 180"),
        (GOOD, XY * 1e6, GLOBE, BadCoordinates, "metric='euclidean'"),
        (GOOD, HELSINKI, {}, BadCoordinates, "are degrees or kilometres.*metric='great_circle'"),
        (GOOD, HELSINKI[:, ::-1], {}, BadCoordinates, "are degrees or kilometres"),
        (
            GOOD,
            HELSINKI - [60, 24],
            {},
            BadCoordinates,
            r"3 places lie within 0\.08 by 0\.44 of \(0\.17, 0\.94\)",
        ),
        (GOOD[:1], XY[:1], {}, TooLittleData, "at least 2"),
        (GOOD[:0], XY[:0], {}, TooLittleData, r"0 location\(s\)"),
        (GOOD[:, :1], XY, {}, TooLittleData, r"1 period\(s\).*when='purely_spatial'"),
        (ZERO, XY, {}, TooLittleData, "no case at all"),
        (GOOD, XY, ALONE, BadArgument, "says nothing about places alone"),
        (GOOD, XY, {"population": GOOD}, BadArgument, "population means nothing to model='permutation'"),
        (GOOD, XY, {"weekday": [1, 2]}, BadArgument, r"weekday has shape \(2,\)"),
        (GOOD, XY, {"weekday": np.arange(6) / 2}, BadArgument, "whole numbers, one a"),
        (GOOD, XY, {"weekday": [[1], [2, 3]]}, BadArgument, "whole numbers, one a"),
        (GOOD, XY, POISSON, BadArgument, "needs population or strata, and none is given"),
        (STRATA, XY, POISSON | {"population": GOOD, "strata": STRATA}, BadArgument, "not both"),
        (GOOD, XY, POISSON | {"population": GOOD, "weekday": range(6)}, BadArgument, "weekday means nothing"),
        (GOOD, XY, POISSON | {"population": GOOD[:, :5]}, BadArgument, r"population has shape \(3, 5\)"),
        (GOOD, XY, POISSON | {"population": -GOOD}, BadArgument, r"population\[0, 0\] is -1"),
        (GOOD, XY, POISSON | {"population": GOOD * np.nan}, BadArgument, r"population\[0, 0\] is nan"),
        (GOOD, XY, POISSON | {"population": [[1], [2, 3]]}, BadArgument, "population must be an array"),
        (GOOD, XY, POISSON | {"population": ["a", "b", "c"]}, BadArgument, "population must be numbers"),
        (GOOD, XY, POISSON | {"population": SOME_EMPTY}, BadArgument, r"counts\[1, 2\] is 1 where nobody"),
        (GOOD, XY, POISSON | {"population": [1, 0, 1]}, BadArgument, r"counts\[1, 0\] is 1 where nobody"),
        (GOOD, XY, POISSON | {"strata": STRATA}, BadArgument, "with strata it must be"),
        (STRATA, XY, POISSON | {"strata": STRATA[:, :, :1]}, BadArgument, r"strata has shape \(3, 6, 1\)"),
        (STRATA, XY, POISSON | {"strata": [1, 2, 3]}, BadArgument, r"strata has shape \(3,\)"),
        (STRATA[:, :, :0], XY, POISSON | {"strata": STRATA}, BadArgument, "counts has no strata"),
        (-STRATA, XY, POISSON | {"strata": STRATA}, BadArgument, r"in stratum 0, counts\[0, 0\] is -1"),
        ([[[1], [2, 3]]], XY, POISSON | {"strata": STRATA}, BadArgument, "counts must be an array"),
        (GOOD, XY, BASELINE, BadArgument, "needs baseline, and none is given"),
        (GOOD, XY, BASELINE | {"baseline": SOME_EMPTY}, BadArgument, r"counts\[1, 2\] is 1 where nobody"),
        (GOOD, XY, BERNOULLI, BadArgument, "needs controls, and none is given"),
        (GOOD, XY, BERNOULLI | {"controls": [1, 2, 3]}, BadArgument, r"controls has shape \(3,\)"),
        (GOOD, XY, BERNOULLI | {"controls": GOOD / 2}, BadArgument, r"controls\[0, 0\] is 0\.5"),
        (GOOD, XY, BERNOULLI | {"controls": ZERO}, TooLittleData, "controls holds nobody"),
        (GOOD, XY, BERNOULLI | {"controls": GOOD * 10**9}, BadArgument, "more than 1000000000 together"),
        (
            GOOD,
            XY,
            POISSON | ALONE | {"population": GOOD, "max_periods": 2},
            BadArgument,
            "max_periods means nothing to when='purely_spatial'",
        ),
    ],
)
def test_says_what_is_wrong(
    counts: Any, xy: Any, settings: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        space_time_scan(counts, xy, rng=np.random.default_rng(1), **({"n_replicates": 9} | settings))


def test_wants_a_generator() -> None:
    with pytest.raises(BadArgument, match="default_rng"):
        space_time_scan(GOOD, XY, rng=42)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "settings",
    [
        POISSON | {"population": [5, 5, 5]},
        POISSON | {"population": [[5.5] * 6] * 3},
        POISSON | ALONE | {"population": [5, 5, 5]},
        BASELINE | {"baseline": [1.5, 1.5, 1.5]},
        BASELINE | ALONE | {"baseline": [1.5, 1.5, 1.5]},
        BERNOULLI | {"controls": GOOD},
        BERNOULLI | ALONE | {"controls": [5, 5, 5]},
        BERNOULLI | ALONE | {"controls": GOOD},
    ],
)
def test_what_is_steady_need_not_be_repeated(settings: dict[str, Any]) -> None:
    result = space_time_scan(GOOD * 2, XY, rng=np.random.default_rng(1), n_replicates=9, **settings)
    if settings.get("when") and "baseline" in settings:
        assert result.clusters[0].expected == pytest.approx(settings["baseline"][0] * 6)
    elif "baseline" not in settings:
        assert result.clusters == ()


def test_inputs_stay_as_they_were() -> None:
    given = {"counts": GOOD * 2, "coordinates": XY, "population": GOOD * 7.0}
    before = {name: array.copy() for name, array in given.items()}
    space_time_scan(**given, model="poisson", n_replicates=9, rng=np.random.default_rng(1))  # type: ignore[arg-type]
    for name, array in given.items():
        np.testing.assert_array_equal(array, before[name])
