// SPDX-License-Identifier: GPL-2.0-only
/* Instead of the in-tree idxd_bus: the bus is in idxd. */
#include "instead.h"

MODULE_DESCRIPTION("Nothing: the bus of DSA and IAA is in idxd (driver of accfg)");
