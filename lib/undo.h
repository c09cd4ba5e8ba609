/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Back to what devices were: used where applying a plan fails, and for what a killed writer left.
 */
#ifndef ACCFG_UNDO_H
#define ACCFG_UNDO_H

#include <stddef.h>

#include "lib/libaccfg.h"

struct problem_list;
struct state;

/*
 * Makes each device what its snapshot says, as far as the snapshot knows it, enabled ones enabled
 * again and by force, several at once (jobs as in accfg_plan_set_jobs()); then compares. What could not be
 * undone is added to problems, in the order of the snapshots: per device why, then each value that
 * is not as before. A device that fails does not keep the others from being undone.
 * Devices are found by their names in contexts of their own; objects of ctx must be refreshed
 * afterwards.
 * 0: everything is as in the snapshots; -EIO: not everything, see problems; -ENOMEM: not known.
 */
int undo_devices(struct accfg_ctx *ctx, const struct state *const snapshots[], size_t n,
		 unsigned int jobs, struct problem_list *problems);

#endif
