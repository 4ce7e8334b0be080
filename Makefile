PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: help install serve test check fuzz bench docs clean

help:            ## List the targets.
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

install: $(STAMP) ## Create .venv and install vertrag with its tools.

$(STAMP): pyproject.toml constraints.txt
	@echo 'Installing vertrag and its tools into $(VENV) ...'
	@$(PYTHON) -m venv $(VENV) && $(PIP) install --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q mock && touch $@  # else a system that keeps no bytecode compiles at every start

serve: $(STAMP)  ## Serve the three APIs on http://127.0.0.1:8005.
	@$(BIN)/vertrag serve

test: check      ## Check the style and run the whole suite, on all cores.
	$(BIN)/python -m pytest -n auto

check: $(STAMP)  ## Lint, types, floors.
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy && $(BIN)/lint-imports --no-cache

fuzz: $(STAMP)   ## Fuzz our own mock with the three documents and three seeds.
	$(BIN)/python -m pytest -m long tests/specs/test_served.py

bench: $(STAMP)  ## Measure the mock beside a bare server, PEERS=1: beside other mocks; FUZZ=1: the fuzz beside Schemathesis.
	$(BIN)/python tests/bench/$(if $(FUZZ),scores.py,run.py $(if $(PEERS),--peers))

docs: $(STAMP)   ## Prove that the pages in docs/ are true.
	$(BIN)/python -m pytest tests/test_docs.py

clean:           ## Remove what the targets made.
	rm -rf $(VENV) dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
