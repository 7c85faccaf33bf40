"""Serving an installation: web processes with threads, one worker process beside them."""

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

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
WEB_PROCESSES = 2
"""A page that takes long keeps one of them busy, and reports still come in through the other."""
_THREADS = 4


def told_address(path: str, home: Path) -> list[str]:
    """Lines that tell at which address a page of an installation is opened, and what has to run for it.

    Behind a proxy it is the proxy's. Else it is that of `serve` without options; whoever gives it others is
    told by `serve` itself what to put in its place.
    """
    from django.conf import settings

    outside = next(iter(settings.CSRF_TRUSTED_ORIGINS), None)
    site = outside or _site(DEFAULT_HOST, DEFAULT_PORT)
    lines = [f"  {site}{path}", f"It opens while this runs: tilannekuva serve --home {home}"]
    if outside is None:
        lines.append(f"With another --host or --port, put the address that serve prints in place of {site}")
    return lines


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
    say(f"Serving at {_site(host, port)}/{entrance}  (stop with Ctrl+C)")
    web = subprocess.Popen(web_command(host, port), env=environment)

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


def web_command(host: str, port: int) -> list[str]:
    """The program line of the web server."""
    return [
        sys.executable, "-m", "gunicorn", "tilannekuva.project.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", str(WEB_PROCESSES), "--threads", str(_THREADS), "--log-level", "warning",
    ]  # fmt: skip


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


def _site(host: str, port: int) -> str:
    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"
