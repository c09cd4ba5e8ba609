// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Plans: from a profile to the ordered steps on all of its devices, or to all the reasons why not.
 * Nothing is written here (plan-apply.c).
 */
#include "lib/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "lib/holders.h"
#include "lib/plan-change.h"
#include "lib/lock.h"
#include "lib/plan-access.h"
#include "lib/plan-lock.h"
#include "lib/validate.h"
#include "util/text.h"

/* ---- what must be disabled ---- */

struct clients {
	char count[32];			/* " with 2 clients" */
	char held[HOLDERS_TEXT_SIZE + 16]; /* "; held by dpdk-app (pid 4711), ..." */
};

static void describe_clients(const struct state *state, uint32_t id, struct clients *clients)
{
	struct accfg_object *object = state_object(state, IDXD_KIND_WQ, id);
	unsigned int n = state->config.wqs[id].clients;
	char holders[HOLDERS_TEXT_SIZE] = "";

	*clients = (struct clients){ 0 };
	if (n)
		snprintf(clients->count, sizeof(clients->count), " with %u client%s", n, n == 1 ? "" : "s");
	if (n && object && *holders_describe(accfg_object_as_wq(object), holders))
		snprintf(clients->held, sizeof(clients->held), "; held by %s", holders);
}

static void busy_wq(struct resolution *resolution, const struct wanted *wanted, uint32_t id)
{
	struct state_key key;
	struct clients clients;

	diff_finds_wq(wanted->now, &wanted->want, id, &key);
	describe_clients(wanted->now, id, &clients);
	resolve_error(
		resolution, wanted, key, "busy",
		"the wq is enabled%s and would have to be disabled for this, which needs force%s",
		clients.count, clients.held);
}

/* One error for the device, at what differs, with the first wq that is in use. */
static void busy_device(struct resolution *resolution, const struct wanted *wanted)
{
	const struct idxd_config *now = &wanted->now->config;
	struct state_key key;
	struct clients clients;
	uint32_t id = 0;

	diff_finds_device(wanted->now, &wanted->want, &key);
	while (id < now->n_wqs && !(now->wqs[id].enabled && now->wqs[id].clients))
		id++;
	for (id %= now->n_wqs; id < now->n_wqs && !now->wqs[id].enabled;)
		id++;
	describe_clients(wanted->now, id, &clients);
	resolve_error(resolution, wanted, key, "busy",
		      "%s would have to be disabled for this, but its wq%u.%u is enabled%s, so it "
		      "needs force%s",
		      wanted->now->name, wanted->now->id, id, clients.count, clients.held);
}

static bool any_wq_enabled(const struct state *state)
{
	for (uint32_t id = 0; id < state->config.n_wqs; id++)
		if (state->config.wqs[id].enabled)
			return true;
	return false;
}

static bool any_wq_gets_enabled(const struct state *now, const struct state *want)
{
	for (uint32_t id = 0; id < now->config.n_wqs; id++)
		if (want->config.wqs[id].enabled &&
		    (!now->config.wqs[id].enabled || diff_finds_wq(now, want, id, NULL)))
			return true;
	return false;
}

/*
 * The driver takes an engine at any time, but tells the hardware only with the next thing that is
 * enabled.
 */
static void note_late_engines(struct resolution *resolution, const struct wanted *wanted)
{
	struct state_key key = { IDXD_KIND_ENGINE, 0, IDXD_ATTR_ENGINE_GROUP_ID };

	if (wanted->now->config.device.state != IDXD_STATE_ENABLED ||
	    diff_needs_device(wanted->now, &wanted->want) ||
	    any_wq_gets_enabled(wanted->now, &wanted->want))
		return;
	for (; key.id < wanted->now->config.n_engines; key.id++)
		if (diff_is_written(wanted->now, &wanted->want, key))
			resolve_note(resolution, wanted, key, "late",
				     "the hardware is told only when %s or one of its wqs is next "
				     "enabled",
				     wanted->now->name);
}

/* Refuses to pull away what is enabled; a device that nobody can be using may be taken. */
static void check_busy(struct resolution *resolution, const struct wanted *wanted, bool force)
{
	struct state_key key = { IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	bool device = diff_needs_device(wanted->now, &wanted->want);

	if (device && !any_wq_enabled(wanted->now)) {
		resolve_note(resolution, wanted, key, "taken-over",
			     "it is enabled but none of its wqs is, so it is disabled and "
			     "configured anew");
		return;
	}
	if (force)
		return;
	if (device) {
		busy_device(resolution, wanted);
		return;
	}
	for (uint32_t id = 0; id < wanted->now->config.n_wqs; id++)
		if (diff_finds_wq(wanted->now, &wanted->want, id, NULL))
			busy_wq(resolution, wanted, id);
}

static int check_all_busy(struct resolution *resolution, bool force)
{
	for (size_t i = 0; i < resolution->n; i++) {
		note_late_engines(resolution, &resolution->list[i]);
		check_busy(resolution, &resolution->list[i], force);
	}
	if (problem_list_finish(resolution->profile->problems) < 0)
		return -ENOMEM;
	return resolution->errors ? profile_fail(resolution->profile, -EBUSY) : 0;
}

/* ---- steps ---- */

/* The texts go over to the plan. */
static int add_step(struct accfg_plan *plan, const struct wanted *wanted, struct diff_step *from)
{
	struct accfg_step *steps = array_grow(plan->steps, plan->n_steps, sizeof(*steps)), *step;

	if (!steps)
		return -ENOMEM;
	plan->steps = steps;
	step = &steps[plan->n_steps++];
	*step = (struct accfg_step){ .kind = diff_step_kind(from),
				     .attr = attr_by_rule(from->key.attr),
				     .old_value = from->old_value,
				     .new_value = from->new_value,
				     .rule = from->rule };
	from->old_value = from->new_value = NULL;
	step->object = state_object(wanted->now, from->key.kind, from->key.id);
	if (from->phase == DIFF_ENABLE_DEVICE || from->phase == DIFF_ENABLE_WQ ||
	    wanted_says(wanted, from->key))
		step->place = wanted_place(wanted, from->key);
	return step->object ? 0 : -ENODEV;
}

static int add_device(struct accfg_plan *plan, const struct wanted *wanted)
{
	struct plan_device *device = &plan->devices[plan->n_devices];
	struct diff diff = { 0 };
	int rc = state_copy(&device->now, wanted->now);

	if (rc)
		return rc;
	plan->n_devices++;
	device->first = plan->n_steps;
	rc = diff_make(&diff, wanted->now, &wanted->want, wanted->wq_order);
	for (size_t i = 0; !rc && i < diff.n; i++)
		rc = add_step(plan, wanted, &diff.steps[i]);
	if (!rc)
		rc = plan_add_changes(plan, wanted);
	device->n = plan->n_steps - device->first;
	diff_release(&diff);
	return rc;
}

static int add_devices(struct accfg_plan *plan, const struct resolution *resolution)
{
	int rc = 0;

	plan->devices = calloc(resolution->n + 1, sizeof(*plan->devices));
	if (!plan->devices)
		return -ENOMEM;
	for (size_t i = 0; !rc && i < resolution->n; i++)
		rc = add_device(plan, &resolution->list[i]);
	return rc;
}

static int plan_alloc(struct accfg_profile *profile, unsigned int flags, struct accfg_plan **plan)
{
	struct accfg_plan *made = calloc(1, sizeof(*made));

	if (!made)
		return -ENOMEM;
	made->problems = problem_list_new();
	if (profile->file)
		made->file = strdup(profile->file);
	if (!made->problems || (profile->file && !made->file)) {
		problem_list_free(made->problems);
		free(made->file);
		free(made);
		return -ENOMEM;
	}
	made->ctx = accfg_ref(profile->ctx);
	made->flags = flags;
	*plan = made;
	return 0;
}

static int make(struct resolution *resolution, unsigned int flags, struct accfg_plan **plan)
{
	int rc = validate_resolution(resolution);

	if (!rc)
		rc = check_all_busy(resolution, flags & ACCFG_PLAN_FORCE);
	if (!rc)
		rc = plan_alloc(resolution->profile, flags, plan);
	if (rc)
		return rc;
	rc = add_devices(*plan, resolution);
	if (rc)
		ctx_fail(resolution->profile->ctx, rc, &(struct error_about){ 0 }, NULL);
	else if (!(flags & ACCFG_PLAN_DRY))
		rc = plan_check_access(*plan, resolution);
	if (rc)
		accfg_plan_free(*plan);
	return rc;
}

static int resolve_and_make(struct accfg_profile *profile, unsigned int flags,
			    struct accfg_plan **plan)
{
	struct resolution resolution;
	int rc = resolve_profile(&resolution, profile, NULL, flags);

	if (!rc)
		rc = make(&resolution, flags, plan);
	resolve_release(&resolution);
	return rc;
}

/* Who may not lock can mostly not write either, and the reasons for that say more. */
static int lock_or_refuse(struct accfg_profile *profile, unsigned int flags,
			  struct accfg_lock **lock)
{
	struct accfg_plan *plan;
	int rc = plan_lock(profile, flags, lock);

	if (rc != -EACCES)
		return rc;
	rc = resolve_and_make(profile, flags, &plan);
	if (rc)
		return rc;
	accfg_plan_free(plan);
	problem_list_drop_checks(profile->problems);
	return plan_lock(profile, flags, lock);
}

ACCFG_EXPORT int accfg_plan_new(struct accfg_profile *profile, unsigned int flags,
				struct accfg_plan **plan)
{
	struct accfg_lock *lock = NULL;
	struct accfg_plan *made;
	int rc = 0;

	problem_list_drop_checks(profile->problems);
	if (problem_list_count_errors(profile->problems))
		return profile_fail(profile, -EINVAL);
	if (!(flags & ACCFG_PLAN_DRY))
		rc = lock_or_refuse(profile, flags, &lock);
	if (!rc)
		rc = resolve_and_make(profile, flags, &made);
	if (rc) {
		lock_release(lock);
		return rc;
	}
	made->lock = lock;
	*plan = made;
	return 0;
}

ACCFG_EXPORT void accfg_plan_free(struct accfg_plan *plan)
{
	if (!plan)
		return;
	for (size_t i = 0; i < plan->n_steps; i++) {
		free(plan->steps[i].old_value);
		free(plan->steps[i].new_value);
	}
	plan_free_changes(plan);
	for (size_t i = 0; i < plan->n_devices; i++)
		state_release(&plan->devices[i].now);
	free(plan->devices);
	free(plan->steps);
	free(plan->file);
	problem_list_free(plan->problems);
	lock_release(plan->lock);
	accfg_unref(plan->ctx);
	free(plan);
}

ACCFG_EXPORT size_t accfg_plan_get_size(struct accfg_plan *plan)
{
	return plan->n_steps;
}

ACCFG_EXPORT const struct accfg_step *accfg_plan_get_first_step(struct accfg_plan *plan)
{
	return plan->n_steps ? plan->steps : NULL;
}

ACCFG_EXPORT const struct accfg_step *accfg_plan_get_next_step(struct accfg_plan *plan,
							       const struct accfg_step *step)
{
	return step + 1 < plan->steps + plan->n_steps ? step + 1 : NULL;
}

ACCFG_EXPORT enum accfg_step_kind accfg_step_get_kind(const struct accfg_step *step)
{
	return step->kind;
}

ACCFG_EXPORT struct accfg_object *accfg_step_get_object(const struct accfg_step *step)
{
	return step->object;
}

ACCFG_EXPORT const struct accfg_attr *accfg_step_get_attr(const struct accfg_step *step)
{
	return step->attr;
}

ACCFG_EXPORT const char *accfg_step_get_old_value(const struct accfg_step *step)
{
	return step->old_value;
}

ACCFG_EXPORT const char *accfg_step_get_new_value(const struct accfg_step *step)
{
	return step->new_value;
}

ACCFG_EXPORT unsigned int accfg_step_get_line(const struct accfg_step *step)
{
	return step->place.line;
}

ACCFG_EXPORT unsigned int accfg_step_get_column(const struct accfg_step *step)
{
	return step->place.column;
}

ACCFG_EXPORT const char *accfg_step_get_rule(const struct accfg_step *step)
{
	return step->rule;
}
