"""What a person asks of `look`, and what can be refused before anything is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from tilannekuva.domain.city import LARGEST_CELL_M, SMALLEST_CELL_M
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.importers.words import number_text
from tilannekuva.intake.importers.zones import check_zone
from tilannekuva.publication.folder import check_folder

# What half of all files are called: the folder then says more.
_SAYS_NOTHING = {"data", "events", "export", "file", "incidents", "rows", "signals", "table"}


def file_title(incidents: Path) -> str:
    """What a picture is called after its file: by the file's name, or its folder's where that says nothing."""
    name = incidents.name.split(".")[0]
    folder = incidents.absolute().parent.name
    told = folder if name.lower() in _SAYS_NOTHING and folder else name
    words = told.replace("_", " ").strip() or name
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class LookRequest:
    """What a person asked for. `out`: the folder to write into, or None to write nothing."""

    incidents: Path
    areas: Path | None
    out: Path | None
    as_of_on: dt.date | None
    columns: ColumnChoices
    time_zone: str | None
    crs: str | None
    stream: Stream
    date_order: DateOrder | None
    cell_size_m: float
    language: str
    seed: int
    title: str = ""

    @property
    def today_on(self) -> dt.date:
        """Today where the incidents happened, as far as that is known."""
        return today_on(self.time_zone or "UTC")

    def check(self) -> None:
        """Raises BadInput for what no file could mend."""
        if not SMALLEST_CELL_M <= self.cell_size_m <= LARGEST_CELL_M:
            step = _("Choose from %(least)s to %(most)s m.")
            raise BadInput(
                _("Cells of %(size)s m are no use for a city") % {"size": f"{self.cell_size_m:g}"},
                "--cell-size",
                step % {"least": number_text(int(SMALLEST_CELL_M)), "most": number_text(int(LARGEST_CELL_M))},
            )
        if self.time_zone is not None:
            check_zone(self.time_zone)
        if self.as_of_on is not None and self.as_of_on > self.today_on + dt.timedelta(days=1):
            what = _("%(day)s lies in the future") % {"day": self.as_of_on}
            raise BadInput(what, "--as-of", _("Name a day that has come."))
        if self.out is not None:
            check_folder(self.out)
