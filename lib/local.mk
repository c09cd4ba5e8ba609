# SPDX-License-Identifier: LGPL-2.1-or-later
# All of the library is in a convenience library, so that unit tests and fuzzers reach what is not exported.
EXTRA_DIST += %D%/libaccfg.pc.in %D%/libaccfg.sym %D%/libaccfg.abi
nodist_pkgconfig_DATA += %D%/libaccfg.pc
include_HEADERS += %D%/libaccfg.h

noinst_LTLIBRARIES += %D%/libaccfg-internal.la
%C%_libaccfg_internal_la_SOURCES = \
	%D%/attr-table.c \
	%D%/attr.c \
	%D%/attr.h \
	%D%/bind.c \
	%D%/bind.h \
	%D%/cmd-status.c \
	%D%/ctx.c \
	%D%/ctx.h \
	%D%/device-attrs.c \
	%D%/device.c \
	%D%/device.h \
	%D%/driver.c \
	%D%/enable.c \
	%D%/enable.h \
	%D%/engine.c \
	%D%/error.c \
	%D%/error.h \
	%D%/explain-bind.c \
	%D%/explain-rules.c \
	%D%/explain.c \
	%D%/explain.h \
	%D%/family.c \
	%D%/group.c \
	%D%/module.c \
	%D%/node.c \
	%D%/object.c \
	%D%/object.h \
	%D%/optional.c \
	%D%/optional.h \
	%D%/parts.c \
	%D%/reason.c \
	%D%/reason.h \
	%D%/scan.c \
	%D%/select.c \
	%D%/value.c \
	%D%/wq.c \
	%D%/write.c
%C%_libaccfg_internal_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden -pthread $(JSON_C_CFLAGS) $(KMOD_CFLAGS) $(UDEV_CFLAGS)
%C%_libaccfg_internal_la_LIBADD = util/libutil.la kernel/librules.la $(JSON_C_LIBS)

lib_LTLIBRARIES += %D%/libaccfg.la
%C%_libaccfg_la_SOURCES =
%C%_libaccfg_la_LIBADD = %D%/libaccfg-internal.la
%C%_libaccfg_la_LDFLAGS = $(AM_LDFLAGS) -pthread -no-undefined -version-info $(LIBACCFG_VERSION_INFO) \
	-Wl,--version-script=$(top_srcdir)/%D%/libaccfg.sym
%C%_libaccfg_la_DEPENDENCIES = %D%/libaccfg-internal.la %D%/libaccfg.sym

# profiles: reading and writing
%C%_libaccfg_internal_la_SOURCES += \
	%D%/locate-scan.h \
	%D%/locate-token.c \
	%D%/locate.c \
	%D%/locate.h \
	%D%/place.h \
	%D%/problem.c \
	%D%/problem.h \
	%D%/profile-build.c \
	%D%/profile-configs.c \
	%D%/profile-configs.h \
	%D%/profile-keys.c \
	%D%/profile-keys.h \
	%D%/profile-model.c \
	%D%/profile-model.h \
	%D%/profile-name.c \
	%D%/profile-read-check.c \
	%D%/profile-read-configs.c \
	%D%/profile-read-device.c \
	%D%/profile-read-json.c \
	%D%/profile-read-text.c \
	%D%/profile-read-value.c \
	%D%/profile-read-value.h \
	%D%/profile-read.c \
	%D%/profile-read.h \
	%D%/profile-write-config.c \
	%D%/profile-write.c \
	%D%/profile-write.h \
	%D%/suggest.c \
	%D%/suggest.h

# plans: states of devices, what a profile wants of them, and the steps in between
%C%_libaccfg_internal_la_SOURCES += \
	%D%/holders.c \
	%D%/holders.h \
	%D%/journal-file.h \
	%D%/journal-read.c \
	%D%/journal-state.c \
	%D%/journal.c \
	%D%/journal.h \
	%D%/lock.c \
	%D%/lock.h \
	%D%/machine-read.c \
	%D%/machine.c \
	%D%/machine.h \
	%D%/plan-access.c \
	%D%/plan-access.h \
	%D%/plan-apply.c \
	%D%/plan-build.h \
	%D%/plan-change.c \
	%D%/plan-change.h \
	%D%/plan-diff.c \
	%D%/plan-diff.h \
	%D%/plan-given.c \
	%D%/plan-lend.c \
	%D%/plan-lock.c \
	%D%/plan-lock.h \
	%D%/plan-need.c \
	%D%/plan-reset.c \
	%D%/plan-run.c \
	%D%/plan-run.h \
	%D%/plan-set.c \
	%D%/plan.c \
	%D%/plan.h \
	%D%/pool.c \
	%D%/pool.h \
	%D%/process.c \
	%D%/process.h \
	%D%/profile-default.c \
	%D%/profile-machine.c \
	%D%/recover-one.c \
	%D%/recover-others.c \
	%D%/recover-one.h \
	%D%/recover.c \
	%D%/recover.h \
	%D%/recovery-list.c \
	%D%/resolve-complete.c \
	%D%/resolve-exact.c \
	%D%/resolve-follow.c \
	%D%/resolve-overlay.c \
	%D%/resolve-overlay.h \
	%D%/resolve.c \
	%D%/resolve.h \
	%D%/run-dir.c \
	%D%/savepoint.c \
	%D%/run-dir.h \
	%D%/state-field.c \
	%D%/state-late.c \
	%D%/state-read.c \
	%D%/state-read.h \
	%D%/state-some.c \
	%D%/state.c \
	%D%/state.h \
	%D%/undo.c \
	%D%/undo.h \
	%D%/validate.c \
	%D%/validate.h
