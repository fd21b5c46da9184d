.DEFAULT_GOAL := help
.PHONY: help book pdf epub zip test bench serve check clean

# The first interpreter on the machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 \
	&& $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
LITE := .venv-lite
# A test waits for a browser or a kernel half of its time: there is one worker more than processors.
WORKERS = $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); echo $$((n < 4 ? n + 1 : 4)))
PYTEST = $(BIN)/python -m pytest --numprocesses=$(WORKERS) --dist=loadfile --no-loadscope-reorder
HOST = $(PYTEST) $(CURDIR)/packages/sphinx-live-widgets/tests
ENGINE = $(PYTEST) $(CURDIR)/packages/sourcework/tests
# Beside the book's tests the code is looked at, and then run the tests of the packages, lest
# processors wait for the last file of each.
BESIDE = --numprocesses=1
PACKAGES = _build/packages-tests.log
BUILT := _build/html/index.html
AUDITED := _build/audited
# A book is built in its own folder.
WRITABLE = mkdir -p _build 2>/dev/null && test -w _build || { \
	echo "Nothing can be written to $(CURDIR)/_build, where the book is built: copy the source to a folder of yours and build it there."; exit 1; }
# The same book is the same edition on every day: its date, for pages and drawings, is that of its
# last change. Without Git it is the day of the build.
CHANGED := $(shell git log -1 --format=%ct -- assignments book seeds _config.yml _toc.yml 2>/dev/null)
ifneq ($(CHANGED),)
export SOURCE_DATE_EPOCH ?= $(CHANGED)
endif
# What one process has compiled the next need not: a run of the tests starts hundreds.
unexport PYTHONDONTWRITEBYTECODE
# What the audit reads.
DATA := _toc.yml $(shell find assignments $(wildcard packages/*/src) book/data book/exercises book/references.bib seeds -type f -not -path '*/__pycache__/*')

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(VENV)/book $(AUDITED)  ## set up what the book needs and build it
	@$(BIN)/python -m sourcework.publish.build_lock _build/.building $(MAKE) --no-print-directory pages
	@echo "The book is built. Open file://$(CURDIR)/$(BUILT)"

.PHONY: pages
pages:
	@$(BIN)/jupyter-book build . --warningiserror --keep-going || { rm -rf _build/.doctrees; exit 1; }

pdf: $(VENV)/tests  ## print the whole book: _build/stalin-versus-lenin.pdf
	@.ci/browser $(BIN)/python
	@$(MAKE) --no-print-directory book
	@$(BIN)/python -m sourcework.publish.pdf

epub: book  ## make an e-book of the built book: _build/stalin-versus-lenin.epub
	@$(BIN)/python -m sourcework.publish.epub

zip: book  ## pack the built book into one archive that works from a disk
	@$(BIN)/python -m sourcework.publish.archive

.PHONY: lite
lite: export BOOK_LITE = 1
lite: $(VENV)/book $(LITE)/ready  ## build the book with notebooks that run in the browser: _build/html/lite
	@$(MAKE) --no-print-directory book
	@$(BIN)/python -m sourcework.publish.lite

test: $(VENV)/tests  ## set up what the tests need and run them
	@.ci/browser $(BIN)/python
	@.ci/engines
	@.ci/sandbox
	@mkdir -p _build; \
	{ $(MAKE) --no-print-directory lint; lint=$$?; exec >$(PACKAGES) 2>&1; \
		test $$lint = 0 || echo "The code has faults: see what \`make lint\` says."; \
		$(HOST) $(BESIDE); host=$$?; $(ENGINE) $(BESIDE); exit $$((lint | host | $$?)); } & beside=$$!; \
	trap "kill 0" INT; \
	$(PYTEST); book=$$?; wait $$beside; packages=$$?; cat $(PACKAGES); exit $$((book | packages))

.PHONY: lint test-host test-engine test-book
lint: $(VENV)/tests  ## look at the style, the types and the spelling of the code
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/codespell

test-host: $(VENV)/tests  ## test the host of widgets alone
	@.ci/browser $(BIN)/python
	@$(HOST)

test-engine: $(VENV)/tests  ## test the engine alone, on its own small book
	@.ci/browser $(BIN)/python
	@$(ENGINE)

test-book: $(VENV)/tests  ## test this book alone: its prose, its fairness, its secrecy, its pages
	@.ci/browser $(BIN)/python
	@$(PYTEST) $(CURDIR)/tests/content $(addprefix $(CURDIR)/tests/,browser/test_pages.py publish/test_archive.py)

.PHONY: engines
engines: $(VENV)/tests  ## try the book in Firefox and in WebKit
	@.ci/engines
	@$(BIN)/python -m pytest tests/engines

bench: $(VENV)/bench  ## measure what the book costs: benchmarks/*.md
	@.ci/browser $(BIN)/python
	@.ci/sandbox
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m benchmarks

serve: export OFFLINE = 0
serve: $(VENV)/book  ## build on every save and serve on http://127.0.0.1:8000
	@$(MAKE) book
	@$(BIN)/python -m http.server 8000 --bind 127.0.0.1 --directory _build/html & \
	trap "kill $$!" EXIT; \
	$(BIN)/watchfiles "$(MAKE) book" assignments book seeds _config.yml _toc.yml

check: $(VENV)/book  ## look for wrong data without building
	@$(BIN)/python -m sourcework check

$(AUDITED): $(VENV)/book $(DATA)
	@$(WRITABLE)
	@$(BIN)/python -m sourcework check
	@touch $@

.PHONY: pictures
pictures: $(VENV)/tests  ## take the pictures of docs/ anew and count the questions
	@.ci/browser $(BIN)/python
	@$(MAKE) --no-print-directory book
	@$(BIN)/python -m docs.tables
	@$(BIN)/python -m docs.quizzes
	@$(BIN)/python -m docs.gradebooks
	@$(BIN)/python -m docs.pictures
	@$(BIN)/python -m docs.launching
	@PYTHONPATH=tests/grading $(BIN)/python -m docs.grading
	@PYTHONPATH=tests/grading $(BIN)/python -m docs.teaching_pictures

clean:  ## remove all that was built
	rm -rf _build $(VENV) $(LITE)

$(VENV)/book: requirements.txt constraints.txt $(wildcard packages/*/pyproject.toml)
	@test -n "$(PYTHON)" || { echo "This needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@$(WRITABLE)
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/tests: $(VENV)/book tests/requirements.txt requirements-grading.txt tests/package-lock.json
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix tests --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(VENV)/bench: $(VENV)/tests benchmarks/package-lock.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix benchmarks --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(LITE)/ready: $(VENV)/book packages/sourcework/src/sourcework/publish/lite/requirements.txt
	@$(BIN)/python -m venv --without-pip $(LITE)
	@$(BIN)/python -m pip --python $(LITE)/bin/python install --quiet --disable-pip-version-check -r packages/sourcework/src/sourcework/publish/lite/requirements.txt
	@touch $@
