"""Does one event bring another nearby? Knox's table and the near-repeat ratios."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._near_pairs import NearPairs, near_pairs
from ._near_repeat_kernels import LANES, count_by_chance
from ._threads import available_threads, run_in_threads
from .errors import BadArgument, BadCoordinates, TooLittleData
from .near_repeat_result import KnoxResult, NearRepeatResult

_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True)
class _Events:
    easting_m: NDArray[np.float64]
    northing_m: NDArray[np.float64]
    ticks: NDArray[np.int64]  # from the earliest event
    ticks_per_day: int


def knox(
    easting_m: ArrayLike,
    northing_m: ArrayLike,
    day: ArrayLike,
    *,
    distance_m: float,
    days: float,
    n_permutations: int = 999,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> KnoxResult:
    """Count the pairs of events that are near in both space and time, and compare with chance.

    Chance deals the days anew among the events: places and days keep their own habits, and only what ties
    them together is lost. Events are of places; repeats of persons are no business of this function.

    Parameters
    ----------
    easting_m, northing_m : (n_events,) metres in the plane.
    day : (n_events,) days since any origin; fractions count to the second. NaN is refused.
    distance_m, days : pairs at most so far apart (both included) are near.
    n_permutations : how often the days are dealt anew.
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
    """
    check.check_positive("distance_m", distance_m)
    if not days >= 0:
        raise BadArgument(f"days is {days!r}; it must be a number of at least 0")
    events = _checked(easting_m, northing_m, day)
    n_permutations = check.check_whole("n_permutations", n_permutations, least=1)
    threads = _threads(n_threads)
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    # A band is open above: the next number after the distance lets the distance itself in.
    edges = np.array([0.0, np.nextafter(float(distance_m), np.inf)])
    pairs = near_pairs(events.easting_m, events.northing_m, edges, manhattan=False, n_threads=threads)
    apart = np.array([int(days * events.ticks_per_day + 1e-6)])
    observed = int(_count(pairs, events.ticks, apart)[0, 0])
    permuted = _permuted(pairs, events.ticks, apart, n_permutations, seed, threads)[:, 0, 0].copy()
    permuted.setflags(write=False)

    n_events = len(events.ticks)
    n_pairs = n_events * (n_events - 1) // 2
    near_in_space, near_in_time = int(pairs.n_by_band[0]), _near_in_time(events.ticks, int(apart[0]))
    expected = near_in_space * near_in_time / n_pairs
    return KnoxResult(
        observed=observed,
        expected=expected,
        ratio=observed / expected if expected else float("nan"),
        p_value=(1 + int((permuted >= observed).sum())) / (1 + n_permutations),
        poisson_p_value=float(special.pdtrc(observed - 1, expected)) if observed else 1.0,
        near_in_space=near_in_space,
        near_in_time=near_in_time,
        n_pairs=n_pairs,
        n_events=n_events,
        permuted=permuted,
        distance_m=float(distance_m),
        days=float(days),
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
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> NearRepeatResult:
    """Pairs of events by distance and by time, over what chance makes of them.

    Parameters
    ----------
    easting_m, northing_m : (n_events,) metres in the plane, of points or of the centres of cells.
    day : (n_events,) days since any origin; fractions count to the second.
    distance_bands_m : ascending edges in metres, at least two: [0, 1, 200, 400] makes the bands "same place"
        (below 1 m), [1, 200) and [200, 400).
    day_bands : ascending edges in days, at least two: [0, 2, 5] makes the bands 0–1 and 2–4 days.
    metric : "euclidean", or "manhattan" for |east| + |north|, the way along a grid of streets.
    n_permutations, rng, n_threads : as for `knox`.

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
    the median by default.
    """
    check.check_choice("metric", metric, ["euclidean", "manhattan"])
    events = _checked(easting_m, northing_m, day)
    distances = _edges("distance_bands_m", distance_bands_m)
    day_edges = _edges("day_bands", day_bands)
    n_permutations = check.check_whole("n_permutations", n_permutations, least=1)
    threads = _threads(n_threads)
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    pairs = near_pairs(
        events.easting_m, events.northing_m, distances, manhattan=metric == "manhattan", n_threads=threads
    )
    # Whole ticks below an edge are at most one tick less than the edge, rounded up.
    apart = np.ceil(day_edges * events.ticks_per_day - 1e-6).astype(np.int64) - 1
    observed = np.diff(_count(pairs, events.ticks, apart), axis=1)
    permuted = np.diff(_permuted(pairs, events.ticks, apart, n_permutations, seed, threads), axis=2)
    expected = permuted.mean(axis=0)
    ratio = np.full(expected.shape, np.nan)
    np.divide(observed, expected, out=ratio, where=expected > 0)
    return NearRepeatResult(
        observed=observed,
        expected=expected,
        ratio=ratio,
        p_value=(1 + (permuted >= observed).sum(axis=0)) / (1 + n_permutations),
        distance_bands_m=tuple(distances.tolist()),
        day_bands=tuple(day_edges.tolist()),
        metric=metric,
        n_events=len(events.ticks),
        n_permutations=n_permutations,
        seed=seed,
    )


def _checked(easting_m: ArrayLike, northing_m: ArrayLike, day: ArrayLike) -> _Events:
    columns = {"easting_m": easting_m, "northing_m": northing_m, "day": day}
    read = {
        name: check.check_column(name, values, BadArgument if name == "day" else BadCoordinates)
        for name, values in columns.items()
    }
    n_events = len(read["day"])
    for name, values in read.items():
        if len(values) != n_events:
            raise BadArgument(f"{name} has {len(values)} values and day has {n_events}; one of each an event")
    if n_events < 2:
        raise TooLittleData(f"there is {n_events} event(s); pairs need at least 2")
    since = read["day"] - read["day"].min()
    ticks_per_day = 1 if (since == np.floor(since)).all() else _SECONDS_PER_DAY
    # In one order whatever the input's, so that the same events give the same permutations.
    order = np.lexsort((read["northing_m"], read["easting_m"], since))
    return _Events(
        easting_m=read["easting_m"][order],
        northing_m=read["northing_m"][order],
        ticks=np.rint(since[order] * ticks_per_day).astype(np.int64),
        ticks_per_day=ticks_per_day,
    )


def _edges(name: str, values: Any) -> NDArray[np.float64]:
    try:
        edges = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be numbers") from error
    if edges.ndim != 1 or edges.size < 2 or edges.size > 100:
        raise BadArgument(f"{name} must be a list of 2 to 100 edges")
    if not (np.isfinite(edges).all() and edges[0] >= 0 and (np.diff(edges) > 0).all()):
        raise BadArgument(f"{name} is {edges.tolist()}; edges are finite, ascending and at least 0")
    return edges


def _threads(n_threads: int | None) -> int:
    return available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )


def _count(pairs: NearPairs, ticks: NDArray[np.int64], apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """(bands, spans) near pairs at most so many ticks apart, in the data themselves."""
    sorted_ticks = ticks[pairs.order]
    between = np.abs(sorted_ticks[pairs.first_idx] - sorted_ticks[pairs.second_idx])
    counts = np.zeros((len(pairs.bounds) - 1, len(apart)), np.int64)
    for band, (begin, end) in enumerate(zip(pairs.bounds[:-1], pairs.bounds[1:], strict=True)):
        counts[band] = np.searchsorted(np.sort(between[begin:end]), apart, side="right")
    return counts


def _permuted(
    pairs: NearPairs, ticks: NDArray[np.int64], apart: NDArray[np.int64], n_permutations: int, seed: int,
    n_threads: int,
) -> NDArray[np.int64]:  # fmt: skip
    """(permutations, bands, spans) near pairs at most so many ticks apart, with the ticks dealt anew."""
    span = int(ticks.max())
    within = np.minimum(apart, span)
    # Differences run from -span to span and are shifted by at most the span: four spans in all.
    narrow = next(kind for kind in (np.uint16, np.uint32, np.uint64) if 4 * span <= np.iinfo(kind).max)
    counts = np.zeros((n_permutations, len(pairs.bounds) - 1, len(apart)), np.int64)
    dealt_from = ticks.astype(narrow)

    def count(first: int, stop: int) -> None:
        count_by_chance(
            dealt_from, pairs.first_idx, pairs.second_idx, pairs.bounds, within, np.uint64(seed),
            first, stop, counts,
        )  # fmt: skip

    run_in_threads(count, -(-n_permutations // LANES), n_threads)
    return counts


def _near_in_time(ticks: NDArray[np.int64], apart: int) -> int:
    """Pairs of events at most so many ticks apart, by sorting."""
    ascending = np.sort(ticks)
    until = np.searchsorted(ascending, ascending + apart, side="right")
    return int((until - np.arange(1, len(ascending) + 1)).sum())
