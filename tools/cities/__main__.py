"""Makes the files of a city again from the raw data: `python -m tools.cities helsinki SOURCE_DIR`.

SOURCE_DIR holds the folders of raw data that the README of the city names. `city.toml`, the README and
the attribution are written by people and are not touched.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tilannekuva.console.django_setup import start_bare

from . import blackpool, helsinki

MAKERS = {"helsinki": helsinki.make, "blackpool": blackpool.make}


def main(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in MAKERS or not Path(arguments[1]).is_dir():
        print(f"Usage: python -m tools.cities {'|'.join(MAKERS)} SOURCE_DIR", file=sys.stderr)
        return 2
    start_bare()
    folder = Path(__file__).resolve().parents[2] / "cities" / arguments[0]
    MAKERS[arguments[0]](Path(arguments[1]), folder)
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        print(f"{path.stat().st_size:>9,}  {path.relative_to(folder.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
