"""`look --serve`: one picture for a browser on this machine, and nothing left behind."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .conftest import Command

# To the server that the test itself has started.
pytestmark = pytest.mark.enable_socket

CONTENT = "time,latitude,longitude\n2026-03-01,60.17,24.92\n2026-03-02,60.17,24.93\n,60.17,24.93\n"


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The running command and its port, for a file of incidents that it finds in the folder."""
    (folder / "incidents.csv").write_text(CONTENT)
    process = subprocess.Popen(
        [sys.executable, "-m", "tilannekuva", "look", "incidents.csv", "--serve", "--port", "0", *options],
        cwd=folder,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        said = ""
        for said in process.stdout:
            if said.startswith("The picture is at http://127.0.0.1:"):
                break
        yield process, int(said.split(":")[2].split("/")[0])
        process.terminate()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a command that serves while the tests of this module run."""
    with serving(tmp_path_factory.mktemp("served")) as (_process, port):
        yield port


def ask(
    port: int, path: str, method: str = "GET", host: str | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, path, headers={"Host": host} if host else {})
    response = connection.getresponse()
    return response, response.read()


def test_the_page_and_its_neighbours_are_served(port: int) -> None:
    page, html = ask(port, "/")
    assert page.status == 200
    assert html.startswith(b"<!doctype html>")
    assert b'href="picture.pdf"' in html
    assert b'href="picture.json"' in html
    assert page.getheader("Content-Security-Policy", "").startswith("frame-ancestors 'none'")
    for name, begins in (
        ("picture.json", b"{"),
        ("picture.pdf", b"%PDF"),
        ("rejected_rows.csv", b"row,column,reason\n4,time,no time\n"),
    ):
        response, content = ask(port, f"/{name}")
        assert response.status == 200
        assert content.startswith(begins)
        assert response.getheader("Content-Disposition") == f'attachment; filename="{name}"'
        assert response.getheader("X-Content-Type-Options") == "nosniff"
        assert response.getheader("Cache-Control") == "no-store"
        head, nothing = ask(port, f"/{name}", "HEAD")
        assert (head.status, nothing) == (200, b"")
        assert head.getheader("Content-Length") == str(len(content))
    assert json.loads(ask(port, "/picture.json")[1])["basis"]["n_signals"] == 2


@pytest.mark.parametrize(
    "path", ["/incidents.csv", "/../incidents.csv", "/..%2Fincidents.csv", "//etc/passwd", "/.", "/picture"]
)
def test_nothing_else_is_served(port: int, path: str) -> None:
    response, content = ask(port, path)
    assert response.status == 404
    assert content == b"404 Not Found\n"


def test_a_foreign_name_for_this_machine_is_not_answered(port: int) -> None:
    assert ask(port, "/", host=f"localhost:{port}")[0].status == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}"):
        response, content = ask(port, "/", host=host)
        assert (response.status, len(content)) == (421, 24)


def test_nothing_can_be_sent(port: int) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert ask(port, "/", method)[0].status == 501


def test_a_taken_port_is_told_before_the_work(port: int, tmp_path: Path, command: Command) -> None:
    # There is no such file: the port is looked at first.
    done = command("look", tmp_path / "not_there.csv", "--serve", "--port", port)
    assert done.complained(f"Port {port} is taken", "--port", "0 for any that is free")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_to_and_leaves_nothing(tmp_path: Path, ending: signal.Signals) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(tmp_path, TMPDIR=str(temporary)) as (process, port):
        process.send_signal(ending)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("Stopped.\n")
    with pytest.raises(ConnectionRefusedError):
        ask(port, "/")
    assert {path.name for path in tmp_path.iterdir()} == {"incidents.csv", "temporary"}
    assert not list(temporary.iterdir())


def test_with_a_folder_it_also_writes(tmp_path: Path) -> None:
    with serving(tmp_path, "--out", "."):
        written = {path.name for path in tmp_path.iterdir()} - {"incidents.csv"}
    assert written == {"picture.html", "picture.json", "picture.pdf", "rejected_rows.csv"}
    # Alone, a page must not point to neighbours that may not be there.
    assert b'href="picture.pdf"' not in (tmp_path / "picture.html").read_bytes()
