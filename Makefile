# Two commands do everything: `make site` and `make test`. The first of either makes .venv from the lock file.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: site test mutate serve bench schemas lock clean

site: $(READY)
	$(BIN)/duban check
	$(BIN)/duban due --status overdue
	$(BIN)/duban build all

test: $(READY)
	$(BIN)/ruff check scripts tests
	$(BIN)/pytest -q

# The mutation test of the law, in full (`make test` runs a sample): change any word of a rule and a scenario fails.
mutate: $(READY)
	$(BIN)/python tests/mutation/mutate.py

serve: $(READY)
	$(BIN)/duban serve

bench: $(READY)
	$(BIN)/python tests/benchmarks/bench.py

# The word lists in schemas/ come from rules/vocabulary.yml; a test fails when they drift.
schemas: $(READY)
	$(BIN)/python -m duban.law.schema_wordlists

# Needs pip-tools in .venv-lock; writes exact versions with the hashes of every file, and no index address.
lock:
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
	@touch $@

clean:
	rm -rf build $(VENV) .venv-lock
