# SPDX-License-Identifier: GPL-2.0-only OR LGPL-2.1-or-later
# The rules: freestanding, so that the same files build into the driver.
EXTRA_DIST += %D%/rules/README.adoc
noinst_LTLIBRARIES += %D%/librules.la
%C%_librules_la_SOURCES = \
	%D%/rules/attr-rows.c \
	%D%/rules/caps.c \
	%D%/rules/checks.c \
	%D%/rules/command.c \
	%D%/rules/count.c \
	%D%/rules/disable.c \
	%D%/rules/effects.c \
	%D%/rules/enable.c \
	%D%/rules/hardware.c \
	%D%/rules/hardware.h \
	%D%/rules/hw.c \
	%D%/rules/idxd-rules.h \
	%D%/rules/idxd-state.h \
	%D%/rules/kernel-table.c \
	%D%/rules/rules-internal.h \
	%D%/rules/validate-enable.c \
	%D%/rules/validate.c \
	%D%/rules/write.c \
	%D%/uapi/idxd.h
%C%_librules_la_CFLAGS = $(AM_CFLAGS) -ffreestanding

# The driver: built by the kernel's own make, see Kbuild; a copy of this folder is all that it needs.
driver_files = \
	%D%/bus.c \
	%D%/cdev.c \
	%D%/cmd.c \
	%D%/compat.h \
	%D%/debugfs.c \
	%D%/desc.c \
	%D%/desc.h \
	%D%/device.c \
	%D%/dma.c \
	%D%/driver.h \
	%D%/evl.c \
	%D%/evl.h \
	%D%/file.c \
	%D%/file.h \
	%D%/hwcaps.c \
	%D%/hwconfig.c \
	%D%/instead/iaa_crypto.c \
	%D%/instead/idxd_bus.c \
	%D%/instead/instead.h \
	%D%/irq.c \
	%D%/object.c \
	%D%/pasid.c \
	%D%/pci.c \
	%D%/perfmon.c \
	%D%/recover.c \
	%D%/registers.h \
	%D%/sysfs-device.c \
	%D%/sysfs-group.c \
	%D%/sysfs-parse.c \
	%D%/sysfs-wq.c \
	%D%/sysfs.c \
	%D%/sysfs.h \
	%D%/wq.c \
	%D%/Kbuild \
	%D%/Makefile \
	%D%/dkms.conf
EXTRA_DIST += $(driver_files)

# For DKMS: the folder where it looks for sources. Nothing is built or loaded; `dkms install accfg-idxd/$(VERSION)` does it.
dkmsdir = /usr/src/accfg-idxd-$(VERSION)
.PHONY: install-dkms uninstall-dkms
install-dkms:
	@for file in $(driver_files) $(%C%_librules_la_SOURCES); do \
		to="$(DESTDIR)$(dkmsdir)/$${file#%D%/}"; \
		$(MKDIR_P) "$${to%/*}" && $(INSTALL_DATA) "$(srcdir)/$$file" "$$to" || exit 1; \
	done
	@echo "dkms install accfg-idxd/$(VERSION) builds and installs it, dkms remove accfg-idxd/$(VERSION) --all takes it away"
uninstall-dkms:
	rm -rf "$(DESTDIR)$(dkmsdir)"
