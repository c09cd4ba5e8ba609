# SPDX-License-Identifier: LGPL-2.1-or-later
# A man page is one NAME.adoc whose title is "NAME(SECTION)"; it is listed here once, by what it becomes.
MAN_PAGES = \
	%D%/accfg-sim.1 \
	%D%/libaccfg.3 \
	%D%/accfg-profile.5 \
	%D%/accfg-sysfs.5

EXTRA_DIST += NEWS \
	%D%/HACKING.adoc \
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
dist_schema_DATA = %D%/accfg-profile.schema.json
