"""Asking the programs of the field, in an environment of their own: what they answer, and how long it takes them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from ..process import CHECKOUT

_PYTHON = CHECKOUT / "var" / "peers" / "bin" / "python"
NOT_THERE = (
    "pointpats, esda and pymannkendall are not installed here (`make bench` does): nothing beside ours."
)


def ask(program: str, **arrays: NDArray[np.generic]) -> Mapping[str, float] | None:
    """Run `benchmarks/peers/<program>.py` on these arrays and read the numbers it prints; None without peers."""
    if not _PYTHON.exists():
        return None
    with TemporaryDirectory() as folder:
        np.savez(Path(folder) / "arrays.npz", **arrays)
        ran = subprocess.run(
            [
                str(_PYTHON),
                "-W",
                "ignore",
                str(Path(__file__).parent / f"{program}.py"),
                str(Path(folder) / "arrays.npz"),
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
    if ran.returncode:
        raise SystemExit(f"{program} could not be asked:\n{ran.stderr[-2000:]}")
    answer: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return answer
