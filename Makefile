PYTHON ?= python3
BIN = .venv/bin

.PHONY: install demo stop test lint

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	@echo "Installing into .venv (some minutes the first time)"
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14) and "Python 3.11, 3.12 or 3.13 is needed: make PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	@exec $(BIN)/watchdocket demo

stop:
	@test ! -x $(BIN)/watchdocket || $(BIN)/watchdocket stop

test: install
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered $(ARGS)

lint: install
	$(BIN)/ruff check .
	$(BIN)/mypy
