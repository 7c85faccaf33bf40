"""Writes on releases of editions: propose, release, drop, withdraw."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.edition_release import (
    RELEASE_AUDIT_ACTS,
    ConfidentialityNote,
    EditionReleaseState,
    WithdrawalReason,
)
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.edition_releases import (
    check_diary_number,
    check_may_propose_release,
    check_may_release,
    check_release_can_become,
)
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.gate.asking import check_text

from ..models import Edition, EditionRelease
from ..queries import content_of
from ..release_checks import past_assessments


@transaction.atomic
def propose_release(
    *,
    seen: Edition,
    by: Viewer,
    diary_number: str = "",
    confidentiality: ConfidentialityNote = ConfidentialityNote.NONE,
) -> EditionRelease:
    """Propose that the newest editions are released. `seen`: the one with exact counts that the proposer looked at.

    Raises WrongState where a newer one was composed meanwhile, where a proposal waits, or where it is released.
    """
    check_may_propose_release(by)
    diary_number = diary_number.strip()
    check_diary_number(diary_number)
    check_text(diary_number, reason=None, can_be_reviewed=lambda: False)
    exact, protected = _newest(seen)
    try:
        with unlocked(), transaction.atomic():
            release = EditionRelease.objects.create(
                exact=exact,
                protected=protected,
                diary_number=diary_number,
                confidentiality=confidentiality,
                proposed_by_id=by.person_id,  # type: ignore[misc]  # a person, see the rule
                proposed_as=_role(by),
                proposed_from_id=by.organisation_id,
                proposed_at=now_at(),
            )
    except IntegrityError:
        raise WrongState("A proposal waits already, or this edition is released. Look at the list.") from None
    _note(release, by, {"sha256": [exact.sha256, protected.sha256], "confidentiality": confidentiality.value})
    return release


@transaction.atomic
def release_edition(*, release: EditionRelease, by: Viewer) -> EditionRelease:
    """A second person lets it be the joint picture: both editions get one number of the year.

    Assessments in it that are past their time do not stop it: they are told before, and counted in the audit.
    """
    check_may_release(by, proposed_by_id=release.proposed_by_id)
    today = today_on(settings.TIME_ZONE)
    last = EditionRelease.objects.filter(year=today.year).aggregate(last=Max("number"))["last"]
    _step(
        release,
        EditionReleaseState.RELEASED,
        by,
        changes={
            "year": today.year,
            "number": (last or 0) + 1,
            "released_by_id": by.person_id,
            "released_as": _role(by),
            "released_from_id": by.organisation_id,
            "released_at": now_at(),
        },
        detail={"past_assessments": len(past_assessments(content_of(release.exact), today))},
    )
    return release


@transaction.atomic
def drop_release(*, release: EditionRelease, by: Viewer) -> EditionRelease:
    """Give a proposal up: the proposer takes it back, or another one does not agree."""
    check_may_propose_release(by)
    _step(release, EditionReleaseState.DROPPED, by)
    return release


@transaction.atomic
def withdraw_release(
    *, release: EditionRelease, reason: WithdrawalReason | None, by: Viewer
) -> EditionRelease:
    """Take a released edition back. One person is enough: to stop is never slower than to begin."""
    check_may_propose_release(by)
    if reason is None:
        raise RuleBroken("Choose a reason from the list: whoever cited it wants to know.")
    _step(
        release,
        EditionReleaseState.WITHDRAWN,
        by,
        changes={
            "withdrawn_by_id": by.person_id,
            "withdrawn_at": now_at(),
            "withdrawn_reason": reason,
        },
        detail={"reason": reason.value},
    )
    return release


def _newest(seen: Edition) -> tuple[Edition, Edition]:
    """The newest edition with exact counts and its twin with protected ones; it must be the one that was seen."""
    newest = {
        audience: Edition.objects.filter(audience=audience).defer("content").first() for audience in Audience
    }
    exact, protected = newest[Audience.ANALYSTS], newest[Audience.PARTNERS]
    if exact is None or protected is None or exact.pk != seen.pk or exact.run_id != protected.run_id:
        raise WrongState("A newer picture was made meanwhile. Look at it before you propose it.")
    if {exact.marking, protected.marking} & {Marking.AMBER_STRICT, Marking.RED}:
        raise NotAllowed("There is no such edition.")
    return exact, protected


def _step(
    release: EditionRelease,
    after: EditionReleaseState,
    by: Viewer,
    *,
    changes: dict[str, Any] | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    before = EditionReleaseState(release.state)
    check_release_can_become(before, after)
    try:
        with unlocked(), transaction.atomic():
            rows = EditionRelease.objects.filter(pk=release.pk, state=before)
            done = rows.update(state=after, **(changes or {}))
    except IntegrityError:
        done = 0  # another release took the number at the same moment
    if done != 1:
        raise WrongState("This release was decided already. Look at the list again.")
    release.refresh_from_db()
    _note(release, by, detail or {})


def _role(by: Viewer) -> RoleName:
    """In which role: the one whose work the joint picture is, where somebody holds both."""
    return RoleName.COORDINATOR if by.has(RoleName.COORDINATOR) else RoleName.ANALYST


def _note(release: EditionRelease, by: Viewer, detail: dict[str, Any]) -> None:
    record(
        RELEASE_AUDIT_ACTS[EditionReleaseState(release.state)],
        by=by,
        object_type="edition_release",
        object_id=str(release.public_id),
        detail={"serial": release.serial, **detail},
    )
