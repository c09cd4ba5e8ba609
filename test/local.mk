# SPDX-License-Identifier: LGPL-2.1-or-later
# How tests are run and counted. Every test speaks TAP, so that single tests are counted and not scripts:
#   no extension   a cmocka program (CMOCKA_MESSAGE_OUTPUT=TAP), also TAP of its own
#   .bats          bats
#   .tap           any script that prints TAP
# A test finds the tree in $top_srcdir and $top_builddir; build/bin is first in PATH.
TEST_EXTENSIONS = .bats .tap
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
TAP_LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_DRIVER = $(TAP_DRIVER)
BATS_LOG_COMPILER = $(BATS)
AM_BATS_LOG_FLAGS = --tap
AM_TESTS_ENVIRONMENT = \
	export CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8; \
	export top_srcdir='$(abs_top_srcdir)' top_builddir='$(abs_top_builddir)'; \
	export PATH="$${ACCFG_TEST_BIN:-$(abs_top_builddir)/bin}:$$PATH";

TESTS += %D%/check-house.tap %D%/check-symbols.tap %D%/check-docs.tap
EXTRA_DIST += demo .ci/run test/fuzz/run \
	%D%/check-house.tap %D%/check-symbols.tap %D%/check-docs.tap %D%/check-kernel.tap %D%/check-schema.py %D%/check-shell %D%/check-archive %D%/check-install \
	%D%/example-list.c \
	%D%/demo-steps %D%/update-readme.sh %D%/lib/build.sh %D%/lib/deps.sh %D%/lib/sources.sh %D%/lib/stages.sh %D%/lib/steps.sh %D%/lib/tap.sh

# As a part of EXTRA_DIST it would be the target of that name.
dist-hook:
	cp -p $(top_srcdir)/check $(distdir)/

# After a wanted change of the ABI: see Documentation/HACKING.adoc.
.PHONY: update-abi
update-abi: lib/libaccfg.la
	abidw --exported-interfaces-only --no-corpus-path --no-comp-dir-path --no-show-locs --drop-private-types \
		--header-file $(top_srcdir)/lib/libaccfg.h --out-file $(top_srcdir)/lib/libaccfg.abi lib/.libs/libaccfg.so
	$(SED) -i "s#path='/[^']*/lib/#path='../lib/#" $(top_srcdir)/lib/libaccfg.abi

check_PROGRAMS += test/print-attrs
test_print_attrs_SOURCES = %D%/print-attrs.c
test_print_attrs_LDADD = lib/libaccfg.la
