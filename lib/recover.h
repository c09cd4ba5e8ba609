/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Undoing what a writer left that did not come to its end. Every writer asks for this before it looks at a device, with the locks
 * in its hands: a journal that is there then has nobody who goes on with it.
 */
#ifndef ACCFG_RECOVER_H
#define ACCFG_RECOVER_H

#include <stddef.h>

#include "lib/libaccfg.h"

struct problem_list;

/*
 * Locks the devices (waiting as accfg_set_lock_wait() says), and undoes what was left on any of them; the journal's other
 * devices are locked with them. What is done, and why something could not be, is added to problems. flags: ACCFG_FORCE takes
 * away wqs that have clients. The devices' objects are refreshed where anything was written. On failure nothing is locked.
 * -EAGAIN: locked; -EBUSY: needs force; -EIO: not everything could be undone, and the journal stays.
 */
int recover_lock(struct accfg_ctx *ctx, const char *const names[], size_t n, unsigned int flags,
		 struct problem_list *problems, struct accfg_lock **lock);

#endif
