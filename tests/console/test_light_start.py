"""A verb loads what it needs: the help and the server know nothing of the arithmetic."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numba", "numpy", "polars", "pyproj", "scipy", "shapely", "tilannekuva.stats", "typst", "vl_convert")
CITY = Path(__file__).parents[2] / "cities" / "blackpool"
ON_EXIT = f"""
import atexit, sys
atexit.register(lambda: print("loaded:", [name for name in {HEAVY} if name in sys.modules]))
"""


def loaded_by(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ON_EXIT + code], capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("installation") / "home"
    init = ["init", "--city", CITY, "--home", home, "--administrator", "a@example.invalid", "--name", "Anna"]
    subprocess.run(
        [sys.executable, "-m", "tilannekuva", *map(str, init)], check=True, capture_output=True, timeout=300
    )
    return home


def test_the_help_is_light() -> None:
    code = 'import sys; sys.argv = ["tilannekuva", "--help"]\nfrom tilannekuva.console.main import run; run()'
    assert loaded_by(code) == "loaded: []"


@pytest.mark.parametrize(
    "content", ["", "colour,shape\nred,round\n", "time,latitude,longitude\n,60.17,24.9\n"]
)
def test_a_file_that_is_refused_is_refused_before_the_arithmetic_is_loaded(
    tmp_path: Path, content: str
) -> None:
    file = tmp_path / "incidents.csv"
    file.write_text(content)
    code = f'import sys; sys.argv = ["tilannekuva", "look", {str(file)!r}]\n'
    loaded = loaded_by(code + "from tilannekuva.console.main import run; run()")
    assert loaded.startswith("loaded: ")
    for heavy in ("numba", "scipy", "tilannekuva.stats", "typst", "vl_convert"):
        assert f"'{heavy}'" not in loaded


def test_serving_is_light(home: Path) -> None:
    # Everything that `serve` does before it hands over to the web process.
    assert (
        loaded_by(f"""
from pathlib import Path
from tilannekuva.console import city_commands
city_commands.serve_installation = lambda *args, **options: 0
try:
    city_commands.serve(Path({str(home)!r}))
except Exception as error:
    assert type(error).__name__ == "Exit", error
""")
        == "loaded: []"
    )


def test_a_web_process_is_light_after_its_first_page(home: Path) -> None:
    assert (
        loaded_by(f"""
import os
os.environ["TILANNEKUVA_HOME"] = {str(home)!r}
from tilannekuva.project.wsgi import application
from django.test import Client
assert Client(HTTP_HOST="localhost").get("/", follow=True).status_code == 200
""")
        == "loaded: []"
    )


def test_a_worker_with_nothing_to_do_says_so(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tilannekuva", "work", "--once", "--home", home],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    assert done.stdout == "Nothing was due, so nothing was done.\n"


def test_a_worker_that_finds_nothing_due_stays_light(home: Path) -> None:
    code = f'import sys; sys.argv = ["tilannekuva", "work", "--once", "--home", {str(home)!r}]\n'
    assert loaded_by(code + "from tilannekuva.console.main import run; run()") == "loaded: []"
