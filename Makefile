# Rationale. `make help` lists the commands.

PORT ?= 8000
DATA_DIR ?= var
VENV ?= .venv
# The first of these that runs; set PYTHON=/path/to/python to choose another.
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do $$p -c '' >/dev/null 2>&1 && echo $$p && break; done)

PY := $(VENV)/bin/python
PIP = $(1)/bin/python -m pip --quiet --quiet --disable-pip-version-check --no-input
UV = $(1)/bin/uv pip install --quiet --system-certs --link-mode copy --python $(1)/bin/python

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve test every-test lint style types yaml proof proof-together proof-alone bench new-rule machine sbom assets locks clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

serve: export DATA_DIR := $(DATA_DIR)
serve: $(VENV)/.run ## Set up what is missing and serve on 127.0.0.1:$PORT (8000), writing under $DATA_DIR (var)
	@mkdir -p "$(DATA_DIR)"
	@exec $(VENV)/bin/rationale serve --host 127.0.0.1 --port "$(PORT)"

# Tests start the program often, and it would be compiled anew each time.
test proof: export PYTHONDONTWRITEBYTECODE :=

# Two more than there are cores: of those that prove, some wait for a browser, a database or a process of their own.
WORKERS = $$(($$(getconf _NPROCESSORS_ONLN) + 2))

# A proof that leaves something out proves less than it says: what this machine lacks fails, unless you say PROOF= behind.
proof: export PROOF := 1

# Two things at a time, since each leaves a core idle now and then: what comes from two registries, then types and tests.
test: ## Style, types and every test but the long ones
	@$(MAKE) --no-print-directory --jobs=2 $(VENV)/.test machine
	@$(MAKE) --no-print-directory style
	@$(MAKE) --no-print-directory --jobs=2 types every-test

# To write each assertion anew, so that it can tell its values, takes twenty seconds: only what failed is run so, again.
AGAIN = { echo "What failed is run again, and tells its values:"; \
	$(PY) -m pytest $(1) --last-failed --last-failed-no-failures none; exit 1; }

every-test:
	@$(PY) -m pytest --numprocesses auto --dist worksteal --assert=plain || $(call AGAIN)

lint: style types yaml ## ruff, mypy --strict and yamllint

yaml: $(VENV)/.test
	@$(PY) -m yamllint --strict .

style: $(VENV)/.test
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

types: $(VENV)/.test
	@$(PY) -m mypy
	@find . -name '*.yaml' ! -name '*.test.yaml' ! -path './.venv*' -print0 | xargs -0 $(PY) -m yamllint --strict

# Load, crashes and random cases by the thousand want the machine to themselves: they come after the others, one by one.
proof: ## The long tests, run before an issue is called resolved
	@$(MAKE) --no-print-directory --jobs=2 $(VENV)/.test machine
	@sh scripts/install_for_tests.sh proof
	@$(MAKE) --no-print-directory --jobs=2 yaml proof-together
	@$(MAKE) --no-print-directory proof-alone

proof-together:
	@$(PY) -m pytest -m "proof and not alone" --numprocesses $(WORKERS) --dist worksteal --durations=25 --assert=plain || $(call AGAIN,-m proof)

proof-alone:
	@$(PY) -m pytest tests/proof -m "proof and alone" --durations=25 --assert=plain || $(call AGAIN,-m proof)

bench: $(VENV)-bench/.made ## Determinations beside other engines; the service; the register
	@$(VENV)-bench/bin/python -m benchmarks $(ARGS)

new-rule: $(VENV)/.run ## Write a rule and its test: make new-rule NAME=pharmacy/market-entry/reg-23-example
	@test -n "$(NAME)" || { echo "Say which rule: make new-rule NAME=<area>/<rule set>/<provision>" >&2; exit 2; }
	@$(VENV)/bin/rationale new-rule "$(NAME)"

machine: ## Install Chromium, PostgreSQL and Pango for the tests, where this machine lets us
	@sh scripts/install_for_tests.sh

sbom: $(VENV)/.test ## Write what Rationale is made of to build/sbom.cdx.json (CycloneDX 1.6)
	@$(PY) scripts/make_sbom.py build/sbom.cdx.json "$$(git log -1 --format=%cI 2>/dev/null || date -u +%FT%TZ)"

assets: $(VENV)/.run ## Fetch the NHS.UK frontend and the fonts again (needs npm)
	@$(PY) scripts/vendor_assets.py
	@$(PY) scripts/vendor_fonts.py

locks: export UPGRADE := $(UPGRADE)
locks: ## Compile requirements/*.lock from pyproject.toml (needs the network)
	@test -x $(VENV)-locks/bin/uv || { $(PYTHON) -m venv $(VENV)-locks && $(call PIP,$(VENV)-locks) install 'uv>=0.9'; }
	@PATH="$(VENV)-locks/bin:$$PATH" sh scripts/compile_locks.sh

clean: ## Remove environments and caches; $DATA_DIR stays
	@rm -rf $(VENV) $(VENV)-bench $(VENV)-locks $(VENV)-3.12 .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache \
		.coverage build *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# $(call new-venv,FOLDER): an environment, after one clear sentence where this machine cannot make one.
define new-venv
	@test -n "$(PYTHON)" || { echo "Rationale needs Python 3.11 or 3.12, and found no Python: on Debian or Ubuntu, \
	run 'apt-get install python3.11 python3.11-venv python3.11-dev gcc libc6-dev'." >&2; exit 1; }
	@$(PYTHON) scripts/check_toolchain.py
	@$(PYTHON) -m venv $(1)
endef

# $(call install,FOLDER,LOCK,OPTIONS): pip brings uv, and uv the rest many times as fast, or pip where uv finds no way,
# since it does not read pip's settings. Both refuse what has no hash in the lock. setuptools comes first too, since
# durable-rules is built from source with it. A lock names all there is to install, so no dependency is followed.
define install
	@awk '/^(setuptools|uv)==/ {on=1} on {print} !/\\$$/ {on=0}' requirements/$(2).lock > $(1)/first.lock
	@$(call PIP,$(1)) install --require-hashes --requirement $(1)/first.lock
	@$(call UV,$(1)) --require-hashes --no-deps --no-build-isolation $(3) --requirement requirements/$(2).lock || \
	{ echo "uv could not: installing the same with pip, which takes longer." >&2; \
	$(call PIP,$(1)) install --require-hashes --no-deps --no-build-isolation --requirement requirements/$(2).lock; }
endef

# $(call install-ours,FOLDER): the project itself, as a path to this folder.
define install-ours
	@$(call UV,$(1)) --no-deps --no-build-isolation --config-setting editable_mode=compat --editable . || \
	$(call PIP,$(1)) install --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
endef

$(PY):
	$(call new-venv,$(VENV))

$(VENV)/.run: requirements/run.lock pyproject.toml | $(PY)
	@echo "Installing what Rationale runs on: about half a minute, once."
	$(call install,$(VENV),run,--compile-bytecode)
	$(call install-ours,$(VENV))
	@touch $@

# The lock of the tests holds the whole of the other.
$(VENV)/.test: requirements/test.lock pyproject.toml | $(PY)
	@echo "Installing what Rationale and its tests need: about half a minute, once."
	$(call install,$(VENV),test,)
	$(call install-ours,$(VENV))
	@touch $(VENV)/.run $@

$(VENV)-bench/bin/python:
	$(call new-venv,$(VENV)-bench)

$(VENV)-bench/.made: requirements/bench.lock pyproject.toml | $(VENV)-bench/bin/python
	@echo "Installing the engines to compare with: about a minute, once."
	$(call install,$(VENV)-bench,bench,)
	@touch $@
