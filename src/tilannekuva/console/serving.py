"""Serving an installation: one web process with threads, one worker process beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

from tilannekuva.project.installation import HOME_VARIABLE

from .screen import say


def serve(home: Path, *, host: str, port: int, with_worker: bool) -> int:
    """Serve until interrupted. Returns the exit code of the web server."""
    environment = {**os.environ, HOME_VARIABLE: str(home.resolve())}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    worker = None
    if with_worker:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tilannekuva", "work", "--home", str(home)], env=environment
        )
    say(f"Serving at http://{_shown(host)}:{port}/  (stop with Ctrl+C)")
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


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
