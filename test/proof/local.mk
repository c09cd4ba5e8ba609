# SPDX-License-Identifier: GPL-2.0-or-later
# Proofs: load-config applies whole or not at all, whatever goes wrong. Run by ./check (test/lib/stages.sh).
if ENABLE_SIM
check_PROGRAMS += %D%/state %D%/walk
%C%_state_SOURCES = %D%/state.c
%C%_walk_SOURCES = %D%/walk.c
# A module that is only preloaded; libtool makes no shared one without a place for it.
check_LTLIBRARIES += %D%/kill.la
%C%_kill_la_SOURCES = %D%/kill.c
%C%_kill_la_LDFLAGS = $(AM_LDFLAGS) -module -avoid-version -shared -rpath /nowhere
endif
EXTRA_DIST += %D%/faults.py %D%/crowd.py %D%/proof.py %D%/walks.py %D%/machine.json %D%/wanted.json
