"""Starting an installation: what is refused before anything runs, and who can read its database."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tilannekuva.console.serving import serve
from tilannekuva.domain.errors import BadInput

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.enable_socket
def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *_args, **_more: pytest.fail("something was started"))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BadInput, match=f"Port {port} cannot be used"):
            serve(tmp_path, host="127.0.0.1", port=port, with_worker=True)


def test_only_its_owner_can_read_the_database(tmp_path: Path) -> None:
    home = tmp_path / "city"
    prepare = (
        "from pathlib import Path\n"
        "from tilannekuva.console.django_setup import prepare_installation, start_installed\n"
        "from tilannekuva.project.installation import create\n"
        f"home = Path({str(home)!r})\n"
        "create(home, city_folder=Path('cities/blackpool'), demo=False)\n"
        "start_installed(home)\n"
        "prepare_installation()\n"
    )
    kept = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "-c", prepare], check=True, cwd=CHECKOUT, env=kept)
    for name in ("tilannekuva.sqlite3", "secret_key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
