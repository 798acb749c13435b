# Everything that is done with a checkout; `make` alone lists it. The steps themselves are in .ci/.

PORT ?= 8000
JOBS ?= 2
PYTHON ?= python3
export PYTHON
export COVERAGE_FILE := .venv/.cache/coverage
# What is compiled when it is first read is kept, also where the environment forbids it.
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest --numprocesses $(JOBS) --dist worksteal --ignore tests/bench
LIGHT := not browser and not postgres and not office and not journey
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard survey_app/translations/*/LC_MESSAGES/messages.po))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help demo fast sqlite test check format coverage bench translations clean

help: ## list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: .venv/.for-running $(CATALOGUES) ## fresh demo of Hà Nam 2022 at http://127.0.0.1:8000 (PORT=… for another; PUBLISHED=1: with the round over)
	@exec $(BIN)/hailong demo --port $(PORT) $(if $(PUBLISHED),--published)

fast: .venv/.for-testing $(CATALOGUES) ## tests of rules, figures, files, and of pages that only show, in two minutes
	@HAILONG_TEST_EXAMPLES=quick $(PYTEST) -m "$(LIGHT) and not own_database"

sqlite: .venv/.for-testing $(CATALOGUES) ## tests without browser, PostgreSQL and LibreOffice, in some five minutes
	@$(PYTEST) -m "$(LIGHT)"

test: .venv/.for-testing $(CATALOGUES) ## all tests; installs Chromium and PostgreSQL from Debian when missing
	@.ci/system-packages browser office $(if $(HAILONG_TEST_POSTGRES),,postgresql)
	@HAILONG_TEST_FONT=brought $(PYTEST)

check: .venv/.for-testing $(CATALOGUES) ## format, lint, types, imports, templates, translations, migrations
	@.ci/check

format: .venv/.for-testing ## lay out code and templates the way that check wants them
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --quiet --reformat survey_app/web/templates || true

coverage: .venv/.for-testing $(CATALOGUES) ## the branches that no test on SQLite walks
	@$(PYTEST) -m "$(LIGHT)" --cov --cov-report term-missing:skip-covered

bench: .venv/.for-testing $(CATALOGUES) ## measure the promised speeds on this machine
	@.ci/system-packages browser $(if $(HAILONG_TEST_POSTGRES),,postgresql)
	@if [ -d tests/bench ]; then $(BIN)/python -m pytest -s tests/bench tests/browser/tablet_screens/test_speed.py; else echo "tests/bench does not exist yet."; fi

translations: .venv/.for-testing ## bring the catalogues up to the messages in code and templates
	@$(BIN)/python .ci/translations.py update

clean: ## remove .venv and everything that running left behind
	@rm -rf .venv $(CATALOGUES)
	@find .ci survey_app questionnaires scoring field_export tests -name __pycache__ -prune -exec rm -rf {} +

.venv/.for-running: pyproject.toml constraints.txt .ci/venv
	@.ci/venv run
	@touch $@

.venv/.for-testing: pyproject.toml constraints.txt .ci/venv
	@.ci/venv dev
	@touch .venv/.for-running $@

%.mo: %.po
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
