/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One writer at a time for each device: a file NAME.lock in the run directory, held with flock(2). The files stay; what
 * they say of their holder is believed only while that process lives.
 */
#ifndef ACCFG_LOCK_H
#define ACCFG_LOCK_H

#include <stddef.h>

#include "lib/libaccfg.h"

struct lock_file; /* one device that a context holds */

/*
 * Takes the devices, all or none, in natural order so that no two writers wait for each other. A context may
 * take a device again. Waits at most wait_ms in all, and not at all where that would break the order because the context holds
 * later devices already. -EAGAIN: somebody else has one, and the failure says who. *lock is NULL after a failure.
 */
int lock_take(struct accfg_ctx *ctx, const char *const names[], size_t n, unsigned int wait_ms, struct accfg_lock **lock);
void lock_release(struct accfg_lock *lock); /* NULL is fine */

#endif
