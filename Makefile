# Every chore has a verb. `make run` and `make test` set up all they need on a fresh Debian machine with Python 3.11.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
# Compiled bytecode is kept, whatever the caller says: each command starts in half the time.
export PYTHONDONTWRITEBYTECODE :=
# A Saleor that shares a small machine with its tests may be slow: that is not what these suites are about.
LIVE := SALEOR_QUERY_TIMEOUT=30 SALEOR_COMMAND_TIMEOUT=60 SALEOR_API_URL="$(SALEOR_API_URL)" SALEOR_EMAIL="$(SALEOR_EMAIL)" SALEOR_PASSWORD="$(SALEOR_PASSWORD)"

.DEFAULT_GOAL := help
.PHONY: help words run demo test check unit services live faults bench lock clean browser foundation

help: ## What can be done here
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/python-is-here:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || { \
	  echo "Python's venv module is missing: install it with 'apt-get install python3-venv' and run this again."; exit 1; }
	@touch $@

# uv where it can be had (seconds), else pip (a minute); hashes are required either way.
define install
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv 2>/dev/null \
	  && $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $(1) \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $(1)
endef

$(VENV)/installed-base: $(VENV)/python-is-here requirements/base.lock
	$(call install,requirements/base.lock)
	@touch $@

$(VENV)/installed-dev: $(VENV)/python-is-here requirements/dev.lock
	$(call install,requirements/dev.lock)
	@touch $@ $(VENV)/installed-base

run: demo ## Serve the shop at http://127.0.0.1:8080 with a worker and an embedded Redis
	@PORT=$(PORT) BIN=$(BIN) ./.dev/serve

demo: $(VENV)/installed-base ## Make the database and, in sandbox mode, fill it with the demo shop
	@$(BIN)/python manage.py migrate -v 0
	@$(BIN)/python manage.py collectstatic --noinput -v 0
	@[ -n "$(SALEOR_API_URL)" ] || $(BIN)/python manage.py seed_sandbox
	@$(BIN)/python manage.py sync_catalog
	@$(BIN)/python manage.py import_guides $(if $(SALEOR_API_URL),--skip-missing)

test: $(VENV)/installed-dev ## Everything that must hold: lint, types, walls, the suite, and the suite's core on PostgreSQL and Redis
	@$(MAKE) --no-print-directory -j3 --output-sync=target check unit services

foundation: $(VENV)/installed-dev
	@$(BIN)/python -m tests.snapshot

check: $(VENV)/installed-dev ## Lint, types, templates, walls between rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > /tmp/gradual-walls.$$$$ 2>&1 || { cat /tmp/gradual-walls.$$$$; exit 1; }
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/python manage.py makemigrations --check --dry-run -v 0

unit: $(VENV)/installed-dev browser foundation ## The whole suite on the embedded defaults (SQLite, sandbox), in a real browser where there is a page
	@$(BIN)/pytest -n auto --dist worksteal -m "not live and not celery"

services: $(VENV)/installed-dev ## What must hold on every database, on a real PostgreSQL; and tasks, on a real Redis with real workers
	@$(BIN)/python -m tests.services $(BIN)/pytest -n auto -m "database or celery"

browser:
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || echo "Browser tests will be skipped: install Debian's chromium ('apt-get install chromium')."

live: $(VENV)/installed-dev ## The contract and live suites on a real Saleor: SALEOR_API_URL=… SALEOR_EMAIL=… SALEOR_PASSWORD=…
	@[ -n "$(SALEOR_API_URL)" ] || { echo "Say which Saleor: make live SALEOR_API_URL=… SALEOR_EMAIL=… SALEOR_PASSWORD=…"; exit 2; }
	@$(LIVE) $(BIN)/pytest tests/contract tests/live -m ""

faults: $(VENV)/installed-dev ## Every single fault between cart and order, and a thousand combinations of them at random; prints what it counted
	@FAULTS=1000 EVERY_FAULT=1 $(BIN)/pytest -s -q --log-level=CRITICAL tests/faults

words: $(VENV)/installed-base ## Update the translations in storefront/locale; LANGUAGE=fr starts a new one
	@$(BIN)/python -m storefront.core.translation_catalogue $(LANGUAGE)

bench: $(VENV)/installed-base ## How long pages, Saleor's posts and the desk's chooser take at the server, as ratios within one run
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.webhooks
	@$(BIN)/python -m benchmarks.chooser

lock: $(VENV)/python-is-here ## Pin every dependency anew
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip compile -q -U --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11 pyproject.toml -o requirements/base.lock
	@$(BIN)/uv pip compile -q -U --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11 pyproject.toml --group dev -o requirements/dev.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11 pyproject.toml --extra otel --extra stripe -c requirements/base.lock -o requirements/image.lock

clean: ## Forget the demo's data (the database, uploads, mails)
	@rm -rf var
