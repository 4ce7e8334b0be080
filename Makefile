PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: help install serve test check fuzz bench clean

help:            ## List the targets.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

install: $(STAMP) ## Create .venv and install vertrag with its tools.

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

serve: $(STAMP)  ## Serve the three APIs on http://127.0.0.1:8005.
	@$(BIN)/vertrag serve

test: check      ## Install what is needed, check the style and run the whole suite.
	$(BIN)/python -m pytest

check: $(STAMP)  ## Lint, types, floors.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:           ## Remove what the targets made.
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache
