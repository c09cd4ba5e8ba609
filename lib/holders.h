/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who has a wq, in words. */
#ifndef ACCFG_HOLDERS_H
#define ACCFG_HOLDERS_H

#include <stddef.h>

#include "lib/libaccfg.h"

#define HOLDERS_TEXT_SIZE 200

/* "dpdk-app (pid 4711), qpl (pid 4712) and 3 more"; "" where nobody is found. Returns text. */
const char *holders_describe(struct accfg_wq *wq, char text[HOLDERS_TEXT_SIZE]);

#endif
