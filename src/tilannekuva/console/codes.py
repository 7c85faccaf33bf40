"""Codes that a person makes up: short names for files and commands."""

from __future__ import annotations

import re

from tilannekuva.domain.errors import BadInput

_CODE = re.compile(r"[A-Za-z0-9_-]{1,60}")


def check_code(code: str, option: str) -> None:
    """Raises BadInput unless `code` has nothing but what every file system and address can hold."""
    if not _CODE.fullmatch(code):
        raise BadInput(
            f"{code[:60]!r} cannot be a code",
            option,
            "Use letters from a to z, digits, - and _ alone, 60 at most, such as youth_services.",
        )
