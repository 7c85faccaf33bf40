"""Reading the Markdown of the repository: its files, links, headings and blocks of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

CHECKOUT = Path(__file__).resolve().parents[2]
# Where texts stand; what is installed or made beside them is not ours.
_FOLDERS = ("docs", "cities", "tests", "src", "benchmarks", "tools", "deploy")

_FENCE = re.compile(r"^( *)```([^\n]*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^(https?|mailto):")


def documents() -> list[Path]:
    """Every Markdown file of the repository."""
    found = [*CHECKOUT.glob("*.md")]
    for folder in _FOLDERS:
        found += (CHECKOUT / folder).rglob("*.md")
    inside = {path: path.relative_to(CHECKOUT).parts for path in found}
    return sorted(path for path, parts in inside.items() if not any(part.startswith(".") for part in parts))


def prose(path: Path) -> str:
    """The text without its blocks of code, in which a bracket is no link and a number sign no heading."""
    return _FENCE.sub("", path.read_text("utf-8"))


def links(path: Path) -> list[str]:
    """The targets of links and pictures, except those that lie outside the repository."""
    targets = _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(path)))
    return [target for target in targets if not ELSEWHERE.match(target)]


def anchors(path: Path) -> set[str]:
    """The names under which the headings can be linked to."""
    headings = [re.sub(r"[^\w\- ]", "", heading).lower() for heading in _HEADING.findall(prose(path))]
    return {heading.replace(" ", "-") for heading in headings}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the words after the fence, and what stands inside."""

    words: tuple[str, ...]
    text: str


def blocks(path: Path) -> list[Block]:
    found = _FENCE.findall(path.read_text("utf-8"))
    return [Block(tuple(words.split()), dedent(text)) for _indent, words, text in found]


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a block that is run, and what it is said to print."""

    command: str
    printed: str
    fails: bool


def steps(path: Path) -> Iterator[Step]:
    """The commands of the blocks marked `console run`; `fails` marks those that are meant to be refused."""
    for block in blocks(path):
        if block.words[:2] == ("console", "run"):
            for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
                command, _, printed = part.partition("\n")
                yield Step(command, printed, fails="fails" in block.words)


def is_as_printed(told: str, seen: str) -> bool:
    """Whether an output is the one told. A line `…` stands for any lines, `…` in a line for anything in it."""
    told = re.escape(told.rstrip("\n")).replace("\\\n", "\n")
    pattern = re.sub(r"^…\n", r"(?:[^\\n]*\\n)*?", told + "\n", flags=re.MULTILINE).replace("…", "[^\n]*")
    return re.fullmatch(pattern, seen.rstrip("\n") + "\n") is not None
