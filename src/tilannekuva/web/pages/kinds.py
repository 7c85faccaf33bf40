"""One kind of phenomenon: what it is, how it stands in the city, its course, its areas, its findings and its signals."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tilannekuva.detection.words import STREAMS, count_text
from tilannekuva.domain.clock import today_on
from tilannekuva.picture.queries import content_of, current_edition
from tilannekuva.publication.charts import trend_chart
from tilannekuva.publication.choice import choice_from
from tilannekuva.publication.map_data import attribution_of, map_data
from tilannekuva.publication.picture_view import picture_view
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .geography import map_sources
from .picture import finding_url

_PERIODS_IN_CHART = 157


@open_to(Door.PICTURE_READERS)
@require_safe
def kind(request: Request, code: str) -> HttpResponse:
    """`code` names a kind of the vocabulary; unknown: 404."""
    edition = current_edition(request.viewer)
    content = content_of(edition) if edition else None
    if content is None or code not in {kind["code"] for kind in content["kinds"]}:
        raise Http404
    query = {**request.GET.dict(), "kind": code}
    choice, messages = choice_from(query, content, get_language() or "en")
    context = {
        "view": picture_view(content, choice, today=today_on(settings.TIME_ZONE), finding_url=finding_url),
        "messages_of_choice": messages,
        "fragment_url": reverse("picture"),
        "picture_url": reverse("picture") + choice.query(),
        "chart": trend_chart(content, code, group="all", n_periods=_PERIODS_IN_CHART),
        "map_data": map_data(content, choice, finding_url=finding_url),
        "map_sources": map_sources() | {"attribution": attribution_of(content)},
        "still_map_url": reverse("picture_still_map") + choice.query(),
        "streams": _streams(content, code, choice.window),
    }
    return render(request, "web/kind/page.html", context)


def _streams(content: dict[str, Any], code: str, window: int) -> list[tuple[str, str]]:
    """Signals of the whole city in the window by stream, reported and discovered apart."""
    # Editions made before this was counted hold no streams.
    counts = content["city_levels"][code]["all"][str(window)].get("by_stream", {})
    return [(str(word), count_text(counts.get(stream, 0))) for stream, word in STREAMS.items()]
