# `make run` and `make test` install what they need on a fresh Debian machine with Python 3.11.

# Debian's own Python first: it is built for speed, and needs an eighth to a quarter less CPU time than one that pyenv
# built from source with its defaults.
PYTHON ?= $(shell PATH="/usr/bin:$$PATH"; command -v python3.11 || command -v python3)
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
# Keep compiled bytecode: each command then starts in half the time.
export PYTHONDONTWRITEBYTECODE :=
# A Saleor on the same small machine may be slow, which these suites do not test.
LIVE := SALEOR_QUERY_TIMEOUT=30 SALEOR_COMMAND_TIMEOUT=60 SALEOR_API_URL="$(SALEOR_API_URL)" SALEOR_EMAIL="$(SALEOR_EMAIL)" SALEOR_PASSWORD="$(SALEOR_PASSWORD)"

.DEFAULT_GOAL := help
.PHONY: price-walks search-quality help words run install demo test check unit services live faults fuzz roundtrip bench lock schema clean programs snapshot

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/python-is-here:
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { \
	  [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); } || \
	  python3 -m venv --clear $(VENV) 2>/dev/null || { \
	  echo "Python's venv module is missing: install it with 'apt-get install python3-venv' and run this again."; exit 1; }
	@touch $@

# uv takes seconds; pip, where uv cannot be installed, about a minute. Both check the hashes.
define install
	@echo "Installing packages from $(1) (5 to 60 s) ..."
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

install: $(VENV)/installed-base ## Set up the shop at a real Saleor: SALEOR_API_URL=… MARKETS=… make install EMAIL=…
	@[ -n "$(EMAIL)" ] || { echo "Name a member of Saleor's staff: make install EMAIL=you@example.com"; exit 2; }
	@LOG_LEVEL=$(or $(LOG_LEVEL),WARNING) $(BIN)/python manage.py install_app --email "$(EMAIL)"

# Logs would be written through the progress bars, so only warnings are shown.
demo: export LOG_LEVEL := $(or $(LOG_LEVEL),WARNING)
demo: $(VENV)/installed-base ## Create the database and, with the sandbox, fill it with the demo shop
	@$(BIN)/python .dev/prepare.py

# The snapshot comes first: the other processes then find every module compiled.
test: $(VENV)/installed-dev snapshot ## Run everything that must pass: checks, the suite, and its core on PostgreSQL and Redis
	@$(MAKE) --no-print-directory -j3 --output-sync=target check unit services

snapshot: $(VENV)/installed-dev
	@$(BIN)/python -m tests.snapshot

check: $(VENV)/installed-dev ## Lint, type-check, check templates and imports between rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache > /tmp/gradual-imports.$$$$ 2>&1 || { cat /tmp/gradual-imports.$$$$; exit 1; }
	@$(BIN)/djlint --lint --quiet templates

unit: $(VENV)/installed-dev programs ## Run the whole suite on SQLite and the sandbox, with a real browser
	@$(BIN)/pytest -n auto --dist worksteal -m "not live and not celery and not postgresql"

# In one process: it waits for workers most of the time, and the suite beside it takes longer.
services: $(VENV)/installed-dev programs ## Run the tests that need a real PostgreSQL, Redis and workers
	@$(BIN)/python -m tests.services $(BIN)/pytest -m "database or celery or postgresql" \
	  $$(grep -rlE --include='test_*.py' "mark\.(database|celery|postgresql)" tests)

programs:
	@{ command -v chromium-headless-shell && command -v nginx; } >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium-headless-shell nginx-light >/dev/null; } \
	  || echo "Browser and proxy tests may be skipped: install Debian's chromium-headless-shell (or chromium) and nginx-light."

live: $(VENV)/installed-dev ## Run the contract and live suites on a real Saleor: SALEOR_API_URL=… SALEOR_EMAIL=… SALEOR_PASSWORD=…
	@[ -n "$(SALEOR_API_URL)" ] || { echo "Name the Saleor: make live SALEOR_API_URL=… SALEOR_EMAIL=… SALEOR_PASSWORD=…"; exit 2; }
	@$(LIVE) $(BIN)/pytest tests/contract tests/live -m ""

search-quality: $(VENV)/installed-dev snapshot ## Print how often search finds what is meant, for each market, on SQLite and PostgreSQL
	@SEARCH_QUALITY=all $(BIN)/pytest -q -s -p no:randomly tests/education/search/test_quality.py
	@SEARCH_QUALITY=all $(BIN)/python -m tests.services $(BIN)/pytest -q -s -p no:randomly tests/education/search/test_quality.py

faults: $(VENV)/installed-dev ## Try every single fault between cart and order, and a thousand random combinations
	@FAULTS=1000 EVERY_FAULT=1 $(BIN)/pytest -s -q --log-level=CRITICAL tests/faults

roundtrip: SEED := $(or $(SEED),$(shell od -An -N4 -tu4 /dev/urandom | tr -d ' '))
roundtrip: $(VENV)/installed-dev ## Export and import 10,000 generated rich texts, and pages of generated blocks (SEED=…)
	@echo "Seed: $(SEED)"
	@ROUNDTRIP=10000 $(BIN)/pytest -q --hypothesis-profile=random --hypothesis-seed=$(SEED) tests/education/content_io/test_rich_text.py tests/education/content_io/test_whole_pages.py

fuzz: $(VENV)/installed-dev ## Send 100,000 odd requests to every form, address and webhook (FUZZ=…, FUZZ_SEED=…); none may end in a 5xx
	@FUZZ=$(or $(FUZZ),100000) $(BIN)/pytest -q -n auto -rP --show-capture=stdout --log-level=CRITICAL tests/fuzz

price-walks: $(VENV)/installed-dev ## Compare 1,000 random price histories with a model
	@PRICE_WALKS=1000 $(BIN)/pytest -q tests/catalog/price_history/test_walks.py

words: $(VENV)/installed-base ## Update the translations in storefront/locale; LANGUAGE=fr starts a new one
	@$(BIN)/python -m storefront.core.translation_catalogue $(LANGUAGE)

bench: $(VENV)/installed-base ## Measure pages, webhooks and the product chooser, as ratios within one run
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.webhooks
	@$(BIN)/python -m benchmarks.chooser

lock: $(VENV)/python-is-here ## Renew the pins of all dependencies
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv
	@$(BIN)/uv pip compile -q -U --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11 pyproject.toml -o requirements/base.lock
	@$(BIN)/uv pip compile -q -U --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11 pyproject.toml --group dev -o requirements/dev.lock
	@$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11 pyproject.toml --extra mollie --extra otel --extra stripe -c requirements/base.lock -o requirements/image.lock

schema: $(VENV)/installed-base ## Write the tables that `make run` loads, after an upgrade of Django or Wagtail
	@DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py prepare_database --write

clean: ## Delete the demo's data (database, uploads, emails)
	@rm -rf var
