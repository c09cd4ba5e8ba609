/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Being the only writer, and on a machine on which nothing is half done. Plans do both by themselves. */
#ifndef CLI_LOCK_H
#define CLI_LOCK_H

#include "cli/cli.h"

/*
 * Locks the devices of the objects and undoes what a killed writer left on them, which is said. Reports; returns the exit
 * status. *lock is to be freed with accfg_lock_free().
 */
int cli_lock(struct cli *cli, const struct cli_set *set, bool force, struct accfg_lock **lock);

/* Prints one line for each writer whose work is to be undone. What cannot be known is left out. */
void cli_print_pending(struct cli *cli);

/* What is told while that is done, and the exit status that it leads to. */
struct cli_recovery {
	struct cli *cli;
	size_t errors;
	int status; /* CLI_FAILED where a journal was damaged */
};
void cli_recovery_told(struct accfg_ctx *ctx, const struct accfg_error *what, void *data); /* data: struct cli_recovery */
int cli_recovery_status(const struct cli_recovery *recovery, int rc); /* of accfg_recover(); reports what was not told */

#endif
