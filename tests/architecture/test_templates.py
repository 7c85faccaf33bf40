"""Templates live under the strict content security policy, and stay short (C-17)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tilannekuva

PACKAGE = Path(tilannekuva.__file__).parent
LONGEST_TEMPLATE_LINES = 80

# The file that opens without a server carries its style and scripts inside, allowed by their hashes.
OFFLINE = "publication/templates/publication/offline"

TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
ON_PAGES = [path for path in TEMPLATES if not path.relative_to(PACKAGE).as_posix().startswith(OFFLINE)]

INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script in the page": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/json)[^>]*>", re.IGNORECASE
    ),
    "a script in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=|javascript:", re.IGNORECASE),
    "an address of somebody else": re.compile(r"\b(src|href|action)\s*=\s*[\"'](https?:)?//", re.IGNORECASE),
}


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.mark.req("C-17")
@pytest.mark.parametrize("what", INLINE)
def test_no_page_holds_what_the_policy_forbids(what: str) -> None:
    assert ON_PAGES
    assert [_name(path) for path in ON_PAGES if INLINE[what].search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("what", "markup"),
    [
        ("a style attribute", '<p class="a" style="color: red">'),
        ("a style element", "<style>"),
        ("a script in the page", "<script>run()</script>"),
        ("a script in an attribute", '<button onclick="run()">'),
        ("an address of somebody else", '<img src="https://elsewhere.example/a.png">'),
    ],
)
def test_forbidden_markup_is_found(what: str, markup: str) -> None:
    assert INLINE[what].search(markup)


def test_every_form_that_writes_carries_its_token() -> None:
    forms = re.compile(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", re.IGNORECASE | re.DOTALL)
    wrong = [
        _name(path)
        for path in TEMPLATES
        for form in forms.findall(path.read_text("utf-8"))
        if "csrf_token" not in form
    ]
    assert wrong == []


def test_templates_stay_short() -> None:
    long = {
        _name(path): n
        for path in TEMPLATES
        if (n := path.read_text("utf-8").count("\n")) > LONGEST_TEMPLATE_LINES
    }
    assert long == {}
