"""The benchmarks are run by hand and seldom: here only that each of them can still be loaded, and all are listed."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.__main__ import NAMES

FOLDER = Path(__file__).parents[2] / "benchmarks"


def test_every_benchmark_is_among_those_that_are_run() -> None:
    def has_main(path: Path) -> bool:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)

    assert {path.stem for path in FOLDER.glob("*.py") if has_main(path)} - {"__main__"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_benchmark_finds_all_that_it_uses(name: str) -> None:
    module = import_module(f"benchmarks.{name}")
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))):
        # Modules of which a function is used by name, such as the slow twins.
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = getattr(module, node.value.id, None)
            if owner is not None and hasattr(owner, "__file__"):
                assert hasattr(owner, node.attr), f"{node.value.id}.{node.attr}"
