"""How a file of incidents is to be read: the options that `look` and `import` share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.date_order import DateOrder

Incidents = Annotated[Path, typer.Argument(help="CSV, XLSX or Parquet with incidents; .gz is read as it is.")]
Time = Annotated[str | None, typer.Option("--time", help="Column of times.")]
TimeZone = Annotated[
    str | None, typer.Option("--time-zone", help="Zone of times that name none, such as Europe/Helsinki.")
]
Latitude = Annotated[str | None, typer.Option("--lat", help="Column of latitudes (or northings).")]
Longitude = Annotated[str | None, typer.Option("--lon", help="Column of longitudes (or eastings).")]
Kind = Annotated[str | None, typer.Option("--kind", help="Column of kinds; '' for none.")]
Count = Annotated[str | None, typer.Option("--count", help="Column of counts; '' for none.")]
AreaId = Annotated[str | None, typer.Option("--area-id", help="Column of area codes; '' for none.")]
Received = Annotated[
    str | None,
    typer.Option("--received", help="Column of days of receipt, for late reports; '' for none."),
]
Reporter = Annotated[
    str | None,
    typer.Option("--reporter", help="Column of who reported, told apart by number alone; '' for none."),
]
Crs = Annotated[str | None, typer.Option("--crs", help="Coordinate system of the columns, if not degrees.")]
Order = Annotated[
    DateOrder | None, typer.Option("--date-order", help="What comes first in dates such as 3/4/2026.")
]
Language = Annotated[
    str | None,
    typer.Option("--language", help="en, fi or sv. Default: that of the machine (LC_ALL, LANG), or English."),
]


def column_choices(
    *,
    time: str | None,
    lat: str | None,
    lon: str | None,
    kind: str | None,
    count: str | None,
    area_id: str | None,
    received: str | None = None,
    reporter: str | None = None,
) -> ColumnChoices:
    """The columns that a person named."""
    return ColumnChoices(
        time=time,
        latitude=lat,
        longitude=lon,
        kind=kind,
        count=count,
        area=area_id,
        received=received,
        reporter=reporter,
    )
