# What a person types. `make` alone lists it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --no-input --disable-pip-version-check
REPORT := $(BIN)/python -m report_builder
LONDON := ../shared/data/london
# Two makes at once take turns at setting up, where the system has flock.
IN_TURN := $(if $(shell command -v flock),flock .)
CAN_APT := test "$$(id -u)" = 0 && command -v apt-get >/dev/null

.PHONY: help report report-london check test bench lock upgrade wheel libreoffice clean venv venv-dev tools

help:  ## list these
	@sed -n 's/^\([a-z-]*\):.*  ## /\1|/p' Makefile | while IFS='|' read -r name what; do \
	    printf 'make %-14s %s\n' "$$name" "$$what"; done

# ------------------------------------------------------------------------------------ using it

report: venv  ## build the report from inputs/ into build/ and charts/
	@if command -v soffice || command -v libreoffice; then pdf=--pdf; else pdf=; fi >/dev/null; \
	$(REPORT) build . $$pdf; \
	test -n "$$pdf" || echo "No PDF: LibreOffice is not installed. On Debian, as root: make libreoffice"

report-london: venv  ## build the London example into build/london
	@if test -d $(LONDON); then \
	    mkdir -p build/london/inputs; \
	    cp -R examples/london/inputs/. build/london/inputs/; \
	    cp $(LONDON)/*.csv build/london/inputs/; \
	    $(REPORT) build build/london; \
	else echo "No London report: its data, $(LONDON), is not here."; fi

check: venv  ## say every fault in inputs/ and templates/, and write nothing
	@$(REPORT) check .

# --------------------------------------------------------------------------------- developing it

test: venv-dev tools  ## style, types, architecture, tests
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@said=$$($(BIN)/lint-imports --no-logo) && grep ^Contracts: <<< "$$said" || { echo "$$said"; exit 1; }
	@$(BIN)/python -m pytest -n auto

bench: venv  ## time the program
	@$(BIN)/python benchmarks/run.py
	@$(BIN)/python benchmarks/growth.py
	@$(BIN)/python benchmarks/extract.py
	@$(BIN)/python benchmarks/false_alarms.py

wheel: venv  ## build the wheel into dist/
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

# The second lock is made within the first: what is in both is the same version.
LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --system-certs --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-emit-index-url --custom-compile-command 'make lock' $(NEWER)
lock: venv-dev  ## write the lock files anew after a change in pyproject.toml
	@$(LOCK) --group build --output-file requirements.lock
	@$(LOCK) --group build --group dev --constraints requirements.lock --output-file requirements-dev.lock

upgrade:  ## write the lock files anew with the newest versions
	@$(MAKE) lock NEWER=--upgrade

clean:  ## take away everything that make made
	@find build charts -mindepth 1 ! -name .gitignore -delete
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -rf $(NODE) $(VENV) dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

# ----------------------------------------------------------------------------------- setting up

venv:
	@$(STALE_VENV)
	@$(IN_TURN) $(MAKE) --silent $(VENV)/installed

venv-dev:
	@$(STALE_VENV)
	@$(IN_TURN) $(MAKE) --silent $(VENV)/ready-to-test

# An environment knows its own address, and the Python it was made with: after a move it is made anew.
STALE_VENV = grep -qsxF '$(CURDIR)' $(VENV)/locked && $(BIN)/python -c '' || rm -f $(VENV)/locked

$(VENV)/locked: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or later is needed. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(GET_VENV) || \
	    { echo "This Python cannot make environments. On Debian, as root: apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) install --require-hashes --requirement requirements.lock
	@echo '$(CURDIR)' > $@

$(VENV)/installed: $(VENV)/locked pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/ready-to-test: $(VENV)/installed requirements-dev.lock
	@echo "Setting up the tools for testing"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@

GET_VENV = { $(CAN_APT) && echo "Installing python3-venv" && $(call apt,update) && $(call apt,install python3-venv); }

# Says nothing unless it fails.
apt = { said=$$(DEBIAN_FRONTEND=noninteractive apt-get -qq --assume-yes --no-install-recommends \
    -o DPkg::Lock::Timeout=600 $(1) 2>&1) || { tail -n 3 <<< "$$said" >&2; false; }; }

# ------------------------------------------------------------------------- what is not Python

# Carlito stands in for Calibri, which a house may ask for.
NOT_PYTHON := libreoffice-writer-nogui fonts-liberation2 fonts-crosextra-carlito poppler-utils
CHECKERS := qpdf nodejs npm default-jdk-headless
NODE := tests/tools/node_modules

# Without them the tests that need them are skipped, each by name.
tools:
	@{ command -v soffice && command -v pdftotext && ls /usr/share/fonts/truetype/crosextra/Carlito*; } \
	    >/dev/null 2>&1 || ! { $(CAN_APT); } || \
	    $(MAKE) libreoffice || echo "Not installed: the tests that need LibreOffice are skipped."
	@{ command -v qpdf && command -v npm && command -v javac; } >/dev/null || ! { $(CAN_APT); } || \
	    { echo "Installing $(CHECKERS)" && $(call apt,update) && $(call apt,install $(CHECKERS)); } || \
	    echo "Not installed: the tests that need $(CHECKERS) are skipped."
	@! command -v npm >/dev/null || $(MAKE) --silent $(NODE)/.package-lock.json || \
	    echo "Not installed: the tests that need the Open XML validator are skipped."

$(NODE)/.package-lock.json: tests/tools/package-lock.json
	@echo "Setting up the Open XML validator"
	@said=$$(cd tests/tools && npm install --no-save 2>&1) || { tail -n 3 <<< "$$said" >&2; false; }
	@touch $@

# Debian's backports hold a LibreOffice that draws SVG pictures as lines and writes a better PDF/UA. Their
# source is the one this computer already uses, under another suite's name.
libreoffice:  ## on Debian, as root: install LibreOffice, which makes the PDF
	@$(CAN_APT) || { echo "make libreoffice is for Debian, as root. Elsewhere install LibreOffice yourself."; exit 1; }
	@echo "Installing LibreOffice"
	@eval "$$ADD_BACKPORTS"
	@$(call apt,update)
	@$(call apt,install -t "$$(. /etc/os-release; echo "$$VERSION_CODENAME")-backports" $(NOT_PYTHON)) 2>/dev/null || \
	    $(call apt,install $(NOT_PYTHON))
	@soffice --version | grep .

define ADD_BACKPORTS
. /etc/os-release
suite=$$VERSION_CODENAME-backports
added=/etc/apt/sources.list.d/report-builder-backports
if ! apt-get indextargets --format '$$(RELEASE)' | grep -qx "$$suite"; then
    shopt -s nullglob
    stanzas=(/etc/apt/sources.list.d/*.sources)
    lines=(/etc/apt/sources.lis[t] /etc/apt/sources.list.d/*.list)
    awk -v RS= -v is="$$VERSION_CODENAME" -v suite="$$suite" '
        !/Enabled: *no/ && $$0 ~ "(^|\n)Suites:([^\n]* )?" is "( |\n|$$)" {
            sub(/Suites:[^\n]*/, "Suites: " suite); print; exit
        }' "$${stanzas[@]-/dev/null}" > $$added.sources
    test -s $$added.sources || awk -v is="$$VERSION_CODENAME" -v suite="$$suite" '
        $$1 == "deb" { for (i = 2; i <= NF; i++) if ($$i == is) { $$i = suite; print; exit } }
        ' "$${lines[@]-/dev/null}" > $$added.list
    find /etc/apt/sources.list.d -name 'report-builder-backports.*' -empty -delete
    apt-get -qq update >/dev/null 2>&1 || rm -f $$added.*
fi
endef
export ADD_BACKPORTS
