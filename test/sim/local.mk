# SPDX-License-Identifier: LGPL-2.1-or-later
if ENABLE_SIM
bin_PROGRAMS += bin/accfg-sim
bin_accfg_sim_SOURCES = \
	%D%/attr-config.c %D%/attr-core.c %D%/attr-node.c %D%/attr-pci.c \
	%D%/attr-show.c %D%/attr-store.c %D%/attrs.c %D%/attrs.h \
	%D%/device.c %D%/device.h %D%/driver.c %D%/dump.c \
	%D%/faults.c %D%/faults.h %D%/faults-json.c %D%/from.c %D%/from.h %D%/from-state.c %D%/fuse.c %D%/initial.c %D%/json.c %D%/json.h %D%/log.c %D%/log.h \
	%D%/machine.c %D%/machine.h %D%/machine-json.c %D%/main.c \
	%D%/namespace.c %D%/parse.c %D%/parse.h %D%/run.c %D%/sim.h \
	%D%/tree.c %D%/tree.h %D%/uevent.c %D%/uevent.h
bin_accfg_sim_CPPFLAGS = $(AM_CPPFLAGS) $(FUSE3_CFLAGS) $(JSON_C_CFLAGS)
bin_accfg_sim_CFLAGS = $(AM_CFLAGS) -pthread
bin_accfg_sim_LDADD = kernel/librules.la $(FUSE3_LIBS) $(JSON_C_LIBS) -lpthread

check_PROGRAMS += %D%/probe
%C%_probe_SOURCES = %D%/probe.c
TESTS += %D%/attributes.bats %D%/driver.bats %D%/machine.bats
endif

EXTRA_DIST += %D%/selftest.bash %D%/attributes.bats %D%/driver.bats %D%/machine.bats
