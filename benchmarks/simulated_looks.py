"""Weekly looks at simulated cities of unseen seeds, for rules that are tried: what they find, and what is false."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tilannekuva.console.django_setup import start_bare

from .intervals import rate

_CITY = Path(__file__).parents[1] / "cities" / "helsinki"
N_CITIES, N_LOOKS = 10, 12


class Candidate(NamedTuple):
    """A finding of a rule that is tried, as far as it is compared with the truth."""

    detector: str
    kind: str
    place: str
    place_codes: tuple[str, ...]
    last_on: str

    @property
    def area_codes(self) -> tuple[str, ...]:
        return self.place_codes


Rule = Callable[[Any, Any, Any, Any], Iterable[Any]]
"""From (searched signals, places, scope, periods) to findings, or to candidates for them."""


def show_looks(rules: Sequence[str], find: Rule, *, history_weeks: int | None = None) -> None:
    """Print the table of what `rules`, the detectors of what `find` returns, found and cried.

    The first of them stands also together with each of the others: what that adds is what it is worth.
    `history_weeks`: only so many weeks before the first look are known; None: the whole history.
    """
    start_bare()
    from tilannekuva.console.demo.rehearsal import FIRST_UNSEEN_SEED

    days: dict[tuple[str, str], list[int]] = defaultdict(list)
    false: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    codes: list[str] = []
    for number in range(N_CITIES):
        for has_stories in (True, False):
            looked = _Looked(FIRST_UNSEEN_SEED + 1 + number, has_stories, find, history_weeks)
            codes = codes or looked.story_codes
            for found, n_days in looked.found.items():
                days[found].append(n_days)
            for rule in rules[1:]:
                for code in codes:
                    either = [
                        looked.found[each, code] for each in (rules[0], rule) if (each, code) in looked.found
                    ]
                    if either:
                        days[_together(rules[0], rule), code].append(min(either))
            false[has_stories].update(looked.false)
    known = "the whole history" if history_weeks is None else f"{history_weeks} weeks before the first look"
    print(f"\n**{N_CITIES} cities with stories and {N_CITIES} without, {N_LOOKS} weekly looks, {known}**\n")
    print(f"| rule | {' | '.join(codes)} | false findings a week, with stories | without |")
    print("|---|" + "---|" * (len(codes) + 2))
    for rule in rules[1:]:
        for cried in false.values():
            cried[_together(rules[0], rule)] = cried[rules[0]] + cried[rule]
    for rule in (*rules, *(_together(rules[0], rule) for rule in rules[1:])):
        told = [_told(days.get((rule, code), [])) for code in codes]
        by_week = [rate(false[has_stories][rule], N_CITIES * N_LOOKS) for has_stories in (True, False)]
        print(f"| {rule} | {' | '.join([*told, *by_week])} |")


def _together(first: str, second: str) -> str:
    return f"{first} or {second}"


def _told(days: list[int]) -> str:
    return f"{len(days)} of {N_CITIES}" + (f", {np.median(days):g} days" if days else "")


class _Looked:
    """The looks at one city: `found` days after its start by rule and story, `false` findings by rule."""

    def __init__(self, seed: int, has_stories: bool, find: Rule, history_weeks: int | None) -> None:
        from tilannekuva.console.demo.city_arrays import city_arrays
        from tilannekuva.console.demo.plan import read_plan
        from tilannekuva.console.demo.rehearsal import FOUND_BY_SCANS, LAST_ON, seen_before, story_of
        from tilannekuva.console.demo.simulation import simulate
        from tilannekuva.console.demo.truth import truth_of
        from tilannekuva.domain.city import load_city

        city = load_city(_CITY)
        plan, arrays = read_plan(city), city_arrays(city)
        kinds = tuple(kind.code for kind in city.kinds)
        simulated = simulate(
            plan, arrays.places, arrays.residents, arrays.stations_m, kinds, as_of=LAST_ON, seed=seed,
            stories=has_stories,
        )  # fmt: skip
        truth: list[dict[str, Any]] = []
        if has_stories:
            truth = truth_of(plan, simulated, arrays.places, as_of=LAST_ON, seed=seed)["stories"]
        self.story_codes = [story.code for story in plan.stories if story.shape in FOUND_BY_SCANS]
        self.found: dict[tuple[str, str], int] = {}
        self.false: Counter[str] = Counter()
        known: set[tuple[str, str, frozenset[str]]] = set()
        begins_on = LAST_ON - dt.timedelta(weeks=(history_weeks or 10_000) + N_LOOKS - 1)
        for week in range(N_LOOKS):
            as_of = LAST_ON - dt.timedelta(weeks=N_LOOKS - 1 - week)
            for finding in find(
                *_as_of(city, kinds, simulated.events, arrays.places, begins_on, as_of, seed)
            ):
                story = story_of(finding, truth)
                if story is not None:
                    n_days = (as_of - dt.date.fromisoformat(story["starts_on"])).days + 1
                    self.found.setdefault((finding.detector, story["code"]), n_days)
                elif not seen_before(finding, known):
                    self.false[finding.detector] += 1


def _as_of(
    city: Any, kinds: tuple[str, ...], events: Any, places: Any, begins_on: dt.date, as_of: dt.date, seed: int
) -> tuple[Any, Any, Any, Any]:
    """What a rule would be given on that day: only what had been received, and of it what is searched."""
    from tilannekuva.detection.scope import Scope, periods_until
    from tilannekuva.domain.clock import day_number
    from tilannekuva.domain.stream import REPORTED

    scope = Scope(
        as_of=as_of, kinds=kinds, positive_kinds=frozenset(kind.code for kind in city.kinds if kind.positive),
        rumour_kinds=frozenset(kind.code for kind in city.kinds if kind.rumour), thresholds=city.thresholds, seed=seed,
    )  # fmt: skip
    unsearched = [kinds.index(kind) for kind in scope.positive_kinds | scope.rumour_kinds]
    there = (events.received_day <= scope.as_of_day) & (events.day >= day_number(begins_on))
    searched = events.where(there & events.is_in(REPORTED) & ~np.isin(events.kind_idx, unsearched))
    return searched, places, scope, periods_until(scope, int(searched.day.min()))
