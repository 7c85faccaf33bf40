"""Requests of residents as Open311 GeoReport v2 knows them, read with a strict filter (S-13).

Of a request only its id, its service, its place and its day are looked at. Names, addresses, e-mail,
phone, device, account, pictures and whatever else a city adds are never read. The description of a
request that is sent to us goes through the gate; of those that we fetch it is not read, since nobody is
there to be asked about it.

Source: Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2), "GET Service Requests" and "POST Service Request".
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand, band_of_hour

from .told import Told


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A request of which only what a signal holds is left, and the id by which it comes in once."""

    report_id: uuid.UUID
    told: Told


def service_request(
    record: Mapping[str, object], *, endpoint: str, kind_of_service: Mapping[str, str], time_zone: str
) -> ServiceRequest | None:
    """A request of another system. None for a service that stands for no kind of phenomenon here.

    `endpoint` names the system: its ids are its own. Raises RuleBroken for a request without id, place or time.
    """
    kind = kind_of_service.get(_text(record, "service_code"))
    if kind is None:
        return None
    request_id = _text(record, "service_request_id")
    if not request_id:
        raise RuleBroken("A request has no service_request_id.")
    at = _moment(_text(record, "requested_datetime"), time_zone)
    latitude, longitude = (_degrees(record, name) for name in ("lat", "long"))
    return ServiceRequest(
        # The same request makes the same id on every reading, and nothing of it can be read back.
        report_id=uuid.uuid5(uuid.NAMESPACE_URL, f"{endpoint}\n{request_id}"),
        told=Told(
            kind=kind,
            occurred_on=at.date(),
            time_band=band_of_hour(at.hour),
            latitude=latitude,
            longitude=longitude,
            stream=Stream.CITIZEN_REPORT,
        ),
    )


def posted_request(form: Mapping[str, str], *, today_on: dt.date) -> Told:
    """A request that a resident's app sends to us. Raises RuleBroken without a place that can be kept.

    GeoReport tells no time of what was seen: it is taken to be of the day on which it is sent.
    """
    has_point = bool(form.get("lat")) and bool(form.get("long"))
    if not has_point and not form.get("address_id"):
        raise RuleBroken("Give lat and long, or the code of an area as address_id. An address is not kept.")
    return Told(
        kind=form.get("service_code", ""),
        occurred_on=today_on,
        time_band=TimeBand.DAY,
        area=form.get("address_id", ""),
        latitude=_degrees(form, "lat") if has_point else None,
        longitude=_degrees(form, "long") if has_point else None,
        stream=Stream.CITIZEN_REPORT,
        text=form.get("description", "").strip(),
    )


def _text(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    return str(value).strip()[:200] if value is not None else ""


def _degrees(record: Mapping[str, object], name: str) -> float:
    try:
        degrees = float(_text(record, name))
    except ValueError:
        raise RuleBroken("A request has no place: lat and long are degrees, such as 60.17.") from None
    if not -180 <= degrees <= 180:
        raise RuleBroken("A request has no place: lat and long are degrees, such as 60.17.")
    return degrees


def _moment(text: str, time_zone: str) -> dt.datetime:
    """The local moment. A time without zone is taken as local."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise RuleBroken("A request has no requested_datetime, such as 2026-03-01T18:20:00+02:00.") from None
    return at.astimezone(ZoneInfo(time_zone)) if at.tzinfo else at
