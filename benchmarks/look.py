"""`tilannekuva look` as a whole process: from a file of incidents to the finished picture on disk."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .incidents import N_ROWS, incident_files
from .process import run
from .table import Line, show

AT_MOST_S = 20.0
AT_MOST_MIB = 1024.0


def main() -> None:
    files = incident_files()
    with tempfile.TemporaryDirectory() as folder:
        command = ["-m", "tilannekuva", "look", files.incidents, "--out", Path(folder) / "picture"]
        run(command)  # compiles what a first run compiles
        cells, areas = run(command), run([*command, "--areas", files.areas])
    show(
        f"look: {N_ROWS:,} incidents, from file to finished picture ({files.told})",
        [
            Line("grid cells alone", cells.seconds, "s", at_most=AT_MOST_S),
            Line("most memory", cells.peak_mib, "MiB", at_most=AT_MOST_MIB),
            Line("grid cells and areas", areas.seconds, "s", at_most=AT_MOST_S),
            Line("most memory", areas.peak_mib, "MiB", at_most=AT_MOST_MIB),
        ],
    )


if __name__ == "__main__":
    main()
