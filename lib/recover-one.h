/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Between recover.c and recover-one.c only: one journal. */
#ifndef ACCFG_RECOVER_ONE_H
#define ACCFG_RECOVER_ONE_H

#include "lib/journal-file.h"

struct problem_list;

struct recovery {
	struct accfg_ctx *ctx;
	unsigned int flags;
	int dir;
	struct problem_list *problems;
};

/* One failure, or notes, in the problems. The caller holds the locks of its devices, unless ACCFG_RECOVER_DRY is given. Ends the journal where nothing is left to do. */
int recover_one(struct recovery *recovery, const struct journal_entry *entry);
/*
 * What somebody else changed since the writer was killed is as in now in the snapshot too, whole objects, and is said. -EBADMSG: the
 * steps of the journal cannot be of this device. (recover-others.c)
 */
int recover_keep_others(struct recovery *recovery, const struct journal_entry *entry, const struct state *now,
			struct state *snapshot);
/* Keeps one that cannot be used out of the way. Returns 0: it is no reason not to go on. */
int recover_set_aside(struct recovery *recovery, const struct journal_entry *entry);

#endif
