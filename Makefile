# Needs Python >= 3.11 and make, nothing else. Another Python: make test PYTHON=python3.13
# Every path is relative and quoted, so that the checkout may stand in a folder with spaces.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# The first interpreter that is new enough, unless PYTHON is given.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	"$$p" -c "$(NEW_ENOUGH)" >/dev/null 2>&1 && { echo "$$p"; break; }; done)
VERSION := $(shell "$(PYTHON)" -c "import sys; print('%d.%d' % sys.version_info[:2])" 2>/dev/null)

VENV ?= .venv
# Named by version: another PYTHON makes the environment anew.
READY := $(VENV)/.ready-$(VERSION)
# The same environment before what only development needs is in it.
USABLE := $(VENV)/.usable-$(VERSION)
PY := "$(VENV)/bin/python"

FIRST := results/first-comparison
REPLICATES ?= 50
# Words for pytest instead of these: PYTEST="-k meeting", PYTEST="-n 2 --dist loadfile".
PYTEST ?= -n auto --dist loadfile
BY_HAND = $(wildcard tests/*/*_by_hand.py)
# How much to measure: full or quick.
BENCH ?= full
# Another interpreter, for wheel-smoke to install the wheel under.
OTHER ?=

# The linker of `make rules`; another one may write other bytes.
ZIGLANG := 0.17.1

# For supply: a checkout of the Python Packaging Advisory Database.
ADVISORIES ?=

# For lock: UPGRADE=1 takes newer versions instead of the present ones.
UPGRADE ?=

.PHONY: help run test test-full lint types imports bench rules wheel-smoke cluster-smoke lock supply arm newest check format docs tables publish archive environment clean

help:
	@echo "make run          compare the jobcentre of the study with three policies, write a report"
	@echo "make test         all tests but the long ones"
	@echo "make test-full    all tests, campaigns at their full count"
	@echo "make bench        speed beside peers and goals; BENCH=quick takes five minutes"
	@echo "make check        lint, types, imports, test"
	@echo "make lint         format and style        make format   put both right"
	@echo "make types        mypy, strict            make imports  data flows one way"
	@echo "make wheel-smoke  build, install elsewhere, run from an empty folder"
	@echo "make cluster-smoke  install without the page, run a sweep there"
	@echo "make lock         pinned versions and their hashes; UPGRADE=1 takes newer ones"
	@echo "make supply       the wheel twice, same bytes; its parts in dist/sbom.json; known vulnerabilities"
	@echo "make arm          the library on 64-bit ARM, emulated, against this machine"
	@echo "make newest       the rules under the newest numba and llvmlite, beyond our bounds"
	@echo "make docs         the documentation site, in site/, warnings as errors, without a network"
	@echo "make tables       the model's tables in docs/model, from the declarations and the rules"
	@echo "make publish      renew every published figure that is older than the model; says its time first"
	@echo "                  ONLY=NAME renews one, VERIFIED=NAME stamps one that you compared by hand"
	@echo "make rules        the rules compiled ahead, after each edit of a rule; two minutes"
	@echo "make archive      one zip for model libraries and reviewers, in dist/archive"
	@echo "make environment  only the environment, in $(VENV)"
	@echo "make clean        remove what make has made, results apart"

run: $(USABLE)
	@"$(VENV)/bin/heterophony" compare baseline three-step-process \
		meetings-every-2-weeks it-support --replicates $(REPLICATES) --out "$(FIRST)"
	@"$(VENV)/bin/heterophony" report "$(FIRST)"

# Rules worked by hand are run as plain Python: compiling each of them for one call takes minutes.
test: $(READY)
	@NUMBA_DISABLE_JIT=1 $(PY) -m pytest $(PYTEST) $(BY_HAND)
	@$(PY) -m pytest -m "not slow and not full" $(PYTEST) --ignore-glob='*_by_hand.py'

test-full: $(READY)
	@NUMBA_DISABLE_JIT=1 $(PY) -m pytest $(PYTEST) $(BY_HAND)
	@HYPOTHESIS_PROFILE=full $(PY) -m pytest $(PYTEST) --ignore-glob='*_by_hand.py'

check: lint types imports test

lint: $(READY)
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .

format: $(READY)
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix .

# Type checkers do not run the import hook of an editable install, so they get a link.
types: $(READY)
	@mkdir -p .typing && ln -sfn .. .typing/heterophony
	@$(PY) -m mypy

imports: $(READY)
	@"$(VENV)/bin/lint-imports"

wheel-smoke: $(READY)
	@tests/house/wheel-smoke.sh "$(VENV)/bin/python" $(if $(OTHER),"$(OTHER)")

cluster-smoke: $(READY)
	@tests/house/cluster-smoke.sh "$(VENV)/bin/python"

lock: $(READY)
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@$(PY) tests/house/lock.py "$(VENV)/bin/uv" $(if $(UPGRADE),--upgrade)

supply: $(READY)
	@tests/house/supply.sh "$(VENV)/bin/python" $(if $(ADVISORIES),"$(ADVISORIES)")

arm: $(USABLE)
	@tests/house/on-arm.sh "$(VENV)/bin/python"

# pip complains that our own bounds are broken, which is the point. The rules are compiled ahead, to
# another folder, and the tests run without libraries, so that Numba itself is tried. Rules worked by
# hand run as plain Python in `make test` and would show nothing here.
newest: $(READY)
	@$(PY) -m venv --clear .venv-newest
	@.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check \
		--editable '.[mesa-page]' hypothesis pytest pytest-xdist ziglang==$(ZIGLANG)
	@.venv-newest/bin/python -m pip install --quiet --disable-pip-version-check --upgrade numba llvmlite
	@.venv-newest/bin/python -m pip list --disable-pip-version-check | grep -E "^(numba|llvmlite|numpy) "
	@.venv-newest/bin/python -m heterophony.ahead --anew --into .venv-newest/prepared
	@HETEROPHONY_RULES=jit .venv-newest/bin/python -m pytest -m "not slow and not full" $(PYTEST) \
		--ignore-glob='*_by_hand.py' --ignore=tests/agents/test_prepared_rules.py \
		tests/agents tests/sim tests/verification

# The theme's announcement of another program's future is no warning of ours.
docs: $(READY)
	@NO_MKDOCS_2_WARNING=1 "$(VENV)/bin/mkdocs" build --strict --quiet
	@for each in en da; do "$(VENV)/bin/heterophony" publish --force --lang $$each \
		--out "site/classroom-$$each.html" || exit 1; \
	"$(VENV)/bin/heterophony" publish --force --lang $$each --what policy \
		--out "site/policy-$$each.html" || exit 1; done
	@echo "The site is in site/; open site/index.html"

tables: $(READY)
	@$(PY) -m heterophony.docs.generate.model_tables

# The linker is used here alone, and half a gigabyte: no part of the environment before it is needed.
rules: $(READY)
	@$(PY) -m heterophony.ahead --check || { \
		$(PY) -m pip install --quiet --disable-pip-version-check ziglang==$(ZIGLANG) && \
		$(PY) -m heterophony.ahead; }

publish: rules
	@$(PY) -m heterophony.docs.generate.published \
		$(if $(ONLY),--only "$(ONLY)") $(if $(VERIFIED),--verified "$(VERIFIED)")

archive: $(READY)
	@$(PY) -m heterophony.docs.generate.archive

# Peers with needs of their own get environments in the user's cache folder, made here once.
bench: $(READY)
	@$(PY) -m heterophony.benchmarks $(BENCH)

environment: $(READY)

# $(call prepared,WHAT): make the environment unless there is one of this version, and install.
define prepared
@[ -n "$(VERSION)" ] || { \
	echo "Heterophony needs Python 3.11 or newer, and none was found." >&2; \
	echo "Install one, or name it: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
@"$(PYTHON)" -c "$(NEW_ENOUGH)" || { \
	echo "Heterophony needs Python 3.11 or newer; $(PYTHON) is $(VERSION)." >&2; exit 1; }
@echo "Preparing $(VENV) with Python $(VERSION): a minute or two, this once."
@[ -e "$(USABLE)" ] || "$(PYTHON)" -m venv --clear "$(VENV)" || { \
	echo "Could not make $(VENV). On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
@$(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-warn-script-location \
	--constraint constraints.txt --editable '$(1)'
@touch "$(USABLE)"
endef

$(USABLE): pyproject.toml constraints.txt
	$(call prepared,.)

$(READY): pyproject.toml constraints.txt
	$(call prepared,.[dev])
	@touch "$@"

clean:
	rm -rf "$(VENV)" .venv-newest .typing build dist *.egg-info site
	rm -rf .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
