"""A finding as an edition holds it: the same facts for everybody, small counts protected where they must be.

What would give a protected count back goes with it: the statistic and the p-value follow from the observed
and the expected count, and of two streams the small one follows from the whole and the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from tilannekuva.detection.results import FindingFacts
from tilannekuva.detection.sentences import finding_sentence, where_text
from tilannekuva.domain.city import name_in
from tilannekuva.domain.disclosure import shows_cells

from .composed_readings import panel_of
from .edition_frame import EditionFrame, StandingFinding, in_each_language
from .finding_course import shown_course
from .shown_counts import Shown, as_shown, parts_as_shown
from .whereabouts import whereabouts_of


def composed_finding(finding: StandingFinding, frame: EditionFrame, windows: Sequence[int]) -> dict[str, Any]:
    """The entry of a finding, with its sentence in every language of the city.

    `windows`: over how many periods the edition tells totals.
    """
    kind = next(kind for kind in frame.kinds if kind.code == finding.facts.kind)
    facts = finding.facts
    if not shows_cells(sensitive=kind.sensitive, smallest=frame.smallest_count):
        facts = _by_area(facts)
    observed = as_shown(facts.observed, frame.smallest_count)
    panel = panel_of(facts.panel, observed, frame.smallest_count) if facts.panel else None
    whereabouts = whereabouts_of(finding, facts, frame.middle_m)

    def sentence(language: str) -> str:
        return finding_sentence(
            kind=name_in(kind.names, language),
            where=where_text(
                [name_in(frame.area_names[code], language) or code for code in facts.area_codes],
                () if frame.area_names else facts.place_codes,
                radius_m=facts.radius_m if facts.place == "cell" else None,
                whereabouts=whereabouts,
                of_city=frame.of_city,
            ),
            first_on=dt.date.fromisoformat(facts.first_on),
            observed=observed,
            expected=facts.expected,
            expected_lower=facts.expected_lower,
            expected_upper=facts.expected_upper,
            by_chance_days=facts.by_chance_days,
            n_organisations=facts.n_organisations,
            of_city=frame.of_city,
            panel=panel,
        )

    return {
        **asdict(facts),
        **_numbers(facts, observed, frame.smallest_count),
        "panel": panel,
        "whereabouts": whereabouts,
        "place_codes": list(facts.place_codes),
        "area_codes": list(facts.area_codes),
        "parameters": dict(facts.parameters),
        "course": shown_course(
            facts.course,
            smallest=frame.smallest_count,
            windows=windows,
            first_on=facts.first_on,
            last_on=facts.last_on,
        ),
        "id": finding.public_id,
        "state": finding.state,
        "marking": finding.marking.value,
        "last_found_on": finding.last_found_on,
        "decided_on": finding.decided_on,
        "reason": finding.reason,
        "possible": facts.is_only_possible,
        "sentence": in_each_language(frame.languages, sentence),
    }


def _by_area(facts: FindingFacts) -> FindingFacts:
    """The same finding told by its areas, without the circle in which it lies, its centre and its course there."""
    return replace(
        facts,
        place="area",
        place_codes=facts.area_codes,
        centre_easting_m=0.0,
        centre_northing_m=0.0,
        radius_m=0.0,
        course={},
    )


def _numbers(facts: FindingFacts, observed: Shown, smallest: int) -> dict[str, Any]:
    """The counts that may be shown, and the measures that may stand beside them."""
    streams = parts_as_shown(facts.by_stream, observed, smallest)
    if not any(isinstance(shown, list) for shown in (observed, *streams.values())):
        return {"observed": observed, "by_stream": streams}
    return {
        "observed": observed,
        "by_stream": streams,
        "statistic": None,
        "p_value": None,
        "by_chance_days": float(f"{facts.by_chance_days:.1g}"),
    }
