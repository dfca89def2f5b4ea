# The commands that a person types. README.md tells when.

DATA ?= data
CARGO ?= cargo

.PHONY: help run test test-all check bench gallery

help:
	@echo "make run      the whole service on this machine, with three demo sites and sample people"
	@echo "make check    format, lints, documentation"
	@echo "make test     every test; installs what the tests need (Debian)"
	@echo "make bench    speed and memory beside a peer, written to docs/benchmarks/"
	@echo "make gallery  a picture of every page in target/gallery"

run:
	@tests/prerequisites.sh build
	$(CARGO) run --release -- dev --data $(DATA)

test:
	@tests/prerequisites.sh test
	npm ci --prefix tests/browser --no-audit --no-fund --silent
	tests/with-postgres.sh $(CARGO) test --workspace

test-all: test

check:
	@tests/prerequisites.sh build
	@tests/rust-components.sh
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps

bench:
	@tests/prerequisites.sh test
	python3 tests/bench/run.py

gallery:
	@tests/prerequisites.sh test
	npm ci --prefix tests/browser --no-audit --no-fund --silent
	$(CARGO) build
	node tests/browser/gallery.mjs "$${CARGO_TARGET_DIR:-$(CURDIR)/target}/debug/idp"
	@echo "the pictures are in target/gallery"
