// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading the devices of a profile: several at once where there are processors for it, as reading
 * sysfs is work and no waiting. Each thread reads through a context of its own.
 */
#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "lib/device.h"
#include "lib/machine.h"
#include "lib/pool.h"

#define WORTH_A_THREAD 2 /* devices */

struct task {
	const struct machine_read *what;
	struct state *own;
	struct accfg_device *device; /* of the machine's context */
	bool is_read;
};

static int read_one(struct task *task, struct accfg_device *device)
{
	int rc;

	if (!task->what->want) {
		rc = state_read_some(task->own, device, task->what->mention);
	} else {
		task->own->device = device;
		rc = task->what->is_wiped ? state_read_rest(task->own)
					  : state_read_hidden(task->own, task->what->want);
	}
	task->own->device = task->device;
	return rc;
}

/* What fails here is read in turn afterwards, where descriptors can be given back and the failure is noted. */
static void work(struct pool *pool, size_t index)
{
	struct task *task = &((struct task *)pool->data)[index];
	struct accfg_device *device;
	struct accfg_ctx *ctx;

	if (pool_context(pool, &ctx))
		return;
	if (!accfg_device_get_by_name(ctx, accfg_device_get_name(task->device), &device))
		task->is_read = !read_one(task, device);
	accfg_unref(ctx);
}

static unsigned int processors(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof(set), &set) ? 1 : (unsigned int)CPU_COUNT(&set);
}

static unsigned int jobs_for(const struct machine *machine, size_t n)
{
	size_t most = n / WORTH_A_THREAD, there;

	if (most < 2 || machine->ctx->trust == SYSFS_UNTRUSTED)
		return 1;
	there = processors();
	return (unsigned int)(most < there ? most : there);
}

static int read_in_turn(struct task *tasks, size_t n)
{
	int rc = 0;

	for (size_t i = 0; i < n && !rc; i++)
		if (!tasks[i].is_read)
			rc = read_one(&tasks[i], tasks[i].device);
	return rc;
}

int machine_read(struct machine *machine, const struct machine_read *what, size_t n)
{
	struct pool pool = { .ctx = machine->ctx, .n = n, .work = work };
	struct task *tasks;
	int rc;

	if (machine->is_named || !n)
		return 0;
	tasks = calloc(n, sizeof(*tasks));
	if (!tasks)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		tasks[i].what = &what[i];
		tasks[i].own = machine_own(machine, what[i].state);
		tasks[i].device = tasks[i].own->device;
	}
	pool.jobs = jobs_for(machine, n);
	pool.data = tasks;
	if (pool.jobs > 1)
		pool_run(&pool);
	rc = read_in_turn(tasks, n);
	free(tasks);
	return rc;
}
