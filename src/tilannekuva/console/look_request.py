"""What a person asks of `look`, and what can be refused before anything is read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tilannekuva.domain.city import LARGEST_CELL_M, SMALLEST_CELL_M
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.importers.zones import check_zone
from tilannekuva.publication.folder import check_folder


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

    @property
    def today_on(self) -> dt.date:
        """Today where the incidents happened, as far as that is known."""
        return today_on(self.time_zone or "UTC")

    def check(self) -> None:
        """Raises BadInput for what no file could mend."""
        if not SMALLEST_CELL_M <= self.cell_size_m <= LARGEST_CELL_M:
            raise BadInput(
                f"Cells of {self.cell_size_m:g} m are no use for a city",
                "--cell-size",
                f"Choose from {SMALLEST_CELL_M:,.0f} to {LARGEST_CELL_M:,.0f} m.",
            )
        if self.time_zone is not None:
            check_zone(self.time_zone)
        if self.as_of_on is not None and self.as_of_on > self.today_on + dt.timedelta(days=1):
            raise BadInput(f"{self.as_of_on} lies in the future", "--as-of", "Name a day that has come.")
        if self.out is not None:
            check_folder(self.out)
