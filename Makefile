# Égide: `make run` starts the portal, `make test` checks everything. Both work in a fresh clone.
# What was made already isn't made again: each step leaves a file that is younger than all it was made from.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
PORT ?= 8000
export PORT

STATIC := $(shell find static -path static/built -prune -o -type f -print 2>/dev/null)
MESSAGES := $(patsubst %.po,%.mo,$(shell find locale -name '*.po' 2>/dev/null))
READY := var/static/staticfiles.json $(MESSAGES)

.PHONY: help run test coverage audit bench bench-peers soak tour lint format assets system system-test clean

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: system $(READY) ## web server and worker on 127.0.0.1:$PORT (8000)
	@exec $(PYTHON) manage.py serve --migrate --demo

test: system-test .venv/.tools $(READY) ## the whole test suite
	@$(PYTHON) -m tests.suite

coverage: .venv/.tools ## how much of the underwriting its own tests run: branches too, 98 % at least
	@$(PYTHON) -m pytest -q -n 2 tests/underwriting --cov=underwriting --cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=98

bench: $(READY) .venv/.tools ## figures beside those of the alternatives; PART=documents runs that part alone
	@$(PYTHON) -m tests.bench $(PART)

bench-peers: .venv/.tools ## the packages that `make bench` compares with
	$(PIP) -r requirements-bench.txt

soak: system-test .venv/.soak $(READY) ## the long runs: properties and faults
	@HYPOTHESIS_PROFILE=soak $(PYTHON) -m pytest -n 2 -m "" tests

tour: system-test .venv/.tools $(READY) ## pictures of every screen, in docs/tour.md
	@$(PYTHON) -m tests.tour

lint: .venv/.tools ## style, types, imports, templates
	@$(PYTHON) -m tests.suite lint

audit: .venv/.packages ## known weaknesses of the packages, told by PyPI: needs to reach it
	@python3 -m venv --clear var/audit && var/audit/bin/pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	@var/audit/bin/pip-audit --requirement constraints.txt --no-deps

format: .venv/.tools ## rewrite the code in the house's style
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .

assets: var/static/staticfiles.json ## Bootstrap, htmx and the fonts, out of their packages

system: ## the system packages that running needs
	@.ci/system run

system-test:
	@.ci/system test

clean: ## everything that was made but the data
	find locale -name '*.mo' -delete
	rm -rf .venv static/built var/static .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage

.venv/.made:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; this one is " + sys.version.split()[0])'
	@test -x $(PYTHON) || python3 -m venv .venv
	@touch $@

.venv/.packages: requirements.txt constraints.txt | .venv/.made
	$(PIP) -r requirements.txt
	@touch $@

.venv/.tools: requirements-dev.txt requirements-reports.txt .venv/.packages
	$(PIP) -r requirements-dev.txt
	@touch $@

.venv/.soak: requirements-soak.txt requirements-s3.txt .venv/.tools
	$(PIP) -r requirements-soak.txt
	@touch $@

static/built/.made: portal/assets.py portal/fonts.py .venv/.packages
	$(PYTHON) manage.py build_assets
	@touch $@

var/static/staticfiles.json: $(STATIC) portal/apps.py static/built/.made
	$(PYTHON) manage.py collectstatic --noinput --clear --verbosity 0

# Running asks for gettext beforehand; the tests may go on without it, and count what they leave out.
%.mo: %.po
	@if command -v msgfmt >/dev/null; then msgfmt --check-format --output-file=$@ $<; fi
