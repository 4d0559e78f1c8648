# Everything that is done with this project. `make` alone lists it.
# Works from a path with spaces, as root or not; a second time in seconds.

PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help playground test lint format bench soak chaos fuzz faults permissions gallery pictures privacy sbom audit pythons lock clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 20

playground: $(VENV)/runtime ## try the bot in a Slack workspace on this machine
	@$(BIN)/python -m bot playground

test: $(VENV)/development $(VENV)/npm ## run all tests, on SQLite and on PostgreSQL
	@# some environments forbid bytecode: then each worker would compile 2,000 modules
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 4 --dist worksteal

lint: $(VENV)/development ## check the locks, the style, the types, the layers, the image and the licences
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/reuse lint --quiet
	@.ci/locks

format: $(VENV)/development ## put the code into shape
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: $(VENV)/development ## measure, side by side with a floor
	@$(BIN)/python -m tests.bench

soak: $(VENV)/development ## see whether anything grows in five minutes of load, or in SOAK seconds
	@$(BIN)/python -m tests.bench.soak $(SOAK)

chaos: $(VENV)/development ## kill the bot 500 times at random places, and count what was lost
	@$(BIN)/python -m tests.chaos $(CHAOS)

fuzz: $(VENV)/development ## give every reader thousands of odd inputs, and say which took longest
	@$(BIN)/python -m pytest tests/fuzz --hypothesis-profile=fuzz -n auto --dist worksteal -q

faults: $(VENV)/development ## try all that is marked to break the bot, and write docs/faults.md anew
	@$(BIN)/python -m tests.faults

permissions: $(VENV)/development ## write docs/permissions.md anew, from the tables of handlers
	@$(BIN)/python -m tests.permissions

gallery: $(VENV)/development ## show all that the views say in one page, or what is different SINCE=main
	@$(BIN)/python -m tests.gallery $(SINCE)

pictures: $(VENV)/development ## make the pictures of the README anew, from the running playground
	@$(BIN)/python -m tests.browser.pictures

privacy: $(VENV)/development ## write the tables in docs/privacy anew, from the register of personal data
	@$(BIN)/python -m tests.privacy

sbom: $(VENV)/development ## list what is in the bot, for machines (CycloneDX), in dist
	@.ci/sbom

audit: $(VENV)/development ## ask whether a package of the locks has a known hole
	@$(BIN)/python -m tests.audit

pythons: $(VENV)/development ## install the wheel on each Python that is here, and import all of it
	@.ci/pythons

lock: $(VENV)/uv ## compile the locks anew, with the newest versions that pyproject.toml allows
	@.ci/locks --upgrade

# What others wrote about Slack, where there is npm; without it the few tests of it are skipped.
$(VENV)/npm: tests/npm/package-lock.json | $(VENV)/python
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix tests/npm; fi
	@touch $@

clean: ## remove what was made here
	rm -rf $(VENV) tests/npm/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist

# The environment. A stamp stands for what is installed; it is as old as the lock it came from.

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# uv of this machine where there is one, else one in the environment
$(VENV)/uv: | $(VENV)/python
	@if command -v uv >/dev/null; then ln -sf "$$(command -v uv)" $@; else \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION) \
	  && ln -sf bin/uv $@; fi

$(VENV)/runtime: requirements.lock | $(VENV)/uv
	@echo "Installing what the bot needs …"
	@$(VENV)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@touch $@

$(VENV)/development: requirements-dev.lock $(VENV)/runtime
	@echo "Installing what the tests need …"
	@$(VENV)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes \
	  -r requirements-dev.lock
	@touch $@
