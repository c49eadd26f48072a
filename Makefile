# Everything that a person does with this repository. Needs Python >= 3.11 (with venv), git and make; Node comes along.
#   make run     set everything up and serve the demo world       make test    set everything up and run every test
#   make setup   only set up                                       make check   lint, types, layers, contracts, web
#   make lock    resolve the requirement files anew                make bench   measure (SCALE=20000)
#   make faults  kill, starve and lie to real processes, then check what must hold (six minutes; LONG=1: an hour)

# The first Python that runs and is new enough; a name alone proves nothing (version switchers install empty ones).
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
WEB_SOURCES := $(shell find web -path web/node_modules -prune -o -path 'web/tools' -prune -o -type f -print 2>/dev/null)
CATALOGUES := $(shell find tandem -path '*/locale/*' -name '*.po' 2>/dev/null)
JOBS ?= 2

.PHONY: run setup test test-python test-web check lock bench faults openapi messages clean
.DEFAULT_GOAL := setup

run: setup
	@tandem migrate
	@tandem demo --if-empty
	@tandem serve

setup:
	@$(MAKE) --no-print-directory -j2 .venv/.installed tandem/web_build/.built tandem/locale/.compiled

.venv/.python:
	@test -n "$(PYTHON)" || { \
		echo "Tandem needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python has no venv. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.node: requirements/frontend.txt .venv/.python
	@echo "Installing Node"
	@pip install --quiet --require-hashes -r requirements/frontend.txt
	@touch $@

.venv/.installed: requirements/base.txt pyproject.toml .venv/.node
	@echo "Installing the Python packages"
	@pip install --quiet --require-hashes -r requirements/base.txt
	@pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.installed
	@echo "Installing what the tests need"
	@pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

web/node_modules/.installed: web/package-lock.json web/package.json .venv/.node
	@echo "Installing the web packages"
	@cd web && npm ci --no-progress --loglevel=error
	@touch $@

web/tools/openapi-types/node_modules/.installed: web/tools/openapi-types/package-lock.json .venv/.node
	@cd web/tools/openapi-types && npm ci --no-progress --loglevel=error
	@touch $@

tandem/web_build/.built: web/node_modules/.installed $(WEB_SOURCES)
	@echo "Building the workspace"
	@cd web && npm run --silent build
	@touch $@

tandem/locale/.compiled: .venv/.installed $(CATALOGUES)
	@pybabel --quiet compile --directory=tandem/locale --domain=django
	@touch $@

test: setup .venv/.dev
	@$(MAKE) --no-print-directory test-python test-web

# Browsers and servers apart from the rest, and one at a time: two cores hold one of each.
test-python: .venv/.dev
	pytest -n $(JOBS) --dist loadscope --ignore=tests/e2e --ignore=tests/servers
	pytest tests/e2e

test-web:
	cd web && npm run --silent test

check: setup .venv/.dev web/tools/openapi-types/node_modules/.installed
	ruff check .
	ruff format --check .
	mypy tandem
	lint-imports
	tandem openapi | diff - docs/api/openapi.json
	cd web && npm run --silent types:check && npm run --silent lint && npm run --silent check && npm run --silent budget
	python packaging/check_wheel.py

# The contract, and the types that the workspace takes from it.
openapi: setup web/tools/openapi-types/node_modules/.installed
	tandem openapi > docs/api/openapi.json
	cd web && npm run --silent types

# Brings new and changed words into the catalogues, to be translated there; tests/conventions/test_server_words.py reads the
# options of the extraction here. Dates and places are left out: they would change with every line of code.
messages: .venv/.installed
	pybabel --quiet extract --no-location --sort-output --width=120 --add-comments=Translators \
		--keyword=gettext_lazy --keyword=gettext_noop --keyword=ngettext_lazy:1,2 --keyword=pgettext_lazy:1c,2 \
		--keyword=npgettext_lazy:1c,2,3 --output=tandem/locale/django.pot tandem
	pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=120 \
		--domain=django --input-file=tandem/locale/django.pot --output-dir=tandem/locale
	@rm tandem/locale/django.pot

bench: setup .venv/.dev
	python -m bench

faults: setup .venv/.dev
	python -m faults $(if $(LONG),--long)

lock: .venv/.dev
	pip install --quiet uv==0.13.9
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/dev.in -o requirements/dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements/dev.txt requirements/base.in -o requirements/base.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q requirements/frontend.in -o requirements/frontend.txt

clean:
	rm -rf .venv web/node_modules tandem/web_build tandem/locale/.compiled tandem/locale/*/LC_MESSAGES/*.mo
