# SPDX-License-Identifier: GPL-2.0
#
# People's targets. What the kernel's build system reads is in Kbuild.

KERNELRELEASE ?= $(shell uname -r)
KDIR          ?= /lib/modules/$(KERNELRELEASE)/build
PREFIX        ?= /usr/local
DESTDIR       ?=
DKMS          ?= dkms

name    := iommu_audit
version := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"$$/\1/p' dkms.conf)
dkms_trees := $(DESTDIR)/usr/src/$(name)
dkms_tree := $(dkms_trees)-$(version)
lab     := tools/lab/lab

.DEFAULT_GOAL := all

##@ Look at a kernel
.PHONY: demo
demo: ## audit a stock kernel in a VM: IOMMU=intel|amd|none KERNEL=6.1|6.12|7.3 CMDLINE="..."
	@$(lab) demo

##@ Build
.PHONY: all module tool
all: module tool ## the module for this kernel (KDIR=...) and the tool

module: ## the module only
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

tool: ## the tool only, in build/
	$(MAKE) -C tools

.PHONY: docs
docs: ## the ABI pages' tables of keys and the JSON schemas, from the descriptions
	@$(lab) run make -s -C tools -j2 docs

##@ Install
.PHONY: install uninstall dkms-source dkms-install dkms-uninstall install-tool uninstall-tool
install: module install-tool ## the module for this kernel, the tool, man pages and completion
	$(MAKE) -C $(KDIR) M=$(CURDIR) INSTALL_MOD_PATH=$(DESTDIR) modules_install
	$(if $(DESTDIR),,depmod $(KERNELRELEASE))

install-tool: tool
	$(MAKE) -C tools install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

# The kernel's modules_install has used both folders. Where DKMS knows the kernel, as with
# extra/ on Fedora, the file is DKMS's to remove.
uninstall: uninstall-tool ## remove what "make install" put, for every kernel
	@for path in "$(DESTDIR)"/lib/modules/*/updates/$(name).ko* \
		     "$(DESTDIR)"/lib/modules/*/extra/$(name).ko*; do \
		[ -e "$$path" ] || continue; \
		release=$${path%/*/*}; release=$${release##*/}; \
		set -- "$(DESTDIR)/var/lib/dkms/$(name)/kernel-$$release"-*; \
		if [ -e "$$1" ]; then echo "$$path: installed by DKMS, kept: make dkms-uninstall"; continue; fi; \
		echo "rm -f $$path"; rm -f "$$path"; \
		$(if $(DESTDIR),true,depmod "$$release"); \
	done

uninstall-tool:
	$(MAKE) -C tools uninstall DESTDIR=$(DESTDIR) PREFIX=$(PREFIX)

# What root compiles: nobody else's to write, whatever the umask and whoever owned an
# older tree, of which nothing is left.
dkms-source:
	rm -rf "$(dkms_tree)"
	umask 022 && mkdir -p "$(dkms_tree)" && \
		cp -r Kbuild Makefile dkms.conf COPYING include module "$(dkms_tree)"
	find "$(dkms_tree)" \( -name '*.o' -o -name '*.ko' -o -name '.*.cmd' -o \
		-name 'generated.h*' \) -delete
	$(if $(filter 0,$(shell id -u)),chown -R root:root "$(dkms_tree)")
	chmod -R a-s,u=rw,go=r,a+X "$(dkms_tree)"

dkms-install: install-tool dkms-source ## the tool, and the module for every kernel through DKMS
	$(DKMS) add -m $(name) -v $(version)
	$(DKMS) install -m $(name) -v $(version) -k $(KERNELRELEASE)

# Versions that an older checkout installed go too.
dkms-uninstall: uninstall-tool ## remove what "make dkms-install" put, for every kernel
	@for tree in "$(dkms_trees)"-*; do \
		[ -d "$$tree" ] || continue; \
		version=$${tree#"$(dkms_trees)-"}; \
		if $(DKMS) status -m $(name) -v "$$version" | grep -q .; then \
			$(DKMS) remove -m $(name) -v "$$version" --all || exit; \
		fi; \
		echo "rm -r $$tree"; rm -r "$$tree" || exit; \
	done

##@ Package
# All of a commit, with its time, and of nobody's umask and configuration: the same every time.
dist := build/$(name)-$(version).tar
.PHONY: dist deb
dist: ## the release as a tarball, of what is committed: build/iommu_audit-VERSION.tar.xz
	@[ "$$(git rev-parse --show-toplevel)" = "$$(pwd -P)" ] || { \
		echo "make dist: this is no clone: the tarball is made of a git commit" >&2; exit 2; }
	@[ -z "$$(git status --porcelain)" ] || echo "make dist: what is not committed is left out" >&2
	@mkdir -p build
	git -c tar.umask=0022 -c core.autocrlf=false archive --format=tar \
		--prefix=$(name)-$(version)/ -o $(dist) HEAD
	xz -6 -T1 -f $(dist)

deb: dist ## Debian packages of that tarball, in build/deb
	rm -rf build/deb
	mkdir -p build/deb
	cp $(dist).xz build/deb/iommu-audit_$(version).orig.tar.xz
	tar -C build/deb -xf $(dist).xz
	cd build/deb/$(name)-$(version) && dpkg-buildpackage -us -uc

# Some suites of the tool's tests, or cases by the line that is printed of them.
export SUITE ONLY
tool_cases = $(lab) run make -s -C tools SUITE="$$SUITE" ONLY="$$ONLY"

##@ Check
.PHONY: check check-long check-source check-core check-tool accept check-tool-asan check-tables \
	check-fuzz fuzz-hour check-builds check-dkms check-packages check-integrations check-system \
	check-kunit check-stress check-faults \
	check-events check-lint check-acs-token check-dmabench check-dmaharm check-domains \
	check-addkey check-guests check-resets check-lockdown check-arm64 check-sources check-inval check-translations \
	check-machines check-fleet check-kubernetes check-rollout check-monitoring \
	bench bench-faults bench-events bench-dma bench-monitors bench-scale bench-limits
check: ## every suite, in half an hour; the last line is "N passed, M failed, K skipped"
	@tools/tests/run

check-long: ## the same with what is slow and rarely breaks: all boots, rounds, fuzzing (an hour)
	@tools/tests/run --long

check-source: ## include rules, SPDX, kernel-doc, checkpatch, shellcheck (seconds)
	@tools/tests/run source

check-core: ## the pure code on the host: real tables, iasl, mutations (a minute)
	@tools/tests/run core

check-fuzz: ## libFuzzer on each parser of the core, FUZZ_SECONDS=15, and of the tool, 60
	@tools/tests/run fuzz tool_fuzz

fuzz-hour: ## libFuzzer on each way into the tool, an hour each, all at once
	@tools/lab/lab run make -s -C tools/tests/fuzz fuzz-hour

check-tool: ## the tool on recorded machines (a minute); one case by its line: ONLY="check: works"
	@$(if $(SUITE)$(ONLY),$(tool_cases) check,tools/tests/run tool)

accept: ## take what the tool prints as what is expected, say what changed: SUITE=golden ONLY="..."
	@$(tool_cases) accept

# The folder is shown to the lab where it is.
check-machines: ## groups predicted of real machines against their kernels': MACHINES=DIR
	@$(lab) run $(if $(MACHINES),--bind "$(abspath $(MACHINES))") make -s -C tools check-machines \
		$(if $(MACHINES),MACHINES="$(abspath $(MACHINES))")

check-tool-asan: ## the same with AddressSanitizer and UBSan
	@tools/tests/run tool_asan

check-builds: ## the module against every kernel of tools/lab/kernels.list, W=1 and sparse
	@tools/tests/run builds

check-integrations: ## Nagios, Slurm, Ansible, sos and systemd themselves with what contrib has
	@tools/tests/run integrations

check-dkms: ## the real dkms, two kernels
	@tools/tests/run dkms

check-packages: ## Debian packages and RPMs: built, installed, upgraded, removed, booted
	@tools/tests/run packages

check-kubernetes: ## manifests against the published API, containers of them in a booted guest
	@tools/tests/run kubernetes

check-system: ## booted kernels against sysfs, lspci, setpci and the topology
	@tools/tests/run system

check-kunit: ## KUnit on the debug kernel
	@tools/tests/run kunit

check-faults: ## booted kernels with devices that fault, against QEMU's trace
	@tools/tests/run faults

check-inval: ## errors of invalidation and ATS time-outs, against QEMU's trace and the log
	@tools/tests/run inval

check-translations: ## what the hardware translates, against tables in QEMU's memory
	@tools/tests/run translations

check-sources: ## functions, buses, aliases, PASIDs that modules of the lab make and take away
	@tools/tests/run sources

check-events: ## VFs, groups and domains that come and go, against the script and the kernel's trace
	@tools/tests/run events

check-acs-token: ## booted kernels with the ACS tokens that p2p suggests, against setpci
	@tools/tests/run acs_token

check-lint: ## command lines tried on booted kernels: what lint and why say against what happened
	@tools/tests/run lint

check-dmabench: ## the DMA-map benchmark on booted kernels, and what disturbs it
	@tools/tests/run dmabench

check-dmaharm: ## what the DMA-map benchmark must not do to the machine, on booted kernels
	@tools/tests/run dmaharm

check-domains: ## bench --domains on booted kernels: how types rank, and what is restored
	@tools/tests/run domains

check-lockdown: ## kernels that are locked down, with a signed module and without
	@tools/tests/run lockdown

check-arm64: ## booted arm64 kernels, with an SMMUv3 and without
	@tools/tests/run arm64

check-stress: ## readers, VFs, hot-unplug, load and unload: the debug kernel, PREEMPT_RT
	@tools/tests/run stress

check-addkey: ## a key added in three files of a copy shows on a booted kernel, in JSON, ABI page, schema
	@tools/tests/run addkey

check-guests: ## the commands of Documentation/first-run.md on a booted kernel
	@tools/tests/run guests

check-resets: ## resets by each method, and loads and unloads in a storm of them
	@tools/tests/run resets

check-monitoring: ## exports of booted kernels, in Prometheus and node_exporter; the systemd units
	@tools/tests/run monitoring

check-fleet: ## the queries of Documentation/fleet.md, on fleets that are made for them
	@tools/tests/run fleet

check-rollout: ## the commands of Documentation/rollout.md, on three booted nodes
	@tools/tests/run rollout

check-tables: ## compare the parsers with iasl on any folder: TABLES=DIR
	@test -n "$(TABLES)" || { echo "make check-tables TABLES=DIR: DIR is missing"; exit 2; }
	@$(lab) run --bind "$(TABLES)" make -s -C tools/tests/core check-tables \
		TABLES="$(abspath $(TABLES))"

bench: ## speed against lspci with 249 PCI functions, as ratios
	@$(lab) bench lspci

bench-faults: ## what the fault monitor costs, as a share of the driver's own work
	@$(lab) bench faults

bench-events: ## what events cost VFs, their delay, and 100 cycles of 240 VFs without a loss
	@$(lab) bench events

bench-dma: ## our DMA-map benchmark against the kernel's own, as ratios
	@$(lab) bench dma

bench-monitors: ## mapping with our monitors and without, and the noise floor
	@$(lab) bench monitors

bench-scale: ## CPU time of the tool's commands at 280 functions and at 4,200, and the ratio
	@$(lab) run make -s -C tools -j2 bench-scale

bench-limits: ## CPU time and memory of the tool's commands up to the largest files
	@$(lab) run make -s -C tools -j2 bench-limits ONLY="$(ONLY)"

##@ Before a commit
.PHONY: pre-commit hooks format
pre-commit: ## what is staged: rules, checkpatch, shellcheck, layout (seconds)
	@tools/pre-commit

hooks: ## let git do that at every commit, and look at the subject
	@tools/pre-commit --install

format: ## lay C out with clang-format: lines that differ from BASE=HEAD, or ALL=1
	@tools/tests/source/format.py --fix $(if $(ALL),--all,$(if $(BASE),--base $(BASE)))

##@ Other
.PHONY: clean help
clean: ## remove what was built here
	rm -rf build
	[ ! -d $(KDIR) ] || $(MAKE) -C $(KDIR) M=$(CURDIR) clean

help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
	      /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	      /^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile
