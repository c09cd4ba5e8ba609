# SPDX-License-Identifier: GPL-2.0-or-later
# A DSA or IAA device in memory (libdsa-model.la, pure) and its vfio-user front.
EXTRA_DIST += %D%/dsa.h
include %D%/front.mk
