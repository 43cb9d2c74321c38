# Everything a newcomer or CI needs; each goal does its own set-up.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := build
.PHONY: deps build demo test check bench clean deb repository packages fleet

# Debian packages: to build, to run, and to let outsiders check what we make.
BUILD_PACKAGES := libsane-dev libjpeg-dev libpng-dev libtiff-dev libsqlite3-dev libcurl4-openssl-dev zlib1g-dev \
	libxlsxwriter-dev libqrencode-dev
TEST_PACKAGES := sane-utils imagemagick libjpeg-turbo-progs poppler-utils libtiff-tools netpbm qpdf \
	libimage-exiftool-perl chromium chromium-driver firefox-esr fonts-noto-core openssl curl jq sqlite3 binutils \
	faketime python3-venv libreoffice-calc-nogui unzip zbar-tools
# To make packages, and to try them on clean systems.
PACKAGING_PACKAGES := debhelper dpkg-dev fakeroot po-debconf lintian apt-utils gnupg desktop-file-utils systemd
TRIAL_PACKAGES := mmdebstrap debian-archive-keyring piuparts python3 sqlite3 procps

OUTSIDERS := .build/outsiders
AGENT_RELEASE := .build/release/sohoa-agent

deps: ## Install what is missing (with sudo when not root).
	@packaging/checks/toolchain
	@packaging/checks/packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

build: deps ## Build both programs, optimised and self-contained.
	@echo "Building sohoa-agent and sohoa-collector (the first time takes some minutes)…"
	@packaging/release sohoa-agent sohoa-collector
	@ls -l .build/release/sohoa-agent .build/release/sohoa-collector | awk '{print $$NF, int($$5/1048576) " MB"}'

demo: deps ## The main job from scanner to progress report; make demo ONCE=1 ends by itself.
	@echo "Building (the first time takes some minutes)…"
	@for product in sohoa-agent sohoa-collector sohoa-link-simulator sane-sohoafeeder; do \
		swift build --quiet --product $$product || exit 1; done
	@ONCE=$(ONCE) packaging/demo/run

test: deps $(OUTSIDERS)/ready ## Every test, against the real thing.
	@echo "Building tests (the first time takes some minutes)…"
	@swift build --quiet --build-tests
	@swift test --skip-build --disable-xctest --no-parallel 2>&1 | packaging/checks/progress
	@$(MAKE) --no-print-directory packages

# promtool is taken out of its package: to install that would start a server.
$(OUTSIDERS)/ready: Tests/Outsiders/requirements.txt packaging/checks/promtool | deps
	@echo "Installing the programs that check ours…"
	@/usr/bin/python3 -m venv $(OUTSIDERS)
	@$(OUTSIDERS)/bin/pip install --quiet --disable-pip-version-check -r $<
	@packaging/checks/promtool $(OUTSIDERS)/bin/promtool
	@touch $@

check: deps ## Format, layering, folders, weight of the agent.
	@packaging/checks/format
	@packaging/checks/folders
	@packaging/checks/layering
	@packaging/checks/weight $(AGENT_RELEASE)

deb: build ## Debian packages of both programs, in .build/packages.
	@packaging/checks/packages $(PACKAGING_PACKAGES)
	@packaging/deb .build/packages

repository: deb ## A signed APT repository; make repository FOLDER=/srv/sohoa KEY=/root/sohoa.key puts it there.
	@packaging/repository $(if $(KEY),--key $(KEY)) $(or $(FOLDER),.build/repository) .build/packages/*.deb

packages: deb ## Check the packages, make them twice, and try them on clean systems (with sudo when not root).
	@packaging/checks/packages $(TRIAL_PACKAGES)
	@packaging/checks/debs .build/packages
	@packaging/checks/reproducible .build/release/sohoa-agent .build/release/sohoa-collector
	@packaging/deb .build/packages-again >/dev/null
	@for package in .build/packages/*.deb; do \
		cmp $$package .build/packages-again/$$(basename $$package) || exit 1; done
	@echo "Two builds of the packages have the same bytes."
	@SOHOA_LEVEL=1 packaging/deb .build/packages-previous \
		"$$(dpkg-parsechangelog -l packaging/debian/changelog -S Version)~previous" >/dev/null
	@swift build --quiet --product sane-sohoafeeder
	@mkdir -p .build/trial
	@packaging/checks/as-root packaging/trial/run .build/packages .build/packages-previous
	@packaging/checks/as-root packaging/trial/leftovers .build/packages

bench: build $(OUTSIDERS)/ready ## Figures, each a ratio in one run; make bench ONLY="worker size" measures those; see docs/benchmarks.md.
	@packaging/release sohoa-bench sane-sohoafeeder
	@packaging/bench/run $(ONLY)

fleet: deps ## One province-day of 120 stations against one collector, in minutes, with its figures.
	@echo "Building tests (the first time takes some minutes)…"
	@swift build --quiet --build-tests
	@SOHOA_FLEET=full swift test --skip-build --disable-xctest --no-parallel --filter FleetTests 2>&1 \
		| grep -E '^fleet:|✘|error:|Test run'

clean: ## Remove everything that was built.
	@rm -rf .build
