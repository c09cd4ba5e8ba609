# SPDX-License-Identifier: GPL-2.0-or-later
# The same probe on real kernels, our driver and the simulator; see Documentation/HACKING.adoc.
check_PROGRAMS += %D%/probe
test_parity_probe_SOURCES = %D%/bus.c %D%/elsewhere.c %D%/events.c %D%/handle.c %D%/object.c %D%/probe.c %D%/probe.h %D%/report.c %D%/state.c \
	%D%/states.c %D%/try.c %D%/values.c
# Long, and with sanitizers several times as long: ./check --all runs that.
if ENABLE_SIM
if !ENABLE_SANITIZERS
TESTS += %D%/sim.tap
endif
endif
EXTRA_DIST += %D%/compare %D%/data/in-tree-6.12.xz %D%/data/in-tree-7.2.xz %D%/data/in-tree-7.2-pasid.xz \
	%D%/devices %D%/devices-pasid %D%/explained %D%/lab.tap %D%/machine \
	%D%/parity.py %D%/record %D%/run %D%/sim.tap
