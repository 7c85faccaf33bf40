"""Work on files that were handed in: read one for its preview, or store one that somebody has confirmed.

Not for the web process: reading loads the arithmetic. The command `tilannekuva work` calls it.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from django.utils import translation

from tilannekuva.domain.city import City
from tilannekuva.domain.errors import BadInput, RuleBroken
from tilannekuva.domain.imports import LARGEST_UNPACKED_BYTES, FileTells, ImportState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.viewer import system

from .actions import claim_import, finish_import, import_signals, record_reading
from .import_preview import (
    FileReading,
    compressed,
    preview_of_signals,
    read_signals,
    refusal_of,
    safe_table,
    told_rejections,
    with_mapping,
)
from .importers.files import file_bytes
from .importers.raw_table import read_table
from .importers.rejections import NoRowTaken
from .models import ImportJob, Source
from .reading_choices import ReadingChoices, columns_sha256
from .seal import unseal
from .statistics_file import preview_of_statistics, read_statistics, store_statistics

logger = logging.getLogger(__name__)

WORKER = system("worker")


def work_once(city: City) -> ImportJob | None:
    """Claim one file and do what is due for it. Returns the job; None without work."""
    job = claim_import(by=WORKER)
    if job is None:
        return None
    with translation.override(job.language):
        try:
            _store(job, city) if job.state == ImportState.STORING else _read(job, city)
        except Exception as error:
            # The class of the error only: its text may quote the file.
            _refuse(job, {"failure": type(error).__name__})
            logger.error("import %s failed: %s", job.public_id, type(error).__name__)
    job.refresh_from_db()
    return job


def _opened(job: ImportJob, city: City) -> FileReading:
    """The file as a table whose names of columns may be shown, with what somebody chose for it."""
    where = translation.gettext("the file")
    content = file_bytes(unseal(bytes(job.sealed or b"")), where, most_bytes=LARGEST_UNPACKED_BYTES)
    raw = safe_table(read_table(content))
    choices = with_mapping(ReadingChoices.of(job.choices), job, columns_sha256(raw.frame.columns))
    return FileReading(raw, content.sha256, where, choices, _source_of(job), city)


def _source_of(job: ImportJob) -> Source:
    if job.source is None:
        raise ValueError("a file that is held has a source")
    return job.source


def _read(job: ImportJob, city: City) -> None:
    file = None
    try:
        file = _opened(job, city)
        if job.tells == FileTells.STATISTICS:
            reading, rejected = preview_of_statistics(read_statistics(file))
        else:
            reading, rejected = preview_of_signals(file)
    except NoRowTaken as refused:
        reading = refusal_of(refused, file) | told_rejections(refused.rejected)
        _tell(job, file, reading, compressed(refused.rejected), is_refused=True)
    except BadInput as refused:
        _tell(job, file, refusal_of(refused, file), None, is_refused=True)
    else:
        _tell(job, file, reading, rejected, is_refused=False)


def _tell(
    job: ImportJob, file: FileReading | None, reading: dict[str, Any], rows: bytes | None, *, is_refused: bool
) -> None:
    record_reading(
        job=job,
        reading=reading,
        choices=None if file is None else file.choices,
        rejected_rows=rows,
        is_refused=is_refused,
        by=WORKER,
    )


def _store(job: ImportJob, city: City) -> None:
    """All of it and the end of the job in one transaction: a worker that is killed leaves nothing, and no half."""
    try:
        file = _opened(job, city)
        with transaction.atomic():
            if job.tells == FileTells.STATISTICS:
                counts = store_statistics(read_statistics(file), by_id=job.requested_by_id, by=WORKER)
                finish_import(job=job, batch=None, counts=counts, by=WORKER)
                return
            signals = read_signals(file)
            batch = import_signals(
                drafts=signals.drafts(Marking(file.choices.marking)),
                source=file.source,
                file_sha256=file.sha256,
                n_rows_read=signals.rejected.n_rows_read,
                rejected={str(reason): n for reason, n in signals.rejected.counts().items()},
                by=WORKER,
            )
            counts = {
                "n_rows_read": batch.n_rows_read,
                "n_taken": batch.n_signals,
                "n_rejected": batch.n_rejected,
            }
            finish_import(job=job, batch=batch, counts=counts, by=WORKER)
    except (BadInput, RuleBroken) as refused:
        _refuse(job, {"refusal": _told(refused)})


def _told(refused: BadInput | RuleBroken) -> dict[str, str]:
    if isinstance(refused, BadInput):
        return {"what": refused.what, "next_step": refused.next_step}
    return {"what": refused.told(translation.gettext), "next_step": ""}


def _refuse(job: ImportJob, reading: dict[str, Any]) -> None:
    try:
        _tell(job, None, reading, None, is_refused=True)
    except RuleBroken:
        logger.warning("import %s was taken over or discarded", job.public_id)
