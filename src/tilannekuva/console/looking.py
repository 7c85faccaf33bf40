"""What `look` does: file, arrays, analysis, edition, files. Nothing is kept.

The arithmetic is loaded when the file has been read and understood: whoever gave a wrong one should not
wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tilannekuva.detection.scope import Scope
from tilannekuva.domain.clock import date_of_day
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.rejections import Rejections
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.shapes import AreaShapes

from .look_arrays import events_of, middle_of, places_of, read_table
from .look_edition import frame, geography, slug, standing
from .look_request import LookRequest
from .rejected_rows import REJECTED_ROWS, list_told

if TYPE_CHECKING:
    from tilannekuva.detection.analysis import Progress

_ROWS_TOLD = 5


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What came of it: the edition with its outlines, the rows not taken, and what to tell the person."""

    edition: dict[str, Any]
    geography: dict[str, Any]
    rejected: Rejections
    lines: tuple[str, ...]


def look(request: LookRequest, *, tell: Progress) -> Looked:
    """Read, detect, compose, and write where that is asked for. Raises BadInput."""
    request.check()
    tell("reading", 0, 1)
    shapes, area_notes = read_areas(request.areas) if request.areas is not None else (None, ())
    table = read_table(request, shapes)
    places, cell_idx = places_of(table, shapes)
    scope = _scope(table, request)
    tell("reading", 1, 1)
    from tilannekuva.detection.analysis import analyse
    from tilannekuva.picture.compose import compose

    events = events_of(table, cell_idx)
    analysis = analyse(events, places, scope, progress=tell)
    about = frame(request, table, shapes, events, scope, middle_m=middle_of(events, places))
    edition = compose(analysis, standing(analysis, _crs(table, shapes)), about)
    looked = Looked(
        edition=edition,
        geography=geography(table, shapes, edition),
        rejected=table.rejected,
        lines=(
            *area_notes,
            *table.notes,
            *_notes_on_receipts(table, scope),
            *table.rejected.summary(first=_ROWS_TOLD),
        ),
    )
    lines = (*looked.lines, *_told(edition, request.language), *_write(looked, request, tell))
    return replace(looked, lines=lines)


def _notes_on_receipts(table: IncidentTable, scope: Scope) -> tuple[str, ...]:
    if table.received_day is None or table.received_day.max() <= scope.as_of_day:
        return ()
    note = _("Some rows were received after %(day)s: what the file holds is taken as complete.")
    return (note % {"day": scope.as_of},)


def _crs(table: IncidentTable, shapes: AreaShapes | None) -> str:
    """The metric system in which the places of a table are told."""
    if table.placer is not None:
        return table.placer.grid.crs
    if shapes is None:
        raise ValueError("a table without points and areas has no places")
    return shapes.crs


def _scope(table: IncidentTable, request: LookRequest) -> Scope:
    scope = Scope(
        as_of=request.as_of_on or min(date_of_day(table.told_until_day), request.today_on),
        kinds=tuple(slug(name, idx) for idx, name in enumerate(table.kinds)),
        positive_kinds=frozenset(),
        thresholds=Thresholds(),
        seed=request.seed,
        months_only=table.period_unit == "month",
    )
    if table.day.min() > scope.until_whole_periods().as_of_day:
        what = _("Only the month of these incidents is known, and none of the months is over on %(day)s")
        raise BadInput(
            what % {"day": scope.as_of},
            "--as-of",
            _("Look from a later day, or from the last day of a month."),
        )
    return scope


def files_to_serve(looked: Looked, *, language: str, tell: Progress) -> dict[str, bytes]:
    """The files of the picture by name, with the list of rows not taken where there are any."""
    from tilannekuva.publication.files import picture_files

    tell("writing", 0, 1)
    files = picture_files(looked.edition, looked.geography, language=language, linked=True)
    tell("writing", 1, 1)
    return files | ({REJECTED_ROWS: looked.rejected.as_csv()} if looked.rejected.n_rejected else {})


def _write(looked: Looked, request: LookRequest, tell: Progress) -> list[str]:
    from tilannekuva.publication.files import write_picture

    if request.out is None:
        return []
    n_rejected = looked.rejected.n_rejected
    tell("writing", 0, 1)
    written = write_picture(
        looked.edition,
        looked.geography,
        request.out,
        request.language,
        # None takes away the list of an earlier run: it would not be true of this one.
        beside={REJECTED_ROWS: looked.rejected.as_csv() if n_rejected else None},
    )
    tell("writing", 1, 1)
    lines = ["", _("Written: %(files)s") % {"files": ", ".join(str(path) for path in written)}]
    if n_rejected:
        lines.append(list_told(REJECTED_ROWS))
    return lines


def _told(edition: dict[str, Any], language: str) -> list[str]:
    from tilannekuva.picture.sentences import no_finding_sentence
    from tilannekuva.picture.words import NOTES
    from tilannekuva.publication.lead import lead_text, standing_groups

    findings = [finding["sentence"][language] for finding in edition["findings"]]
    heading = _("As of %(day)s: %(lead)s")
    lead = lead_text(edition, standing_groups(edition, language), language)
    notes = [str(NOTES[note]) for note in edition["notes"]]
    meaning = findings or [no_finding_sentence(edition)]
    # What nothing found means may be what a note says already.
    return list(dict.fromkeys(["", heading % {"day": edition["as_of"], "lead": lead}, *meaning, *notes]))
