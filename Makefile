# The commands that a person types. README.md tells when.

DATA ?= data
CARGO ?= cargo

.PHONY: help run test test-all test-kube test-faults rehearse-upgrade test-broken-rules test-tools check bench scale soak sbom reproducible gallery spoken

help:
	@echo "make run      the whole service on this machine, with four demo sites and sample people"
	@echo "make check    format, lints, documentation"
	@echo "make test     every test; installs what the tests need (Debian)"
	@echo "make test-all the same; every page in every window size and colour scheme, 200 random walks, test-kube"
	@echo "make test-kube  the chart on a real API server of Kubernetes, built by Go 1.25 or later"
	@echo "make test-faults  replicas that die, race each other and are replaced, many times over"
	@echo "make rehearse-upgrade  the release before, this one, and back, side by side under load"
	@echo "make test-broken-rules  breaks one rule after another on purpose and wants the tests to see it"
	@echo "make bench    speed and memory beside a peer, a storm of logins, what pages tell; docs/benchmarks/"
	@echo "make scale    what one to three replicas and their stores take; docs/benchmarks/, docs/scale.md"
	@echo "make soak     twenty minutes of load on two replicas; docs/benchmarks/"
	@echo "make sbom     what the binary is made of, as CycloneDX: target/idp.cdx.json"
	@echo "make reproducible  builds the release twice, elsewhere and later, and wants equal bytes"
	@echo "make gallery  a picture of every page in target/gallery"
	@echo "make spoken   what a screen reader says, written anew for reading"

run:
	@tests/prerequisites.sh build
	$(CARGO) run --release -- dev --data $(DATA)

test: test-tools
	tests/with-postgres.sh $(CARGO) test --workspace --no-fail-fast

# Looks at every state of every page in every window, and takes longer and more random walks.
test-all:
	IDP_TEST_THOROUGH=1 $(MAKE) test
	$(MAKE) test-kube

# Without nodes: everything is taken, admitted and upgraded, and nothing is run.
test-kube:
	@tests/prerequisites.sh test
	tests/kube/install.sh
	cd tests/kube && PYTHONPATH=../helm timeout --kill-after=5 900 ../../target/tools/helm-python/bin/python -m unittest test_kube

# Needs nothing but the databases; test-all does the same among the rest.
test-faults:
	@tests/prerequisites.sh test
	IDP_TEST_THOROUGH=1 tests/with-postgres.sh $(CARGO) test --test tests faults::

# Builds the release before first; the history must reach back to it.
rehearse-upgrade:
	@tests/prerequisites.sh test
	tests/upgrade/rehearse.sh

# In a copy of the project, which is built in a folder of its own.
test-broken-rules:
	@tests/prerequisites.sh test
	python3 tests/broken-rules/run.py

# What the tests drive the service with: a browser, and relying parties on the
# libraries and servers that real ones use.
test-tools:
	@tests/prerequisites.sh test
	npm ci --prefix tests/browser --no-audit --no-fund --silent
	npm ci --prefix tests/clients --no-audit --no-fund --silent
	python3 -m venv target/clients-python
	target/clients-python/bin/pip install --quiet --disable-pip-version-check --require-hashes -r tests/clients/requirements.txt

check:
	@tests/prerequisites.sh build
	@tests/rust-components.sh
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps

bench:
	@tests/prerequisites.sh test
	@failed=0; for meter in run storm enumeration; do python3 tests/bench/$$meter.py || failed=1; done; exit $$failed

scale:
	@tests/prerequisites.sh test
	python3 tests/bench/scale.py

soak:
	@tests/prerequisites.sh test
	python3 tests/bench/soak.py

sbom:
	@mkdir -p target
	$(CARGO) fetch --locked --quiet
	deploy/sbom.py > target/idp.cdx.json
	@echo "written to target/idp.cdx.json"

# Some fifteen minutes on two cores.
reproducible:
	@tests/prerequisites.sh build
	tests/reproducible/run.py

gallery: test-tools
	$(CARGO) build
	$(CARGO) test --quiet --workspace --lib the_gallery
	node tests/browser/gallery.mjs "$${CARGO_TARGET_DIR:-$(CURDIR)/target}/debug/idp"
	@echo "the pictures are in target/gallery"

# Then git diff tests/browser/spoken, and read it as somebody who sees nothing.
spoken: test-tools
	$(CARGO) build
	$(CARGO) test --quiet --workspace --lib the_gallery
	IDP_TEST_ACCEPT=1 node tests/browser/spoken.mjs "$${CARGO_TARGET_DIR:-$(CURDIR)/target}/debug/idp"
