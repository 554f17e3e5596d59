# The only door: every task of a developer or an operator is a target here, and CI calls the same ones.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
# The first that runs and is new enough: a name on the PATH may lead nowhere.
PYTHON ?= $(shell for python in python3.11 python3.12 python3.13 python3.14 python3; do \
  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$python" && break; done)
STAMPS := .stamps
BIN := .venv/bin
ASSET_SOURCES := $(shell find assets package.json package-lock.json -type f 2>/dev/null)
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check

.PHONY: help
help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

# --- What a fresh machine needs -------------------------------------------------------------------------------------

.PHONY: setup
setup: $(STAMPS)/project $(STAMPS)/assets apis ## Install what the project needs into this folder

$(STAMPS)/tools:
	@bash tools/need.sh "$(PYTHON)"
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements/dev.txt | $(STAMPS)/tools
	@echo "Installing the Python packages (about a minute the first time)"
	@"$(PYTHON)" -m venv --clear .venv
	@$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

# Apart from the packages: a line in pyproject.toml is no reason to install all of them anew.
$(STAMPS)/project: pyproject.toml $(STAMPS)/python
	@$(BIN)/python $(PIP_INSTALL) --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(STAMPS)/emulator: requirements/emulator.txt | $(STAMPS)/tools
	@echo "Installing the emulator of the AWS APIs"
	@"$(PYTHON)" -m venv --clear .venv-emulator
	@.venv-emulator/bin/python $(PIP_INSTALL) --require-hashes -r requirements/emulator.txt
	@touch $@

# Asked each time, in a tenth of a second: Java may come to this machine, or go.
.PHONY: apis
apis: $(STAMPS)/emulator ## Get what the AWS APIs of this machine run on
	@PYTHONPATH=tools "$(PYTHON)" -m embedded

$(STAMPS)/assets: $(ASSET_SOURCES) | $(STAMPS)/tools
	@echo "Building the styles and scripts"
	@npm ci --no-audit --no-fund --silent
	@npm run --silent build
	@touch $@

# The scanner of Terraform code pins its own boto3, so it lives apart too.
$(STAMPS)/checkov: requirements/checkov.txt | $(STAMPS)/tools
	@echo "Installing checkov"
	@"$(PYTHON)" -m venv --clear .venv-checkov
	@.venv-checkov/bin/python $(PIP_INSTALL) --require-hashes -r requirements/checkov.txt
	@touch $@

# Runs the unit tests in its own process, so it is added to the packages that they need.
$(STAMPS)/mutate: requirements/mutate.txt $(STAMPS)/project
	@echo "Installing mutmut"
	@$(BIN)/python $(PIP_INSTALL) --require-hashes -r requirements/mutate.txt
	@touch $@

.PHONY: assets
assets: $(STAMPS)/assets ## Build the styles and scripts

.PHONY: lock
lock: ## Resolve the Python requirements anew (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: install it with 'pip install uv'." >&2; exit 1; }
	@compile="uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	  --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --no-annotate"; \
	$$compile pyproject.toml -o requirements/run.txt; \
	$$compile -c requirements/run.txt --extra demo --group dev pyproject.toml -o requirements/dev.txt; \
	$$compile --group emulator -o requirements/emulator.txt; \
	$$compile --group java -o requirements/java.txt; \
	$$compile --group checkov -o requirements/checkov.txt; \
	$$compile -c requirements/dev.txt --group mutate -o requirements/mutate.txt

PLATFORMS := $(foreach system,linux darwin windows,$(foreach processor,amd64 arm64,-platform=$(system)_$(processor)))

.PHONY: lock-providers
lock-providers: ## Lock the Terraform provider for the platforms of all operators (needs Terraform and a network)
	@for root in bootstrap environment; do \
	  terraform -chdir=deploy/terraform/$$root providers lock $(PLATFORMS); \
	done

.PHONY: clean
clean: ## Remove what was built and installed here; data in .local/ stays
	rm -rf $(STAMPS) .venv .venv-emulator .venv-checkov .dynamodb-local .mutants node_modules src/humangov/web/static/dist .mypy_cache .ruff_cache \
	  .pytest_cache .hypothesis .import_linter_cache .coverage

# --- Run ------------------------------------------------------------------------------------------------------------

.PHONY: run
run: setup ## Start the system with demo data on the AWS APIs of this machine (PORT=8000)
	@PORT=$(PORT) exec $(BIN)/python tools/run.py

.PHONY: reset
reset: ## Empty the data of `make run`
	@"$(PYTHON)" tools/reset.py

# --- Containers -----------------------------------------------------------------------------------------------------

.PHONY: dev
dev: ## Start the production images on an emulator, with the source mounted (PORT=8000; needs Docker)
	@PORT=$(PORT) bash tools/stack.sh dev

.PHONY: dev-down
dev-down: ## Stop the containers of `make dev`
	@bash tools/stack.sh down

.PHONY: logs
logs: ## Follow the log of the containers
	@bash tools/stack.sh logs

.PHONY: shell
shell: ## Open a shell in the app's container
	@bash tools/stack.sh shell

.PHONY: images
images: ## Build the two images, humangov-app and humangov-nginx
	@bash tools/stack.sh build

# --- Operate --------------------------------------------------------------------------------------------------------

OPERATE := PYTHONPATH=tools $(BIN)/python -m deploy

.PHONY: bootstrap
bootstrap: $(STAMPS)/project ## Make the bucket of Terraform's state, once for each account (ENV=…)
	@$(OPERATE) bootstrap

.PHONY: deploy
deploy: $(STAMPS)/project ## Build this revision and put it live (ENV=…)
	@$(OPERATE) deploy

.PHONY: plan
plan: $(STAMPS)/project ## Show what a deployment would change (ENV=…)
	@$(OPERATE) plan

.PHONY: rollback
rollback: $(STAMPS)/project ## Put the release before this one live again (ENV=…)
	@$(OPERATE) rollback

.PHONY: onboard
onboard: $(STAMPS)/project ## Add a state: one line, one apply, no new task (STATE=… ENV=…)
	@$(OPERATE) onboard

.PHONY: suspend
suspend: $(STAMPS)/project ## Take a state out of service; its records stay (STATE=… ENV=…)
	@$(OPERATE) suspend

.PHONY: resume
resume: $(STAMPS)/project ## Serve a state again (STATE=… ENV=…)
	@$(OPERATE) resume

.PHONY: offboard
offboard: $(STAMPS)/project ## Export a state to a bundle, and delete it here (STATE=… ENV=…)
	@$(OPERATE) offboard

.PHONY: destroy
destroy: $(STAMPS)/project ## Delete an environment whose states are gone (ENV=…)
	@$(OPERATE) destroy

.PHONY: cost
cost: $(STAMPS)/project ## Estimate a month's cost, beside the predecessor's (ENV=…)
	@$(OPERATE) cost

# --- Check ----------------------------------------------------------------------------------------------------------

# The processes have to find the same tests, and the names of some hold sets: their order is that of hashes.
.PHONY: test
test: setup ## Run the tests that need nothing but Python and Node, with their coverage of domain, services and aws
	@PYTHONHASHSEED=0 $(BIN)/pytest --numprocesses=auto --cov --cov-report=term --cov-fail-under=95 $(ARGS)

.PHONY: lint
lint: setup ## Check style and formatting, of the Dockerfiles too
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/hadolint Dockerfile nginx/Dockerfile

.PHONY: format
format: setup ## Format the code and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: types
types: setup ## Check the types (mypy, strict)
	@$(BIN)/mypy

.PHONY: imports
imports: setup ## Check that imports go one way between the floors
	@$(BIN)/lint-imports

.PHONY: check
check: lint types imports test ## All of the above

.PHONY: test-containers
test-containers: setup ## Try the two images, the stack and every store on the real thing (needs Docker)
	@bash tools/engine.sh "make test-containers" || { [ $$? -eq 3 ] && exit 0; exit 1; }; \
	$(BIN)/pytest tests/containers $(ARGS)

.PHONY: test-terraform
test-terraform: setup ## Check and test the Terraform modules: wildcards, and names that AWS refuses (needs Terraform, no account)
	@bash tools/terraform.sh || { [ $$? -eq 3 ] && exit 0; exit 1; }; \
	PYTHONPATH=tools $(BIN)/python tools/wildcards.py && PYTHONPATH=tools $(BIN)/python -m accepted

.PHONY: checkov
checkov: $(STAMPS)/checkov ## Scan the Terraform code for what is not safe; each exception says why in the code
	@.venv-checkov/bin/checkov --directory deploy/terraform --framework terraform --quiet --compact --skip-download

.PHONY: parity
parity: setup ## Compare the compose services with the task definition of Terraform (needs Docker's compose, Terraform)
	@bash tools/engine.sh "make parity" || { [ $$? -eq 3 ] && exit 0; exit 1; }; \
	PYTHONPATH=tools $(BIN)/python tools/parity.py

.PHONY: test-browser
test-browser: setup ## Drive the pages in Chromium: journeys, keyboard, accessibility (needs Chromium)
	@command -v chromium >/dev/null || { echo "make test-browser needs Chromium: install Debian's package 'chromium' first." >&2; exit 1; }
	@PYTHONHASHSEED=0 $(BIN)/pytest --numprocesses=2 tests/browser $(ARGS)

.PHONY: test-faults
test-faults: setup ## Try the server while S3, DynamoDB or STS hangs, is slow, resets or throttles
	@$(BIN)/pytest tests/faults $(ARGS)

.PHONY: mutate
mutate: $(STAMPS)/mutate ## Change the code that decides who may do what, and see that a test fails (ONLY=scope, CHILDREN=4)
	@PYTHONPATH=tools $(BIN)/python -m mutate $(ONLY)

.PHONY: rehearse
rehearse: setup ## Rehearse a deployment on this machine, under load (needs Docker, Terraform, HAProxy, docker-registry; FAST=1)
	@PYTHONPATH=tools $(BIN)/python -m rehearse

.PHONY: bench
bench: setup ## Measure the pages on AWS's DynamoDB Local, and write docs/performance.md
	@PYTHONPATH=tools $(BIN)/python -m bench $(ARGS)

.PHONY: isolation-proof
isolation-proof: setup ## Prove who may open which state's records, from the policies as Terraform renders them (needs Terraform; ARGS=--all)
	@PYTHONPATH=tools $(BIN)/python -m isolation $(ARGS)
