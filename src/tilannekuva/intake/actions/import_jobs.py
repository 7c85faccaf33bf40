"""Files on their way in: handed in, read, confirmed or discarded by a person, and erased in every case."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.imports import (
    AT_WORK,
    CLAIMED_AS,
    IMPORT_AUDIT_ACTS,
    KEPT_HOURS,
    LEASE_MINUTES,
    MOST_CLAIMS,
    FileTells,
    ImportState,
)
from tilannekuva.domain.rules.imports import (
    can_hand_in,
    check_can_hand_in,
    check_can_read_again,
    check_import_can_become,
    check_may_handle_import,
)
from tilannekuva.domain.viewer import Viewer

from ..models import ImportBatch, ImportJob, Source
from ..reading_choices import ReadingChoices, check_choices
from ..seal import seal
from .sources import add_source

# Of an import that has ended, the counts stay and nothing that stood in the file.
_COUNTS = frozenset({"n_rows_read", "n_taken", "n_rejected", "n_already_in", "series"})

_NOTHING_HELD: dict[str, Any] = {"sealed": None, "choices": {}, "source": None}


@transaction.atomic
def hand_in_file(
    *,
    content: bytes,
    organisation: Organisation,
    source_code: str,
    tells: FileTells,
    choices: ReadingChoices,
    language: str,
    by: Viewer,
) -> ImportJob:
    """Take a file in, sealed, to be read by the worker. Nothing of it counts before somebody has confirmed it.

    A source of this code is added where there is none; it goes again when nothing comes of the file.
    """
    check_may_handle_import(by, organisation_id=organisation.pk)
    check_choices(choices)
    _make_room(organisation.pk, by)
    source = add_source(organisation=organisation, code=source_code, by=by)
    now = now_at()
    with unlocked():
        job = ImportJob.objects.create(
            organisation=organisation,
            source=source,
            tells=tells,
            state=ImportState.WAITING,
            requested_by_id=by.person_id,
            requested_at=now,
            keep_until_at=now + dt.timedelta(hours=KEPT_HOURS),
            language=language,
            file_sha256=hashlib.sha256(content).hexdigest(),
            n_bytes=len(content),
            sealed=seal(content),
            choices=choices.stored(),
        )
    _note(job, "import.handed_in", by, bytes=len(content), source=str(source), tells=tells)
    return job


@transaction.atomic
def read_again(*, job: ImportJob, choices: ReadingChoices, by: Viewer) -> None:
    """Have the file read once more, in another way."""
    check_may_handle_import(by, organisation_id=job.organisation_id)
    check_choices(choices)
    check_can_read_again(is_held=job.source_id is not None)
    _move(job, ImportState.WAITING, by, choices=choices.stored(), reading={}, rejected_rows=None, n_claims=0)


@transaction.atomic
def confirm_import(*, job: ImportJob, by: Viewer) -> None:
    """Let the file in as the preview shows it. The worker stores it."""
    check_may_handle_import(by, organisation_id=job.organisation_id)
    if not job.reading.get("can_be_confirmed"):
        raise WrongState("Nothing of this file can come in yet. See what is missing.")
    _move(job, ImportState.CONFIRMED, by, n_claims=0)


@transaction.atomic
def discard_import(*, job: ImportJob, by: Viewer) -> None:
    """Leave the file out. Nothing of it stays."""
    check_may_handle_import(by, organisation_id=job.organisation_id)
    _end(job, ImportState.DISCARDED, by, why="by_hand")


@transaction.atomic
def claim_import(*, by: Viewer) -> ImportJob | None:
    """Take the oldest file that waits for the program, or one whose worker has died. Of several workers one gets it."""
    late = now_at() - dt.timedelta(minutes=LEASE_MINUTES)
    due = ImportJob.objects.filter(state__in=[ImportState.WAITING, ImportState.CONFIRMED])
    left_behind = ImportJob.objects.filter(state__in=AT_WORK, claimed_at__lt=late)
    found = (due | left_behind).order_by("requested_at").first()
    if found is None:
        return None
    before = ImportState(found.state)
    with unlocked():
        claimed = ImportJob.objects.filter(pk=found.pk, state=before, claimed_at=found.claimed_at).update(
            state=CLAIMED_AS[before], claimed_at=now_at(), n_claims=found.n_claims + 1
        )
    if claimed != 1:
        return None
    found.refresh_from_db()
    if found.n_claims > MOST_CLAIMS:
        _finish(found, ImportState.REFUSED, by, reading={"failure": "gave up"})
        return None
    return found


@transaction.atomic
def record_reading(
    *,
    job: ImportJob,
    reading: Mapping[str, Any],
    choices: ReadingChoices | None,
    rejected_rows: bytes | None,
    is_refused: bool,
    by: Viewer,
) -> None:
    """What the program found: a preview, or why the file cannot be read like this. For the worker that claimed it.

    `choices`: those it was read with, where a saved mapping changed them.
    """
    after = ImportState.REFUSED if is_refused else ImportState.READ
    kept = {} if choices is None else {"choices": choices.stored()}
    _finish(job, after, by, reading=dict(reading), rejected_rows=rejected_rows, **kept)


@transaction.atomic
def finish_import(
    *, job: ImportJob, batch: ImportBatch | None, counts: Mapping[str, Any], by: Viewer
) -> None:
    """For the worker that stored the file, in the same transaction: the job is done, and the file erased."""
    _finish(
        job,
        ImportState.DONE,
        by,
        batch=batch,
        reading={name: counts[name] for name in _COUNTS if name in counts},
        sealed=None,
        choices={},
    )


@transaction.atomic
def erase_due_imports(*, by: Viewer) -> int:
    """Erase the files whose time is over, whatever their state. Returns how many."""
    if not by.is_system:
        raise NotAllowed("Only the program itself erases what is past its time.")
    n_erased = 0
    for job in ImportJob.objects.filter(keep_until_at__lt=now_at()).exclude(state=ImportState.DISCARDED):
        if job.state == ImportState.DONE:
            if job.rejected_rows is not None:
                with unlocked():
                    ImportJob.objects.filter(pk=job.pk).update(rejected_rows=None)
            continue
        with unlocked():
            ImportJob.objects.filter(pk=job.pk).update(
                state=ImportState.DISCARDED, **_NOTHING_HELD, reading={}, rejected_rows=None
            )
        _remove_unused(job.source, by)
        _note(job, IMPORT_AUDIT_ACTS[ImportState.DISCARDED], by, why="past_its_time")
        n_erased += 1
    return n_erased


def _make_room(organisation_id: int, by: Viewer) -> None:
    """A refused file takes nobody's place: where no more are held, the oldest of them goes."""
    held = ImportJob.objects.filter(organisation_id=organisation_id).exclude(sealed=None)
    refused = held.filter(state=ImportState.REFUSED)
    check_can_hand_in(held.count() - refused.count())
    if not can_hand_in(held.count()):
        oldest = refused.earliest("requested_at")
        _end(oldest, ImportState.DISCARDED, by, why="made_room")


def _remove_unused(source: Source | None, by: Viewer) -> None:
    """A source from which nothing ever came does not stay behind."""
    if source is None:
        return
    name = str(source)
    try:
        with unlocked(), transaction.atomic():
            source.delete()
    except ProtectedError:
        return
    record("source.removed", by=by, object_type="source", object_id=name)


def _move(job: ImportJob, after: ImportState, by: Viewer, **changes: Any) -> None:
    """A person's step, once, from the state that their page showed."""
    before = ImportState(job.state)
    check_import_can_become(before, after)
    with unlocked():
        moved = ImportJob.objects.filter(pk=job.pk, state=before).update(
            state=after, claimed_at=None, **changes
        )
    if moved != 1:
        raise WrongState("This import has moved on in the meantime. Look at its page again.")
    _note(job, IMPORT_AUDIT_ACTS[after], by)


def _end(job: ImportJob, after: ImportState, by: Viewer, *, why: str) -> None:
    before = ImportState(job.state)
    check_import_can_become(before, after)
    with unlocked():
        ended = ImportJob.objects.filter(pk=job.pk, state=before).update(
            state=after, **_NOTHING_HELD, reading={}, rejected_rows=None
        )
    if ended != 1:
        raise WrongState("This import has moved on in the meantime. Look at its page again.")
    _remove_unused(job.source, by)
    _note(job, IMPORT_AUDIT_ACTS[after], by, why=why)


def _finish(job: ImportJob, after: ImportState, by: Viewer, **changes: Any) -> None:
    """A worker's step: only while the job is still the one that it claimed.

    A file that cannot be read in another way either is refused for good: nothing of it is held, nor its source.
    """
    is_over = after is ImportState.REFUSED and not changes["reading"].get("columns")
    if is_over:
        changes |= _NOTHING_HELD
    with unlocked():
        done = ImportJob.objects.filter(
            pk=job.pk, state=job.state, n_claims=job.n_claims, claimed_at=job.claimed_at
        ).update(state=after, claimed_at=None, **changes)
    if done != 1:
        raise RuleBroken("Another worker has taken this import, or it was discarded.")
    if is_over:
        _remove_unused(job.source, by)
    counts = {name: changes["reading"][name] for name in sorted(_COUNTS) if name in changes["reading"]}
    _note(job, IMPORT_AUDIT_ACTS[after], by, **counts)


def _note(job: ImportJob, act: str, by: Viewer, **detail: Any) -> None:
    record(act, by=by, object_type="import", object_id=str(job.public_id), detail=detail)
