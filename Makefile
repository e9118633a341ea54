# Each target is one visible command; what it does lives in coursekit (`python -m coursekit --help`).
PYTHON ?= python3
VENV := .venv/bin
TORCH := 2.13.0
.DEFAULT_GOAL := help
.PHONY: help book pdf zip notebooks dist release sbom audit serve test lint format lab bench lock outputs-diff clean

help:
	@echo "make book | pdf | zip | notebooks | dist | release | sbom | audit | serve | test | lint | format | lab | bench | lock | outputs-diff | clean"

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

# 판 하나에 붙이는 모든 것입니다. 차례는 docs/releasing.md에 있습니다.
release: environment
	@$(VENV)/coursekit release check
	@$(MAKE) --no-print-directory dist pdf zip sbom
	@mkdir -p _build/release
	@$(VENV)/coursekit release notes > _build/release/notes.md
	@cp _build/pdf/book.pdf _build/book.zip _build/sbom.json _build/release/

# 설치되는 모든 꾸러미의 명세(SBOM)와, 그 가운데 알려진 허점(네트워크로 물어봅니다).
# torch의 CPU 빌드(+cpu)는 허점의 목록에 따로 없으므로 같은 판의 이름으로 묻습니다.
CYCLONEDX := 7.5.0
PIP_AUDIT := 2.10.1
sbom: environment
	@mkdir -p _build
	@PYTHONWARNINGS=ignore $(VENV)/uv tool run --quiet --python $(VENV)/python --from cyclonedx-bom==$(CYCLONEDX) \
		cyclonedx-py requirements requirements.lock --pyproject pyproject.toml --output-reproducible --of JSON -o _build/sbom.json
audit: environment
	@mkdir -p _build
	@sed 's/+cpu//' requirements.lock > _build/audit.txt
	@$(VENV)/uv tool run --quiet --python $(VENV)/python pip-audit@$(PIP_AUDIT) --strict --no-deps --disable-pip \
		--progress-spinner off --format json -o _build/audit.json -r _build/audit.txt

test: environment lint
	@$(VENV)/pytest -n 2

lint: environment
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/lint-imports --no-logo 2>/dev/null || $(VENV)/lint-imports
	@$(VENV)/mypy
	@$(VENV)/zizmor --offline --quiet --persona pedantic .github
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
	@$(VENV)/coursekit book binder

# 잠금 파일을 새로 풀고, 책을 다시 실행하고, 달라진 출력을 나란히 보입니다.
outputs-diff: book
	@$(VENV)/coursekit book outputs-keep _build/outputs
	@$(MAKE) --no-print-directory lock
	@$(MAKE) --no-print-directory book
	@$(VENV)/coursekit book outputs-diff _build/outputs .

clean:
	rm -rf _build .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
