# SPDX-License-Identifier: GPL-2.0-or-later
# bin/accfg runs from the build tree and is never libtool's wrapper: tests count its system calls. cli/accfg is installed.
noinst_LTLIBRARIES += %D%/libcli.la
%C%_libcli_la_SOURCES = \
	%D%/apply.c %D%/apply.h %D%/capture.c %D%/check.c %D%/cli.h %D%/config.c %D%/config-value.c %D%/config-value.h %D%/diff.c \
	%D%/enable.c %D%/help.c %D%/json.c %D%/json.h %D%/list.c %D%/list-filter.c \
	%D%/list.h %D%/list-json.c %D%/load.c %D%/lock.c %D%/lock.h %D%/options.c %D%/plan-json.c %D%/plan-json.h %D%/profile.c %D%/profile.h %D%/recover.c \
	%D%/report.c %D%/reset.c %D%/save.c %D%/select.c %D%/status.c %D%/status.h \
	%D%/status-driver.c %D%/status-issue.c %D%/status-json.c %D%/status-rows.c %D%/status-table.c %D%/summary.c %D%/summary.h %D%/tar.c %D%/tar.h \
	%D%/wait.c %D%/wait.h %D%/whole.c %D%/whole.h
nodist_%C%_libcli_la_SOURCES = %D%/list-schema.c
%C%_libcli_la_CPPFLAGS = $(AM_CPPFLAGS) $(SMARTCOLS_CFLAGS) -DACCFG_CONF_DIR='"$(sysconfdir)/accfg"'
%C%_libcli_la_LIBADD = lib/libaccfg.la $(SMARTCOLS_LIBS)

bin_PROGRAMS += %D%/accfg
%C%_accfg_SOURCES = %D%/main.c
%C%_accfg_LDADD = %D%/libcli.la lib/libaccfg.la

noinst_PROGRAMS += bin/accfg
bin_accfg_SOURCES = %D%/main.c
bin_accfg_LDADD = %D%/libcli.la lib/libaccfg.la
bin_accfg_LDFLAGS = $(AM_LDFLAGS) -no-install

CLEANFILES += %D%/list-schema.c
%D%/list-schema.c: $(top_srcdir)/Documentation/accfg-list.schema.json
	$(AM_V_GEN)$(MKDIR_P) $(@D) && { \
		echo '#include "cli/list.h"' && echo 'const char list_schema_text[] =' && \
		$(SED) -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/^/"/' -e 's/$$/\\n"/' $< && echo ';'; \
	} >$@.tmp && mv $@.tmp $@

dist_bashcompletion_DATA = contrib/completions/accfg
EXTRA_DIST += contrib/completions/generate
# After a wanted change of commands or options; test/cli/help.bats compares.
.PHONY: update-completions
update-completions: bin/accfg
	$(top_srcdir)/contrib/completions/generate bin/accfg >$(top_srcdir)/contrib/completions/accfg
