# SPDX-License-Identifier: LGPL-2.1-or-later
# What accfg costs, beside Debian's accel-config: test/bench/run prints, test/bench/check compares.
check_PROGRAMS += test/bench/spawn-cost
test_bench_spawn_cost_SOURCES = %D%/spawn-cost.c
# Needs gnuplot; Documentation/bench.svg is committed.
bench-picture: all test/bench/spawn-cost
	top_builddir=$(abs_top_builddir) $(srcdir)/%D%/picture
.PHONY: bench-picture
EXTRA_DIST += %D%/picture Documentation/bench.svg %D%/run %D%/check %D%/measure %D%/common.sh %D%/same-state %D%/profiles/iaa.json %D%/profiles/kernel.json
