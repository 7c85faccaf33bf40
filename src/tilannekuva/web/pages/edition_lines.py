"""Releases of editions in words, for the list and for the strip above one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from tilannekuva.domain.clock import local_date
from tilannekuva.domain.edition_release import ConfidentialityNote, EditionReleaseState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.edition_releases import may_propose_release, may_release
from tilannekuva.domain.viewer import Viewer
from tilannekuva.picture.models import Edition, EditionRelease
from tilannekuva.picture.queries import content_of
from tilannekuva.picture.release_checks import past_assessments
from tilannekuva.picture.release_queries import edition_in, last_released
from tilannekuva.picture.release_words import CONFIDENTIALITY_NOTES, RELEASE_STATES, WITHDRAWAL_REASONS
from tilannekuva.publication.change_sentences import changes_view
from tilannekuva.publication.phenomenon_view import phenomenon_name
from tilannekuva.publication.place_table import day_in_full


def release_line(release: EditionRelease, viewer: Viewer) -> dict[str, Any]:
    """What the list and the strip tell of a release, and what the viewer may do with it."""
    edition = edition_in(release, viewer)
    marking = Marking(edition.marking)
    works = may_propose_release(viewer)
    waits = release.state == EditionReleaseState.PROPOSED
    return {
        "id": release.public_id,
        "url": reverse("edition", args=[release.public_id]),
        "serial": release.serial,
        "state": release.state,
        "state_word": RELEASE_STATES[release.state],
        "as_of": day_in_full(edition.as_of.isoformat()),
        "marking": {"code": marking.value, "label": marking.label},
        "audience": edition.audience,
        "diary_number": release.diary_number,
        "secrecy": CONFIDENTIALITY_NOTES[release.confidentiality]
        if release.confidentiality != ConfidentialityNote.NONE
        else "",
        "proposed_on": _day(release.proposed_at),
        "proposed_by": release.proposed_by.display_name,
        "released_on": _day(release.released_at),
        "released_by": release.released_by.display_name if release.released_by else "",
        "withdrawn_on": _day(release.withdrawn_at),
        "withdrawn_reason": WITHDRAWAL_REASONS.get(release.withdrawn_reason, ""),
        "sha256": edition.sha256,
        "is_own": release.proposed_by_id == viewer.person_id,
        "can_release": waits and may_release(viewer, proposed_by_id=release.proposed_by_id),
        "can_drop": waits and works,
        "can_withdraw": works and release.state == EditionReleaseState.RELEASED,
    }


def past_names(content: Mapping[str, Any], today: dt.date) -> list[str]:
    """Names of the phenomena whose assessment is past its time: told before a release."""
    language = get_language() or "en"
    return [phenomenon_name(content, entry, language) for entry in past_assessments(content, today)]


def changes_since_release(
    edition: Edition, viewer: Viewer, release: EditionRelease | None = None
) -> dict[str, Any] | None:
    """What changed since the last released edition, in the form that the viewer reads. None where there is none."""
    before = last_released(viewer, before=release)
    if before is None or (release is not None and before.pk == release.pk):
        return None
    older = edition_in(before, viewer)
    return changes_view(content_of(older), content_of(edition), get_language() or "en") | {
        "serial": before.serial,
        "as_of": day_in_full(older.as_of.isoformat()),
        "url": reverse("edition", args=[before.public_id]),
        "is_open": release is not None,
    }


def _day(at: dt.datetime | None) -> str:
    return day_in_full(local_date(at, settings.TIME_ZONE).isoformat()) if at else ""
