# Each target does all its own set-up. PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve check diff diff-commit test test-all test-matrix fuzz bench maintenance-report audit release diff-comment post-comment post-issue lock upgrade messages clean

site: $(VENV)/.site            ## check the facts and build both languages into site/
	$(BIN)/factbook build --strict

serve: $(VENV)/.site           ## live preview at http://127.0.0.1:8000
	$(BIN)/factbook serve

check: $(VENV)/.site           ## check the facts and pages without building
	$(BIN)/factbook check $(if $(FORMAT),--format $(FORMAT))

diff: $(VENV)/.site            ## what readers will see change: make diff BASE=origin/main
	$(BIN)/factbook diff '$(BASE)' $(if $(HEAD),'$(HEAD)') $(if $(FORMAT),--format $(FORMAT)) --output-dir .cache/review

test: $(VENV)/.test            ## linters, types, unit and golden tests, tests in a real browser
	$(BIN)/python tests/run.py

test-all: $(VENV)/.test        ## the same with every page in the browser, and two thousand spoilt files: each night, before a release
	$(BIN)/python tests/run.py --all

test-matrix: $(VENV)/.test     ## the lowest and the newest versions allowed, on every Python installed
	$(BIN)/python tests/matrix.py

fuzz: $(VENV)/.test            ## two thousand spoilt files, where make test tries two hundred
	FACTBOOK_CASES=2000 $(BIN)/python -m pytest -q -n 2 tests/checks/test_fuzzing.py

bench: $(VENV)/.bench          ## measure this site beside stock MkDocs, Zensical and Hugo: make bench BENCH='--full --keep'
	$(BIN)/python tests/bench/run.py $(BENCH)

maintenance-report: $(VENV)/.site ## what has grown old, and whether the sources' addresses answer, in .cache/weekly.md
	mkdir -p .cache
	$(BIN)/factbook sources check --format markdown --state .cache/titles.json > .cache/addresses.md
	$(BIN)/factbook stale > .cache/stale.txt
	{ printf '<!-- factbook-weekly -->\n'; cat .cache/addresses.md; printf '\n\n## factbook stale\n\n'; \
	  sed 's/^/    /' .cache/stale.txt; } > .cache/weekly.md

audit: $(VENV)/.test           ## the locked packages beside the known vulnerabilities (asks a service outside)
	$(BIN)/pip-audit --requirement requirements/site.txt --require-hashes --disable-pip

release: $(VENV)/.test         ## the site as an archive in dist/, compressed files beside it, with checksums and a bill of materials
	$(BIN)/factbook build --strict
	rm -rf dist && mkdir dist && cp -R site dist/site
	$(BIN)/factbook compress dist/site
	$(BIN)/cyclonedx-py requirements requirements/site.txt --output-reproducible --output-format JSON --output-file dist/sbom.cdx.json
	tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw,a-s --mtime=@0 -C dist -cf - site | gzip -n9 > dist/site.tar.gz
	rm -rf dist/site
	cd dist && sha256sum sbom.cdx.json site.tar.gz > SHA256SUMS

diff-commit: $(VENV)/.site     ## compare the commit COMMIT with where it left this revision, none of its files checked out (CI)
	git fetch --quiet --no-tags origin '$(COMMIT)'
	$(BIN)/factbook diff "$$(git merge-base HEAD '$(COMMIT)')" '$(COMMIT)' --format json --output-dir .cache/review > /dev/null \
	  || test -s .cache/review/diff.json

diff-comment: $(VENV)/.site    ## tell the diff in the file DIFF as a comment, in .cache/comment.md (CI)
	mkdir -p .cache
	$(BIN)/factbook diff --input '$(DIFF)' --format markdown > .cache/comment.md

post-comment:                  ## write .cache/comment.md as the one comment of its pull request (CI)
	$(PYTHON) scripts/ci/post.py comment .cache/comment.md

post-issue:                    ## write the file REPORT as the one issue of the weekly job (CI)
	$(PYTHON) scripts/ci/post.py issue '$(REPORT)' 'Chaque semaine · Each week'

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: $(VENV)/.test            ## renew the locked versions from pyproject.toml
	$(LOCK) --upgrade pyproject.toml --extra build --extra test -o requirements/test.txt
	$(LOCK) pyproject.toml --extra build -c requirements/test.txt -o requirements/site.txt
	$(LOCK) pyproject.toml --extra build --extra bench -c requirements/test.txt -o requirements/bench.txt

upgrade: lock                  ## raise the locked versions, then run every test with them
	$(MAKE) test

EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml -k N_ --no-location --omit-header --sort-output
HEADERS := Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By
UPDATE := $(BIN)/pybabel -q update -D factbook --no-fuzzy-matching --ignore-obsolete -w 110

messages: $(VENV)/.test        ## bring the catalogue of messages to editors up to date with the code
	mkdir -p .cache
	$(EXTRACT) -o .cache/messages.pot scripts
	$(UPDATE) -d scripts/factbook/i18n/locale -i .cache/messages.pot
	sed -i -E '/^"($(HEADERS)):/d' scripts/factbook/i18n/locale/*/LC_MESSAGES/factbook.po

clean:                         ## remove what can be made again
	rm -rf $(VENV) .cache site .site.* dist

# One stamp for each set of locked packages: made anew when its lock file changes.
$(VENV)/.%: requirements/%.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	touch $@
