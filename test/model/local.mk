# SPDX-License-Identifier: GPL-2.0-or-later
# A DSA or IAA device in memory (libdsa-model.la, pure) and its vfio-user front.
include %D%/front.mk
noinst_LTLIBRARIES += %D%/libdsa-model.la
%C%_libdsa_model_la_SOURCES = \
	%D%/dsa-batch.c %D%/dsa-check.c %D%/dsa-cmd.c %D%/dsa-config.c %D%/dsa-core.h %D%/dsa-crc.c \
	%D%/dsa-engine.c %D%/dsa-error.c %D%/dsa-handle.c %D%/dsa-hw.h %D%/dsa-job.h \
	%D%/dsa-memory.c %D%/dsa-op-crc.c %D%/dsa-op-delta.c %D%/dsa-op-dif.c %D%/dsa-op-move.c %D%/dsa-ops.c %D%/dsa-perfmon.c %D%/dsa-portal.c %D%/dsa-profile.c \
	%D%/dsa-regs.c %D%/dsa-wq.c %D%/dsa.c %D%/dsa.h \
	%D%/iax-deflate.c %D%/iax-inflate.c %D%/iax-ops.c %D%/iax-stream.c %D%/iax-stream.h
