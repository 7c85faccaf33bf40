"""What is given to the composition of an edition beside the results of a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from tilannekuva.detection.results import FindingFacts, FollowedFacts
from tilannekuva.domain.city import Text
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stage import Stage, StageProposal
from tilannekuva.domain.vocabulary import KindDefinition

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """Of `n_expected` reporters `n_silent` were not heard in time. `covered`: codes of the areas the others look at."""

    n_expected: int
    n_silent: int
    covered: frozenset[str]


@dataclass(frozen=True, slots=True)
class EditionFrame:
    """What an edition says about itself, beside the results."""

    city_code: str
    city_names: Names
    languages: tuple[str, ...]
    time_zone: str
    kinds: tuple[KindDefinition, ...]
    area_names: Mapping[str, Names]
    attributions: tuple[Text, ...]
    simulated: bool
    audience: Audience
    smallest_count: int
    marking: Marking
    good_until_days: int
    basis: Mapping[str, Any]
    sources: tuple[str, ...] = ()
    # Day of the areas, as the city folder or nobody states it; closed words about what was given.
    areas_as_of: str | None = None
    notes: tuple[str, ...] = ()
    # Who was heard; None where nobody can be expected to report, as of a file.
    coverage: CoverageFacts | None = None
    # False for a file that belongs to no known city: "the whole city" is then the whole of the data.
    of_city: bool = True
    # Easting and northing from which the way to places without a name is told; None where none is.
    middle_m: tuple[float, float] | None = None
    # What people follow and judge; none of a file.
    phenomena: tuple[StandingPhenomenon, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingFinding:
    """A finding with its name, the day of the newest run that found it, and what people decided on it so far.

    `centre`: latitude and longitude (degrees, WGS 84) of the cell or area in whose middle it lies, if known.
    """

    facts: FindingFacts
    public_id: str
    state: str
    marking: Marking
    last_found_on: str
    decided_on: str = ""
    reason: str = ""
    centre: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class StandingPhenomenon:
    """A phenomenon as it stands when an edition is made. `area_codes` is empty for the whole city.

    `assessment`: the one in force as JSON types, with what organisations say; None where nobody has judged.
    """

    public_id: str
    kind: str
    area_codes: tuple[str, ...]
    stage: Stage
    since: dt.date
    good_until: dt.date
    finding_ids: tuple[str, ...] = ()
    measured: FollowedFacts | None = None
    proposal: StageProposal | None = None
    assessment: Mapping[str, Any] | None = None


def in_each_language(languages: Iterable[str], sentence: Callable[[str], str]) -> dict[str, str]:
    """The same sentence made once in every language, by its code."""
    sentences = {}
    for language in languages:
        with translation.override(language):
            sentences[language] = sentence(language)
    return sentences
