# What a newcomer needs: `make demo` to see it, `make test` to trust it. Each sets itself up.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
BELOW := crypto meeting
ROOMS := $(BELOW) ballot_server desk kiosk tally demo
# Two processes; a file's tests stay in one of them, which builds what they share once.
SHARED := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: setup demo quick test lint types messages map bench mutants lock clean test-machine

setup: .venv/ready

# An interrupted installation leaves no `locked`, so the next one begins afresh.
.venv/locked: requirements.lock
	PYTHON=$(PYTHON) maintenance/debian_packages.sh python
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes -r requirements.lock
	touch $@

.venv/ready: .venv/locked pyproject.toml typefaces/pyproject.toml
	$(PIP) --no-deps --no-build-isolation --editable ./typefaces --editable .
	touch $@

demo: .venv/ready
	$(BIN)/piaoxiang demo $(ARGS)

test-machine:
	PYTHON=$(PYTHON) maintenance/debian_packages.sh test

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(wildcard $(ROOMS) maintenance tests typefaces piaoxiang.py)
	$(BIN)/lint-imports
	$(BIN)/python maintenance/messages.py --check
	$(BIN)/python maintenance/map.py --check
	$(BIN)/python maintenance/schemas.py --check

# Tests start hundreds of processes: what they import is compiled once, whatever was set.
quick test: export PYTHONDONTWRITEBYTECODE =

# A minute of a processor: the rooms that all others stand on. It leaves out the rooms that take, cast
# and count ballots, whole meetings, the browser, other people's programs, the group whose arithmetic
# takes longest, and what is marked slow; of what hypothesis searches it tries a fifth.
quick: lint
	$(BIN)/python -m pytest -q $(SHARED) --hypothesis-profile=quick -m "not slow" \
		-k "not RFC-3526-2048" $(patsubst %,tests/%,$(BELOW)) $(ARGS)

test: test-machine lint
	$(BIN)/python -m pytest $(SHARED) $(ARGS)

# After changing a sentence: put it into every catalogue, translate it there, run this again.
messages: .venv/ready
	$(BIN)/python maintenance/messages.py

# After a package was added or renamed: its first line into CONTRIBUTING.md.
map: .venv/ready
	$(BIN)/python maintenance/map.py
	$(BIN)/python maintenance/schemas.py

bench: .venv/ready
	$(BIN)/python -m tests.benchmarks $(ARGS)

# Would a test notice a missing check? Half an hour on two cores; `ARGS="--module crypto/board/note.py"`: one file.
mutants: .venv/ready
	$(BIN)/python -m maintenance.mutants $(ARGS)

# Exact versions with the hashes of every published file; names no index and no host.
lock: .venv/ready
	maintenance/lock.sh

clean:
	rm -rf .venv build *.egg-info typefaces/build typefaces/*.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
