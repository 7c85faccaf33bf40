"""Is something unusual gathering here, now? Scan statistics in space and time."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from . import _checks as check
from ._scan_arguments import checked
from ._scan_clusters import Chance, without_overlap
from ._scan_dealers import dealer_of
from ._scan_models import null_of
from ._scan_replicates import replicates_of
from ._scan_windows import Slots, best_windows, scanned
from ._scan_zones import plane, sphere, zones_of
from .scan_result import ScanResult


def space_time_scan(
    counts: ArrayLike,
    coordinates: ArrayLike,
    *,
    model: Literal["permutation", "poisson", "expectation_based_poisson", "bernoulli"] = "permutation",
    population: ArrayLike | None = None,
    baseline: ArrayLike | None = None,
    controls: ArrayLike | None = None,
    metric: Literal["euclidean", "great_circle"] = "euclidean",
    when: Literal["prospective", "retrospective", "purely_spatial"] = "prospective",
    max_share: float = 0.5,
    max_radius_m: float | None = None,
    max_periods: int | None = None,
    min_cases: int = 2,
    strata: ArrayLike | None = None,
    weekday: ArrayLike | None = None,
    confidence: float = 0.95,
    n_replicates: int = 999,
    sequential: bool = False,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> ScanResult:
    """Find circles and recent (or any) runs of periods that hold more cases than expected.

    Every location is the centre of growing circles; every circle and run of periods is a window. With c cases
    in the window, E expected and N in all, the statistic of a window with c > E is, by model:

    - "permutation": c log(c / E) + (N - c) log((N - c) / (N - E)), where a case in place z and period t is
      expected as often as (cases of z) times (cases of t) over N. No population is needed: places and periods
      that are always busy explain themselves, and only what gathers in both at once stands out. Chance deals
      the periods anew among the cases. With `weekday`, both within groups of periods.
    - "poisson": the same ratio, where cases are expected in proportion to `population`, or to `strata`
      adjusted by stratum (indirect standardisation). Chance throws N cases over all places and periods.
    - "expectation_based_poisson": c log(c / E) + E - c, where `baseline` is what is expected. Chance lets cases
      happen independently; no total is held fixed, so a rise everywhere is found too.
    - "bernoulli": the binomial ratio of cases among cases and `controls`, with E by the share of cases of all.
      Chance deals anew who of all people is a case.

    The largest value is compared with the largest values of replicates that chance gives, which allows for
    the many windows looked at.

    Parameters
    ----------
    counts : (n_locations, n_periods) whole numbers >= 0; the last column is the newest period. With `strata`
        (n_locations, n_periods, n_strata).
    coordinates : (n_locations, 2), every location its own: (easting, northing) in metres for "euclidean",
        (latitude, longitude) in degrees for "great_circle". Degrees given as metres are refused, and so are
        kilometres beside a `max_radius_m` that reaches beyond all of them (without one nothing tells them), and a
        latitude beyond 80. Exchanged columns that both lie within 80 look like another place on earth and cannot
        be told: compare `radius_m` of a cluster with a map.
    population : for "poisson": (n_locations, n_periods) people or person-time >= 0, or (n_locations,), the same
        in every period. Only its proportions count. Where periods differ in length give person-time.
    baseline : for "expectation_based_poisson": expected cases >= 0, shaped as the population.
    controls : for "bernoulli": (n_locations, n_periods) whole numbers >= 0; (n_locations,) will do where places
        alone are scanned.
    when : "prospective" looks at windows that reach the newest period, what is going on now;
        "retrospective" at all of them; "purely_spatial" at places alone, all periods together.
    max_share : a circle holds at most this share of what is expected over all periods (cases for
        "permutation", people for "bernoulli"), in (0, 1]. Half: beyond it, the rest is the anomaly.
    max_radius_m : largest radius along the ground; None for no limit.
    max_periods : longest window; None for half of the periods.
    min_cases : fewest cases in a window that may count as a cluster. 2: one case is no gathering.
    strata : for "poisson" instead of the population: (n_locations, n_periods, n_strata) people, by age and sex
        for example. In every stratum the rate of the whole is expected.
    weekday : for "permutation": (n_periods,) whole numbers; periods of one number are a group.
    confidence : of the intervals of the relative risk.
    n_replicates : how often chance is tried. 999 gives p-values down to 0.001.
    sequential : stop at the replicate that is the fiftieth as large as the most likely cluster, and leave that
        one out. So p = 50 / (replicates made), the sequential p-value of Besag & Clifford (1991); with 999
        replicates no p-value of 0.05 or less is affected. Secondary clusters are judged by the same ones.
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
    TooLittleData : fewer than two locations or periods, no case, or no control at all.

    Notes
    -----
    Memory: for each thread 32 bytes for each place and scanned period (64 where a place may have more than 255
    cases), 4 bytes for each centre and place within reach of it, and for "bernoulli" 5 for each person.

    Source
    ------
    Kulldorff (1997), Commun. Stat. Theory Methods 26:1481 (Poisson, Bernoulli); Kulldorff (2001), J. R. Stat.
    Soc. A 164:61 (prospective); Kulldorff, Heffernan, Hartman, Assunção & Mostashari (2005), PLoS Med 2(3) e59
    (permutation); Neill, Moore, Sabhnani & Daniel (2005), KDD 2005 (expectation-based); Gumbel p-values after
    Abrams, Kleinman & Kulldorff (2010), Int. J. Health Geogr. 9:61; Besag & Clifford (1991), Biometrika 78:301.
    Distances on the earth as in SaTScan (sphere of radius 6,367 km). Locations at the same
    distance from a centre (in the plane: within a micrometre) join its circle one by one, lesser coordinate
    first, also as in SaTScan; on the earth rounding mostly decides, in the arithmetic of SaTScan. So the
    order of the locations does not matter; turning the plane draws other replicates, and where distances
    are equal (on a grid) it may change which of the equally far comes first.
    Unlike SaTScan, secondary clusters may share a location at other times, replicates as large as the
    observed but for rounding always count as as large, and of circles with the same locations the smallest
    is reported.
    """
    check.check_fraction("confidence", confidence)
    check.check_truth("sequential", sequential)
    arguments = checked(
        counts, coordinates, model=model, metric=metric, when=when, max_share=max_share,
        given={
            "population": population, "baseline": baseline, "controls": controls, "strata": strata,
            "weekday": weekday,
        },
        max_radius_m=max_radius_m, max_periods=max_periods, min_cases=min_cases, n_replicates=n_replicates,
        n_threads=n_threads,
    )  # fmt: skip
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    null = null_of(arguments)

    # Work in the order of the points: what follows cannot depend on the order of the input.
    space = sphere(arguments.coordinates) if metric == "great_circle" else plane(arguments.coordinates)
    order = np.lexsort(space.xyz.T[::-1])
    space = replace(space, xyz=space.xyz[order])
    # Locations where nothing is expected are centres, but never change what is counted.
    place_idx = np.flatnonzero(null.expected[order].any(axis=1))
    location_idx = order[place_idx]
    expected = null.expected[location_idx]
    slots = Slots(
        cases=scanned(arguments.cases[location_idx], when, arguments.max_periods),
        expected=scanned(expected, when, arguments.max_periods),
        when=when,
        max_slots=min(arguments.max_periods, arguments.cases.shape[1]),
        n_periods=arguments.n_periods,
    )
    weight = expected.sum(axis=1)
    zones = zones_of(
        space, place_idx, weight, max_radius_m=arguments.max_radius_m,
        max_weight=max_share * float(weight.sum()) * (1 + 1e-12), n_threads=arguments.n_threads,
    )  # fmt: skip
    best = best_windows(
        space, zones, space.xyz[place_idx], slots, n_cases=null.n_cases, n_people=null.n_people,
        min_cases=arguments.min_cases, n_threads=arguments.n_threads,
    )  # fmt: skip
    replicates = replicates_of(
        zones, slots, null, dealer_of(arguments, null, slots, location_idx, seed),
        min_cases=arguments.min_cases, largest_expected=best.largest_expected,
        n_threads=arguments.n_threads,
    )  # fmt: skip
    maxima = replicates.maxima_until(float(best.ratio.max())) if sequential else replicates.maxima()
    maxima.setflags(write=False)

    chance = Chance(maxima, null.n_cases, when, confidence)
    clusters = tuple(
        chance.judged(window, order[inside], int(order[window.centre_idx]), space.along_m(window.distance))
        for window, inside in without_overlap(
            best.windows(zones, slots), space, place_idx, arguments.n_periods
        )
    )
    return ScanResult(
        clusters=clusters,
        replicate_maxima=maxima,
        n_cases=int(arguments.cases.sum()),
        n_locations=len(arguments.cases),
        n_periods=arguments.n_periods,
        model=model,
        metric=metric,
        when=when,
        max_share=arguments.max_share,
        max_radius_m=None if max_radius_m is None else arguments.max_radius_m,
        max_periods=arguments.max_periods,
        min_cases=arguments.min_cases,
        confidence=float(confidence),
        n_replicates=arguments.n_replicates,
        sequential=bool(sequential),
        seed=seed,
    )
