# Everything that a person or a machine does with this repository. `make help` lists it.
# Needs Python 3.11 or newer with venv: make run PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
REFEREES := .venv-verify
FRAMES := .venv-frames
BIN := $(VENV)/bin
RUN := $(VENV)/.run-stamp
DEV := $(VENV)/.dev-stamp

.DEFAULT_GOAL := help
.PHONY: help run test check bench bits chaos posteriors claims verify docs lock clean

help: ## List what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 8

run: $(RUN) ## Simulate the Soviet system of 1917-1970 and write its report
	$(BIN)/whowhom run

test: $(DEV) ## Run every test, a file of them on each core
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

check: $(DEV) ## Lint, format, types, layers, and that generated pages are fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/laws/test_layers.py tests/laws/test_house_rules.py
	@for script in scripts/make_*docs.py; do \
		echo "$$script --check"; $(BIN)/python $$script --check || exit 1; \
	done

# Each part is run whatever became of the others before it; the whole fails when one did. mesa-frames pins an older
# NumPy, which not every Python has: where its environment cannot be made, the benchmark says that it is left out.
bench: $(DEV) $(REFEREES)/.stamp ## Compare speed with other ways to do the same (a quarter of an hour, on a quiet machine)
	@$(MAKE) --no-print-directory $(FRAMES)/.stamp || \
		{ echo "mesa-frames cannot be installed here" >&2; rm -rf $(FRAMES); }
	@failed=""; \
	echo "== The declared model: Mesa, AgentPy, mesa-frames, NumPy, a hand-written kernel"; \
	$(BIN)/python -m benchmarks.run || failed="$$failed benchmarks.run"; \
	echo "== A month of a million members beside the triad"; \
	$(BIN)/python -m benchmarks.members || failed="$$failed benchmarks.members"; \
	echo "== Exact work: voting power against two packages"; \
	$(REFEREES)/bin/python -m benchmarks.power || failed="$$failed benchmarks.power"; \
	echo "== Exact work: the chain of counts against Storm"; \
	$(REFEREES)/bin/python -m benchmarks.storm || failed="$$failed benchmarks.storm"; \
	echo "== How cost grows with histories and people"; \
	$(BIN)/python -m benchmarks.scaling --most 10000 || failed="$$failed benchmarks.scaling"; \
	if [ -n "$$failed" ]; then echo "missed:$$failed" >&2; exit 1; fi

bits: $(DEV) ## Compare the bits of every scenario between processors, threads and plain Python
	$(BIN)/python -m benchmarks.same_bits

chaos: $(DEV) ## Kill workers and clients of a cluster at random: nothing may be lost (six minutes)
	$(BIN)/python -m benchmarks.chaos

posteriors: $(DEV) ## Fit the shipped scenarios again and write the posteriors that runs draw from
	$(BIN)/python scripts/make_posteriors.py

claims: $(DEV) ## Judge every shipped claim and write the verdicts that ship (half an hour; goes on where it was)
	$(BIN)/python scripts/make_claims.py
	$(BIN)/python scripts/make_claims_docs.py

# The referees live in an environment of their own: no other target needs them.
verify: $(REFEREES)/.stamp ## Let outside packages referee: Storm, and two of voting power
	$(REFEREES)/bin/python -m pytest tests/agreement/test_counts_and_storm.py tests/reference/test_power_packages.py

docs: $(DEV) ## Write the generated reference pages again
	@for script in scripts/make_*docs.py; do $(BIN)/python $$script || exit 1; done
	$(BIN)/python -m whowhom.spec.reference docs/reference

# Needs uv. The lock files name hashes and no address of an index, so that any mirror serves.
lock: ## Compile the lock files again from pyproject.toml
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml \
		--extra build -o lock/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml \
		--extra test --extra build --extra dev --extra bench --extra cluster --extra fit -o lock/dev.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml \
		--extra test --extra build --extra verify -o lock/verify.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		lock/frames.in -o lock/frames.txt

clean: ## Remove the environment and what tools leave behind, but no results
	rm -rf $(VENV) $(REFEREES) $(FRAMES) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; give one: make run PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The stamps say which lock an environment was made from. That of development holds all that a run needs.
$(RUN): lock/run.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r lock/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): lock/dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r lock/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(RUN)

$(REFEREES)/.stamp: lock/verify.txt pyproject.toml
	$(PYTHON) -m venv $(REFEREES)
	@echo '*' > $(REFEREES)/.gitignore
	$(REFEREES)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r lock/verify.txt
	$(REFEREES)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(FRAMES)/.stamp: lock/frames.txt
	$(PYTHON) -m venv $(FRAMES)
	@echo '*' > $(FRAMES)/.gitignore
	$(FRAMES)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r lock/frames.txt
	@touch $@
