"""How well detection finds what is planted: weekly looks at simulated cities, with stories and without."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tilannekuva.detection import detectors
from tilannekuva.detection.analysis import Progress, detect
from tilannekuva.detection.results import FindingFacts
from tilannekuva.detection.scope import Scope, periods_until
from tilannekuva.domain.city import City, load_city

from .city_arrays import CityArrays, city_arrays
from .plan import DemoPlan, Shape, read_plan
from .simulation import Simulated, simulate
from .truth import truth_of

# A fixed day: the same seeds give the same report on any day.
LAST_ON = dt.date(2026, 6, 28)
# Seeds below served to choose rates and thresholds; a report on them would praise itself.
FIRST_UNSEEN_SEED = 100
FOUND_BY_SCANS = (Shape.GROW, Shape.ESCALATE, Shape.STEP)


@dataclass(slots=True)
class Looked:
    """What one city showed over its weekly looks.

    `found_after_days` by story; `found_by` by detector and story, days after its start; `false_by` detector.
    """

    found_after_days: dict[str, int] = field(default_factory=dict)
    found_by: dict[tuple[str, str], int] = field(default_factory=dict)
    false_by: Counter[str] = field(default_factory=Counter)
    looks: int = 0

    @property
    def false_findings(self) -> int:
        return self.false_by.total()


def rehearse(folder: Path, *, seeds: int, first_seed: int, weeks: int, tell: Progress) -> str:
    """The report as Markdown."""
    city = load_city(folder)
    plan, arrays = read_plan(city), city_arrays(city)
    with_stories: list[Looked] = []
    without: list[Looked] = []
    for number in range(seeds):
        for stories, results in ((True, with_stories), (False, without)):
            tell("rehearsals", len(with_stories) + len(without), 2 * seeds)
            results.append(_look(city, plan, arrays, seed=first_seed + number, weeks=weeks, stories=stories))
    tell("rehearsals", 2 * seeds, 2 * seeds)
    return _report(city, plan, with_stories, without, first_seed)


def _look(city: City, plan: DemoPlan, arrays: CityArrays, *, seed: int, weeks: int, stories: bool) -> Looked:
    kinds = tuple(kind.code for kind in city.kinds)
    simulated = simulate(
        plan,
        arrays.places,
        arrays.residents,
        arrays.stations_m,
        kinds,
        as_of=LAST_ON,
        seed=seed,
        stories=stories,
    )
    truth = truth_of(plan, simulated, arrays.places, as_of=LAST_ON, seed=seed)["stories"] if stories else []
    looked = Looked(looks=weeks)
    known: set[tuple[str, str, frozenset[str]]] = set()
    for week in range(weeks):
        as_of = LAST_ON - dt.timedelta(weeks=weeks - 1 - week)
        for finding in _findings(city, simulated, arrays, kinds, as_of, seed):
            story = story_of(finding, truth)
            if story is not None:
                started_on = dt.date.fromisoformat(story["starts_on"])
                days = (as_of - started_on).days + 1
                looked.found_after_days.setdefault(story["code"], days)
                looked.found_by.setdefault((finding.detector, story["code"]), days)
            elif not seen_before(finding, known):
                looked.false_by[finding.detector] += 1
    return looked


def _findings(
    city: City, simulated: Simulated, arrays: CityArrays, kinds: tuple[str, ...], as_of: dt.date, seed: int
) -> list[FindingFacts]:
    scope = Scope(
        as_of=as_of,
        kinds=kinds,
        positive_kinds=frozenset(kind.code for kind in city.kinds if kind.positive),
        rumour_kinds=frozenset(kind.code for kind in city.kinds if kind.rumour),
        thresholds=city.thresholds,
        seed=seed,
    )
    # What was received by then, as in an installation.
    events = simulated.events.where(simulated.events.received_day <= scope.as_of_day)
    return detect(events, arrays.places, scope, periods_until(scope, int(events.day.min())))


def story_of(finding: FindingFacts, truth: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The planted story that a finding is about: its kind, a place in common, and not before it began."""
    for story in truth:
        places = story["area_codes"] if finding.place == "area" else story["cell_codes"]
        if (
            finding.kind == story["kind"]
            and not set(finding.place_codes).isdisjoint(places)
            and finding.last_on >= story["starts_on"]
        ):
            return story
    return None


def seen_before(finding: FindingFacts, known: set[tuple[str, str, frozenset[str]]]) -> bool:
    """The same cluster a week later is the same finding, as it is in an installation."""
    for detector, kind, places in known:
        if (
            detector == finding.detector
            and kind == finding.kind
            and not places.isdisjoint(finding.place_codes)
        ):
            return True
    known.add((finding.detector, finding.kind, frozenset(finding.place_codes)))
    return False


def _how_seeds_served(first_seed: int) -> str:
    if first_seed < FIRST_UNSEEN_SEED:
        return f"of which those below {FIRST_UNSEEN_SEED} served to choose settings"
    return "none of which was used to choose anything"


def _report(
    city: City, plan: DemoPlan, with_stories: list[Looked], without: list[Looked], first_seed: int
) -> str:
    n = len(with_stories)
    looks = with_stories[0].looks
    lines = [
        f"## {city.name('en')}: {n} simulated cities with stories, {len(without)} without",
        "",
        f"Seeds {first_seed} to {first_seed + n - 1}, {_how_seeds_served(first_seed)}; "
        f"{looks} weekly looks each, the last at the day the stories have reached.",
        "",
        "| story | found in | days after its start: median (range) |",
        "| --- | --- | --- |",
    ]
    for story in plan.stories:
        days = [
            looked.found_after_days[story.code]
            for looked in with_stories
            if story.code in looked.found_after_days
        ]
        if story.shape not in FOUND_BY_SCANS:
            lines.append(f"| {story.code} | no detector looks for this yet | – |")
        elif days:
            lines.append(
                f"| {story.code} | {len(days)} of {n} | {statistics.median(days):g} ({min(days)}–{max(days)}) |"
            )
        else:
            lines.append(f"| {story.code} | 0 of {n} | – |")
    for title, cities in (("cities with stories", with_stories), ("story-free cities", without)):
        false = [looked.false_findings for looked in cities]
        per_week = sum(false) / (len(false) * looks)
        lines.append("")
        lines.append(
            f"False findings in {title}: {sum(false)} in {len(false) * looks} looks ({per_week:.2f} a week; "
            f"by city: {', '.join(map(str, false))})."
        )
    lines += ["", *_by_detector(plan, with_stories, without)]
    return "\n".join(lines)


def _by_detector(plan: DemoPlan, with_stories: list[Looked], without: list[Looked]) -> list[str]:
    """What each detector finds by itself."""
    stories = [story.code for story in plan.stories if story.shape in FOUND_BY_SCANS]
    lines = [
        f"| detector | {' | '.join(stories)} | false findings a week, without stories |",
        "| --- |" + " --- |" * (len(stories) + 1),
    ]
    n_looks = sum(looked.looks for looked in without)
    for detector in detectors.ALL:
        cells = []
        for story in stories:
            key = (detector.ID, story)
            days = [looked.found_by[key] for looked in with_stories if key in looked.found_by]
            median = f", {statistics.median(days):g} days" if days else ""
            cells.append(f"{len(days)} of {len(with_stories)}{median}")
        false = sum(looked.false_by[detector.ID] for looked in without) / n_looks
        lines.append(f"| {detector.ID} | {' | '.join(cells)} | {false:.2f} |")
    return lines
