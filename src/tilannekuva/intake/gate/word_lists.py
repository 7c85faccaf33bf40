"""The lists of words beside this module: compiled by hand, one line of explanation each."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def listed(name: str) -> frozenset[str]:
    """The words of `words/<name>.txt`; lines that begin with # explain."""
    lines = files(__package__).joinpath("words", f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
