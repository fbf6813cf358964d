# Everything on a fresh machine: `make report` and `make test`. Needs Python 3.11 or newer and make, nothing else.
PYTHON ?= python3
YEAR ?= 2022
REPORT_LANGUAGE ?= tr
VENV := .venv
BIN := $(VENV)/bin
# What was compiled once is kept: otherwise each worker of the tests compiles everything again.
export PYTHONDONTWRITEBYTECODE :=
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.PHONY: report check test test-all test-browser test-office test-wheel lab lint types hooks docs benchmark lock catalogues descriptor
.PHONY: clean

report: $(VENV)/report.done            ## install, run the chapters, leave HTML and PDF under reports/
	$(BIN)/yeep report $(YEAR) --lang $(REPORT_LANGUAGE)

check: $(VENV)/report.done             ## check the tables under data/ and change nothing
	$(BIN)/yeep check

test: $(VENV)/test.done                ## the quick tests: what can be asked before every commit
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-all: $(VENV)/test.done            ## every test but those in a browser or an office suite
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not browser and not office"

test-browser: $(VENV)/browser.done     ## the page as a reader's browser and axe-core see it
	$(BIN)/python -m pytest tests/browser -m browser

test-office: $(VENV)/office.done       ## every form there and back: written, filled in by LibreOffice, collected
	$(BIN)/python -m pytest tests/office -m office

test-wheel:                            ## start.py from an empty folder; the wheel alone: lowest bounds, and the newest of everything
	$(PYTHON) tools/try_start.py $(PYTHON)
	$(PYTHON) tools/try_wheel.py $(PYTHON) requirements-lowest.lock
	@if [ -n "$(NEWEST_PYTHON)" ]; then $(PYTHON) tools/try_wheel.py $(NEWEST_PYTHON) requirements-newest.lock; \
	else echo "requirements-newest.lock was not tried: no Python 3.13 here (name one with NEWEST_PYTHON=...)"; fi

NEWEST_PYTHON ?= $(or $(shell ls $$HOME/.pyenv/versions/3.13*/bin/python3.13 2>/dev/null | tail -n 1),$(shell command -v python3.13))

lab: $(VENV)/lab.done                  ## open the chapters in JupyterLab
	$(BIN)/jupyter lab notebooks

lint: $(VENV)/test.done
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

types: $(VENV)/test.done               ## the types of the public functions and the measures
	$(BIN)/python -m mypy

hooks: $(VENV)/test.done               ## from here on, each commit is checked first; git commit --no-verify passes by
	ln -sf ../../tools/pre_commit.sh "$$(git rev-parse --git-path hooks)/pre-commit"

docs: $(VENV)/docs.done                ## the reference of the library as pages that open without the internet
	$(BIN)/python -m pdoc -d numpy -o reports/docs yeep_analysis yeep_analysis.show.present
	@echo reports/docs/index.html

benchmark: $(VENV)/benchmark.done      ## whole build beside a script by hand that makes the same figures and tables
	$(VENV)/benchmark/bin/python benchmarks/compare.py

catalogues: $(VENV)/test.done          ## bring the translation files up to date; says what is not translated
	$(BIN)/python tools/catalogues.py

descriptor: $(VENV)/report.done        ## write data/datapackage.json from the declarations
	$(BIN)/python -m yeep_analysis.municipality.descriptor data

lock:                                  ## resolve the locks anew (needs uv)
	uv pip compile pyproject.toml -o requirements.lock $(UV_LOCK)
	uv pip compile pyproject.toml --extra test -c requirements.lock -o requirements-test.lock $(UV_LOCK)
	uv pip compile pyproject.toml --extra notebook -c requirements.lock -o requirements-notebook.lock $(UV_LOCK)
	uv pip compile pyproject.toml --extra docs -c requirements.lock -o requirements-docs.lock $(UV_LOCK)
	uv pip compile pyproject.toml --extra test --extra browser -c requirements-test.lock -o requirements-browser.lock $(UV_LOCK)
	uv pip compile pyproject.toml --resolution lowest-direct -o requirements-lowest.lock $(UV_LOCK)
	uv pip compile pyproject.toml --upgrade -o requirements-newest.lock $(UV_LOCK:3.11=3.13)

UV_LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet

clean:
	rm -rf $(VENV) build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, not " + sys.version)'
	$(PYTHON) -m venv $(VENV)

# Locked packages first, with their hashes; the project itself apart, without asking for anything more.
$(VENV)/report.done: $(BIN)/python requirements.lock pyproject.toml
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps -e .
	$(BIN)/python -m compileall -q yeep_analysis
	touch $@

$(VENV)/test.done: $(VENV)/report.done requirements-test.lock
	$(PIP) --require-hashes -r requirements-test.lock
	touch $@

# An environment of its own: the tests bring SciPy, which seaborn would import.
$(VENV)/benchmark.done: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m venv $(VENV)/benchmark
	$(VENV)/benchmark/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements.lock
	$(VENV)/benchmark/bin/python -m pip --disable-pip-version-check --quiet install --no-deps -e .
	$(VENV)/benchmark/bin/python -m compileall -q yeep_analysis
	touch $@

$(VENV)/lab.done: $(VENV)/report.done requirements-notebook.lock
	$(PIP) --require-hashes -r requirements-notebook.lock
	touch $@

$(VENV)/docs.done: $(VENV)/report.done requirements-docs.lock
	$(PIP) --require-hashes -r requirements-docs.lock
	touch $@

$(VENV)/browser.done: $(VENV)/test.done requirements-browser.lock tools/browser.py
	$(PIP) --require-hashes -r requirements-browser.lock
	$(BIN)/python tools/browser.py
	touch $@

$(VENV)/office.done: $(VENV)/test.done tools/office.py
	$(BIN)/python tools/office.py
	touch $@
