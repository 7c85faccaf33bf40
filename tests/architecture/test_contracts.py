"""The house keeps its order: imports, foreign keys, names of packages, and what the web process loads."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

import tilannekuva

PACKAGE = Path(tilannekuva.__file__).parent
CHECKOUT = settings.CHECKOUT
PYPROJECT = CHECKOUT / "pyproject.toml"

# From the lowest to the highest: each may point at what stands before it.
ORDER = [
    "audit",
    "accounts",
    "places",
    "intake",
    "policy",
    "detection",
    "picture",
    "response",
    "evaluation",
    "publication",
    "web",
]
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "services", "managers", "misc", "tools"}


def test_import_contracts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CHECKOUT)
    assert lint_imports(config_filename=str(PYPROJECT), no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_contract_has_an_exception() -> None:
    """An import that is ignored is a rule that does not hold."""
    contracts = read_configuration(str(PYPROJECT))["contracts_options"]
    assert contracts
    assert [contract["name"] for contract in contracts if contract.get("ignore_imports")] == []


def test_layers_are_in_the_order_of_the_house() -> None:
    contracts = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["type"] == "layers")
    assert layers["exhaustive"] is True
    names = [name.strip("() ") for layer in reversed(layers["layers"]) for name in layer.split("|")]
    assert [name for name in names if name in ORDER] == ORDER


def test_foreign_keys_point_down() -> None:
    """A lazy string key is invisible to the import contracts."""
    ours = {
        config.label: config for config in apps.get_app_configs() if config.name.startswith("tilannekuva.")
    }
    assert set(ours) <= set(ORDER)
    wrong = [
        f"{model.__name__}.{field.name} -> {target._meta.label}"
        for label, config in ours.items()
        for model in config.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and (target := field.related_model) is not None
        if target._meta.app_label in ours and ORDER.index(target._meta.app_label) > ORDER.index(label)
    ]
    assert wrong == []


def test_no_package_is_named_for_nothing() -> None:
    named = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.stem in NAMES_OF_NOTHING and "__pycache__" not in path.parts
    ]
    assert named == []


def test_every_app_has_the_same_five_parts() -> None:
    """Checked for apps with models of their own."""
    for config in apps.get_app_configs():
        if config.name.startswith("tilannekuva.") and list(config.get_models()):
            folder = Path(config.path)
            assert (folder / "migrations" / "0001_initial.py").is_file(), config.label
            assert (folder / "actions.py").is_file() or (folder / "actions").is_dir(), config.label
            # The audit is read through its model alone until it has a page.
            assert config.label == "audit" or (folder / "queries.py").is_file(), config.label


def test_nothing_below_the_web_knows_a_request() -> None:
    knowing = [
        path.relative_to(PACKAGE).as_posix()
        for app in [*ORDER[:-1], "domain", "stats", "console"]
        for path in (PACKAGE / app).rglob("*.py")
        if "django.http" in path.read_text(encoding="utf-8")
    ]
    assert knowing == []


def test_the_web_process_starts_without_the_arithmetic() -> None:
    """All views are loaded; 130 MiB of arithmetic and geometry are not."""
    code = (
        "import sys, django; django.setup()\n"
        "from django.core.wsgi import get_wsgi_application; get_wsgi_application()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns; get_resolver().reverse_dict\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tilannekuva.project.settings.tests"}
    process = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert process.returncode == 0, process.stderr
    loaded = process.stdout.split()
    assert "tilannekuva" in loaded
    heavy = {"numba", "numpy", "polars", "pyproj", "scipy", "shapely", "typst", "vl_convert"}
    assert heavy.isdisjoint(loaded), heavy.intersection(loaded)
