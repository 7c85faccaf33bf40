"""Felt safety: how many feel unsafe where, with how sure that is, beside events and never one figure with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import formats
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.detection.models import SurveyEstimate
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in
from tilannekuva.domain.rules.surveys import FEWEST_ANSWERS
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Survey, SurveyQuestion
from tilannekuva.intake.surveys import surveys_for
from tilannekuva.picture.queries import above_expected_by_area, current_edition
from tilannekuva.places.queries import areas_on_every_level
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.felt_safety import SurveyFilter
from tilannekuva.web.requests import Request

_MOSTLY = 0.5
_MOST_NOTABLE = 6


@open_to(Door.PICTURE_READERS)
@require_safe
def felt_safety(request: Request) -> HttpResponse:
    """One question of one round by area; the round before beside it, and what stands out among events."""
    surveys = list(surveys_for(request.viewer))
    form = SurveyFilter(request.GET or None, surveys=surveys)
    survey = form.survey()
    context: dict[str, Any] = {"form": form, "survey": survey, "fewest": FEWEST_ANSWERS}
    if survey is not None:
        before = _round_before(survey, surveys)
        edition = current_edition(request.viewer)
        events = _events(request.viewer, get_language() or "en")
        context |= {
            "organisation": survey.source.organisation.name(get_language() or "en"),
            "before": before,
            "as_of": edition.as_of if edition else None,
            "questions": [
                {"text": question.text, **_lines(question, before, events)}
                for question in survey.questions.all()
            ],
        }
    return render(request, "web/felt_safety/page.html", context)


def _round_before(survey: Survey, surveys: Iterable[Survey]) -> Survey | None:
    """The round of the same survey that came before, if the viewer may read it."""
    earlier = [
        each
        for each in surveys
        if (each.source_id, each.title) == (survey.source_id, survey.title) and each.to_on < survey.to_on
    ]
    return max(earlier, key=lambda each: each.to_on, default=None)


def _lines(question: SurveyQuestion, before: Survey | None, events: dict[str, list[str]]) -> dict[str, Any]:
    """The areas by name, never by their share: they are not ranked."""
    language = get_language() or "en"
    earlier = _earlier_estimates(before, question.text)
    estimates = list(question.estimates.select_related("area"))
    lines = [
        _line(each, earlier.get(each.area_id), events.get(each.area.code, []), language)
        for each in estimates
        if each.area
    ]
    lines.sort(key=lambda line: alphabetical(line["area"]))
    city = next((each for each in estimates if each.area is None), None)
    notable = [line for line in lines if line["moved"] or line["events"]]
    return {
        "lines": lines,
        "notable": notable[:_MOST_NOTABLE],
        "n_more_notable": len(notable[_MOST_NOTABLE:]),
        "city": _line(city, earlier.get(None), [], language) if city else None,
    }


def _earlier_estimates(before: Survey | None, text: str) -> dict[int | None, SurveyEstimate]:
    """Of the same question in the round before: a question that was asked otherwise is another one."""
    if before is None:
        return {}
    rows = SurveyEstimate.objects.filter(question__survey=before, question__text=text)
    return {estimate.area_id: estimate for estimate in rows}


def _line(
    estimate: SurveyEstimate, earlier: SurveyEstimate | None, events: list[str], language: str
) -> dict[str, Any]:
    return {
        "area": estimate.area.name(language) if estimate.area else "",
        "share": _percent(estimate.share),
        "interval": _interval(estimate),
        "bar": _bar(estimate),
        "n_answers": estimate.n_answers,
        "basis": _basis(estimate),
        "before": _percent(earlier.share) if earlier else "",
        "before_interval": _interval(earlier) if earlier else "",
        "change": _change(estimate, earlier),
        "moved": _change(estimate, earlier) if _moved(estimate, earlier) else "",
        "events": events,
    }


def _percent(share: float | None) -> str:
    return "" if share is None else f"{formats.number_format(round(100 * share), force_grouping=True)} %"


class _Ends(NamedTuple):
    """Of an interval, 0 to 1."""

    lower: float
    upper: float


def _ends(estimate: SurveyEstimate | None) -> _Ends | None:
    """None where too little is known to say."""
    if estimate is None or estimate.lower is None or estimate.upper is None:
        return None
    return _Ends(estimate.lower, estimate.upper)


def _interval(estimate: SurveyEstimate) -> str:
    ends = _ends(estimate)
    if ends is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": _percent(ends.lower), "high": _percent(ends.upper)}


def _bar(estimate: SurveyEstimate) -> dict[str, str] | None:
    """Places in a drawing that is 100 wide, for the interval and the estimate."""
    ends = _ends(estimate)
    if estimate.share is None or ends is None:
        return None
    low, width = 100 * ends.lower, 100 * (ends.upper - ends.lower)
    return {"at": f"{100 * estimate.share:.1f}", "low": f"{low:.1f}", "width": f"{max(width, 0.5):.1f}"}


def _basis(estimate: SurveyEstimate) -> str:
    """Of whom the estimate speaks: of those who live there, or of areas like it."""
    if estimate.share is None or estimate.own_weight is None:
        return _("Too few to say")
    if estimate.own_share is None:
        return _("What the district says: too few answers of its own")
    if estimate.own_weight < _MOSTLY:
        return _("Mostly what the district says")
    return _("Mostly what people there say")


def _moved(estimate: SurveyEstimate, earlier: SurveyEstimate | None) -> bool:
    """Whether the intervals of two rounds lie apart."""
    now, before = _ends(estimate), _ends(earlier)
    return now is not None and before is not None and (now.lower > before.upper or now.upper < before.lower)


def _change(estimate: SurveyEstimate, earlier: SurveyEstimate | None) -> str:
    """In words, and only where the intervals lie apart: a difference within them may be chance."""
    now, before = _ends(estimate), _ends(earlier)
    if now is None or before is None:
        return ""
    if now.lower > before.upper:
        return pgettext("felt safety", "More feel unsafe than before")
    if now.upper < before.lower:
        return pgettext("felt safety", "Fewer feel unsafe than before")
    return pgettext("felt safety", "No clear change")


def _events(viewer: Viewer, language: str) -> dict[str, list[str]]:
    """Names of the phenomena above the expected by code of area, of those above it as well."""
    parents = dict(areas_on_every_level().values_list("code", "parent__code"))
    found: dict[str, set[str]] = {}
    for code, kinds in above_expected_by_area(viewer).items():
        at: str | None = code
        while at:
            found.setdefault(at, set()).update(name_in(names, language) for names in kinds)
            at = parents.get(at)
    return {code: sorted(names, key=alphabetical) for code, names in found.items()}
