# Each target is one visible command; what it does lives in coursekit (`python -m coursekit --help`).
PYTHON ?= python3
VENV := .venv/bin
TORCH := 2.13.0
.DEFAULT_GOAL := help
.PHONY: help book pdf zip notebooks serve test lint format lab bench lock clean

help:
	@echo "make book | pdf | zip | notebooks | serve | test | lint | format | lab | bench | lock | clean"

# Always runs: it compares the lock with what is installed, and ends at once when they agree.
.PHONY: environment
environment:
	@$(PYTHON) -m coursekit.environment

book: environment
	@$(VENV)/coursekit book build

pdf: book
	@$(VENV)/coursekit book pdf

zip: book
	@$(VENV)/coursekit book zip

serve: environment
	@$(VENV)/coursekit book serve

notebooks: environment
	@$(VENV)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir _build/wheel .
	@$(VENV)/coursekit book colab _build/wheel/coursekit-*.whl

test: environment lint
	@$(VENV)/pytest -n 2

lint: environment
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/lint-imports --no-logo 2>/dev/null || $(VENV)/lint-imports
	@$(VENV)/mypy
	@$(VENV)/coursekit book check
	@$(VENV)/coursekit exercise build --check
	@$(VENV)/coursekit book binder --check

format: environment
	@$(VENV)/ruff format .
	@$(VENV)/ruff check --fix .

lab: environment
	@$(VENV)/coursekit lab

bench: environment
	@$(VENV)/python -m benchmarks

lock: environment
	@echo 'torch==$(TORCH)+cpu ; sys_platform != "darwin"' > requirements.lock
	@echo 'torch==$(TORCH) ; sys_platform == "darwin"' >> requirements.lock
	@printf 'filelock\nfsspec\njinja2\nnetworkx\nsetuptools\nsympy\ntyping-extensions\n' | $(VENV)/uv pip compile \
		--universal --python-version 3.11 --extra dev --no-annotate --no-header --quiet --no-emit-index-url \
		pyproject.toml - >> requirements.lock

clean:
	rm -rf _build .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
