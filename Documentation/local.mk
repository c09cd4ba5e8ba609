# SPDX-License-Identifier: LGPL-2.1-or-later
# A man page is one NAME.adoc whose title is "NAME(SECTION)"; it is listed here once, by what it becomes.
MAN_PAGES = \
	%D%/accfg.1 \
	%D%/accfg-capture.1 \
	%D%/accfg-check-config.1 \
	%D%/accfg-config-device.1 \
	%D%/accfg-config-engine.1 \
	%D%/accfg-config-group.1 \
	%D%/accfg-config-user-default.1 \
	%D%/accfg-config-wq.1 \
	%D%/accfg-diff-config.1 \
	%D%/accfg-disable-device.1 \
	%D%/accfg-disable-wq.1 \
	%D%/accfg-dsa.1 \
	%D%/accfg-enable-device.1 \
	%D%/accfg-enable-wq.1 \
	%D%/accfg-list.1 \
	%D%/accfg-load-config.1 \
	%D%/accfg-recover.1 \
	%D%/accfg-reset.1 \
	%D%/accfg-save-config.1 \
	%D%/accfg-status.1 \
	%D%/accfg-sim.1 \
	%D%/libaccfg.3 \
	%D%/accfg-profile.5 \
	%D%/accfg-sysfs.5

EXTRA_DIST += NEWS \
	%D%/HACKING.adoc \
	%D%/idxd-driver.adoc \
	%D%/accfg.adoc \
	%D%/accfg-capture.adoc \
	%D%/accfg-check-config.adoc \
	%D%/accfg-config-device.adoc \
	%D%/accfg-config-engine.adoc \
	%D%/accfg-config-group.adoc \
	%D%/accfg-config-user-default.adoc \
	%D%/accfg-config-wq.adoc \
	%D%/accfg-diff-config.adoc \
	%D%/accfg-disable-device.adoc \
	%D%/accfg-disable-wq.adoc \
	%D%/accfg-dsa.adoc \
	%D%/accfg-enable-device.adoc \
	%D%/accfg-enable-wq.adoc \
	%D%/accfg-list.adoc \
	%D%/accfg-load-config.adoc \
	%D%/accfg-recover.adoc \
	%D%/accfg-reset.adoc \
	%D%/accfg-save-config.adoc \
	%D%/accfg-status.adoc \
	%D%/accfg-sim.adoc \
	%D%/libaccfg.adoc \
	%D%/accfg-profile.adoc \
	%D%/accfg-sysfs.adoc

if ENABLE_DOCS
man_MANS += $(MAN_PAGES)
CLEANFILES += $(MAN_PAGES)
endif

ASCIIDOCTOR_FLAGS = -b manpage -a manmanual='accfg manual' -a mansource='accfg $(VERSION)' \
	-a reproducible --failure-level=WARN
MAKE_MAN = $(AM_V_GEN)$(MKDIR_P) $(@D) && $(ASCIIDOCTOR) $(ASCIIDOCTOR_FLAGS) -o $@ $<

%.1: %.adoc
	$(MAKE_MAN)
%.3: %.adoc
	$(MAKE_MAN)
%.5: %.adoc
	$(MAKE_MAN)

schemadir = $(datadir)/accfg
dist_schema_DATA = %D%/accfg-diff.schema.json %D%/accfg-list.schema.json %D%/accfg-plan.schema.json \
	%D%/accfg-profile.schema.json %D%/accfg-status.schema.json

# Programs that show how libaccfg is used; test/cli/examples.bats runs them.
exampledir = $(docdir)/examples
dist_example_DATA = %D%/examples/build-profile.c %D%/examples/load-profile.c
check_PROGRAMS += %D%/examples/build-profile %D%/examples/load-profile
%C%_examples_build_profile_SOURCES = %D%/examples/build-profile.c
%C%_examples_build_profile_CPPFLAGS = -I$(top_srcdir)/lib
%C%_examples_build_profile_LDADD = lib/libaccfg.la
%C%_examples_build_profile_LDFLAGS = $(AM_LDFLAGS) -no-install
%C%_examples_load_profile_SOURCES = %D%/examples/load-profile.c
%C%_examples_load_profile_CPPFLAGS = -I$(top_srcdir)/lib
%C%_examples_load_profile_LDADD = lib/libaccfg.la
%C%_examples_load_profile_LDFLAGS = $(AM_LDFLAGS) -no-install
