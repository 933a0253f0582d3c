# Every target sets up what it needs: a virtual environment in .venv, made anew when pyproject.toml changes.
# `make help` lists the targets.

# The first of these that runs and is recent enough; looked for only when .venv is to be made.
RECENT := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; \
	do $$p -c '$(RECENT)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
POLNEAR ?= ../shared/data/polnear/dev

CHECKED := src tests docs evaluation benchmarks fuzzing training
EXAMPLE := examples/harbor-inquiry.html

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

$(READY): pyproject.toml
	@test -x $(BIN)/python || "$(PYTHON)" -c '$(RECENT)' 2>/dev/null \
		|| { echo "On Record needs Python 3.11 or later; say which one with: make PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Setting up .venv (once, and when pyproject.toml changes) …"
	@test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | awk -F'|' '{printf "  make %-8s %s\n", $$1, $$2}'

.PHONY: demo
demo: $(READY) ## Read the example article, and write its page and its record to demo-output/
	@$(BIN)/onrecord read $(EXAMPLE)
	@mkdir -p demo-output
	@$(BIN)/onrecord read $(EXAMPLE) --quiet --format html --output demo-output/article.html
	@$(BIN)/onrecord read $(EXAMPLE) --quiet --format json --output demo-output/article.json
	@echo
	@echo "Open demo-output/article.html in a browser: the article, with every voice in its colour."
	@echo "The record behind it is demo-output/article.json; docs/record.md explains its fields."

.PHONY: test
test: $(READY) ## Run the tests
	@$(BIN)/python -m pytest

.PHONY: check
check: format-check lint types imports docs ## Check format, lint, types, import contracts, and docs

.PHONY: format
format: $(READY) ## Format the code and mend what the linter can mend
	@$(BIN)/ruff check --quiet --fix-only $(CHECKED)
	@$(BIN)/ruff format $(CHECKED)

.PHONY: format-check
format-check: $(READY)
	@$(BIN)/ruff format --check $(CHECKED)

.PHONY: lint
lint: $(READY) ## Lint
	@$(BIN)/ruff check $(CHECKED)

.PHONY: types
types: $(READY) ## Check the types, strictly
	@$(BIN)/mypy

.PHONY: imports
imports: $(READY) ## Check the import contracts: one way through, one home for each heavy library
	@$(BIN)/lint-imports --no-logo

.PHONY: docs
docs: $(READY) ## Check that generated docs are fresh, and build the site in site/
	@$(BIN)/python docs/generate.py --check
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --nitpicky docs site
	@echo "The docs are built: site/index.html"

.PHONY: generate
generate: $(READY) ## Write the generated parts of the docs anew
	@$(BIN)/python docs/generate.py --examples

.PHONY: bench
bench: $(READY) ## Measure scores, speed, memory and size, and write docs/figures.md
	@$(BIN)/python -m benchmarks.run --installed --write docs/figures.md $(if $(wildcard $(POLNEAR)),--polnear $(POLNEAR))

.PHONY: fuzz
fuzz: $(READY) ## Fuzz every target a million times, which takes hours
	@$(BIN)/python -m fuzzing run all

.PHONY: pictures
pictures: $(READY) ## Take the docs' pictures of the site anew, which needs a Chromium
	@$(BIN)/python -m docs.screenshots

.PHONY: clean
clean: ## Remove what the other targets made
	rm -rf .venv site demo-output build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
