"""Serving an installation: one web process with threads, one worker process beside it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

from tilannekuva.domain.errors import BadInput
from tilannekuva.project.installation import HOME_VARIABLE

from .screen import say


def serve(home: Path, *, host: str, port: int, with_worker: bool, entrance: str = "") -> int:
    """Serve until interrupted, telling the address with its `entrance`. Returns the server's exit code."""
    _check_port(host, port)
    environment = {**os.environ, HOME_VARIABLE: str(home.resolve())}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    worker = None
    if with_worker:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tilannekuva", "work", "--home", str(home)], env=environment
        )
    say(f"Serving at http://{_shown(host)}:{port}/{entrance}  (stop with Ctrl+C)")
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "tilannekuva.project.wsgi:application",
            "--bind",
            f"{host}:{port}",
            "--threads",
            "4",
            "--log-level",
            "warning",
        ],
        env=environment,
    )

    def stop(_number: int, _frame: FrameType | None) -> None:
        web.terminate()

    signal.signal(signal.SIGTERM, stop)
    try:
        return web.wait()
    except KeyboardInterrupt:
        web.terminate()
        return web.wait()
    finally:
        if worker is not None:
            worker.terminate()
            worker.wait()


def _check_port(host: str, port: int) -> None:
    """Raises BadInput when somebody else listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise BadInput(
                f"Port {port} cannot be used ({error.strerror})",
                "--port",
                "Name another one, such as --port 8001.",
            ) from None


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
