"""What `fetch-requests` does: asks an interface for its requests, day by day, and stores what is new."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.errors import BadInput, RuleBroken
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import add_source, store_requests
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.intake.open311 import service_request
from tilannekuva.intake.told import draft_of

from .organisations import organisation_with
from .web_address import get_json

if TYPE_CHECKING:
    from tilannekuva.detection.analysis import Progress

CONSOLE = system("console")

_DAYS_AT_ONCE = 7
"""GeoReport v2 answers with at most 90 days or 1,000 requests, whichever is less: a week stays below both."""

_MOST_AT_ONCE = 1000


def fetch_requests(
    address: str,
    *,
    organisation: str,
    source: str,
    kind_of_service: Mapping[str, str],
    first_on: dt.date,
    last_on: dt.date,
    time_zone: str,
    tell: Progress,
) -> list[str]:
    """Bring in the requests of some days. Returns what to tell the person. Raises BadInput.

    `address`: an interface, or a file that holds what `requests.json` answers.
    """
    owner = organisation_with(organisation, "--organisation")
    _check_kinds(kind_of_service)
    rows = add_source(organisation=owner, code=source, by=CONSOLE)
    drafts: dict[uuid.UUID, SignalDraft] = {}
    left_out: Counter[str] = Counter()
    endpoint = address.rstrip("/")
    for record in _records(endpoint, first_on, last_on, tell):
        try:
            request = service_request(
                record, endpoint=endpoint, kind_of_service=kind_of_service, time_zone=time_zone
            )
            if request is None:
                left_out[_("Of a service that was not asked for")] += 1
            elif request.told.occurred_on > last_on:
                left_out[_("Of a day that has not come")] += 1
            else:
                drafts[request.report_id] = draft_of(request.told, rows)
        except RuleBroken as broken:
            left_out[broken.told(_)] += 1
    fetched = store_requests(drafts=drafts, source=rows, by=CONSOLE)
    lines = [
        ngettext("%(n)d request became a signal.", "%(n)d requests became signals.", fetched.n_new)
        % {"n": fetched.n_new},
        ngettext("%(n)d was here already.", "%(n)d were here already.", fetched.n_known)
        % {"n": fetched.n_known},
    ]
    lines += [f"{n} · {reason}" for reason, n in left_out.most_common()]
    return [*lines, _("Descriptions, names, addresses and pictures of the requests were not read.")]


def _check_kinds(kind_of_service: Mapping[str, str]) -> None:
    known = set(PhenomenonKind.objects.values_list("code", flat=True))
    unknown = sorted(set(kind_of_service.values()) - known)
    if unknown:
        raise BadInput(
            f"There is no kind of phenomenon {unknown[0]!r}",
            "--service",
            f"Known are: {', '.join(sorted(known))}.",
        )


def _records(
    endpoint: str, first_on: dt.date, last_on: dt.date, tell: Progress
) -> Iterator[Mapping[str, object]]:
    if not endpoint.startswith(("http://", "https://")):
        yield from _of_a_list(_file(Path(endpoint)), endpoint)
        return
    n_days, day = (last_on - first_on).days + 1, first_on
    while day <= last_on:
        tell("reading", (day - first_on).days, n_days)
        last = min(day + dt.timedelta(days=_DAYS_AT_ONCE - 1), last_on)
        yield from _between(endpoint, day, last)
        day = last + dt.timedelta(days=1)
    tell("reading", n_days, n_days)


def _between(endpoint: str, first_on: dt.date, last_on: dt.date) -> Iterator[Mapping[str, object]]:
    """The requests of some days, asked for in halves while an answer seems to be cut off."""
    asked = urlencode({"start_date": f"{first_on}T00:00:00Z", "end_date": f"{last_on}T23:59:59Z"})
    found = _of_a_list(get_json(f"{endpoint}/requests.json?{asked}"), endpoint)
    if len(found) >= _MOST_AT_ONCE and first_on < last_on:
        middle = first_on + (last_on - first_on) // 2
        yield from _between(endpoint, first_on, middle)
        yield from _between(endpoint, middle + dt.timedelta(days=1), last_on)
    else:
        yield from found


def _file(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput(
            f"It cannot be read: {error.strerror}", str(path), "Give a file or an https address."
        ) from None
    except ValueError:
        raise BadInput("It is no JSON", str(path), "Give the answer of requests.json.") from None


def _of_a_list(found: object, where: str) -> list[Mapping[str, object]]:
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise BadInput(
            "This is no list of requests", where, "Give the address that has requests.json below it."
        )
    return found
