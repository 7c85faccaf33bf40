"""Where an installation lives, as every verb for it asks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Home = Annotated[Path, typer.Option("--home", help="Folder of the installation.", envvar="TILANNEKUVA_HOME")]
