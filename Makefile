# Every command of the project. `make` lists them.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup demo test check lock

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/ready  ## set everything up inside this folder: .venv, node_modules, the font

.venv/ready: requirements.lock package-lock.json pyproject.toml tools/fonts.py tools/vendor.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --omit=dev
	$(BIN)/python tools/fonts.py
	$(BIN)/python tools/vendor.py
	touch $@

demo: setup  ## build the demo city once, and serve it
	$(BIN)/tilannekuva demo

test: setup  ## run the tests
	$(BIN)/pytest

check: setup  ## format, lint, types, import contracts, migrations
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tilannekuva.project.settings.tests $(BIN)/python -m django makemigrations --check --dry-run

lock:  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet --output-file requirements.lock
