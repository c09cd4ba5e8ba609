// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Undoing: reads what a device is now, takes the steps from there to the snapshot, and looks again.
 * A step that fails does not end it, since the rest can still be undone, and is tried once more in
 * the next round.
 */
#include "lib/undo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/error.h"
#include "lib/plan-diff.h"
#include "lib/plan-run.h"
#include "lib/pool.h"
#include "lib/problem.h"
#include "lib/state.h"

#define ROUNDS 3

struct task {
	const struct state *snapshot;
	struct problem_list *failures; /* of the last round */
	struct problem_list *left;     /* what is not as before */
	bool is_lost; /* something is not as before, told of or not */
};

struct undo {
	struct accfg_device *device;
	struct task *task;
	struct state target; /* what the snapshot knows, and the rest as it was found */
	uint64_t wrong_wqs; /* one bit each: a setting could not be written in this round */
};

static struct run_step step_of(const struct diff_step *from)
{
	struct run_step step = { .kind = diff_step_kind(from),
				 .of = (enum accfg_kind)from->key.kind,
				 .id = from->key.id,
				 .value = from->new_value };

	if (step.kind == ACCFG_STEP_SET)
		step.attr = attr_by_rule(from->key.attr);
	return step;
}

static void note_failure(struct problem_list *list, struct accfg_ctx *ctx, int rc)
{
	struct accfg_error error = { 0 };

	run_take_error(ctx, rc, &error);
	problem_list_add_error(list, &error);
	error_clear(&error);
}

static uint64_t wq_bit(const struct diff_step *step)
{
	return step->key.kind == IDXD_KIND_WQ ? 1ull << step->key.id % 64 : 0;
}

/* A wq that is not what it was, with other limits for its users, is not enabled. */
static void take_steps(struct undo *undo, const struct diff *diff)
{
	undo->wrong_wqs = 0;
	for (size_t i = 0; i < diff->n; i++) {
		const struct diff_step *from = &diff->steps[i];
		struct run_step step = step_of(from);
		int rc;

		if (from->phase == DIFF_ENABLE_WQ && undo->wrong_wqs & wq_bit(from))
			continue;
		rc = run_step(undo->device, &step, ACCFG_FORCE);
		if (!rc || from->fails)
			continue;
		undo->wrong_wqs |= wq_bit(from);
		note_failure(undo->task->failures, accfg_device_get_ctx(undo->device), rc);
	}
}

static bool same_shape(const struct state *a, const struct state *b)
{
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++)
		if (state_count(a, (enum idxd_kind)kind) != state_count(b, (enum idxd_kind)kind))
			return false;
	return true;
}

/* The same number of objects each time: a device that vanished may come back as another. */
static int read_now(struct undo *undo, const struct state *like, struct state *now)
{
	int rc = state_read(now, undo->device);

	if (rc || same_shape(now, like))
		return rc;
	state_release(now);
	return -EXDEV;
}

/* True: there was something to do, so look again. */
static bool one_round(struct undo *undo)
{
	struct diff diff = { 0 };
	struct state now;
	bool any;

	problem_list_clear(undo->task->failures);
	if (read_now(undo, &undo->target, &now))
		return false; /* the comparison will say so */
	if (diff_make_undo(&diff, &now, &undo->target))
		undo->task->is_lost = true;
	else
		take_steps(undo, &diff);
	any = diff.n;
	diff_release(&diff);
	state_release(&now);
	return any;
}

/* ---- comparing ---- */

static void add_difference(struct task *task, const char *object, const char *attr,
			   const char *now, const char *before)
{
	struct problem what = { .object = object,
				.attr = attr,
				.value = now,
				.rule = "not-as-before" };

	task->is_lost = true;
	problem_list_add(task->left, &what, "it is not as before: it was %s",
			 *before ? before : "empty");
}

static const char *device_word(const struct state *state)
{
	static const char *const words[] = { [IDXD_STATE_DISABLED] = "disabled",
					     [IDXD_STATE_ENABLED] = "enabled",
					     [IDXD_STATE_HALTED] = "halted" };

	return words[state->config.device.state];
}

static const char *wq_word(const struct state *state, uint32_t id)
{
	return state->config.wqs[id].enabled ? "enabled" : "disabled";
}

/* The driver hides the retries of a dedicated wq, so nothing can be said of them. */
static bool shows(const struct state *now, struct state_key key)
{
	return key.attr != IDXD_ATTR_ENQCMDS_RETRIES ||
	       now->config.wqs[key.id].mode == IDXD_MODE_SHARED;
}

static void compare_object(struct task *task, const struct state *target,
			   const struct state *now, struct state_key key)
{
	char path[64], text[STATE_TEXT_MAX], old[STATE_TEXT_MAX];

	state_path(now, key.kind, key.id, path, sizeof(path));
	for (unsigned int i = 0; (key.attr = state_attr(key.kind, i)) != IDXD_ATTR_NONE; i++)
		if (state_knows(target, key) && shows(now, key) &&
		    !state_same(now, target, key))
			add_difference(task, path, attr_by_rule(key.attr)->name,
				       state_format(now, key, text, sizeof(text)),
				       state_format(target, key, old, sizeof(old)));
	if (key.kind == IDXD_KIND_DEVICE &&
	    now->config.device.state != target->config.device.state)
		add_difference(task, path, "state", device_word(now), device_word(target));
	if (key.kind == IDXD_KIND_WQ &&
	    now->config.wqs[key.id].enabled != target->config.wqs[key.id].enabled)
		add_difference(task, path, "state", wq_word(now, key.id),
			       wq_word(target, key.id));
}

static void lose_all(struct task *task, struct accfg_ctx *ctx, int rc)
{
	struct problem what = { .object = task->snapshot->name, .rule = "gone" };

	task->is_lost = true;
	problem_list_clear(task->failures);
	if (rc == -ENODEV || rc == -ENOENT)
		problem_list_add(task->left, &what, "the device is gone, so it could not be undone");
	else if (rc == -EXDEV)
		problem_list_add(task->left, &what, "it is another device than before");
	else
		note_failure(task->left, ctx, rc);
}

static void compare(struct undo *undo)
{
	struct task *task = undo->task;
	struct accfg_ctx *ctx = accfg_device_get_ctx(undo->device);
	struct state now;
	int rc = read_now(undo, &undo->target, &now);

	if (rc) {
		lose_all(task, ctx, rc);
		return;
	}
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; id < state_count(&undo->target, (enum idxd_kind)kind); id++)
			compare_object(task, &undo->target, &now,
				       (struct state_key){ (enum idxd_kind)kind, id,
							   IDXD_ATTR_NONE });
	state_release(&now);
}

/* ---- one device ---- */

/* What was not read before, as nothing was to change it, is not to change now either. */
static int make_target(struct undo *undo)
{
	const struct state *snapshot = undo->task->snapshot;
	struct state now;
	int rc = read_now(undo, snapshot, &now);

	if (rc)
		return rc;
	rc = state_copy(&undo->target, snapshot);
	if (!rc)
		rc = state_adopt(&undo->target, &now);
	state_release(&now);
	return rc;
}

static void undo_in(struct accfg_ctx *ctx, struct task *task)
{
	struct undo undo = { .task = task };
	int rc = accfg_device_get_by_name(ctx, task->snapshot->name, &undo.device);

	if (!rc)
		rc = make_target(&undo);
	if (rc) {
		lose_all(task, ctx, rc);
	} else {
		for (unsigned int i = 0; i < ROUNDS && one_round(&undo); i++)
			;
		compare(&undo);
	}
	state_release(&undo.target);
}

static void undo_one(struct pool *pool, size_t index)
{
	struct task *task = &((struct task *)pool->data)[index];
	struct accfg_ctx *ctx;

	task->failures = problem_list_new();
	task->left = problem_list_new();
	if (!task->failures || !task->left || pool_context(pool, &ctx)) {
		task->is_lost = true;
		return;
	}
	undo_in(ctx, task);
	accfg_unref(ctx);
}

/* ---- all ---- */

static int move_problems(struct problem_list *to, struct problem_list *from)
{
	const struct accfg_error *problem;
	int rc = 0;

	for (problem = problem_list_first(from); problem && !rc;
	     problem = problem_list_next(from, problem))
		rc = problem_list_add_error(to, problem);
	return rc;
}

/* What failed in the last round explains what is left, and nothing where nothing is left. */
static int finish(struct task *task, struct problem_list *problems)
{
	int rc = 0;

	if (task->is_lost) {
		if (!task->failures || !task->left || !problem_list_first(task->left))
			rc = -ENOMEM;
		if (!rc)
			rc = move_problems(problems, task->failures);
		if (!rc)
			rc = move_problems(problems, task->left);
		if (!rc)
			rc = -EIO;
	}
	problem_list_free(task->failures);
	problem_list_free(task->left);
	return rc;
}

int undo_devices(struct accfg_ctx *ctx, const struct state *const snapshots[], size_t n,
		 unsigned int jobs, struct problem_list *problems)
{
	struct task *tasks = calloc(n + 1, sizeof(*tasks));
	struct pool pool = { .ctx = ctx, .n = n, .jobs = jobs, .work = undo_one, .data = tasks };
	int rc = 0;

	if (!tasks)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		tasks[i].snapshot = snapshots[i];
	pool_run(&pool);
	for (size_t i = 0; i < n; i++) {
		int one = finish(&tasks[i], problems);
		rc = rc == -ENOMEM || !one ? rc : one;
	}
	free(tasks);
	return rc;
}
