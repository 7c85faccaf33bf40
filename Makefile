# Every command of the project. `make` lists them.
PYTHON ?= python3
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
	--no-header --python-version 3.11 --quiet
CATALOGUES := $(wildcard src/tilannekuva/locale/*/LC_MESSAGES/django.po)

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-journeys test-stats test-all bench check lock messages

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/catalogues  ## set everything up inside this folder: .venv, node_modules, the font

.venv/ready: requirements.lock package-lock.json pyproject.toml tools/fonts.py tools/vendor.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip sync --quiet --python $(BIN)/python requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --omit=dev --loglevel=error
	$(BIN)/python tools/fonts.py
	$(BIN)/python tools/vendor.py
	touch $@

.venv/catalogues: .venv/ready tools/messages.py $(CATALOGUES)
	$(BIN)/python tools/messages.py compile
	touch $@

demo: setup  ## build the demo city once, and serve it
	$(BIN)/tilannekuva demo

test: setup  ## run the tests
	$(BIN)/pytest --numprocesses auto

test-journeys: setup  ## drive the running product in a browser
	$(BIN)/pytest tests/journeys -m journey

test-stats: setup  ## run the tests of the statistics where Django is not installed
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python var/stats-only
	$(BIN)/uv pip install --quiet --python var/stats-only/bin/python --constraint requirements.lock \
		numpy scipy numba pytest pytest-xdist hypothesis
	PYTHONPATH=src var/stats-only/bin/python -m pytest -c /dev/null --rootdir=. -q -p no:cacheprovider \
		--numprocesses auto tests/stats

test-all: test test-journeys test-stats  ## all of these, and the suite on PostgreSQL
	$(BIN)/python tools/with_postgresql.py $(BIN)/pytest --numprocesses auto tests/apps tests/visibility tests/web

var/peers/ready: benchmarks/peers/requirements.txt .venv/ready
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python var/peers
	$(BIN)/uv pip install --quiet --python var/peers/bin/python -r benchmarks/peers/requirements.txt
	touch $@

bench: setup var/peers/ready  ## measure how fast and how big it is, beside the programs of the field
	$(BIN)/python -m benchmarks

check: setup  ## lock, format, lint, types, import contracts, migrations, templates, translations, deployment
	cp requirements.lock var/requirements.lock
	$(COMPILE) --output-file var/requirements.lock
	diff requirements.lock var/requirements.lock
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet src
	$(BIN)/python tools/messages.py check
	DJANGO_SETTINGS_MODULE=tilannekuva.project.settings.tests $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python tools/check_installation.py

lock:  ## renew requirements.lock from pyproject.toml
	$(COMPILE) --output-file requirements.lock

messages: setup  ## bring the catalogues of translations up to date with the code
	$(BIN)/python tools/messages.py collect
