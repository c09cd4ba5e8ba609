// SPDX-License-Identifier: GPL-2.0-or-later
/* Work on several devices at once: every piece once, in order where it is one thread, and contexts of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/pool.h"

#define PIECES 100

struct work {
	atomic_uint times[PIECES];
	atomic_size_t order[PIECES], n, strangers, ticks;
	pthread_t caller;
	bool is_slow;
};

static void count(struct pool *pool, size_t index)
{
	struct timespec pause = { .tv_nsec = 20000000 };
	struct work *work = pool->data;

	work->times[index]++;
	work->order[work->n++] = index;
	work->strangers += !pthread_equal(pthread_self(), work->caller);
	if (work->is_slow)
		nanosleep(&pause, NULL);
	pool_progress(pool);
}

static void tick(struct pool *pool)
{
	struct work *work = pool->data;

	assert_true(pthread_equal(pthread_self(), work->caller));
	work->ticks++;
}

static void run(struct work *work, size_t n, unsigned int jobs)
{
	struct pool pool = { .n = n, .jobs = jobs, .work = count, .tick = tick, .data = work };

	work->caller = pthread_self();
	assert_int_equal(accfg_new(&pool.ctx), 0);
	pool_run(&pool);
	accfg_unref(pool.ctx);
	assert_int_equal(work->n, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(work->times[i], 1);
}

static void one_job_is_the_caller_and_keeps_the_order(void **state)
{
	struct work work = { 0 };

	(void)state;
	run(&work, PIECES, 1);
	assert_int_equal(work.strangers, 0);
	assert_int_equal(work.ticks, PIECES);
	for (size_t i = 0; i < PIECES; i++)
		assert_int_equal(work.order[i], i);
}

static void one_piece_needs_no_thread(void **state)
{
	struct work work = { 0 };

	(void)state;
	run(&work, 1, 0);
	assert_int_equal(work.strangers, 0);
}

static void nothing_to_do_is_done(void **state)
{
	struct work work = { 0 };

	(void)state;
	run(&work, 0, 0);
}

static void many_jobs_do_each_piece_once_while_the_caller_waits(void **state)
{
	struct work work = { .is_slow = true };

	(void)state;
	run(&work, PIECES, 4);
	assert_int_equal(work.strangers, PIECES);
	assert_true(work.ticks > 0);
}

static void with_few_descriptors_there_are_no_threads(void **state)
{
	struct rlimit before, few;
	struct work work = { 0 };

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	few = (struct rlimit){ .rlim_cur = 60, .rlim_max = before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	run(&work, PIECES, 16);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_int_equal(work.strangers, 0);
}

/* ---- contexts ---- */

static atomic_uint logged;

static void log_fn(struct accfg_ctx *ctx, int priority, const char *file, int line, const char *function,
		   const char *format, va_list args)
{
	(void)priority, (void)file, (void)line, (void)function, (void)format, (void)args;
	assert_string_equal(accfg_get_userdata(ctx), "mine");
	logged++;
}

static void look(struct pool *pool, size_t index)
{
	struct accfg_device *device;
	struct accfg_ctx *ctx;

	(void)index;
	assert_int_equal(pool_context(pool, &ctx), 0);
	assert_string_equal(accfg_get_sysfs_root(ctx), "/nowhere");
	assert_string_equal(accfg_get_dev_root(ctx), "/no/dev");
	assert_string_equal(accfg_get_proc_root(ctx), "/no/proc");
	assert_true(accfg_device_get_by_name(ctx, "dsa0", &device) < 0);
	accfg_unref(ctx);
}

static void a_context_has_the_roots_and_the_log_of_the_callers(void **state)
{
	static char mine[] = "mine";
	struct pool pool = { .n = 20, .jobs = 4, .work = look };

	(void)state;
	assert_int_equal(accfg_new(&pool.ctx), 0);
	accfg_set_sysfs_root(pool.ctx, "/nowhere");
	accfg_set_dev_root(pool.ctx, "/no/dev");
	accfg_set_proc_root(pool.ctx, "/no/proc");
	accfg_set_userdata(pool.ctx, mine);
	accfg_set_log_fn(pool.ctx, log_fn);
	accfg_set_log_priority(pool.ctx, 7);
	pool_run(&pool);
	accfg_unref(pool.ctx);
	assert_true(logged >= 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_job_is_the_caller_and_keeps_the_order),
		cmocka_unit_test(one_piece_needs_no_thread),
		cmocka_unit_test(nothing_to_do_is_done),
		cmocka_unit_test(many_jobs_do_each_piece_once_while_the_caller_waits),
		cmocka_unit_test(with_few_descriptors_there_are_no_threads),
		cmocka_unit_test(a_context_has_the_roots_and_the_log_of_the_callers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
