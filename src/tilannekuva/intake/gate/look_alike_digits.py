"""Letters that are typed for digits: O for nought, l and I for one."""

from __future__ import annotations

import re

_RUN = re.compile(r"(?<![^\W\d_])[\doOlI]{2,}")
_DIGITS = str.maketrans("oOlI", "0011")


def with_digits(text: str) -> str:
    """The text with these letters as digits where they stand among digits; every character keeps its place."""
    return _RUN.sub(_read, text)


def _read(run: re.Match[str]) -> str:
    written = run.group()
    n_digits = sum(map(str.isdecimal, written))
    return written.translate(_DIGITS) if 2 * n_digits >= len(written) else written
