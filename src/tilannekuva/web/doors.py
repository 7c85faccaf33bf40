"""Doors: for whom a view is open. A view that names no door stays shut (C-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.urls import URLPattern, URLResolver, get_resolver

from tilannekuva.domain.rules.audit import may_read_audit
from tilannekuva.domain.rules.coverage import may_set_duties, may_work_on_coverage
from tilannekuva.domain.rules.imports import may_import
from tilannekuva.domain.rules.people import may_administer
from tilannekuva.domain.rules.protection import may_open_sources
from tilannekuva.domain.rules.public_releases import may_see_releases
from tilannekuva.domain.rules.settings import may_change_settings
from tilannekuva.domain.rules.signals import may_report
from tilannekuva.domain.rules.texts import may_review_texts
from tilannekuva.domain.rules.triage import may_triage
from tilannekuva.domain.viewer import Viewer

View = TypeVar("View", bound=Callable[..., Any])


class Door(StrEnum):
    """Who may come in. Beyond the door, every read still passes through `visible_to`."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed_in"
    PICTURE_READERS = "picture_readers"
    REPORTERS = "reporters"
    IMPORTERS = "importers"
    TRIAGE = "triage"
    TEXT_REVIEWERS = "text_reviewers"
    SOURCE_KEEPERS = "source_keepers"
    SETTING_KEEPERS = "setting_keepers"
    COORDINATORS = "coordinators"
    PICTURE_WORKERS = "picture_workers"
    PUBLISHERS = "publishers"
    ADMINISTRATORS = "administrators"
    AUDITORS = "auditors"


_RULES: dict[Door, Callable[[Viewer], bool]] = {
    Door.EVERYBODY: lambda viewer: True,
    Door.SIGNED_IN: lambda viewer: viewer.person_id is not None,
    Door.PICTURE_READERS: lambda viewer: viewer.reads_picture,
    Door.REPORTERS: may_report,
    Door.IMPORTERS: may_import,
    Door.TRIAGE: may_triage,
    Door.TEXT_REVIEWERS: may_review_texts,
    Door.SOURCE_KEEPERS: may_open_sources,
    Door.SETTING_KEEPERS: may_change_settings,
    Door.COORDINATORS: may_set_duties,
    Door.PICTURE_WORKERS: may_work_on_coverage,
    Door.PUBLISHERS: may_see_releases,
    Door.ADMINISTRATORS: may_administer,
    Door.AUDITORS: may_read_audit,
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What a view declares.

    `leaves_trace`: a successful answer is written to the audit, or else is not given (N-8, N-11).
    """

    door: Door
    leaves_trace: bool


def open_to(door: Door, *, leaves_trace: bool = True) -> Callable[[View], View]:
    """Declare for whom a view is open. `DoorMiddleware` holds the door; the view need not ask again."""
    opening = Opening(door=door, leaves_trace=leaves_trace and door is not Door.EVERYBODY)

    def declare(view: View) -> View:
        view.opening = opening  # type: ignore[attr-defined]
        return view

    return declare


def opening_of(view: Callable[..., Any]) -> Opening | None:
    """What a view declares, if it declares anything."""
    return getattr(view, "opening", None)


def lets_in(door: Door, viewer: Viewer) -> bool:
    """Whether the viewer may pass."""
    return _RULES[door](viewer)


def all_patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every URL pattern of the pages. The API has no doors: each of its operations asks for a key."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "api":
                continue
            yield from all_patterns(pattern)
        else:
            yield pattern
