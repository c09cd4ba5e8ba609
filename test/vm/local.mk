# SPDX-License-Identifier: GPL-2.0-or-later
# Real kernels in QEMU on the device model. Not part of make check: ./check runs it.
vm_sources = hardened.sh hardened.config cache.sh apt.sh root.sh guest.sh qemu.sh options.sh lab lab-kernels kbuild init movdir64b/Kbuild \
	movdir64b/movdir64b.c dmacopy/Kbuild dmacopy/dmacopy.c lab.bats
EXTRA_DIST += $(vm_sources:%=test/vm/%)
