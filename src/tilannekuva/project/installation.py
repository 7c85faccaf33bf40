"""An installation: one folder with one city, one database and the secrets that were made for it.

installation.toml   which city folder, demo or real
secret_key          made at first start, readable by its owner only
tilannekuva.sqlite3 the database, unless TILANNEKUVA_DATABASE_URL names a server
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tilannekuva.domain.errors import BadInput

HOME_VARIABLE = "TILANNEKUVA_HOME"


@dataclass(frozen=True, slots=True)
class Installation:
    """Where an installation lives and what it is."""

    home: Path
    city_folder: Path
    demo: bool

    @property
    def database_path(self) -> Path:
        return self.home / "tilannekuva.sqlite3"

    @property
    def secret_key(self) -> str:
        return (self.home / "secret_key").read_text().strip()


def create(home: Path, *, city_folder: Path, demo: bool) -> Installation:
    """Make the folder of a new installation. Raises BadInput when there is one already."""
    marker = home / "installation.toml"
    if marker.exists():
        raise BadInput(
            "There already is an installation",
            str(home),
            "Choose another folder with --home, or go on with this one.",
        )
    home.mkdir(parents=True, exist_ok=True)
    key_path = home / "secret_key"
    with os.fdopen(os.open(key_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as key_file:
        key_file.write(secrets.token_urlsafe(64) + "\n")
    marker.write_text(
        f"# Made by tilannekuva. One installation holds one city.\n"
        f'city = "{city_folder.resolve().as_posix()}"\n'
        f"demo = {'true' if demo else 'false'}\n"
    )
    return Installation(home=home, city_folder=city_folder.resolve(), demo=demo)


def read(home: Path) -> Installation:
    """Read the folder of an installation. Raises BadInput when there is none."""
    marker = home / "installation.toml"
    if not marker.exists():
        raise BadInput(
            "There is no installation",
            str(home),
            "Make one with `tilannekuva init --city cities/<name>`, or see the demo with `make demo`.",
        )
    content = tomllib.loads(marker.read_text())
    return Installation(home=home, city_folder=Path(content["city"]), demo=bool(content["demo"]))


def current() -> Installation | None:
    """The installation that the environment names, if it names one."""
    home = os.environ.get(HOME_VARIABLE)
    return read(Path(home)) if home else None
