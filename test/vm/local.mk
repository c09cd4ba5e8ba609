# SPDX-License-Identifier: GPL-2.0-or-later
# Real kernels in QEMU on the device model. Not part of make check: ./check runs it.
EXTRA_DIST += %D%/cache.sh %D%/apt.sh %D%/root.sh %D%/kbuild %D%/lab-kernels
