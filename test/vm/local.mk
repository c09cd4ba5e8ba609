# SPDX-License-Identifier: GPL-2.0-or-later
# Real kernels in QEMU on the device model. Not part of make check: ./check runs it.
vm_sources = apt.sh cache.sh guest.sh hardened.sh hardened.config init kbuild lab lab-kernels dkms.tap driver.bats lab.bats \
	judge-copy judge-copy.tap judge-halt.c judge-halt.tap judge-iaa judge-iaa.tap judge-speed judge-speed.tap kunit.tap options.sh status.tap qemu.sh root.sh dmacopy/Kbuild dmacopy/dmacopy.c iaacopy/Kbuild iaacopy/iaacopy.c movdir64b/Kbuild movdir64b/movdir64b.c stalled-write.c store64.c count.c
# user wqs
vm_sources += judge-user.c judge-user-data.c judge-user-desc.c judge-user-desc.h judge-user-file.c judge-user-gone.c judge-user-life.c \
	judge-user-log.c judge-user-none.c judge-user-sva.c judge-user-tap.c judge-user.h judge-user.tap svm/Kbuild svm/svm.c
vm_sources += modules.sh
# and of other devices
vm_sources += judge-other.c judge-other-dsa.c judge-other-iaa.c judge-other.h judge-other.tap
# what our driver does at the wrong moment
vm_sources += judge-driver.c judge-driver-command.c judge-driver-file.c judge-driver-log.c judge-driver-perf.c judge-driver.h judge-driver.tap
# stress
vm_sources += stress.tap stress/alloc.c stress/bind.c stress/client.c stress/mmio.c stress/perf.c stress/pci.c stress/phases.c stress/phases.h \
	stress/stress.c stress/stress.h stress/tools.c stress/user.c
EXTRA_DIST += $(vm_sources:%=test/vm/%)
