# SPDX-License-Identifier: GPL-2.0-or-later
# Commands inside the simulator. helpers.bash is for bats files, inside.bash for the scripts that run in the simulator.
cli_tests = \
	%D%/capture.bats \
	%D%/config.bats \
	%D%/diff.bats \
	%D%/doc.bats \
	%D%/dsa.bats \
	%D%/dsa-clients.bats \
	%D%/enable.bats \
	%D%/errors.bats \
	%D%/exact.bats \
	%D%/examples.bats \
	%D%/explain.bats \
	%D%/hostile.bats \
	%D%/help.bats \
	%D%/holders.bats \
	%D%/list.bats \
	%D%/load-config.bats \
	%D%/load-real.bats \
	%D%/lock.bats \
	%D%/needed.bats \
	%D%/profile.bats \
	%D%/recover.bats \
	%D%/reset.bats \
	%D%/select.bats \
	%D%/status.bats \
	%D%/transaction.bats
TESTS += $(cli_tests)
EXTRA_DIST += $(cli_tests) %D%/helpers.bash %D%/inside.bash %D%/dsa-clients.py %D%/says.py
