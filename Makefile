# Each target is one visible command; what it does lives in coursekit (`python -m coursekit --help`).
PYTHON ?= python3
VENV := .venv/bin
TORCH := 2.13.0
.DEFAULT_GOAL := help
.PHONY: help book pdf zip notebooks dist serve test lint format lab bench lock clean

help:
	@echo "make book | pdf | zip | notebooks | dist | serve | test | lint | format | lab | bench | lock | clean"

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

# 묶고, 색인(index)이 받아 줄지 검사합니다. 검사기는 묶을 때에만 쓰므로 잠금 파일에 없고, 판은 여기에 있습니다.
TWINE := 7.0.0
CHECK_WHEEL_CONTENTS := 0.6.3
dist: export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || echo 315532800)
dist: environment
	@$(VENV)/uv build --quiet --clear --no-build-isolation --python $(VENV)/python --out-dir dist
	@$(VENV)/uv tool run --python $(VENV)/python twine@$(TWINE) check --strict dist/*.whl dist/*.tar.gz
	@$(VENV)/uv tool run --python $(VENV)/python check-wheel-contents@$(CHECK_WHEEL_CONTENTS) dist/*.whl
	@cd dist && sha256sum *.whl *.tar.gz | tee SHA256SUMS

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
