# SPDX-License-Identifier: LGPL-2.1-or-later
noinst_LTLIBRARIES += %D%/libutil.la
%C%_libutil_la_SOURCES = \
	%D%/atomic-file.c \
	%D%/atomic-file.h \
	%D%/bitmap.c \
	%D%/bitmap.h \
	%D%/fd-batch.c \
	%D%/fd-batch.h \
	%D%/log.c \
	%D%/log.h \
	%D%/natural.c \
	%D%/natural.h \
	%D%/number.c \
	%D%/number.h \
	%D%/sysfs.c \
	%D%/sysfs.h \
	%D%/text.c \
	%D%/text.h
%C%_libutil_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden
