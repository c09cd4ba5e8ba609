/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The folder in which writers find each other: locks and journals. It is trusted, so it is looked at closely. */
#ifndef ACCFG_RUN_DIR_H
#define ACCFG_RUN_DIR_H

#include <stdbool.h>

#include "lib/libaccfg.h"

#define RUN_DIR_DEFAULT "/run/accfg"
#define RUN_DIR_VARIABLE "ACCFG_RUN_DIR"

/*
 * Trees of files that somebody captured have no other writers, and need no permission to write where a
 * machine's locks are: unless a folder was named, they have none.
 */
bool run_dir_is_wanted(struct accfg_ctx *ctx);

/*
 * Its descriptor. With make it is made if it is not there; else -ENOENT is returned without being noted as
 * a failure. Refuses one that is a link, belongs to others or can be written by everybody. Failures are noted.
 */
int run_dir_open(struct accfg_ctx *ctx, bool make);

/* Did something fail (rc) for want of descriptors, and were some given back, so that it may be tried again? */
bool run_dir_may_retry(struct accfg_ctx *ctx, int rc);

/* Notes that something could not be done in it, with the way out; returns rc. what: "write", "lock". */
int run_dir_fail(struct accfg_ctx *ctx, int rc, const char *what, const char *file);

#endif
