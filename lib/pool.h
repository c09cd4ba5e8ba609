/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Work on several devices at once: threads that take one index after the other, in their order.
 * Contexts are for one thread, so each piece of work makes its own (pool_context()).
 */
#ifndef ACCFG_POOL_H
#define ACCFG_POOL_H

#include <pthread.h>
#include <stdatomic.h>

#include "lib/libaccfg.h"

#define POOL_MOST_JOBS 16

struct pool {
	struct accfg_ctx *ctx; /* the caller's */
	size_t n;
	unsigned int jobs; /* 0: one for each, at most POOL_MOST_JOBS; 1: in the caller's thread */
	void (*work)(struct pool *pool, size_t index);
	void (*tick)(struct pool *pool); /* in the caller's thread now and then; may be NULL */
	void *data;

	/* pool_run()'s own */
	atomic_size_t next;
	size_t finished;
	bool is_inline;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

/* Returns when all is done. Threads that cannot be had are done without. */
void pool_run(struct pool *pool);
/* To be called by the work whenever it has got on. */
void pool_progress(struct pool *pool);

/*
 * A new context with the roots and the log of the pool's. What it logs comes from one thread at a
 * time, and as if from the pool's context. -ENOMEM.
 */
int pool_context(struct pool *pool, struct accfg_ctx **ctx);

#endif
