# Two commands do everything: `make run` and `make test`. They need python3 (3.11 or later) and make.
PYTHON ?= python3
PORT ?= 8501
# one more than the two cores of a small machine: the browser tests wait more than they compute
WORKERS ?= 3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: run test lint install build lock docs bench clean

run: $(VENV)/.runtime build ## make the environment, build the store, start the app on localhost
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/.develop lint ## everything but what needs a network
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(VENV)/.develop
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: $(VENV)/.runtime ## the environment, nothing else

build: $(VENV)/.runtime ## the embedded store, from the facts in the repository
	$(BIN)/python cli.py build

docs: $(VENV)/.runtime ## the documents that are written from the model
	$(BIN)/python cli.py docs

bench: $(VENV)/.develop ## speed, as ratios; results in benchmarks/results
	$(BIN)/python -m benchmarks.run

lock: ## pin the requirements anew, with hashes
	$(PYTHON) -m venv var/lock && var/lock/bin/pip install -q uv
	var/lock/bin/uv pip compile requirements.in --universal --python-version 3.11 --generate-hashes -o requirements.txt
	var/lock/bin/uv pip compile requirements-dev.in --universal --python-version 3.11 --generate-hashes -c requirements.txt -o requirements-dev.txt

$(VENV)/.runtime: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	touch $@

$(VENV)/.develop: requirements-dev.txt $(VENV)/.runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
