# SPDX-License-Identifier: LGPL-2.1-or-later
profilesdir = $(datadir)/accfg/profiles
dist_profiles_DATA = \
	%D%/profiles/all-dsa.json \
	%D%/profiles/demo.json \
	%D%/profiles/dpdk-4-dedicated.json \
	%D%/profiles/iaa-crypto.json \
	%D%/profiles/iaa-qpl.json \
	%D%/profiles/kernel-dmaengine.json \
	%D%/profiles/newer-hardware.json \
	%D%/profiles/per-numa-node.json \
	%D%/profiles/shared-user.json

# tmpfiles.d(5)
tmpfilesdir = $(prefix)/lib/tmpfiles.d
dist_tmpfiles_DATA = %D%/systemd/accfg.conf
