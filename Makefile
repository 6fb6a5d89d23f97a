.DEFAULT_GOAL := help
.PHONY: help setup run talk train eval bench check validate lint stages stages-heard stages-kept unit stack test-long gateway-test test lock

# No word of the registry stands here: pip and uv read their own settings.
BLIJK := .venv/bin/blijk
READY := .venv/.ready
QUICK := .venv/bin/pytest -p no:xdist -m "not stack and not proof"
LOCK := --quiet --generate-hashes --no-header
RASA_QUIET := RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 PYTHONWARNINGS=ignore

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{printf "  make %-13s %s\n", $$1, $$2}'

$(READY): requirements.lock scripts/setup.sh scripts/uv.txt
	@scripts/setup.sh
	@touch $@

setup: $(READY)  ## Make .venv, install everything, train the models
	@$(BLIJK) train

run: $(READY)  ## Set up if need be, and start Blijk; Ctrl-C stops it
	@exec $(BLIJK) run

talk: $(READY)  ## Talk in the terminal with the Blijk that runs
	@$(BLIJK) talk

train: $(READY)  ## Train the models of which something has changed
	@$(BLIJK) train

eval: $(READY)  ## Measure how well Blijk listens, and write docs/listening.md
	@.venv/bin/python -m evaluation

bench: $(READY)  ## Measure Blijk beside a `rasa init` bot, in a quarter of an hour, and write docs/performance.md
	@.venv/bin/python -m bench $(ARGS)

check: $(READY)  ## Check the data of the coach: every fault with its place
	@$(BLIJK) check

validate: $(READY)  ## Let Rasa check its own data
	@$(RASA_QUIET) .venv/bin/rasa data validate --fail-on-warnings --config config.yml --domain domain.yml --data data/nlu data/rules

lint: $(READY)  ## Check style, types and format
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

stages: setup  ## Run the tests of listening, coaching and journal, without Rasa, in seconds
	@$(MAKE) --no-print-directory -j2 stages-heard stages-kept

stages-heard:  ## Run those of listening and coaching
	@$(QUICK) tests/listening tests/signals tests/coaching

stages-kept:  ## Run those of the journal
	@$(QUICK) tests/journal

unit: setup  ## Run the tests that need no running stack
	@.venv/bin/pytest -n auto -m "not stack"

stack: setup  ## Run the tests that talk with the real running stack
	@.venv/bin/pytest -m stack

test-long:  ## Run the longer proofs: 200 kills, more examples
	@BLIJK_TEST_KILLS=200 BLIJK_TEST_EXAMPLES=50 .venv/bin/pytest tests/security/test_kills.py tests/journal/test_any_order.py

test: lint check validate unit stack  ## Run every check and every test

gateway-test: $(READY)  ## Run the tests of gateway and journal in the gateway's own environment, on Python 3.12
	@scripts/gateway.sh

lock: $(READY)  ## Renew the lock files from requirements*.in
	@.venv/bin/uv pip compile $(LOCK) --python-version 3.10 requirements.in -o requirements.lock
	@.venv/bin/uv pip compile $(LOCK) --python-version 3.12 requirements-gateway.in -o requirements-gateway.lock
	@.venv/bin/uv pip compile $(LOCK) --python-version 3.12 -c requirements-gateway.lock requirements-gateway-test.in -o requirements-gateway-test.lock
