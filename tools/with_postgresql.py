"""Run a command beside a PostgreSQL server that is thrown away afterwards.

    python tools/with_postgresql.py COMMAND...

The server listens on a Unix socket in a temporary folder alone; TILANNEKUVA_TEST_DATABASE_URL tells the
command where. Needs the server's programs (Debian: package postgresql); asks no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote


def main(command: list[str]) -> int:
    programs = _programs()
    if programs is None:
        print("No PostgreSQL server found: install one (Debian: package postgresql), then try again.")
        return 2
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        # PostgreSQL refuses to run as root: then it runs as the account that its package made.
        as_account = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        if as_account:
            shutil.chown(folder, "postgres")
        _run(
            as_account,
            programs / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
        )
        # Nothing here has to outlive a power cut.
        options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off"
        control = [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
        _run(as_account, *control, "-o", options, "start")
        try:
            url = f"postgresql://postgres@/tilannekuva?host={quote(str(folder))}"
            return subprocess.call(command, env={**os.environ, "TILANNEKUVA_TEST_DATABASE_URL": url})
        finally:
            _run(as_account, *control, "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of the newest server: Debian keeps its programs off the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name))
    return folders[-1] if folders else None


def _run(as_account: list[str], *command: str | Path) -> None:
    subprocess.run([*as_account, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
