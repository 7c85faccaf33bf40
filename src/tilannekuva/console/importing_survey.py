"""What `import-survey` does: a file's answers become a round of a survey with its estimates, whole or not at all."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.detection.felt_safety.actions import estimate_survey
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.surveys import FEWEST_ANSWERS, unknown_answers
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import add_source, store_survey
from tilannekuva.intake.drafts import SurveyDraft
from tilannekuva.intake.importers.survey_file import read_survey
from tilannekuva.intake.importers.words import listed, number_text
from tilannekuva.intake.surveys import survey_counts

from .organisations import organisation_with

CONSOLE = system("console")


def bring_in_survey(
    file: Path,
    *,
    organisation: str,
    source: str,
    title: str,
    method: str,
    from_on: dt.date,
    to_on: dt.date,
    unsafe: list[str],
    marking: Marking,
) -> list[str]:
    """Read, store and estimate. Returns what to tell the person. Raises BadInput and RuleBroken."""
    owner = organisation_with(organisation, "--organisation")
    rows, sha256 = read_survey(file)
    seen = list(dict.fromkeys(row.answer for row in rows))
    unknown = unknown_answers(unsafe, seen)
    if unknown:
        raise BadInput(
            _("No row has the answer %(names)s") % {"names": listed(unknown)},
            "--unsafe",
            _("The answers are %(names)s.") % {"names": listed(seen)},
        )
    insecure = {answer.casefold() for answer in unsafe}
    draft = SurveyDraft(
        title=title,
        method=method,
        from_on=from_on,
        to_on=to_on,
        marking=marking,
        insecure=frozenset(answer for answer in seen if answer.casefold() in insecure),
        rows=tuple(rows),
        file_sha256=sha256,
    )
    with transaction.atomic():
        # A source that is new goes away again when the file is refused.
        place = add_source(organisation=owner, code=source, by=CONSOLE)
        survey = store_survey(draft=draft, source=place, by=CONSOLE)
        estimate_survey(survey=survey, by=CONSOLE)
    counts = survey_counts(survey)
    told = ngettext(
        "%(n)s answer was stored. Questions: %(questions)d, areas: %(areas)d.",
        "%(n)s answers were stored. Questions: %(questions)d, areas: %(areas)d.",
        counts.n_answers,
    )
    lines = [
        told % {"n": number_text(counts.n_answers), "questions": counts.n_questions, "areas": counts.n_areas}
    ]
    if counts.n_small:
        small = ngettext(
            "In %(n)d area a question had fewer than %(least)d answers: it gets what its district says.",
            "In %(n)d areas a question had fewer than %(least)d answers: they get what their district says.",
            counts.n_small,
        )
        lines.append(small % {"n": counts.n_small, "least": FEWEST_ANSWERS})
    return lines
