// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Carries out a plan, device by device or several at once, and undoes all of it when a step fails
 * or somebody cancels it. Single steps are in plan-run.c, undoing is in undo.c.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "lib/ctx.h"
#include "lib/journal.h"
#include "lib/object.h"
#include "lib/plan-run.h"
#include "lib/plan.h"
#include "lib/pool.h"
#include "lib/problem.h"
#include "lib/undo.h"

/* One device. */
struct task {
	size_t done;	 /* steps */
	bool is_touched; /* a step was begun */
	int rc;
	struct accfg_error error;
};

struct apply {
	struct accfg_plan *plan;
	struct task *tasks;
	struct journal *journal;
	atomic_size_t failed; /* the first device that failed */
	atomic_size_t done;
};

/* Devices before the one that failed go on, so that the same one is reported each time. */
static bool must_stop(struct apply *apply, size_t index)
{
	return atomic_load(&apply->plan->cancelled) || atomic_load(&apply->failed) < index;
}

static void fail(struct apply *apply, size_t index, struct accfg_ctx *ctx, int rc)
{
	size_t failed = atomic_load(&apply->failed);
	struct task *task = &apply->tasks[index];

	task->rc = rc;
	run_take_error(ctx, rc, &task->error);
	while (index < failed &&
	       !atomic_compare_exchange_weak(&apply->failed, &failed, index))
		;
}

static int take_step(const struct accfg_plan *plan, struct accfg_device *device,
		     const struct accfg_step *from)
{
	struct run_step step = { .kind = from->kind,
				 .of = from->object->kind,
				 .id = from->object->id,
				 .attr = from->attr,
				 .value = from->new_value };

	return run_step(device, &step, plan->flags & ACCFG_PLAN_FORCE ? ACCFG_FORCE : 0);
}

static void take_steps(struct pool *pool, size_t index, struct accfg_ctx *ctx)
{
	struct apply *apply = pool->data;
	const struct plan_device *of = &apply->plan->devices[index];
	struct task *task = &apply->tasks[index];
	struct accfg_device *device;
	int rc = accfg_device_get_by_name(ctx, of->now.name, &device);

	while (!rc && task->done < of->n && !must_stop(apply, index)) {
		task->is_touched = true;
		rc = take_step(apply->plan, device, &apply->plan->steps[of->first + task->done]);
		if (rc)
			break;
		task->done++;
		atomic_fetch_add(&apply->done, 1);
		pool_progress(pool);
	}
	if (rc)
		fail(apply, index, ctx, rc);
}

static void work(struct pool *pool, size_t index)
{
	struct apply *apply = pool->data;
	struct accfg_ctx *ctx;
	int rc;

	if (!apply->plan->devices[index].n || must_stop(apply, index))
		return;
	rc = pool_context(pool, &ctx);
	if (rc) {
		fail(apply, index, pool->ctx, rc);
		return;
	}
	take_steps(pool, index, ctx);
	accfg_unref(ctx);
}

static void tick(struct pool *pool)
{
	struct apply *apply = pool->data;
	struct accfg_plan *plan = apply->plan;

	plan->progress(plan, atomic_load(&apply->done), plan->n_steps, plan->progress_data);
}

/* ---- what failed ---- */

/* As the last failure of the plan's context, with the place in the profile that asked for it. */
static int tell(struct accfg_plan *plan, const struct accfg_error *error,
		const struct accfg_step *step, int rc)
{
	struct error_about about = { .object_path = error->object[0] ? error->object : NULL,
				     .attr = error->attr,
				     .attr_is_temporary = true,
				     .value = error->value,
				     .rule = error->rule,
				     .cmd_status = error->cmd_status };

	if (step && step->place.line && plan->file) {
		about.file = plan->file;
		about.line = step->place.line;
		about.column = step->place.column;
	}
	if (!error->reason)
		return ctx_fail(plan->ctx, rc, &about, NULL);
	return ctx_fail(plan->ctx, rc, &about, "%s", error->reason);
}

static int tell_failure(struct apply *apply)
{
	size_t index = atomic_load(&apply->failed);
	struct accfg_plan *plan = apply->plan;
	const struct plan_device *device = &plan->devices[index];
	struct task *task = &apply->tasks[index];

	return tell(plan, &task->error,
		    task->is_touched ? &plan->steps[device->first + task->done] : NULL, task->rc);
}

/* A failure of undoing leaves the last failure of the context what it is: why it was undone. */
static int keep_problem(struct accfg_plan *plan)
{
	const struct accfg_error *error = accfg_get_last_error(plan->ctx);

	return error ? problem_list_add_error(plan->problems, error) : 0;
}

/* ---- undoing ---- */

/*
 * Undoing disables what was enabled, which wipes also what the plan had no need to read; none of
 * that was changed so far. What cannot be read is told by undoing.
 */
static void complete_snapshots(struct apply *apply)
{
	for (size_t i = 0; i < apply->plan->n_devices; i++)
		if (apply->tasks[i].is_touched)
			state_read_rest(&apply->plan->devices[i].now);
}

/* The snapshots of the devices that have steps. n: how many. NULL: out of memory. */
static const struct state **changed_devices(struct accfg_plan *plan, size_t *n)
{
	const struct state **list = calloc(plan->n_devices + 1, sizeof(*list));

	*n = 0;
	for (size_t i = 0; list && i < plan->n_devices; i++)
		if (plan->devices[i].n)
			list[(*n)++] = &plan->devices[i].now;
	return list;
}

static void update_journal(struct apply *apply)
{
	size_t n;
	const struct state **list = changed_devices(apply->plan, &n);

	if (list)
		journal_update(apply->journal, list, n);
	free(list);
}

static int undo_touched(struct apply *apply, size_t *touched)
{
	struct accfg_plan *plan = apply->plan;
	const struct state **list = calloc(plan->n_devices + 1, sizeof(*list));
	size_t n = 0;
	int rc;

	if (!list)
		return -ENOMEM;
	for (size_t i = 0; i < plan->n_devices; i++)
		if (apply->tasks[i].is_touched)
			list[n++] = &plan->devices[i].now;
	rc = undo_devices(plan->ctx, list, n, plan->jobs, plan->problems);
	free(list);
	*touched = n;
	return rc;
}

static void undo(struct apply *apply)
{
	struct accfg_plan *plan = apply->plan;
	size_t touched = 0;

	complete_snapshots(apply);
	update_journal(apply);
	if (undo_touched(apply, &touched))
		plan->outcome = ACCFG_PLAN_NOT_UNDONE;
	else if (touched)
		plan->outcome = ACCFG_PLAN_UNDONE;
}

static int end(struct apply *apply)
{
	struct accfg_plan *plan = apply->plan;
	int rc;

	if (atomic_load(&apply->done) == plan->n_steps) {
		plan->outcome = ACCFG_PLAN_APPLIED;
		return 0;
	}
	if (atomic_load(&plan->cancelled))
		rc = ctx_fail(plan->ctx, -ECANCELED, &(struct error_about){ .rule = "cancelled" },
			      "it was cancelled");
	else
		rc = tell_failure(apply);
	keep_problem(plan);
	undo(apply);
	problem_list_finish(plan->problems);
	return rc;
}

static int begin_journal(struct apply *apply)
{
	struct accfg_plan *plan = apply->plan;
	size_t n;
	const struct state **list = changed_devices(plan, &n);
	int rc = list ? journal_begin(plan->ctx, plan->file, list, n, plan->steps, plan->n_steps, &apply->journal) :
			-ENOMEM;

	free(list);
	return rc;
}

/* When it can be neither marked nor removed, the next writer undoes what was done, which must be known. */
static int end_journal(struct apply *apply, int rc)
{
	struct accfg_plan *plan = apply->plan;
	int failed = 0;

	if (plan->outcome == ACCFG_PLAN_NOT_UNDONE)
		journal_keep(apply->journal);
	else
		failed = journal_end(apply->journal,
				     plan->outcome == ACCFG_PLAN_APPLIED ? JOURNAL_DONE : JOURNAL_UNDONE);
	if (failed)
		keep_problem(plan);
	return rc ? rc : failed;
}

static int run(struct accfg_plan *plan, size_t *done)
{
	struct apply apply = { .plan = plan, .tasks = calloc(plan->n_devices, sizeof(struct task)) };
	struct pool pool = { .ctx = plan->ctx,
			     .n = plan->n_devices,
			     .jobs = plan->jobs,
			     .work = work,
			     .tick = plan->progress ? tick : NULL,
			     .data = &apply };
	int rc;

	if (!apply.tasks)
		return -ENOMEM;
	atomic_init(&apply.failed, SIZE_MAX);
	rc = begin_journal(&apply);
	if (rc) {
		free(apply.tasks);
		return rc;
	}
	pool_run(&pool);
	rc = end_journal(&apply, end(&apply));
	*done = atomic_load(&apply.done);
	for (size_t i = 0; i < plan->n_devices; i++) {
		error_clear(&apply.tasks[i].error);
		accfg_device_refresh(plan->devices[i].now.device);
	}
	free(apply.tasks);
	return rc;
}

ACCFG_EXPORT int accfg_plan_apply(struct accfg_plan *plan, size_t *done)
{
	size_t n = 0;
	int rc;

	if (plan->flags & ACCFG_PLAN_DRY || plan->was_applied)
		return ctx_fail(plan->ctx, -EINVAL, &(struct error_about){ 0 },
				plan->was_applied ? "a plan can be applied only once"
						  : "the plan was made only to be looked at");
	plan->was_applied = true;
	rc = plan->n_steps ? run(plan, &n) : 0;
	if (!plan->n_steps)
		plan->outcome = ACCFG_PLAN_APPLIED;
	if (done)
		*done = n;
	return rc;
}

ACCFG_EXPORT void accfg_plan_cancel(struct accfg_plan *plan)
{
	atomic_store(&plan->cancelled, true);
}

ACCFG_EXPORT void accfg_plan_set_jobs(struct accfg_plan *plan, unsigned int jobs)
{
	plan->jobs = jobs;
}

ACCFG_EXPORT void accfg_plan_set_progress_fn(struct accfg_plan *plan, accfg_plan_progress_fn fn,
					     void *data)
{
	plan->progress = fn;
	plan->progress_data = data;
}

ACCFG_EXPORT enum accfg_plan_outcome accfg_plan_get_outcome(struct accfg_plan *plan)
{
	return plan->outcome;
}

ACCFG_EXPORT const struct accfg_error *accfg_plan_get_first_problem(struct accfg_plan *plan)
{
	return problem_list_first(plan->problems);
}

ACCFG_EXPORT const struct accfg_error *
accfg_plan_get_next_problem(struct accfg_plan *plan, const struct accfg_error *problem)
{
	return problem_list_next(plan->problems, problem);
}
