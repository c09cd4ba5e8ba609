/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Between the plan*.c files only: what a plan and its steps hold. Devices are independent; see
 * plan-diff.h for one.
 */
#ifndef ACCFG_PLAN_H
#define ACCFG_PLAN_H

#include <stdatomic.h>

#include "lib/place.h"
#include "lib/plan-diff.h"

struct problem_list; /* problem.h */

struct accfg_step {
	enum accfg_step_kind kind;
	struct accfg_object *object;
	const struct accfg_attr *attr;
	char *old_value;
	char *new_value;
	const char *rule;
	struct profile_place place; /* in the profile, line 0 if it does not say this */
};

/* The steps of a device are neighbours. */
struct plan_device {
	struct state now; /* when the plan was made: what it is undone to */
	size_t first, n;  /* of its steps */
};

struct accfg_plan {
	struct accfg_ctx *ctx;
	char *file; /* of the profile, for messages; may be NULL */
	unsigned int flags;
	struct accfg_step *steps;
	size_t n_steps;
	struct accfg_change *changes; /* plan-change.h; by device, in the order of the profile */
	size_t n_changes;
	struct plan_device *devices; /* in the order of the profile */
	size_t n_devices;

	struct accfg_lock *lock; /* on these; NULL: not made to be applied */

	unsigned int jobs;
	accfg_plan_progress_fn progress;
	void *progress_data;
	atomic_bool cancelled;
	bool was_applied;
	enum accfg_plan_outcome outcome;
	struct problem_list *problems;
};

#endif
