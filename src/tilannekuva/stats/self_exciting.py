"""Is it feeding itself? A process in which events bring events, in time or in space and time."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._background_places import BackgroundPlaces
from ._likelihood import Bounds, Fit, Objective, climb, profile_interval, refine, standard_errors
from ._self_exciting_arguments import Events, checked_events, checked_places
from ._self_exciting_background import low_end_with_free_background
from ._self_exciting_space import InSpace, possible_parents
from ._self_exciting_time import DaysInTime, InstantsInTime
from ._threads import available_threads
from .errors import BadArgument
from .self_exciting_result import SelfExcitingResult

_Floats = NDArray[np.float64]

# With fewer events the interval of the branching ratio is nearly all that is possible.
_ENOUGH = 30
# With fewer, starting threads takes longer than the work.
_WORTH_THREADS = 5_000
_HIGHEST_BRANCHING = 2.0
_MOST_TURNS = 60
_SETTLED = 1e-4


def self_exciting(
    day: ArrayLike,
    easting_m: ArrayLike | None = None,
    northing_m: ArrayLike | None = None,
    *,
    window_days: float | tuple[float, float] | None = None,
    area_m2: float | None = None,
    place_width_m: float | None = None,
    max_lag_days: float = 60,
    max_distance_m: float = 1000,
    confidence: float = 0.95,
    n_threads: int | None = None,
) -> SelfExcitingResult:
    """Split events into a steady background and those that earlier events brought.

    An indicator of escalation: how much of a phenomenon feeds on itself, how fast and how near. It is not a
    forecast, and must not choose places for patrols: no place is rated, and none comes out.

    The rate of events at time t and place x is b u(x) + k * sum over earlier events of g(lag) f(distance): b
    the background a day, u its density in space, k the branching ratio, g exponential in time, f normal in the
    plane. Without places the sums are over time alone.

    Parameters
    ----------
    day : (n_events,) days since any origin. Where all are whole, they are taken as dates: of two events of
        one day either may have brought the other, and no less than a day can be told.
    easting_m, northing_m : (n_events,) metres in the plane, or neither.
    window_days : when events could have been seen, (begin, end) in the reckoning of `day`, or its end when it
        begins at 0; a whole day counts until the next. None: from the first event to the last.
    area_m2 : where events could have been seen, in square metres; None: their bounding rectangle.
    place_width_m : how wide the cells are to which places were rounded, such as 250 on a grid. Must be given
        where two events share a place: only so a repeat at the place is told from rounding.
    max_lag_days, max_distance_m : in space and time, no event is brought over more than that. Decays are
        looked for up to half of `max_lag_days` and spreads up to half of `max_distance_m`: what is slower or
        wider cannot be told from the background.
    confidence : of the intervals.
    n_threads : None for as many as the process may use, one with few events. The result is the same for any number.

    Returns
    -------
    SelfExcitingResult. With fewer than 30 events `enough` is False and the estimates are NaN.

    Raises
    ------
    BadArgument, BadCoordinates : see the messages.
    TooLittleData : fewer than two events, a window without length, all events at one place, or too many near
        pairs for memory.

    Source
    ------
    Hawkes (1971), Biometrika 58, 83–90; likelihood and recursion in time: Ogata (1981), IEEE Trans. Inf.
    Theory 27, 23–31, section 3, the largest likelihood by Newton's method. In space: Mohler, Short,
    Brantingham, Schoenberg & Tita (2011), JASA 106, 100–108, section 3, with the background re-estimated from
    the events weighted by their chance of belonging to it (stochastic declustering, Zhuang, Ogata &
    Vere-Jones 2002, JASA 97, 369–380). What differs: the background is a mixture of kernel densities that
    reach to the 5th to 150th nearest event, each event left out of its own density, with shares by
    cross-validation; g and f are parametric. The whole days are ours: every day's number follows the
    generalised Poisson law in time alone; in space, a day is a mean over the instants in it.

    Intervals: by the profile likelihood; in space those of all but the branching ratio by the observed information
    of their logarithms. In space the low end of the branching ratio, and with it the high end of the background, is
    by a profile along which the background's places are estimated anew at each value; all else takes them as known.
    How often intervals held is told by `measured_coverage` of the result.

    Corrected: events brought after the end of the window. Not corrected: events brought by those before its
    beginning (they count as background) or across the border of the area, a level that changes over the
    months or the week (it looks like self-excitation), and a common cause (it always does).
    """
    reach = {"max_lag_days": max_lag_days, "max_distance_m": max_distance_m}
    for name, value in reach.items():
        check.check_positive(name, value)
        if not np.isfinite(value):
            raise BadArgument(f"{name} is {value}; it must be finite")
    check.check_fraction("confidence", confidence)
    events = checked_events(day, easting_m, northing_m, window_days)
    if n_threads is None:
        threads = available_threads(None) if len(events.day) >= _WORTH_THREADS else 1
    else:
        threads = check.check_whole("n_threads", n_threads, least=1)
    about = _About(events, float(max_lag_days), float(max_distance_m), float(confidence))
    if events.x_m is None:
        if area_m2 is not None or place_width_m is not None:
            raise BadArgument("area_m2 and place_width_m go with places; give easting_m and northing_m too")
        return _in_time(about) if len(events.day) >= _ENOUGH else about.too_few()
    width_m, area = checked_places(events, place_width_m, area_m2, max_distance_m)
    about = replace(about, place_width_m=width_m)
    return _in_space(about, area, threads) if len(events.day) >= _ENOUGH else about.too_few()


@dataclass(frozen=True)
class _About:
    events: Events
    max_lag_days: float
    max_distance_m: float
    confidence: float
    place_width_m: float = 0.0

    @property
    def bounds(self) -> Bounds:
        """Of (log background, branching ratio, log decay, and in space log spread)."""
        n, window = len(self.events.day), self.events.window_days
        shortest = 0.25 if self.events.whole_days else self.max_lag_days / 1000
        lower = [np.log(1e-6 * n / window), 0.0, np.log(min(shortest, self.max_lag_days / 4))]
        upper = [np.log(10 * n / window), _HIGHEST_BRANCHING, np.log(self.max_lag_days / 2)]
        if self.events.x_m is not None:
            least_m = max(self.max_distance_m / 1000, min(self.place_width_m, self.max_distance_m) / 4)
            lower.append(np.log(least_m))
            upper.append(np.log(self.max_distance_m / 2))
        return Bounds(np.array(lower), np.array(upper))

    @property
    def starts(self) -> list[_Floats]:
        level = np.log(0.7 * len(self.events.day) / self.events.window_days)
        decays = [np.log(self.max_lag_days * share) for share in (0.03, 0.2)]
        if self.events.x_m is None:
            return [np.array([level, 0.3, decay]) for decay in decays]
        spreads = [np.log(self.max_distance_m * share) for share in (0.05, 0.12, 0.3)]
        return [np.array([level, 0.3, decay, spread]) for decay in decays for spread in spreads]

    def too_few(self) -> SelfExcitingResult:
        nothing = np.full((3, 4), np.nan)
        return self._result(nothing, (np.nan, np.nan), np.nan, (), enough=False, converged=False)

    def said(
        self, objective: Objective, fit: Fit, *, settled: bool, low_end: _Floats | None = None
    ) -> SelfExcitingResult:
        """`low_end`: the least branching ratio and what goes with it, as another profile has them."""
        low, high = self._around(objective, fit)
        interval = profile_interval(objective, fit, 1, self.bounds, confidence=self.confidence)
        if low_end is not None:
            interval = (min(interval[0], float(low_end[1])), interval[1])
            high[0] = max(high[0], low_end[0])  # less triggering is more background; NaN stays NaN
        if (fit.theta[2:] >= self.bounds.upper[2:]).any():
            interval = (0.0, interval[1])  # so slow or so wide that it could as well be the background
        theta = fit.theta.copy()
        at_top = (theta[1] >= _HIGHEST_BRANCHING, *fit.at_bound[2:])
        if theta[1] == 0:  # nothing is brought: neither when nor where
            theta[2:] = low[2:] = high[2:] = np.nan
            at_top = (False,) * len(at_top)
        names = ("branching_ratio", "decay_days", "spread_m")
        limits = tuple(name for name, at in zip(names, at_top, strict=False) if at)
        pad = [np.nan] * (4 - len(theta))
        return self._result(
            np.array([[*row, *pad] for row in (low, theta, high)]), interval, fit.log_likelihood, limits,
            enough=True, converged=fit.converged and settled,
        )  # fmt: skip

    def _around(self, objective: Objective, fit: Fit) -> tuple[_Floats, _Floats]:
        """The ends of the intervals of all but the branching ratio, on the scale of the fit; NaN at a limit.

        In time alone the likelihood is far from a parabola until there are thousands of events; in space it is
        near to one, and following it would take several times as long as the fit.
        """
        if self.events.x_m is not None:
            away = float(special.ndtri((1 + self.confidence) / 2)) * standard_errors(objective, fit)
            return fit.theta - away, fit.theta + away
        low, high = np.full(3, np.nan), np.full(3, np.nan)
        for coordinate in (0, 2):
            if not fit.at_bound[coordinate]:
                low[coordinate], high[coordinate] = profile_interval(
                    objective, fit, coordinate, self.bounds, confidence=self.confidence
                )
        return low, high

    def _result(
        self, ends: _Floats, branching: tuple[float, float], log_likelihood: float,
        at_limit: tuple[str, ...], *, enough: bool, converged: bool,
    ) -> SelfExcitingResult:  # fmt: skip
        """`ends`: (3, 4), low end, estimate and high end of each coordinate."""
        low, best, high = np.exp(ends)
        return SelfExcitingResult(
            branching_ratio=float(ends[1, 1]),
            branching_ratio_interval=branching,
            background_per_day=float(best[0]),
            background_per_day_interval=(float(low[0]), float(high[0])),
            decay_days=float(best[2]),
            decay_days_interval=(float(low[2]), float(high[2])),
            spread_m=float(best[3]),
            spread_m_interval=(float(low[3]), float(high[3])),
            log_likelihood=float(log_likelihood),
            enough=enough,
            converged=converged,
            at_limit=at_limit,
            in_space=self.events.x_m is not None,
            whole_days=self.events.whole_days,
            n_events=len(self.events.day),
            window_days=self.events.window_days,
            max_lag_days=self.max_lag_days,
            max_distance_m=self.max_distance_m,
            confidence=self.confidence,
        )


def _in_time(about: _About) -> SelfExcitingResult:
    events = about.events
    objective: Objective
    if events.whole_days:
        n_days = round(events.window_days)
        objective = DaysInTime(np.bincount(events.day.astype(np.int64), minlength=n_days))
    else:
        objective = InstantsInTime(events.day, events.window_days)
    return about.said(objective, _highest(objective, about), settled=True)


def _in_space(about: _About, area_m2: float, n_threads: int) -> SelfExcitingResult:
    events = about.events
    assert events.x_m is not None
    assert events.y_m is not None
    parents = possible_parents(
        events.day, events.x_m, events.y_m, max_lag_days=about.max_lag_days,
        max_distance_m=about.max_distance_m, whole_days=events.whole_days, n_threads=n_threads,
    )  # fmt: skip
    places = BackgroundPlaces.of(
        events.x_m, events.y_m, least_radius_m=1.5 * about.place_width_m, area_m2=area_m2, n_threads=n_threads
    )
    background, mixture = places.density(np.ones(len(events.day)), None)
    left = events.window_days - events.day - (1 if events.whole_days else 0)
    objective = InSpace(
        parents=parents,
        background=background,
        remaining_days=np.minimum(left, about.max_lag_days),
        window_days=events.window_days,
        max_lag_days=about.max_lag_days,
        max_distance_m=about.max_distance_m,
        blur_m2=about.place_width_m**2 / 6,  # the difference of two roundings
        whole_days=events.whole_days,
        n_threads=n_threads,
    )
    fit = _highest(objective, about)
    settled = False
    for _ in range(_MOST_TURNS):
        background, mixture = places.density(objective.background_share(fit.theta), mixture)
        objective = replace(objective, background=background)
        before = fit.theta
        fit = refine(objective, before, fit.curvature, about.bounds)
        if np.abs(fit.theta - before)[:2].max() < _SETTLED:
            settled = True
            break

    def redone(objective: InSpace, theta: _Floats) -> InSpace:
        return replace(objective, background=places.density(objective.background_share(theta), mixture)[0])

    low_end = low_end_with_free_background(
        objective, fit, about.bounds, confidence=about.confidence, redone=redone
    )
    return about.said(objective, fit, settled=settled, low_end=low_end)


def _highest(objective: Objective, about: _About) -> Fit:
    """The best that is reached from the best starts; on cells from every spread, where peaks are several."""
    starts = sorted(about.starts, key=lambda theta: objective(theta)[0], reverse=True)
    chosen = starts[:1]
    if about.place_width_m:
        chosen += [start for start in starts[1:] if start[-1] != chosen[0][-1]][:2]
    return max(
        (climb(objective, start, about.bounds) for start in chosen), key=lambda fit: fit.log_likelihood
    )
