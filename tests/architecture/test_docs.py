"""The documents tell the truth: their examples run as printed, and their links lead somewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .documents import CHECKOUT, Step, anchors, blocks, documents, is_as_printed, links, steps

WITH_EXAMPLES = [path for path in documents() if any(steps(path))]


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def _run(step: Step, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        ["bash", "-c", step.command],
        cwd=folder,
        env=environment,
        text=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )


def test_there_are_examples() -> None:
    assert "docs/tutorial/your-own-incidents.md" in map(_name, WITH_EXAMPLES)


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=_name)
def test_examples_print_what_the_document_says(path: Path, tmp_path: Path) -> None:
    """One after the other, in a copy of the document's folder, as a reader would."""
    folder = tmp_path / "reader"
    shutil.copytree(path.parent, folder)
    for step in steps(path):
        done = _run(step, folder)
        assert (done.returncode != 0) == step.fails, f"{step.command}\n{done.stdout}"
        assert is_as_printed(step.printed, done.stdout), f"{step.command} printed:\n{done.stdout}"


def test_code_that_is_shown_is_the_code_that_is_run() -> None:
    """A block marked `python of <file>` stands in that file, word for word."""
    shown = [(path, block) for path in documents() for block in blocks(path) if block.words[1:2] == ("of",)]
    assert shown
    for path, block in shown:
        assert block.text in (path.parent / block.words[2]).read_text("utf-8"), f"{_name(path)}: {block.text}"


@pytest.mark.parametrize(
    ("told", "seen", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("…\nb\n", "x\ny\nb\n", True),
        ("…\nb\n", "b\n", True),
        ("a\n…\n", "a\nx\n", True),
        ("a\n…\nc\n", "a\nx\nd\n", False),
        ("at …/, once (a+)\n", "at http://localhost/, once (a+)\n", True),
        ("at …, once\n", "at\nhome, once\n", False),
    ],
)
def test_an_output_is_compared_as_told(told: str, seen: str, same: bool) -> None:
    assert is_as_printed(told, seen) is same


def test_links_lead_to_files_and_headings() -> None:
    found = documents()
    assert len(found) > 15
    broken = []
    for path in found:
        for target in links(path):
            file_name, _, anchor = target.partition("#")
            goal = (path.parent / file_name).resolve() if file_name else path
            if not goal.exists() or (anchor and anchor not in anchors(goal)):
                broken.append(f"{_name(path)}: {target}")
    assert broken == []
