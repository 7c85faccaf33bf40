"""publiccode.yml says of the program what the program says of itself, and nothing that nobody knows yet."""

from __future__ import annotations

import re
from typing import Any

import tilannekuva

from .documents import CHECKOUT

TEXT = (CHECKOUT / "publiccode.yml").read_text("utf-8")


def value(key: str) -> str:
    """The value of a key at the beginning of a line: the file is flat enough."""
    [found] = re.findall(rf'(?m)^{key}: "?([^"\n]*)"?$', TEXT)
    return str(found)


def items(key: str) -> list[str]:
    """The list under a key, at whatever depth."""
    [block] = re.findall(rf"(?m)^ *{key}:\n((?: *- .*\n?)+)", TEXT)
    return re.findall(r"- (\S+)", block)


def test_version_and_languages_are_those_of_the_program(settings: Any) -> None:
    assert value("softwareVersion") == tilannekuva.__version__
    assert set(items("availableLanguages")) == {code for code, _name in settings.LANGUAGES}


def test_what_it_reads_and_writes_is_told() -> None:
    assert "text/csv" in items("inputTypes")
    assert "application/pdf" in items("outputTypes")


def test_no_address_is_invented() -> None:
    """Where the code will live and whom to write to nobody knows yet; the head of the file says so."""
    assert not re.search(r"(?m)^\s*(url|landingURL|contacts|email):", TEXT)
    assert "`url` and `maintenance/contacts`" in TEXT
