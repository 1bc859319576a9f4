# `make` alone lists the targets. Everything runs in .venv, which portal/bootstrap.py makes from the locks.
PYTHON ?= python3
UV ?= uv
BIN := .venv/bin
COMPILE := $(UV) pip compile --universal --generate-hashes --python-version 3.11 --no-header --quiet $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help run test bench handbook lock audit clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: ## set everything up and start the portal on http://127.0.0.1:8000
	@$(PYTHON) portal/bootstrap.py
	@$(BIN)/portal run

test: ## check imports, style and types, and run all tests
	@$(PYTHON) portal/bootstrap.py --dev
	$(BIN)/lint-imports --no-logo
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto

bench: ## measure what has a speed limit (every script in bench/)
	@$(PYTHON) portal/bootstrap.py --dev
	@set -e; for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

handbook: ## write the pages of docs/handleiding and take its pictures
	@$(PYTHON) portal/bootstrap.py --dev
	$(BIN)/python -m tests.handbook
	$(BIN)/python -m tests.browser.screenshot

lock: ## bring both locks in step with pyproject.toml (needs uv; UPGRADE=1 takes newer versions)
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

audit: ## look for known vulnerabilities in both locks (needs uv and the internet); fails when a package cannot be looked up
	$(UV) tool run pip-audit --strict --disable-pip --require-hashes -r requirements.lock
	$(UV) tool run pip-audit --strict --disable-pip --require-hashes -r requirements-dev.lock

clean: ## remove .venv and the caches; the data in instance/ stays
	rm -rf .venv .hypothesis .mypy_cache .ruff_cache .import_linter_cache .pytest_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
