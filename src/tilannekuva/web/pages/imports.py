"""A file on its way in: handed in, looked at, confirmed or discarded."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.accounts.queries import own_organisation
from tilannekuva.detection.words import STREAMS
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.imports import BUSY, ENDED, FileTells, ImportState
from tilannekuva.domain.rules.imports import import_can_become
from tilannekuva.intake.actions import (
    confirm_import,
    delete_mapping,
    discard_import,
    hand_in_file,
    read_again,
    save_mapping,
)
from tilannekuva.intake.models import ImportJob
from tilannekuva.intake.queries import imports_of, mappings_of, sources_of
from tilannekuva.intake.reading_choices import ReadingChoices
from tilannekuva.intake.words import FILE_TELLS, IMPORT_STATES
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.imports import COLUMN_LABELS, ReadingForm, UploadForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request, id_in

from .sharing import agreements_of

_ON_PAGE = 50
_SECONDS_BETWEEN_LOOKS = 2
_OPTION = re.compile(r"--([a-z-]+)(?: (?:NAME|FILE|'[^']*'))?")
# What the reader of files calls by the option of a command, as the form on the page calls it.
_FIELD_OF_OPTION = {
    "time": COLUMN_LABELS["time"],
    "lat": COLUMN_LABELS["latitude"],
    "lon": COLUMN_LABELS["longitude"],
    "kind": COLUMN_LABELS["kind"],
    "count": COLUMN_LABELS["count"],
    "area-id": COLUMN_LABELS["area"],
}


@open_to(Door.IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: Request) -> HttpResponse:
    """The files of the organisation that came in or wait, and the form for the next one."""
    own = own_organisation(request.viewer)
    if own is None:
        raise Http404
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        organisation_kind=own.kind,
        known_sources=[source.code for source in sources_of(request.viewer)],
    )
    is_too_large = getattr(request, "upload_is_too_large", False)
    if is_too_large:
        form.add_error(
            "file", _("The file is too large for this page. Pack it, split it, or ask for the console.")
        )
    elif form.is_valid():
        try:
            job = hand_in_file(
                content=form.cleaned_data["file"].read(),
                organisation=own,
                source_code=form.cleaned_data["source"],
                tells=FileTells(form.cleaned_data["tells"]),
                choices=form.choices(),
                language=get_language() or "en",
                by=request.viewer,
            )
        except NotAllowed:
            raise
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            return redirect("import_job", public_id=job.public_id)
    jobs = list(imports_of(request.viewer)[:_ON_PAGE])
    context = {"form": form, "jobs": [_line(job) for job in jobs], "language": get_language()}
    return render(request, "web/import/page.html", context, status=422 if form.errors else 200)


@open_to(Door.IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_job(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One file: what was found in it, and what to do with it. Sent, the choices have it read once more."""
    job = _job(request, public_id)
    own = own_organisation(request.viewer)
    state = ImportState(job.state)
    form = None
    if import_can_become(state, ImportState.WAITING) and own is not None and job.reading.get("columns"):
        form = ReadingForm(request.POST or None, job=job, organisation_kind=own.kind)
        if form.is_valid():
            return _stepped(
                request, job, lambda: read_again(job=job, choices=form.choices(), by=request.viewer)
            )
    elif request.method == "POST":
        return redirect("import_job", public_id=public_id)
    return render(
        request,
        "web/import/job.html",
        _context(request, job, form),
        status=422 if form and form.errors else 200,
    )


@open_to(Door.IMPORTERS)
@require_POST
def import_step(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Confirm a file as its preview shows it, with or without keeping the mapping; or discard it."""
    job = _job(request, public_id)
    if request.POST.get("step") == "discard":
        return _stepped(request, job, lambda: discard_import(job=job, by=request.viewer))

    def confirm() -> None:
        confirm_import(job=job, by=request.viewer)
        if "keep" in request.POST and job.source is not None:
            save_mapping(
                source=job.source,
                tells=FileTells(job.tells),
                columns_sha256=job.reading["columns_sha256"],
                choices=_settled(job),
                by=request.viewer,
            )

    return _stepped(request, job, confirm)


@open_to(Door.IMPORTERS)
@require_safe
def rejected_rows(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """The rows that were not taken: number, column and reason, as CSV. Never what stood in them."""
    job = _job(request, public_id)
    if job.rejected_rows is None:
        raise Http404
    content = gzip.decompress(bytes(job.rejected_rows))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="rows-not-taken.csv"'},
    )


@open_to(Door.IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def mappings(request: Request) -> HttpResponse:
    """How files with known columns are read; each can be deleted."""
    if request.method == "POST":
        wanted = id_in(request.POST.get("mapping"))
        found = mappings_of(request.viewer).filter(public_id=wanted).first() if wanted else None
        if found is None:
            raise Http404
        delete_mapping(mapping=found, by=request.viewer)
        messages.success(
            request, _("Deleted. The next file with these columns is read as if it were the first.")
        )
        return redirect("mappings")
    lines = [
        {
            "mapping": mapping,
            "tells": FILE_TELLS[mapping.tells],
            "columns": [
                (COLUMN_LABELS[role], name)
                for role, name in mapping.choices.get("columns", {}).items()
                if name
            ],
            "kinds": mapping.choices.get("kinds", {}),
        }
        for mapping in mappings_of(request.viewer)
    ]
    return render(request, "web/import/mappings.html", {"lines": lines})


def as_fields(text: str) -> str:
    """A sentence of the reader of files, with the fields of the page in the place of the options of a command."""

    def field(found: re.Match[str]) -> str:
        label = _FIELD_OF_OPTION.get(found[1])
        return f"“{label}”" if label is not None else ""

    return re.sub(r" \(\)", "", _OPTION.sub(field, text))


def _job(request: Request, public_id: uuid.UUID) -> ImportJob:
    job = imports_of(request.viewer).filter(public_id=public_id).first()
    if job is None:
        raise Http404
    return job


def _stepped(request: Request, job: ImportJob, step: Any) -> HttpResponse:
    try:
        step()
    except NotAllowed:
        raise
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
    return redirect("import_job", public_id=job.public_id)


def _line(job: ImportJob) -> dict[str, Any]:
    state = ImportState(job.state)
    return {
        "job": job,
        "url": reverse("import_job", args=[job.public_id]),
        "tells": FILE_TELLS[job.tells],
        "state": IMPORT_STATES[state],
        "waits_for_us": state is ImportState.READ
        or (state is ImportState.REFUSED and bool(job.reading.get("columns"))),
        "source": job.source.code if job.source else "",
        "n_taken": job.reading.get("n_taken") if state is ImportState.DONE else None,
        "is_past": state in ENDED,
    }


def _context(request: Request, job: ImportJob, form: ReadingForm | None) -> dict[str, Any]:
    state, reading = ImportState(job.state), job.reading
    refusal = reading.get("refusal")
    taken = {**reading.get("taken", {}), "row_id": reading.get("row_id", "")}
    return {
        **_line(job),
        "form": form,
        "is_busy": state in BUSY,
        "refresh_s": _SECONDS_BETWEEN_LOOKS if state in BUSY else None,
        "phase": state.value,
        "reading": reading,
        "is_of_statistics": job.tells == FileTells.STATISTICS,
        "refusal": refusal and {name: as_fields(text) for name, text in refusal.items()},
        "notes": [as_fields(note) for note in reading.get("notes", [])],
        "taken": [(COLUMN_LABELS[role], name) for role, name in taken.items() if name],
        "has_rejected_rows": job.rejected_rows is not None,
        "agreements": agreements_of(job.organisation_id),
        "span": _span(job),
        "stream": STREAMS.get(ReadingChoices.of(job.choices).stream, ""),
        "open_kinds": reading.get("n_kinds_open", 0),
        "can_be_discarded": import_can_become(state, ImportState.DISCARDED),
        "marking": _marking(job),
    }


def _span(job: ImportJob) -> str:
    """First and last day, or period, of what the file tells."""
    ends = [job.reading.get(name, "") for name in ("first_on", "last_on")]
    if job.tells == FileTells.SIGNALS:
        ends = [formats.date_format(dt.date.fromisoformat(end), "SHORT_DATE_FORMAT") for end in ends if end]
    return " – ".join(end for end in ends if end)


def _marking(job: ImportJob) -> str:
    choices = dict(UploadForm.base_fields["marking"].choices)  # type: ignore[attr-defined]
    return str(choices.get(ReadingChoices.of(job.choices).marking, ""))


def _settled(job: ImportJob) -> ReadingChoices:
    """How the file was read: what somebody chose, and what the program found out."""
    choices, reading = ReadingChoices.of(job.choices), job.reading
    found = {**reading.get("taken", {}), "row_id": reading.get("row_id", "")}
    columns = {**choices.columns, **{role: name for role, name in found.items() if name}}
    kinds = {value["name"]: value["code"] for value in reading.get("kinds", []) if value["code"]}
    return replace(choices, columns=columns, kinds={**choices.kinds, **kinds})
