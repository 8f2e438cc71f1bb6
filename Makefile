# Each target does its own set-up (scripts/setup); a second time there is nothing left to set up.
.DEFAULT_GOAL := help
.PHONY: help run serve test check bench soak fix lock screenshots

help: ## Show this list
	@echo "Baanrao: the LINE account through which a Thai town looks after its people."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo
	@echo "New here? Say: make run"

run: ## Open the demo town, bot and phones, at http://localhost:8000 (no LINE account needed)
	@scripts/setup
	@.venv/bin/baanrao demo

serve: ## Run a real town in one process (settings: .env.example, docs/running.md)
	@scripts/setup
	@.venv/bin/baanrao serve

test: ## Run everything: tests, browser journeys, house rules, types, lint (EVERYWHERE=1: each on both databases)
	@scripts/setup tests
	@scripts/check all

check: ## Run only what reads the code: lint, formatting, types, import contracts
	@scripts/setup checks
	@scripts/check

bench: ## Measure the town on this machine, on SQLite and PostgreSQL (about ten minutes)
	@scripts/setup checks
	@.venv/bin/python -m benchmarks

soak: ## Cut the power 200 times on each database, or TRIALS=1000, SEED=...; count what was lost
	@scripts/setup checks
	@.venv/bin/python -W ignore::RuntimeWarning -m tests.faults.soak $(if $(TRIALS),--trials $(TRIALS)) $(if $(SEED),--seed $(SEED)) $(if $(FIRST),--first $(FIRST))

screenshots: ## Take the pictures in docs/ anew, from the browser journey
	@scripts/setup tests
	@scripts/screenshots

fix: ## Format the code and repair what the linter can
	@scripts/setup checks
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

lock: ## Pin the newest versions allowed by pyproject.toml, with hashes
	@scripts/setup checks
	@scripts/lock
