# SPDX-License-Identifier: LGPL-2.1-or-later
EXTRA_DIST += %D%/libaccfg.pc.in
nodist_pkgconfig_DATA += %D%/libaccfg.pc
