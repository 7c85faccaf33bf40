"""The values of settings: taken from a city as plain JSON, and laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from .channels import OfficialChannel
from .city import City
from .setting import CHANNELS, KINDS, REPORT_NOTICE, THRESHOLDS
from .vocabulary import KindDefinition

Value = Any
"""A number, or texts by language, or the fields of a channel or a kind: plain JSON."""


def value_of(city: City, key: str) -> Value | None:
    """The value of a setting in a city; None where it has no such kind, channel or threshold."""
    if key == REPORT_NOTICE:
        return dict(city.report_notice)
    if key.startswith(THRESHOLDS):
        return getattr(city.thresholds, key.removeprefix(THRESHOLDS), None)
    if key.startswith(CHANNELS):
        return _fields_of(city.channels, key.removeprefix(CHANNELS))
    return _fields_of(city.kinds, key.removeprefix(KINDS))


def city_with(city: City, values: Mapping[str, Value]) -> City:
    """The city with other values of some settings.

    A kind that is not in the city comes last. A threshold or channel that it does not have is left aside: a folder
    may have dropped what people once changed.
    """
    thresholds: dict[str, Value] = {}
    channels = {channel.code: channel for channel in city.channels}
    kinds = {kind.code: kind for kind in city.kinds}
    for key, value in values.items():
        name = key.rpartition(".")[2]
        if key.startswith(THRESHOLDS) and value_of(city, key) is not None:
            thresholds[name] = value
        elif key.startswith(CHANNELS) and name in channels:
            channels[name] = OfficialChannel(code=name, **value)
        elif key.startswith(KINDS):
            kinds[name] = KindDefinition(code=name, **value)
    return replace(
        city,
        thresholds=replace(city.thresholds, **thresholds),
        channels=tuple(channels.values()),
        kinds=tuple(kinds.values()),
        report_notice=values.get(REPORT_NOTICE, city.report_notice),
    )


def _fields_of(entries: tuple[OfficialChannel, ...] | tuple[KindDefinition, ...], code: str) -> Value | None:
    for entry in entries:
        if entry.code == code:
            value = asdict(entry)
            del value["code"]
            return value
    return None
