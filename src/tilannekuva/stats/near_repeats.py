"""Does one event bring another nearby? Knox's table and the near-repeat ratios."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from . import _checks as check
from ._count_ratios import ratio_interval
from ._near_pairs import near_pairs
from ._near_pairs_counting import count_near, count_near_by_chance, dispersion_of_pairs, near_in_time
from ._near_repeat_arguments import checked_edges, checked_events
from ._threads import available_threads
from .errors import BadArgument
from .near_repeat_result import KnoxResult, NearRepeatResult


def knox(
    easting_m: ArrayLike,
    northing_m: ArrayLike,
    day: ArrayLike,
    *,
    distance_m: float,
    days: float,
    n_permutations: int = 999,
    confidence: float = 0.95,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> KnoxResult:
    """Count the pairs of events that are near in both space and time, and compare with chance.

    Chance deals the days anew among the events: places and days keep their own habits, and only what ties
    them together is lost. Events are of places; repeats of persons are no business of this function.

    Parameters
    ----------
    easting_m, northing_m : (n_events,) metres in the plane; degrees are refused.
    day : (n_events,) days since any origin, or datetimes; fractions count to the second. What is not known is
        refused.
    distance_m, days : pairs at most so far apart (both included) are near.
    n_permutations : how often the days are dealt anew.
    confidence : of the interval of the ratio.
    rng : one 64-bit seed is drawn from it.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    KnoxResult.

    Raises
    ------
    BadArgument, BadCoordinates : see the messages.
    TooLittleData : fewer than two events, or too many near pairs for memory.

    Source
    ------
    Knox (1964), Appl. Stat. 13(1), 25–30; permutation of the times after Mantel (1967), Cancer Res. 27,
    209–220, section on the randomization distribution. Unlike `surveillance::knox` with its default, which
    permutes pairs, the event times are permuted; unlike pointpats, the Poisson p-value is the chance of at
    least as many pairs, not of more.

    The interval of the ratio is ours: that of a Poisson count (Garwood 1936, Biometrika 28, 437-442), widened by
    how unevenly the pairs lie among the events (the infinitesimal jackknife of Efron 1982), since one event that
    brings many brings pairs in bursts.
    """
    check.check_fraction("confidence", confidence)
    check.check_positive("distance_m", distance_m)
    if not check.check_number("days", days) >= 0:
        raise BadArgument(f"days is {days!r}; it must be a number of at least 0")
    events = checked_events(easting_m, northing_m, day, reach_m=distance_m)
    n_permutations = check.check_whole("n_permutations", n_permutations, least=1)
    threads = _threads(n_threads)
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    # A band is open above: the next number after the distance lets the distance itself in.
    edges = np.array([0.0, np.nextafter(float(distance_m), np.inf)])
    pairs = near_pairs(events.easting_m, events.northing_m, edges, manhattan=False, n_threads=threads)
    apart = np.array([int(days * events.ticks_per_day + 1e-6)])
    observed = int(count_near(pairs, events.ticks, apart)[0, 0])
    permuted = count_near_by_chance(pairs, events.ticks, apart, n_permutations, seed, threads)[:, 0, 0].copy()
    permuted.setflags(write=False)

    n_events = len(events.ticks)
    n_pairs = n_events * (n_events - 1) // 2
    in_space, in_time = int(pairs.n_by_band[0]), near_in_time(events.ticks, int(apart[0]))
    expected = in_space * in_time / n_pairs
    spread = dispersion_of_pairs(pairs, events.ticks, np.array([-1, apart[0]]))[0, 0]
    low, high = ratio_interval(observed, expected, confidence, dispersion=spread)
    return KnoxResult(
        observed=observed,
        expected=expected,
        ratio=observed / expected if expected else float("nan"),
        ratio_low=float(low),
        ratio_high=float(high),
        p_value=(1 + int((permuted >= observed).sum())) / (1 + n_permutations),
        poisson_p_value=float(special.pdtrc(observed - 1, expected)) if observed else 1.0,
        near_in_space=in_space,
        near_in_time=in_time,
        n_pairs=n_pairs,
        n_events=n_events,
        permuted=permuted,
        distance_m=float(distance_m),
        days=float(days),
        confidence=float(confidence),
        seed=seed,
    )


def near_repeat(
    easting_m: ArrayLike,
    northing_m: ArrayLike,
    day: ArrayLike,
    *,
    distance_bands_m: ArrayLike,
    day_bands: ArrayLike,
    metric: Literal["euclidean", "manhattan"] = "euclidean",
    n_permutations: int = 999,
    confidence: float = 0.95,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> NearRepeatResult:
    """Pairs of events by distance and by time, over what chance makes of them.

    Parameters
    ----------
    easting_m, northing_m : (n_events,) metres in the plane, of points or of the centres of cells.
    day : (n_events,) days since any origin, or datetimes; fractions count to the second.
    distance_bands_m : ascending edges in metres, at least two: [0, 1, 200, 400] makes the bands "same place"
        (below 1 m), [1, 200) and [200, 400).
    day_bands : ascending edges in days, at least two: [0, 2, 5] makes the bands 0–1 and 2–4 days.
    metric : "euclidean", or "manhattan" for |east| + |north|, the way along a grid of streets.
    n_permutations, confidence, rng, n_threads : as for `knox`.

    Returns
    -------
    NearRepeatResult with arrays (n_distance_bands, n_day_bands).

    Raises
    ------
    BadArgument, BadCoordinates : see the messages.
    TooLittleData : fewer than two events, or too many near pairs for memory.

    Source
    ------
    Ratcliffe & Rengert (2008), Security Journal 21, 58–76; Piroutek, Harada, Shane & Groff (2014) on the
    labels of the Near Repeat Calculator, whose band "a to b" is [a - 1, b): here bands are what they say. The
    ratio is over the mean of the permutations, as in the calculator; the R package NearRepeat (0.1) takes
    the median by default. Interval of the ratio as for `knox`.
    """
    check.check_fraction("confidence", confidence)
    check.check_choice("metric", metric, ["euclidean", "manhattan"])
    distances = checked_edges("distance_bands_m", distance_bands_m)
    events = checked_events(easting_m, northing_m, day, reach_m=float(distances[-1]))
    day_edges = checked_edges("day_bands", day_bands)
    n_permutations = check.check_whole("n_permutations", n_permutations, least=1)
    threads = _threads(n_threads)
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    pairs = near_pairs(
        events.easting_m, events.northing_m, distances, manhattan=metric == "manhattan", n_threads=threads
    )
    # Whole ticks below an edge are at most one tick less than the edge, rounded up.
    apart = np.ceil(day_edges * events.ticks_per_day - 1e-6).astype(np.int64) - 1
    observed = np.diff(count_near(pairs, events.ticks, apart), axis=1)
    permuted = np.diff(
        count_near_by_chance(pairs, events.ticks, apart, n_permutations, seed, threads), axis=2
    )
    expected = permuted.mean(axis=0)
    ratio = np.full(expected.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    low, high = ratio_interval(
        observed, expected, confidence, dispersion=dispersion_of_pairs(pairs, events.ticks, apart)
    )
    return NearRepeatResult(
        observed=observed,
        expected=expected,
        ratio=ratio,
        ratio_low=low,
        ratio_high=high,
        p_value=(1 + (permuted >= observed).sum(axis=0)) / (1 + n_permutations),
        distance_bands_m=tuple(distances.tolist()),
        day_bands=tuple(day_edges.tolist()),
        metric=metric,
        n_events=len(events.ticks),
        n_permutations=n_permutations,
        confidence=float(confidence),
        seed=seed,
    )


def _threads(n_threads: int | None) -> int:
    return available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
