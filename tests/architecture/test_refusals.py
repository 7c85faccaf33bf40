"""What a person is refused at the console is told in their language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tilannekuva

PACKAGE = Path(tilannekuva.__file__).parent

# Where everything that is refused passes through gettext. The others speak before a language is chosen, or
# to whoever writes the folder of a city.
TRANSLATED = [
    *sorted((PACKAGE / "intake" / "importers").glob("*.py")),
    *(PACKAGE / "places" / f"{name}.py" for name in ("areas_file", "area_features", "area_columns")),
    *(
        PACKAGE / "places" / f"{name}.py"
        for name in ("centres_file", "coordinates", "crs_member", "text_file")
    ),
    *(PACKAGE / "console" / f"{name}.py" for name in ("looking", "look_request", "look_arrays", "importing")),
    *(PACKAGE / "console" / f"{name}.py" for name in ("picture_server", "organisations")),
    PACKAGE / "publication" / "folder.py",
]


def untranslated(source: str) -> Iterator[int]:
    """The lines of refusals whose reason or next step is written as it is, in English."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(
                func=ast.Name(id="BadInput" | "NoRowTaken" | "EveryPointOutside"), args=[what, *rest]
            ):
                steps = rest[1:2]
                for part in (what, *steps):
                    is_text = isinstance(part, ast.Constant) and part.value != ""
                    is_assembled = isinstance(part, ast.JoinedStr) and any(
                        isinstance(each, ast.Constant) and any(map(str.isalpha, str(each.value)))
                        for each in part.values
                    )
                    if is_text or is_assembled:
                        yield node.lineno


@pytest.mark.parametrize("path", TRANSLATED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_refusal_can_be_translated(path: Path) -> None:
    assert list(untranslated(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "call",
    [
        'BadInput("The file is empty", where, _("Give another."))',
        'BadInput(_("The file is empty"), where, "Give another.")',
        'BadInput(f"Line {n} is empty", where)',
        'NoRowTaken("None", "", "", rejected=rejected)',
    ],
)
def test_a_refusal_in_english_alone_would_be_found(call: str) -> None:
    assert list(untranslated(call)) == [1]
