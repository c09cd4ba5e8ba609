// SPDX-License-Identifier: GPL-2.0-only
/* Instead of the in-tree iaa_crypto, without its alias: nothing loads it by itself. */
#include "instead.h"

MODULE_DESCRIPTION("Nothing: iaa_crypto needs the in-tree idxd (driver of accfg)");
