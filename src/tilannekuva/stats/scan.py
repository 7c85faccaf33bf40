"""Is something unusual gathering here, now? Scan statistics in space and time."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._scan_clusters import Chance, without_overlap
from ._scan_windows import best_windows, maxima_by_chance, slots_of
from ._scan_zones import Space, locations_within, plane, sphere, zones_of
from ._threads import available_threads
from .errors import TooLittleData
from .scan_result import ScanResult


@dataclass(frozen=True)
class _Arguments:
    counts: NDArray[np.int64]
    coordinates: NDArray[np.float64]
    max_radius_m: float
    max_periods: int
    min_cases: int
    n_replicates: int
    n_threads: int


def space_time_scan(
    counts: ArrayLike,
    coordinates: ArrayLike,
    *,
    model: Literal["permutation"] = "permutation",
    metric: Literal["euclidean", "great_circle"] = "euclidean",
    when: Literal["prospective", "retrospective"] = "prospective",
    max_share: float = 0.5,
    max_radius_m: float | None = None,
    max_periods: int | None = None,
    min_cases: int = 2,
    n_replicates: int = 999,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> ScanResult:
    """Find circles and recent (or any) runs of periods that hold more cases than expected.

    Under the permutation model a case in place z and period t is expected as often as (cases of z) times
    (cases of t) over all cases N: no population is needed, places and periods that are always busy
    explain themselves, and only what gathers in both at once stands out. Every location is the centre of
    growing circles; every circle and run of periods is a window. The statistic of a window with c observed
    and E expected cases is c log(c / E) + (N - c) log((N - c) / (N - E)), for c > E. Its largest value is
    compared with the largest values in data whose periods are dealt anew among the cases.

    Parameters
    ----------
    counts : (n_locations, n_periods) whole numbers >= 0; the last column is the newest period.
    coordinates : (n_locations, 2), every location its own: (easting, northing) in metres for "euclidean",
        (latitude, longitude) in degrees for "great_circle".
    model : "permutation", the only one so far.
    when : "prospective" looks at windows that reach the newest period, what is going on now;
        "retrospective" at all of them.
    max_share : a circle holds at most this share of all cases, in (0, 1]. Half: beyond it, the rest is
        the anomaly.
    max_radius_m : largest radius along the ground; None for no limit.
    max_periods : longest window; None for half of the periods.
    min_cases : fewest cases in a window that may count as a cluster. 2: one case is no gathering.
    n_replicates : how often chance is tried. 999 gives p-values down to 0.001.
    rng : one 64-bit seed is drawn from it.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    ScanResult, whose clusters are the best window of each centre, most likely first, leaving out those
    that share a location and a period with a more likely one. (All windows of a prospective scan share the
    newest period, so there no two clusters share a location.)

    Raises
    ------
    BadArgument, BadCoordinates : see the messages.
    TooLittleData : fewer than two locations or periods, or no case at all.

    Source
    ------
    Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005), PLoS Med 2(3) e59, "The Space-Time
    Permutation Scan Statistic"; Gumbel p-values after Abrams, Kleinman & Kulldorff (2010), Int. J. Health
    Geogr. 9:61. Distances on the earth as in SaTScan (sphere of radius 6,367 km). Locations at the same
    distance from a centre (in the plane: within a micrometre) join its circle one by one, lesser coordinate
    first, also as in SaTScan; on the earth rounding mostly decides, in the arithmetic of SaTScan. So the
    order of the locations does not matter; turning the plane draws other replicates, and where distances
    are equal (on a grid) it may change which of the equally far comes first.
    """
    arguments = _checked(
        counts, coordinates, model, metric, when, max_share, max_radius_m, max_periods, min_cases,
        n_replicates, n_threads,
    )  # fmt: skip
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))

    # Work in the order of the points: what follows cannot depend on the order of the input.
    space = sphere(arguments.coordinates) if metric == "great_circle" else plane(arguments.coordinates)
    order = np.lexsort(space.xyz.T[::-1])
    space = replace(space, xyz=space.xyz[order])
    sorted_counts = arguments.counts[order]
    # Locations without a case are centres, but never change what is counted.
    place_idx = np.flatnonzero(sorted_counts.any(axis=1))
    place_counts = sorted_counts[place_idx]
    place_cases = place_counts.sum(axis=1)
    n_cases = int(place_cases.sum())

    zones = zones_of(
        space, place_idx, place_cases, max_radius_m=arguments.max_radius_m,
        max_cases=int(max_share * n_cases + 1e-9), n_threads=arguments.n_threads,
    )  # fmt: skip
    slots = slots_of(place_counts, newest_only=when == "prospective", max_periods=arguments.max_periods)
    windows = best_windows(
        zones, slots, place_cases, count_locations=partial(_locations_in, space, arguments.n_threads),
        min_cases=arguments.min_cases, n_threads=arguments.n_threads,
    )  # fmt: skip
    maxima = maxima_by_chance(
        zones, slots, place_cases, min_cases=arguments.min_cases, n_replicates=arguments.n_replicates,
        seed=seed, n_threads=arguments.n_threads,
    )  # fmt: skip
    maxima.setflags(write=False)

    chance = Chance(maxima, n_cases, when, first_period=arguments.counts.shape[1] - slots.cases.shape[1])
    clusters = tuple(
        chance.judged(window, order[inside], int(order[window.centre_idx]), space.along_m(window.distance))
        for window, inside in without_overlap(windows, space, place_idx, slots.cases.shape[1])
    )
    return ScanResult(
        clusters=clusters,
        replicate_maxima=maxima,
        n_cases=n_cases,
        n_locations=arguments.counts.shape[0],
        n_periods=arguments.counts.shape[1],
        model=model,
        metric=metric,
        when=when,
        max_share=float(max_share),
        max_radius_m=None if max_radius_m is None else float(max_radius_m),
        max_periods=arguments.max_periods,
        min_cases=arguments.min_cases,
        n_replicates=arguments.n_replicates,
        seed=seed,
    )


def _checked(
    counts: ArrayLike, coordinates: ArrayLike, model: str, metric: str, when: str, max_share: float,
    max_radius_m: float | None, max_periods: int | None, min_cases: int, n_replicates: int,
    n_threads: int | None,
) -> _Arguments:  # fmt: skip
    check.check_choice("model", model, ["permutation"])
    check.check_choice("metric", metric, ["euclidean", "great_circle"])
    check.check_choice("when", when, ["prospective", "retrospective"])
    check.check_fraction("max_share", max_share, top_allowed=True)
    if max_radius_m is not None:
        check.check_positive("max_radius_m", max_radius_m)
    whole_counts = check.check_counts(counts, rows="locations")
    n_locations, n_periods = whole_counts.shape
    check.check_enough_locations(n_locations)
    places = check.check_coordinates(coordinates, n_locations, metric=metric)
    if n_periods < 2:
        raise TooLittleData(f"counts has {n_periods} period(s); a scan in time needs at least 2")
    if not whole_counts.any():
        raise TooLittleData("counts holds no case at all; there is nothing to scan")
    longest = (
        n_periods // 2 if max_periods is None else check.check_whole("max_periods", max_periods, least=1)
    )
    return _Arguments(
        counts=whole_counts,
        coordinates=places,
        max_radius_m=np.inf if max_radius_m is None else float(max_radius_m),
        max_periods=min(longest, n_periods),
        min_cases=check.check_whole("min_cases", min_cases, least=1),
        n_replicates=check.check_whole("n_replicates", n_replicates, least=1),
        n_threads=available_threads(
            None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
        ),
    )


def _locations_in(
    space: Space, n_threads: int, centre_idx: NDArray[np.int64], distance: NDArray[np.float64]
) -> NDArray[np.int64]:
    return locations_within(space.xyz[centre_idx], space.xyz, distance + space.tie, n_threads)
