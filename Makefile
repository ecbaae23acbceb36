# Every target makes the virtual environment `.venv` as far as it needs it. What is installed there already is noted in
# files of `.venv/installed`, which depend on pyproject.toml, so that the second run starts at once.

PYTHON ?= python3
STACK ?= local

VENV := .venv
VENV_PYTHON := $(VENV)/bin/python
INSTALLED := $(VENV)/installed
INSTALL = $(VENV_PYTHON) -m pip install -qq

.DEFAULT_GOAL := help
.NOTPARALLEL: # two installations into one environment would meet
.DELETE_ON_ERROR:
.PHONY: help quickstart test prove lint type coverage bench clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1#\2/p' Makefile | awk -F'#' '{ printf "%-20s %s\n", $$1, $$2 }'
	@echo "PYTHON=python3.12 chooses the Python of a new .venv; it must be 3.11 or newer."

quickstart: $(INSTALLED)/$(if $(filter s3,$(STACK)),s3,examples) ## run the example on STACK=local, memory or s3
	$(VENV_PYTHON) examples/quickstart.py --stack $(STACK)

test: $(INSTALLED)/test ## run the tests, every law at a small count
	$(VENV_PYTHON) -m pytest

prove: $(INSTALLED)/dev ## run the tests at full counts, then measure every promise
	STACKDI_PROOF=full $(VENV_PYTHON) -m pytest
	$(VENV_PYTHON) -m benchmarks.prove

lint: $(INSTALLED)/dev ## check style, format and which module may import which
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/lint-imports

# pyright looks for packages where the first Python on the path has them
type: $(INSTALLED)/dev ## check the types, and that all of the public names have one
	$(VENV)/bin/mypy
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" pyright
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" pyright --verifytypes stackdi --ignoreexternal
	$(VENV_PYTHON) tests/typing/prose.py $(VENV)/prose
	$(VENV)/bin/mypy $(VENV)/prose
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" pyright $(VENV)/prose

coverage: $(INSTALLED)/test ## run the tests and show which lines and branches they leave out
	$(VENV_PYTHON) -m coverage run -m pytest
	$(VENV_PYTHON) -m coverage report

bench: $(INSTALLED)/dev ## measure what stackdi costs beside what it is built on
	$(VENV_PYTHON) -m benchmarks
	$(VENV_PYTHON) -m benchmarks.peers

clean: ## remove .venv and all that the targets made
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache artifacts dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and \
		"stackdi needs Python 3.11 or newer, and $(PYTHON) is %d.%d: name another, make PYTHON=..." % sys.version_info[:2])'
	@echo "Making $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(INSTALL) --upgrade pip # one that knows dependency groups, and does not search for minutes for a matching s3fs
	@mkdir -p $(INSTALLED) && touch $@

$(INSTALLED)/examples: WANTED = --editable . --group examples
$(INSTALLED)/s3: WANTED = --editable '.[s3]' --group examples --group s3-server
$(INSTALLED)/test: WANTED = --editable '.[s3]' --group test
$(INSTALLED)/dev: WANTED = --editable '.[s3]' --group dev

$(INSTALLED)/examples $(INSTALLED)/s3 $(INSTALLED)/test $(INSTALLED)/dev: $(INSTALLED)/venv pyproject.toml
	@echo "Installing $(WANTED) ..."
	@$(INSTALL) $(WANTED)
	@touch $@
