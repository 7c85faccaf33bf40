"""The settings in force: the city's folder, and over it what its people changed."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Max, Window

from tilannekuva.accounts.queries import organisations_with
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.setting import SETTING_KEEPERS, ChangeState
from tilannekuva.domain.setting_values import Value, city_with
from tilannekuva.domain.viewer import Viewer
from tilannekuva.domain.vocabulary import KindDefinition
from tilannekuva.intake.words import retired_kind_text

from .models import SettingChange, SettingChangeQuerySet

Version = tuple[int, uuid.UUID]
"""Number and id of the newest change in force. The id tells two databases apart that have the same number."""


class Settled(NamedTuple):
    """A city as it stands: `plain` as people set it, `shown` with a word at the names of retired kinds."""

    plain: City
    shown: City


_FIRST_VERSION: Version = (0, uuid.UUID(int=0))
# By the folder of the city: what was read last, good as long as the version is. Replaced whole, never changed,
# so that threads need no lock.
_read: dict[str, tuple[Version, City, Settled]] = {}


def version_in_force() -> Version:
    """Which change came into force last: one row of one index, asked before what was read is used again."""
    newest = SettingChange.objects.filter(version__isnull=False).order_by("-version")
    return newest.values_list("version", "public_id").first() or _FIRST_VERSION


def settled(city: City) -> Settled:
    """A city, as its folder describes it, with every change in force. Asks one cheap query, and more after a change."""
    version = version_in_force()
    known = _read.get(str(city.folder))
    if known is not None and known[0] == version and known[1] is city:
        return known[2]
    plain = city_with(city, _values_in_force()) if version != _FIRST_VERSION else city
    found = Settled(plain, replace(plain, kinds=tuple(_shown(kind) for kind in plain.kinds)))
    _read[str(city.folder)] = (version, city, found)
    return found


def changes_for(viewer: Viewer) -> SettingChangeQuerySet:
    """Changes of settings with those who made them, the newest first."""
    return SettingChange.objects.visible_to(viewer).select_related(
        "proposed_by", "decided_by", "proposed_for", "decided_for"
    )


def newest_changes(viewer: Viewer) -> dict[str, SettingChange]:
    """The change in force of each setting that people have changed, by key."""
    rows = changes_for(viewer).filter(version__isnull=False)
    newest = rows.annotate(newest=Window(Max("version"), partition_by=F("key"))).filter(version=F("newest"))
    return {change.key: change for change in newest}


def seen_version(key: str) -> int:
    """The version of a setting; 0 as long as it is that of the folder."""
    return SettingChange.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0


def has_other_keepers(organisation_id: int | None) -> bool:
    """Whether somebody of another organisation could put a change of the vocabulary into force."""
    return bool(organisations_with(SETTING_KEEPERS, today_on(settings.TIME_ZONE)) - {organisation_id})


def _values_in_force() -> dict[str, Value]:
    rows = SettingChange.objects.filter(state=ChangeState.IN_FORCE).order_by("version")
    return dict(rows.values_list("key", "new_value"))


def _shown(kind: KindDefinition) -> KindDefinition:
    if not kind.retired:
        return kind
    return replace(
        kind,
        names={language: retired_kind_text(name, language) for language, name in kind.names.items()},
    )
