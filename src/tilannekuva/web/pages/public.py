"""The public picture: what anybody reads without an account. One release, and nothing but that release (D-01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.accounts.queries import organisation_of_code
from tilannekuva.domain.clock import local_date, today_on
from tilannekuva.domain.public_release import WithdrawalReason
from tilannekuva.domain.quarter import Quarter, quarter_of_code
from tilannekuva.domain.residents import RESIDENTS
from tilannekuva.places.queries import areas_geojson, residents
from tilannekuva.publication.models import PublicRelease
from tilannekuva.publication.public.map import public_map_svg, shade_steps
from tilannekuva.publication.public.told import Told
from tilannekuva.publication.public.view import area_view, city_view, head_of, kind_table
from tilannekuva.publication.public.words import WITHDRAWAL_WORDS, quarter_text
from tilannekuva.publication.release.queries import current_release, newest_withdrawal
from tilannekuva.publication.release.register import closed_periods, content_of
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .basemap import basemap_on_paper

NOT_IN_THE_LIST = 422


class Choice(NamedTuple):
    """What a map shows: one kind, one quarter, areas of one level. All of closed lists (D-07)."""

    kind: dict[str, Any]
    quarter: Quarter
    level: str


@open_to(Door.EVERYBODY)
@require_safe
def public_picture(request: Request) -> HttpResponse:
    """The whole city, in plain words. Without a release the page says so."""
    found = told_now()
    if found is None:
        return render(request, "web/public/nothing.html", {"withdrawn": withdrawal_notice()})
    release, told = found
    area = request.GET.get("area")
    if area is not None:
        return redirect("public_area", code=area) if area in told.places else _refused(request)
    choice = choice_of(request, told)
    if choice is None:
        return _refused(request)
    context: dict[str, Any] = {
        "head": _head(release, told),
        "view": city_view(told, area_url=area_url),
        "withdrawn": withdrawal_notice(),
        "quarters": [(each.code, quarter_text(each)) for each in reversed(told.quarters)],
        "kinds": [(kind["code"], told.name(kind)) for kind in told.kinds],
        "levels": [(code, told.level_name(code)) for code in told.levels],
    }
    if told.newest is not None:
        context |= {
            "choice": choice,
            "chosen_kind": told.name(choice.kind),
            "chosen_quarter": quarter_text(choice.quarter),
            "rows": kind_table(told, choice.kind["code"], choice.quarter, choice.level, area_url=area_url),
            "steps": _steps(told),
        }
    return render(request, "web/public/page.html", context)


@open_to(Door.EVERYBODY)
@require_safe
def public_area(request: Request, code: str) -> HttpResponse:
    """One area. Only areas of the list exist."""
    found = told_now()
    if found is None or code not in found[1].places:
        raise Http404
    release, told = found
    if code == told.city_code:
        return redirect("public_picture")
    context = {
        "head": _head(release, told),
        "view": area_view(told, code, area_url=area_url),
        "withdrawn": withdrawal_notice(),
    }
    return render(request, "web/public/area.html", context)


@open_to(Door.EVERYBODY)
@require_safe
def public_map(request: Request) -> HttpResponse:
    """The map of a choice, as a picture."""
    found = told_now()
    if found is None:
        raise Http404
    release, told = found
    choice = choice_of(request, told)
    if choice is None or told.newest is None:
        return HttpResponse(status=NOT_IN_THE_LIST)
    svg = _map(release.pk, told, choice.kind["code"], choice.quarter, choice.level)
    if not svg:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")


@lru_cache(maxsize=32)
def _map(release_id: int, told: Told, kind: str, quarter: Quarter, level: str) -> str:
    """A release never changes, so a process draws each choice once: `told` is the one object of its release."""
    found = told.kind(kind)
    if found is None:
        raise Http404
    inhabited = [code for code, n_residents in residents().items() if n_residents]
    geography = {"areas": areas_geojson(), "basemap": basemap_on_paper(), "inhabited": inhabited}
    return public_map_svg(told, found, quarter, level, geography)


def told_now() -> tuple[PublicRelease, Told] | None:
    """The release that stands, in the reader's language, without what was withdrawn since."""
    release = current_release()
    if release is None:
        return None
    return release, told_of(release)


def told_of(release: PublicRelease) -> Told:
    """A release in the reader's language."""
    return _told(release.pk, release.sha256, closed_periods(), get_language() or "en")


@lru_cache(maxsize=8)
def _told(release_id: int, sha256: str, closed: frozenset[str], language: str) -> Told:
    return Told(content_of(PublicRelease.objects.defer("content").get(pk=release_id)), closed, language)


def area_url(code: str) -> str:
    return reverse("public_area", args=[code])


def choice_of(request: Request, told: Told) -> Choice | None:
    """The kind, quarter and level that are asked for, or the first ones; None where one is not in its list."""
    asked = request.GET
    unknown = set(asked) - {"kind", "quarter", "level", "area"}
    level = asked.get("level", _level_of_the_map(told))
    kind = told.kind(asked["kind"]) if "kind" in asked else _kind_of_the_map(told, level)
    quarter = quarter_of_code(asked["quarter"]) if "quarter" in asked else told.newest or Quarter(1970, 1)
    known_quarter = quarter in told.quarters or not told.quarters
    if unknown or kind is None or quarter is None or not known_quarter or level not in told.levels:
        return None
    return Choice(dict(kind), quarter, level)


def withdrawal_notice() -> str:
    """Why the newest release is not to be read any more; empty where it is."""
    release = newest_withdrawal()
    if release is None or release.withdrawn_at is None:
        return ""
    on: dt.date = local_date(release.withdrawn_at, settings.TIME_ZONE)
    return _("The newest release was withdrawn on %(day)s. %(why)s") % {
        "day": date_format(on, "SHORT_DATE_FORMAT"),
        "why": WITHDRAWAL_WORDS[WithdrawalReason(release.withdrawal_reason)],
    }


def _level_of_the_map(told: Told) -> str:
    """The second finest, where there is one: its counts are large enough to be told."""
    return told.levels[min(1, len(told.levels) - 1)]


def _kind_of_the_map(told: Told, level: str) -> Mapping[str, Any] | None:
    """The kind of which most areas are told: an empty map would say little."""
    if told.newest is None:
        return next(iter(told.kinds), None)
    newest, codes = told.newest, {place.code for place in told.by_name(level)}
    return max(
        told.kinds, key=lambda kind: len(codes & told.counts(newest, kind["code"]).keys()), default=None
    )


def _steps(told: Told) -> list[dict[str, str]]:
    starts = shade_steps(told)
    ends = [f"{start}–{following - 1}" for start, following in pairwise(starts)]
    return [
        {"look": f"count-{position}", "text": text}
        for position, text in enumerate([*ends, _("%(n)d or more") % {"n": starts[-1]}])
    ]


def _head(release: PublicRelease, told: Told) -> dict[str, Any]:
    decided_at = release.decided_at
    published_on = local_date(decided_at, settings.TIME_ZONE) if decided_at else release.as_of
    return {
        **head_of(told, published_on=published_on, today=today_on(settings.TIME_ZONE)),
        "takes_reports": organisation_of_code(RESIDENTS) is not None,
    }


def _refused(request: Request) -> HttpResponse:
    return render(request, "web/public/not_in_the_list.html", status=NOT_IN_THE_LIST)
