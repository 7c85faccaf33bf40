"""Starting an installation: what is refused before anything runs, and who can read its database."""

from __future__ import annotations

import inspect
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tilannekuva.console import city_commands
from tilannekuva.console.serving import serve, told_address
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


def _default_of(verb: Callable[..., object], option: str) -> Any:
    return inspect.signature(verb).parameters[option].default


def test_the_address_that_is_told_is_the_one_at_which_the_told_command_serves(settings: Any) -> None:
    """`init` knows of no port; what it prints holds for the command that it prints, and says so."""
    settings.CSRF_TRUSTED_ORIGINS = []
    host, port = _default_of(city_commands.serve, "host"), _default_of(city_commands.serve, "port")
    assert host == "127.0.0.1"  # shown as localhost
    address, command, otherwise = told_address("/invitation/x", Path("var/blackpool"))
    assert address == f"  http://localhost:{port}/invitation/x"
    assert command.endswith("tilannekuva serve --home var/blackpool")
    assert "--port" in otherwise
    assert f"http://localhost:{port}" in otherwise


def test_behind_a_proxy_its_address_is_told(settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://picture.example.org"]
    address, command = told_address("/invitation/x", Path("var/blackpool"))
    assert address == "  https://picture.example.org/invitation/x"
    assert "localhost" not in command
