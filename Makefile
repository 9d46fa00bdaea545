# `make` alone lists the verbs.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

# a shell takes an address such as https://clinic.example/?a=1&b=2 as it is only from a variable of its own
export SITE

# what these verbs open are pages of our own: where a machine forbids the browser its sandbox, it may do without
demo test soak golden bench check: export UNEMBED_ALLOW_UNSANDBOXED_BROWSER ?= 1

.PHONY: help setup demo crawl test soak lint golden bench check lock

help: ## list the verbs
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

.venv/ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	scripts/browser $(BIN)/python
	@touch $@

JUDGES := tests/web/node_modules/.package-lock.json

$(JUDGES): tests/web/package-lock.json .venv/ready
	scripts/web $(BIN)/python
	@touch $@

setup: .venv/ready ## virtual environment, locked dependencies, a browser

demo: setup ## crawl the bundled demo clinic and leave its report in demo-out/
	$(BIN)/python -m demo

crawl: setup ## crawl a site: make crawl SITE=https://clinic.example/
	@test -n "$$SITE" || { echo "usage: make crawl SITE=https://clinic.example/" >&2; exit 2; }
	$(BIN)/unembed crawl "$$SITE"

test: setup $(JUDGES) ## all tests, as many modules at once as there are cores, and one more
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

soak: setup ## the tests that load the machine for minutes: memory, floods, hundreds of pages
	$(BIN)/python -m pytest --soak -m soak

lint: setup ## ruff, mypy, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

golden: setup $(JUDGES) ## rewrite the expected reports; review the difference
	$(BIN)/python -m pytest tests/reports --golden

bench: setup ## CPU and memory per page, beside peers in the same run
	$(BIN)/python -m bench

check: lint test ## what CI runs

lock: ## resolve the dependencies anew
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --strip-extras --allow-unsafe --no-header --upgrade -o requirements/run.txt pyproject.toml
	$(BIN)/pip-compile -q --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --strip-extras --allow-unsafe --no-header --extra dev -c requirements/run.txt -o requirements/dev.txt pyproject.toml
