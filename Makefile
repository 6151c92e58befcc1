# Elara. `make` says what there is to do.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The three environments are independent of each other; most of their time is waiting.
MAKEFLAGS += --no-builtin-rules --jobs=3

PYTHON ?= python3
PIP := pip --disable-pip-version-check --quiet
BIN := .venv/bin
NODE := $(shell command -v npm)
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --no-header --quiet

.PHONY: help setup demo dev test check bench tables stage lock clean

help: ## Say what there is to do
	@awk 'BEGIN { FS = ":.*## " } \
	  /^## / { printf "\n%s\n", substr($$0, 4) } \
	  /^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

## Use it
demo: setup ## Start a world, scan the demo URLs, show the verdicts, stop
	@$(BIN)/elara demo

dev: setup ## Start a world and keep it running until Ctrl-C
	@$(BIN)/elara up

## Work on it
setup: .venv/.ready .venv-workflows/.ready ## Install everything that is needed, and nothing else

test: setup ## Run all tests; T=path to run some
	@$(BIN)/python -m pytest $(T)

check: setup ## Lint, format, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## Measure, and print the figures as JSON
	@$(BIN)/python -m tests.bench

tables: setup ## Write anew what is generated from rules and brands
	@$(BIN)/python -m elara.urls.tables
	@$(BIN)/python -m elara.rules.page docs/rules.md tests/rules

## Ship it
stage: setup ## Pack all functions into build/; F=name for one
	@$(BIN)/python terraform/stage.py $(F)

lock: ## Resolve the dependencies anew (needs uv and npm)
	@$(LOCK) --all-extras pyproject.toml --output-file requirements.lock
	@cd emulators/workflows && $(LOCK) requirements.in --output-file requirements.lock
	@cd emulators && $(LOCK) java.in --output-file java.lock
	@npm install --package-lock-only && npm prune --package-lock-only

clean: ## Remove everything that make has made
	@rm -rf .venv .venv-workflows .world build node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is younger than what it was made from, so a second `make setup` has nothing to do.

.venv/.ready: .venv/.packages .venv/.editable .venv/.emulators
	@touch $@

.venv/.packages: requirements.lock
	@echo "Installing the Python packages into .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m $(PIP) install --require-hashes -r requirements.lock
	@touch $@

.venv/.editable: pyproject.toml .venv/.packages
	@$(BIN)/python -m $(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

.venv/.emulators: .venv/.editable emulators/java.lock $(if $(NODE),node_modules/.ready)
	@$(if $(NODE),,echo "No npm here: without Node.js 20 or newer there is no Firebase Auth.")
	@$(BIN)/python -m emulators.provision
	@touch $@

.venv-workflows/.ready: emulators/workflows/requirements.lock
	@echo "Installing the workflow emulator into .venv-workflows"
	@test -x .venv-workflows/bin/python || $(PYTHON) -m venv .venv-workflows
	@.venv-workflows/bin/python -m $(PIP) install --require-hashes -r $<
	@touch $@

node_modules/.ready: package-lock.json .npmrc
	@echo "Installing the Firebase CLI into node_modules"
	@npm ci --silent
	@touch $@
