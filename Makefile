# SPDX-License-Identifier: GPL-2.0
# sfw: the module is built by Kbuild, the utility by ctl/Makefile; this file
# starts both, the demo, the tests and the installation.
#   make            sfw.ko for the running kernel, and ctl/sfwctl
#   make demo       watch it refuse an attacker, in a virtual machine (root)
#   make check      the tests of each change (root)
#   make check-full all else: other kernels, races and leaks, packages (root)
#   make prove      what is shown of kmod/core for all packets (root)
#   make fuzz       parsers and netlink, for long (root)
#   make bench      what it and its peers cost, in tables (root)
#   make install    the module by DKMS, and sfwctl (root); loads nothing
#   make uninstall  warns of all that goes on (root)
#   make deb        Debian packages of both, in ./deb or DEB=FOLDER
#   make style clean
VERSION := $(shell sed -n 's/^\#define SFW_VERSION[[:space:]]*"\(.*\)"/\1/p' \
	include/uapi/linux/sfw.h)
DEB ?= deb
KERNEL ?= /lib/modules/$(shell uname -r)/build
HAVE_KERNEL := $(wildcard $(KERNEL)/Makefile)

.PHONY: all modules ctl check check-full prove fuzz bench demo style \
	install uninstall deb clean

all: $(if $(HAVE_KERNEL),modules,no-headers) ctl

.PHONY: no-headers
no-headers:
	@echo "sfw.ko is left out: there are no kernel headers in $(KERNEL);" \
		"install linux-headers-$(shell uname -r) or give KERNEL=FOLDER"

modules:
	$(MAKE) -C $(KERNEL) M=$(CURDIR) modules

ctl:
	$(MAKE) -C ctl

# Asked for together they share the machine.
CHECKS := check check-full
.PHONY: checks
$(CHECKS): checks ; @:
checks:
	tests/run $(filter $(CHECKS),$(MAKECMDGOALS))

prove:
	tests/run prove

fuzz:
	tests/fuzz/run

bench:
	tests/bench/run

style:
	tests/run style

demo:
	tests/demo/run

install: ctl
	dkms/install $(VERSION) '$(DESTDIR)'
	$(MAKE) -C ctl install

uninstall:
	$(MAKE) -C ctl uninstall
	dkms/uninstall $(VERSION) '$(DESTDIR)'

deb:
	dkms/deb $(VERSION) '$(DEB)'

clean:
	$(MAKE) -C ctl clean
	$(if $(HAVE_KERNEL),$(MAKE) -C $(KERNEL) M=$(CURDIR) clean)
