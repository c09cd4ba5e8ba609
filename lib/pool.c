// SPDX-License-Identifier: LGPL-2.1-or-later
/* Threads for work on several devices; see pool.h. Knows nothing of what they do. */
#include "lib/pool.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "lib/device.h"

#define TICK_NS 100000000L
#define FDS_OF_ONE (FD_BATCH_MAX + 8) /* that a context may hold */

/*
 * Threads take descriptors in turn, so that none has neighbours to close at once (fd-batch.h): each gets a
 * table of its own. ThreadSanitizer takes equal numbers for equal files.
 */
#if defined(__SANITIZE_THREAD__)
#define OWN_DESCRIPTORS 0
#elif defined(__has_feature)
#define OWN_DESCRIPTORS (!__has_feature(thread_sanitizer))
#else
#define OWN_DESCRIPTORS 1
#endif
static void keep_own_descriptors(const struct pool *pool)
{
	if (OWN_DESCRIPTORS && !pool->is_inline)
		(void)!unshare(CLONE_FILES);
}

static void *run_some(void *data)
{
	struct pool *pool = data;
	size_t index;

	keep_own_descriptors(pool);
	while ((index = atomic_fetch_add(&pool->next, 1)) < pool->n) {
		pool->work(pool, index);
		pthread_mutex_lock(&pool->lock);
		pool->finished++;
		pthread_cond_signal(&pool->changed);
		pthread_mutex_unlock(&pool->lock);
	}
	return NULL;
}

void pool_progress(struct pool *pool)
{
	if (pool->is_inline && pool->tick)
		pool->tick(pool);
}

static void wait_with_ticks(struct pool *pool)
{
	struct timespec until;

	pthread_mutex_lock(&pool->lock);
	while (pool->finished < pool->n) {
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec += TICK_NS;
		until.tv_sec += until.tv_nsec / 1000000000L;
		until.tv_nsec %= 1000000000L;
		pthread_cond_timedwait(&pool->changed, &pool->lock, &until);
		pthread_mutex_unlock(&pool->lock);
		pool->tick(pool);
		pthread_mutex_lock(&pool->lock);
	}
	pthread_mutex_unlock(&pool->lock);
}

/* The program's signal handlers run in the program's threads. */
static unsigned int start(struct pool *pool, pthread_t *threads, unsigned int wanted)
{
	sigset_t all, before;
	unsigned int n = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (n < wanted && !pthread_create(&threads[n], NULL, run_some, pool))
		n++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return n;
}

static unsigned int count_jobs(const struct pool *pool)
{
	unsigned int jobs = pool->jobs && pool->jobs < POOL_MOST_JOBS ? pool->jobs : POOL_MOST_JOBS;
	struct rlimit files;

	if (jobs > pool->n)
		jobs = (unsigned int)pool->n;
	if (!getrlimit(RLIMIT_NOFILE, &files) && files.rlim_cur / FDS_OF_ONE <= jobs)
		jobs = (unsigned int)(files.rlim_cur / FDS_OF_ONE);
	return jobs;
}

void pool_run(struct pool *pool)
{
	unsigned int jobs = count_jobs(pool);
	pthread_t threads[POOL_MOST_JOBS];
	unsigned int n = 0;

	device_relax_fds(pool->ctx); /* its workers need them */
	atomic_init(&pool->next, 0);
	pool->finished = 0;
	pool->is_inline = jobs <= 1;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	if (!pool->is_inline)
		n = start(pool, threads, jobs);
	if (!n) {
		pool->is_inline = true;
		run_some(pool);
	}
	if (n && pool->tick)
		wait_with_ticks(pool);
	while (n)
		pthread_join(threads[--n], NULL);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
}

/* ---- contexts ---- */

static void log_as_the_caller(struct accfg_ctx *ctx, int priority, const char *file, int line,
			      const char *function, const char *format, va_list args)
{
	struct pool *pool = accfg_get_userdata(ctx);

	pthread_mutex_lock(&pool->lock);
	pool->ctx->log_fn(pool->ctx, priority, file, line, function, format, args);
	pthread_mutex_unlock(&pool->lock);
}

static int set_roots(struct accfg_ctx *ctx, const struct accfg_ctx *from)
{
	int rc = 0;

	if (from->sysfs_root)
		rc = accfg_set_sysfs_root(ctx, from->sysfs_root);
	if (!rc && from->dev_root)
		rc = accfg_set_dev_root(ctx, from->dev_root);
	if (!rc && from->proc_root)
		rc = accfg_set_proc_root(ctx, from->proc_root);
	return rc;
}

int pool_context(struct pool *pool, struct accfg_ctx **ctx)
{
	struct accfg_ctx *made;
	int rc = accfg_new(&made);

	if (rc)
		return rc;
	rc = set_roots(made, pool->ctx);
	if (rc) {
		accfg_unref(made);
		return rc;
	}
	accfg_set_userdata(made, pool);
	accfg_set_log_priority(made, pool->ctx->log_priority);
	if (pool->ctx->log_fn)
		accfg_set_log_fn(made, log_as_the_caller);
	*ctx = made;
	return 0;
}
