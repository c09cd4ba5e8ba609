# SPDX-License-Identifier: GPL-2.0-or-later
# vfio-user, knowing no device (libvfu.la).
noinst_LTLIBRARIES += %D%/libvfu.la
%C%_libvfu_la_SOURCES = \
	%D%/vfu-dma.c %D%/vfu-irq.c %D%/vfu-irq.h %D%/vfu-map.c %D%/vfu-map.h \
	%D%/vfu-server.c %D%/vfu-server.h %D%/vfu-session.c %D%/vfu-session.h \
	%D%/vfu-stream.c %D%/vfu-stream.h %D%/vfu-version.c %D%/vfu-wire.c %D%/vfu-wire.h
%C%_libvfu_la_CFLAGS = $(AM_CFLAGS) $(JSON_C_CFLAGS)
%C%_libvfu_la_LIBADD = $(JSON_C_LIBS)
