# SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
# The rules: freestanding, so that the same files build into the driver.
EXTRA_DIST += %D%/rules/README.adoc
noinst_LTLIBRARIES += %D%/librules.la
%C%_librules_la_SOURCES = \
	%D%/rules/attr-rows.c \
	%D%/rules/caps.c \
	%D%/rules/checks.c \
	%D%/rules/command.c \
	%D%/rules/count.c \
	%D%/rules/disable.c \
	%D%/rules/effects.c \
	%D%/rules/enable.c \
	%D%/rules/hardware.c \
	%D%/rules/hardware.h \
	%D%/rules/hw.c \
	%D%/rules/idxd-rules.h \
	%D%/rules/idxd-state.h \
	%D%/rules/kernel-table.c \
	%D%/rules/rules-internal.h \
	%D%/rules/validate-enable.c \
	%D%/rules/validate.c \
	%D%/rules/write.c \
	%D%/uapi/idxd.h
%C%_librules_la_CFLAGS = $(AM_CFLAGS) -ffreestanding
