"""Statistics from files: an area, a period and a count in each row, and nothing else of it is read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.statistics import PeriodUnit, period_after, period_text, read_period
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from .actions.statistics import SeriesDraft, store_series
from .file_signals import vocabulary_ids
from .import_preview import FileReading, about_file, compressed, told_rejections
from .importers.columns import KNOWN_NAMES, ColumnRole, plain_name
from .importers.counts import LARGEST_COUNT
from .importers.rejections import NoRowTaken, Reason, Rejections, RowCheck
from .importers.text_columns import as_numbers, as_text
from .importers.words import listed, number_text

PERIOD_NAMES = (
    *("period", "month", "year_month", "quarter", "year", "time", "date", "kausi", "jakso", "kuukausi"),
    *("vuosineljännes", "neljännes", "vuosi", "aika", "tid", "månad", "kvartal", "år", "datum", "pvm"),
)
COUNT_NAMES = (*KNOWN_NAMES[ColumnRole.COUNT], "value", "arvo", "värde", "rikoksia", "brott", "ilmoituksia")
AREA_NAMES = (*KNOWN_NAMES[ColumnRole.AREA], "area_name", "alueen_nimi")
_ROLES = {"area": AREA_NAMES, "period": PERIOD_NAMES, "count": COUNT_NAMES}


@dataclass(frozen=True, slots=True, eq=False)
class StatisticsTable:
    """The counts of a file by (area id, first day of period), and the rows that were not taken."""

    file: FileReading
    taken: dict[str, str]
    unit: PeriodUnit
    values: dict[tuple[int, dt.date], int]
    rejected: Rejections
    notes: tuple[str, ...]


def read_statistics(file: FileReading) -> StatisticsTable:
    """Read area (code or name), period and count of each row.

    Zero is a count here: it says that an area was looked at. All periods are as long as most of them are. Raises
    `BadInput` if a column is missing, `NoRowTaken` if no row can be used.
    """
    taken = {role: _column(file, role, names) for role, names in _ROLES.items()}
    check = RowCheck(file.raw.frame.height)
    check.reject(file.raw.ragged, Reason.FIELDS)
    units, starts = _periods(file, taken["period"], check)
    unit = Counter(unit for unit in units if unit).most_common(1)[0][0] if any(units) else PeriodUnit.MONTH
    other = np.array([found is not None and found is not unit for found in units], dtype=np.bool_)
    check.on(taken["period"]).reject(other, Reason.PERIOD_OTHER_UNIT)
    today = today_on(file.city.time_zone)
    future = [start is not None and period_after(unit, start) > today for start in starts]
    check.on(taken["period"]).reject(np.array(future, dtype=np.bool_), Reason.PERIOD_FUTURE)
    areas = _areas(file, taken["area"], check)
    counts = _counts(file, taken["count"], check)
    values: dict[tuple[int, dt.date], int] = {}
    twice = np.zeros(file.raw.frame.height, dtype=np.bool_)
    for row in np.flatnonzero(check.good).tolist():
        key = (areas[row], starts[row])
        twice[row] = key in values
        values.setdefault(key, int(counts[row]))  # type: ignore[arg-type]
    check.reject(twice, Reason.VALUE_TWICE)
    rejected = check.rejections(file.raw.row, file.raw.numbering)
    if not values:
        what = ngettext(
            "None of %(n)s row can be used", "None of %(n)s rows can be used", rejected.n_rows_read
        )
        reasons = " ".join(f"{n}: {reason.told}." for reason, n in rejected.counts().items())
        raise NoRowTaken(
            what % {"n": number_text(rejected.n_rows_read)}, file.where, reasons, rejected=rejected
        )
    notes = [*file.raw.notes]
    unread = [name for name in file.raw.frame.columns if name not in taken.values()]
    if unread:
        told = ngettext(
            "%(n)d column is not read: %(names)s.", "%(n)d columns are not read: %(names)s.", len(unread)
        )
        notes.append(told % {"n": len(unread), "names": listed(unread, 20)})
    return StatisticsTable(file, taken, unit, values, rejected, tuple(notes))


def preview_of_statistics(table: StatisticsTable) -> tuple[dict[str, Any], bytes | None]:
    """The preview of a file of statistics, and the compressed list of its rows that are not taken."""
    starts = [starts_on for _area, starts_on in table.values]
    choices = table.file.choices
    preview = {
        **about_file(table.file),
        "taken": table.taken,
        "notes": list(table.notes),
        "unit": table.unit,
        "n_taken": len(table.values),
        "n_events": sum(table.values.values()),
        "n_areas": len({area for area, _starts_on in table.values}),
        "first_on": period_text(table.unit, min(starts)),
        "last_on": period_text(table.unit, max(starts)),
        "can_be_confirmed": bool(choices.title and choices.definition and choices.extracted_on),
        **told_rejections(table.rejected),
    }
    return preview, compressed(table.rejected)


def store_statistics(table: StatisticsTable, *, by_id: int | None, by: Viewer) -> dict[str, Any]:
    """Store the counts as an extraction of their series. Returns the counts to keep. Raises RuleBroken."""
    choices = table.file.choices
    kind_id = vocabulary_ids().get(choices.only_kind) if choices.only_kind else None
    extraction = store_series(
        draft=SeriesDraft(
            title=choices.title,
            definition=choices.definition,
            period_unit=table.unit,
            stream=Stream(choices.stream),
            marking=Marking(choices.marking),
            kind_id=kind_id,
        ),
        values=table.values,
        source=table.file.source,
        extracted_on=dt.date.fromisoformat(choices.extracted_on),
        file_sha256=table.file.sha256,
        n_rejected=table.rejected.n_rejected,
        imported_by_id=by_id,
        by=by,
    )
    return {
        "n_rows_read": table.rejected.n_rows_read,
        "n_taken": extraction.n_values,
        "n_rejected": extraction.n_rejected,
        "series": str(extraction.series.public_id),
    }


def _column(file: FileReading, role: str, names: tuple[str, ...]) -> str:
    said = file.choices.columns.get(role)
    columns = file.raw.frame.columns
    if said:
        if said not in columns:
            raise BadInput(_("There is no column '%(name)s'") % {"name": said}, file.where, _seen(columns))
        return said
    plain = {plain_name(name): name for name in reversed(columns)}
    found = next((plain[name] for name in names if name in plain), None)
    if found is None:
        what = {
            "area": _("No column of areas was found"),
            "period": _("No column of periods was found"),
            "count": _("No column of counts was found"),
        }[role]
        raise BadInput(what, file.where, f"{_seen(columns)} {_('Say which one it is.')}")
    return found


def _seen(columns: list[str]) -> str:
    return _("The columns are %(names)s.") % {"names": listed(columns)}


def _periods(
    file: FileReading, column: str, check: RowCheck
) -> tuple[list[PeriodUnit | None], list[dt.date | None]]:
    texts = as_text(file.raw.frame[column])
    known = {text: read_period(text) for text in texts.drop_nulls().unique().to_list()}
    found = [known.get(text) if text is not None else None for text in texts.to_list()]
    missing = texts.is_null().to_numpy()
    check.on(column).reject(missing, Reason.PERIOD_MISSING)
    unreadable = np.array([each is None for each in found], dtype=np.bool_)
    check.on(column).reject(unreadable & ~missing, Reason.PERIOD_UNREADABLE)
    return [each[0] if each else None for each in found], [each[1] if each else None for each in found]


def _areas(file: FileReading, column: str, check: RowCheck) -> list[int]:
    """Ids of areas by their code, or by a name in any language; all on the level on which most rows are found.

    A district and a part of it may have one name, and counts of both would be added up.
    """
    texts = [
        text.casefold() if text is not None else "" for text in as_text(file.raw.frame[column]).to_list()
    ]
    frequency = Counter(texts)
    by_level: dict[str, dict[str, set[int]]] = {}
    for area in Area.objects.in_force(today_on(file.city.time_zone)):
        words = by_level.setdefault(area.level, {})
        for word in {area.code, *map(str, area.names.values())}:
            words.setdefault(word.casefold(), set()).add(area.pk)
    best: dict[str, set[int]] = max(
        by_level.values(), key=lambda words: sum(frequency[word] for word in words), default={}
    )
    found = [best.get(text, set()) for text in texts]
    on = check.on(column)
    on.reject(np.array([not text for text in texts], dtype=np.bool_), Reason.AREA_MISSING)
    on.reject(np.array([len(ids) > 1 for ids in found], dtype=np.bool_), Reason.AREA_AMBIGUOUS)
    on.reject(np.array([not ids for ids in found], dtype=np.bool_), Reason.AREA_UNKNOWN)
    return [min(ids) if ids else 0 for ids in found]


def _counts(file: FileReading, column: str, check: RowCheck) -> NDArray[np.float64]:
    values = file.raw.frame[column]
    missing = as_text(values).is_null().to_numpy()
    count = as_numbers(values, file.raw.decimal_comma).fill_null(np.nan).to_numpy()
    on = check.on(column)
    on.reject(missing, Reason.COUNT_MISSING)
    on.reject(np.isnan(count), Reason.COUNT_TEXT)
    on.reject(count < 0, Reason.COUNT_NEGATIVE)
    on.reject(count > LARGEST_COUNT, Reason.COUNT_TOO_LARGE)
    on.reject(count != np.floor(count), Reason.COUNT_FRACTION)
    return count
