"""One word per concept, and no label on an area or a group."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

import tilannekuva
from tilannekuva.domain.labels import label_in
from tilannekuva.web.doors import all_patterns

from .words import MODULES_WITH_WORDS_OF_OTHERS, forbidden_term, forbidden_word

PACKAGE = Path(tilannekuva.__file__).parent


def _modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def _templates() -> list[Path]:
    return sorted(path for kind in ("*.html", "*.typ", "*.txt") for path in PACKAGE.rglob(kind))


def _identifiers(module: Path) -> set[str]:
    names: set[str] = set(module.relative_to(PACKAGE).with_suffix("").parts)
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


def _sentences(module: Path) -> list[str]:
    """Texts for people, and docstrings: every string with a space in it."""
    return [
        node.value
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    ]


def _words_of_template(path: Path) -> str:
    """What a person reads: the text between the tags, the texts to translate, titles and labels."""
    source = path.read_text("utf-8")
    translated = re.findall(r"""{%\s*trans(?:late)?\s+(["'])(.*?)\1""", source)
    read_aloud = re.findall(r"""\b(?:aria-label|title|alt|placeholder)="([^"{]*)""", source)
    between = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}|<[^>]*>", " ", source, flags=re.DOTALL)
    return " ".join([between, *(text for _quote, text in translated), *read_aloud])


def _texts_of_cities() -> Iterator[Path]:
    yield from sorted((settings.CHECKOUT / "cities").rglob("*.toml"))


def _catalogues() -> list[Path]:
    return sorted((PACKAGE / "locale").rglob("*.po"))


def test_identifiers_use_the_words_of_the_glossary() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}: {name} (say {word})"
        for path in _modules()
        if not path.relative_to(PACKAGE).as_posix().startswith(MODULES_WITH_WORDS_OF_OTHERS)
        for name in sorted(_identifiers(path))
        if (word := forbidden_word(name))
    ]
    assert wrong == []


def test_addresses_use_the_words_of_the_glossary() -> None:
    ours = [pattern for pattern in all_patterns() if pattern.callback.__module__.startswith("tilannekuva.")]
    assert ours
    wrong = [
        f"{pattern.name} {pattern.pattern}"
        for pattern in ours
        if forbidden_word(pattern.name or "") or forbidden_word(re.sub(r"\W+", "_", str(pattern.pattern)))
    ]
    assert wrong == []


def test_pages_use_the_words_of_the_glossary() -> None:
    assert _templates()
    wrong = [
        f"{path.relative_to(PACKAGE)}: {word}"
        for path in _templates()
        if (word := forbidden_term(_words_of_template(path)))
    ]
    assert wrong == []


@pytest.mark.req("L-04")
def test_no_label_on_an_area_or_a_group_in_what_people_read() -> None:
    texts = {path: _words_of_template(path) for path in _templates()}
    texts |= {path: path.read_text("utf-8") for path in [*_texts_of_cities(), *_catalogues()]}
    # The statistics are read by those who know the methods by the names that their sources gave them.
    # The list of the labels itself is no text.
    modules = [path for path in _modules() if "stats" not in path.parts]
    texts |= {path: "\n".join(_sentences(path)) for path in modules}
    assert len(texts) > 100
    assert [f"{path}: {label}" for path, text in texts.items() if (label := label_in(text))] == []


@pytest.mark.req("L-04")
@pytest.mark.parametrize(
    "text",
    [
        *(
            "a crime-prone suburb",
            "High-risk area",
            "this problem neighbourhood",
            "the hotspot at the station",
        ),
        *(
            "Riskialueet kartalla",
            "ongelma-alue",
            "ongelmalähiöissä",
            "levoton lähiö",
            "maahanmuuttajajengit",
        ),
        *("ett riskområde", "problemområdet", "särskilt utsatta områden", "kriminella gäng"),
    ],
)
def test_labels_are_found_in_three_languages(text: str) -> None:
    assert label_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "More street drug trade reported around Itäkeskus than expected",
        "Katujen valaistus alueella",
        "Fler signaler än väntat i området",
        "We cannot say how large the risk of error is",
    ],
)
def test_plain_sentences_pass(text: str) -> None:
    assert label_in(text) is None


@pytest.mark.parametrize(
    "name", ["AlertRow", "hotspots", "alerts_by_area", "VictimName", "prediction", "dashboard"]
)
def test_synonyms_are_found(name: str) -> None:
    assert forbidden_word(name)


@pytest.mark.parametrize("name", ["alarm", "finding", "area", "marking", "edition", "measure", "alertness"])
def test_words_of_the_glossary_pass(name: str) -> None:
    assert forbidden_word(name) is None
