"""Showing one picture in a browser on this machine: a few files from memory, and nothing else.

The files never touch the disk, so nothing is left behind, however the program ends.
"""

from __future__ import annotations

import errno
import signal
import sys
import webbrowser
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from types import FrameType
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput

from .screen import say

HOST = "127.0.0.1"
PAGE = "picture.html"
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".csv": "text/csv; charset=utf-8",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# The page brings its own policy, which lets in its own parts by their hash. This adds what a page cannot
# say of itself; the two hold together.
_PAGE_POLICY = "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


class PictureServer(ThreadingHTTPServer):
    """Answers on the loopback address with the files it was given by name."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__((HOST, port), _PictureHandler)
        self.files: Mapping[str, bytes] = {}

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    def answers_to(self, host: str) -> bool:
        """Whether a browser that asks for this host means us.

        A foreign page can point a name of its own at the loopback address: it would then read the
        picture as if it were part of itself.
        """
        return host in (f"{HOST}:{self.server_port}", f"localhost:{self.server_port}")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _PictureHandler(BaseHTTPRequestHandler):
    server: PictureServer
    server_version = "tilannekuva"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *values: object) -> None:
        """Who looked at what is nobody's business, and the screen is for the address."""

    def _answer(self, *, with_body: bool) -> None:
        name = self.path.partition("?")[0].removeprefix("/") or PAGE
        content = self.server.files.get(name)
        if not self.server.answers_to(self.headers.get("Host", "")):
            status, content = HTTPStatus.MISDIRECTED_REQUEST, None
        else:
            status = HTTPStatus.NOT_FOUND if content is None else HTTPStatus.OK
        if content is None:
            name, content = "", f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        for header, value in (_HEADERS | _headers_of(name)).items():
            self.send_header(header, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if with_body:
            self.wfile.write(content)


def _headers_of(name: str) -> dict[str, str]:
    headers = {
        "Content-Type": _TYPES.get(PurePosixPath(name).suffix, "text/plain; charset=utf-8"),
        "Content-Security-Policy": _PAGE_POLICY if name == PAGE else _FILE_POLICY,
    }
    if name and name != PAGE:
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return headers


def open_server(port: int) -> PictureServer:
    """Take the port (0: any that is free). Raises BadInput when it cannot be had."""
    try:
        return PictureServer(port)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise BadInput(
            (_("Port %(port)d is taken by another program") if taken else _("Port %(port)d cannot be used"))
            % {"port": port},
            "--port",
            _("Choose another, or --port 0 for any that is free."),
        ) from None


def show(server: PictureServer, files: Mapping[str, bytes], *, open_browser: bool) -> None:
    """Serve the files until Ctrl+C or SIGTERM. The browser is opened only where a person watches."""
    server.files = files
    signal.signal(signal.SIGTERM, _stop)
    try:
        say()
        say(_("The picture is at %(address)s  (stop with Ctrl+C)") % {"address": server.address})
        for name in files:
            if name != PAGE:
                say(f"  {server.address}{name}")
        if open_browser and sys.stdout.isatty():
            webbrowser.open(server.address)
        server.serve_forever()
    except KeyboardInterrupt:
        say(_("Stopped."))


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
