"""What the demo makes up, read from `demo.toml` of the city's folder."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from tilannekuva.accounts.models import OrganisationKind, Regime
from tilannekuva.domain.assessment import AssessedTrend, Confidence, Likelihood, Part
from tilannekuva.domain.city import City
from tilannekuva.domain.coverage import Rhythm
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stage import Stage, StageReason
from tilannekuva.domain.stream import Stream


class Shape(StrEnum):
    """The course of a story."""

    GROW = "grow"
    ESCALATE = "escalate"
    STEP = "step"
    RECEDE = "recede"
    SILENCE = "silence"


class Pull(StrEnum):
    """What draws the signals of a kind to a place."""

    RESIDENTS = "residents"
    CENTRES = "centres"
    STATIONS = "stations"


@dataclass(frozen=True, slots=True)
class PlannedOrganisation:
    code: str
    kind: OrganisationKind
    regime: Regime
    names: Mapping[str, str]
    stream: Stream
    marking: Marking
    reliability: SourceReliability
    credibility: InfoCredibility
    own_initiative_share: float = 0.0
    strict_share: float = 0.0
    # The mean time from what happens to its report.
    delay_days: float = 0.43


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    name: str
    organisation: str
    role: RoleName
    language: str


@dataclass(frozen=True, slots=True)
class PlannedDuty:
    """An organisation is to report in a rhythm, of some areas or (none named) of the whole city."""

    organisation: str
    rhythm: Rhythm
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedKind:
    """Signals of a kind when nothing is the matter."""

    code: str
    weekly: float
    season: float
    noise: float
    pull: Pull
    hours: tuple[float, ...]
    severity: tuple[float, ...]
    by: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Story:
    """Something that is the matter: what, where, since when, how much more."""

    code: str
    shape: Shape
    starts_days_ago: int
    kind: str = ""
    area: str = ""
    organisation: str = ""
    ends_days_ago: int = 0
    ramp_days: int = 0
    weekly: float = 0.0
    spread_m: float = 0.0
    spread_to_m: float = 0.0
    by: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedSurvey:
    """A survey of felt safety: rounds that ended `days_ago`, with `fewest` to `most` answers in an area.

    `share` of the city feels unsafe, and says `unsafe`; the others say `safe`.
    """

    organisation: str
    level: str
    title: str
    method: str
    question: str
    unsafe: str
    safe: str
    share: float
    fewest: int
    most: int
    answered_days: int
    days_ago: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedPhenomenon:
    """What partners follow in an area: its stage and, where `parts` are given, how they judge it.

    `agree`: organisations that sign; `differ`: those that do not, with their words.
    """

    kind: str
    area: str
    stage: Stage
    reason: StageReason | None = None
    language: str = ""
    severity: Severity | None = None
    trend: AssessedTrend | None = None
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    good_days: int = 0
    parts: Mapping[Part, str] = field(default_factory=dict)
    agree: tuple[str, ...] = ()
    differ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoPlan:
    history_days: int
    organisations: tuple[PlannedOrganisation, ...]
    people: tuple[PlannedPerson, ...]
    kinds: tuple[PlannedKind, ...]
    stories: tuple[Story, ...]
    duties: tuple[PlannedDuty, ...] = ()
    survey: PlannedSurvey | None = None
    phenomena: tuple[PlannedPhenomenon, ...] = ()


def read_plan(city: City) -> DemoPlan:
    """Read the demo of a city. Raises BadInput when there is none or an entry is wrong."""
    path = city.folder / "demo.toml"
    if not path.exists():
        raise BadInput(
            f"{city.code} has no demo",
            str(path),
            "Use a city whose folder holds a demo.toml, such as cities/helsinki.",
        )
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        plan = DemoPlan(
            history_days=int(content["history_days"]),
            organisations=tuple(_organisation(entry) for entry in content["organisations"]),
            people=tuple(
                PlannedPerson(**{**entry, "role": RoleName(entry["role"])}) for entry in content["people"]
            ),
            kinds=tuple(_kind(entry) for entry in content["kinds"]),
            stories=tuple(Story(**{**entry, "shape": Shape(entry["shape"])}) for entry in content["stories"]),
            duties=tuple(_duty(entry) for entry in content.get("duties", ())),
            survey=_survey(content.get("survey")),
            phenomena=tuple(_phenomenon(entry) for entry in content.get("phenomena", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(
            f"An entry is missing or wrong: {error}", str(path), "Compare it with cities/helsinki."
        ) from error
    _check_names(plan, city, path)
    return plan


def _organisation(entry: Mapping[str, Any]) -> PlannedOrganisation:
    return PlannedOrganisation(
        **{
            **entry,
            "kind": OrganisationKind(entry["kind"]),
            "regime": Regime(entry["regime"]),
            "stream": Stream(entry["stream"]),
            "marking": Marking(entry["marking"]),
            "reliability": SourceReliability(entry["reliability"]),
            "credibility": InfoCredibility(entry["credibility"]),
        }
    )


def _duty(entry: Mapping[str, Any]) -> PlannedDuty:
    return PlannedDuty(**{**entry, "rhythm": Rhythm(entry["rhythm"]), "areas": tuple(entry.get("areas", ()))})


def _survey(entry: Mapping[str, Any] | None) -> PlannedSurvey | None:
    return PlannedSurvey(**{**entry, "days_ago": tuple(entry["days_ago"])}) if entry else None


def _phenomenon(entry: Mapping[str, Any]) -> PlannedPhenomenon:
    scales = {
        "reason": StageReason,
        "severity": Severity,
        "trend": AssessedTrend,
        "likelihood": Likelihood,
        "confidence": Confidence,
    }
    return PlannedPhenomenon(
        **{
            **entry,
            "stage": Stage(entry["stage"]),
            **{name: scale(entry[name]) for name, scale in scales.items() if name in entry},
            "parts": {Part(name): text for name, text in entry.get("parts", {}).items()},
            "agree": tuple(entry.get("agree", ())),
        }
    )


def _kind(entry: Mapping[str, Any]) -> PlannedKind:
    return PlannedKind(
        **{
            **entry,
            "pull": Pull(entry["pull"]),
            "hours": tuple(entry["hours"]),
            "severity": tuple(entry["severity"]),
        }
    )


def _check_names(plan: DemoPlan, city: City, path: Path) -> None:
    """Every kind and organisation that is named exists."""
    kinds = {kind.code for kind in city.kinds}
    organisations = {organisation.code for organisation in plan.organisations}
    wrong = [kind.code for kind in plan.kinds if kind.code not in kinds]
    wrong += [story.kind for story in plan.stories if story.kind and story.kind not in kinds]
    named = [name for entry in (*plan.kinds, *plan.stories) for name in entry.by]
    named += [story.organisation for story in plan.stories if story.organisation]
    named += [duty.organisation for duty in plan.duties]
    named += [person.organisation for person in plan.people]
    named += [plan.survey.organisation] if plan.survey else []
    named += [name for each in plan.phenomena for name in (*each.agree, *each.differ)]
    wrong += [each.kind for each in plan.phenomena if each.kind not in kinds]
    wrong += [name for name in named if name not in organisations]
    if wrong:
        raise BadInput(
            f"Unknown names: {', '.join(sorted(set(wrong)))}",
            str(path),
            "Name kinds and organisations that exist.",
        )
