# Two commands do everything: `make site` and `make test`. The first of either makes .venv from the lock file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: help site test lint yaml-suite coverage mutate-law mutate-code serve bench recall unchanged schemas lock clean

# The first target, so that a bare `make` explains itself: every target with `##` behind it is listed.
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

site: $(READY) ## check the sample office, list what is overdue, build both sites
	$(BIN)/duban check
	$(BIN)/duban due --status overdue
	$(BIN)/duban build all

test: lint ## lint, then every test (browser tests where there is a Chromium)
	$(BIN)/pytest -q -n auto

lint: $(READY) ## ruff (faults, imports, layout) and mypy --strict
	$(BIN)/ruff check scripts tests
	$(BIN)/ruff format --check scripts tests
	$(BIN)/mypy

# For tests/unit/yamlfile/test_public_suite.py, which is skipped without it: one package, its hash in the lock file.
yaml-suite: ## the public YAML test suite, from npm, for its test
	npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tests/yaml-suite

coverage: $(READY) ## which lines of the program the unit and office tests reach
	$(BIN)/coverage run -m pytest -q tests/unit tests/offices
	$(BIN)/coverage report

# The mutation test of the law, in full (`make test` runs a sample): change any word of a rule and a scenario fails.
mutate-law: $(READY) ## change every word of every rule once and expect a scenario to fail
	$(BIN)/python tests/law_mutation/mutate.py

# The mutation test of the program, a sample drawn by SEED; the first run measures which tests reach which line, and
# keeps it under build/ (FRESH=1 measures anew).
mutate-code: $(READY) ## change the program at 150 spots and expect a test to fail (half an hour)
	$(BIN)/python tests/code_mutation/mutate_code.py $(if $(SEED),--seed $(SEED)) $(if $(FRESH),--fresh)

serve: $(READY) ## both sites on this machine, rebuilt on an edit
	$(BIN)/duban serve

bench: $(READY) ## measure 20,000 cases against the program's peers (about four minutes)
	$(BIN)/python tests/benchmarks/bench.py

recall: $(READY) ## how much of what strangers wrote is found, kind by kind, and what is found that is nothing
	$(BIN)/python tests/privacy_corpus/recall.py

# BASE is another checkout with its own .venv: tests/unchanged/README.md.
unchanged: $(READY) ## compare what this checkout and BASE=… print and build, for a change of form only
	$(BIN)/python tests/unchanged/compare.py $(BASE) .

# The words that schemas/ offer come from rules/; a test fails when they drift.
schemas: $(READY) ## write the events of the vocabulary and the channels of the rulebooks into schemas/
	$(BIN)/python -m duban.law.schema_wordlists

# Needs pip-tools in .venv-lock; writes exact versions with the hashes of every file, and no index address.
lock: ## renew requirements.lock: exact versions with hashes
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install -q pip-tools
	.venv-lock/bin/pip-compile -q --extra dev --generate-hashes --allow-unsafe --strip-extras --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links -o requirements.lock pyproject.toml

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11 或更新的版本；有别的版本可以写：make PYTHON=python3.12 …" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q scripts
	@touch $@

clean: ## remove build/ and the virtual environment
	rm -rf build $(VENV) .venv-lock tests/yaml-suite/node_modules
