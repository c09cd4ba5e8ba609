# SPDX-License-Identifier: GPL-2.0-or-later
# vfio-user, knowing no device (libvfu.la), and accfg-dsa, the device of libdsa-model.la behind it.
noinst_LTLIBRARIES += %D%/libvfu.la %D%/libfront.la
%C%_libvfu_la_SOURCES = \
	%D%/vfu-dma.c %D%/vfu-irq.c %D%/vfu-irq.h %D%/vfu-map.c %D%/vfu-map.h \
	%D%/vfu-server.c %D%/vfu-server.h %D%/vfu-session.c %D%/vfu-session.h \
	%D%/vfu-stream.c %D%/vfu-stream.h %D%/vfu-version.c %D%/vfu-wire.c %D%/vfu-wire.h
%C%_libvfu_la_CFLAGS = $(AM_CFLAGS) $(JSON_C_CFLAGS)
%C%_libvfu_la_LIBADD = $(JSON_C_LIBS)

%C%_libfront_la_SOURCES = %D%/front-device.c %D%/front-fault.c %D%/front-pasid.c %D%/front-pasid.h %D%/front-request.c %D%/front-trace.c %D%/front.h
%C%_libfront_la_LIBADD = %D%/libvfu.la %D%/libdsa-model.la

bin_PROGRAMS += bin/accfg-dsa
bin_accfg_dsa_SOURCES = %D%/accfg-dsa.c
bin_accfg_dsa_LDADD = %D%/libfront.la
