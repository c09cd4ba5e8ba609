// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What differs between the machine and the profile, each value once, without the steps on the way there: for people
 * and programs that look at a plan.
 */
#include "lib/plan-change.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/attr.h"
#include "lib/ctx.h"
#include "util/text.h"

static const char *state_word(const struct state *state, enum idxd_kind kind, uint32_t id)
{
	static const char *const words[] = {
		[IDXD_STATE_DISABLED] = "disabled",
		[IDXD_STATE_ENABLED] = "enabled",
		[IDXD_STATE_HALTED] = "halted",
	};

	if (kind == IDXD_KIND_WQ)
		return words[state->config.wqs[id].enabled ? IDXD_STATE_ENABLED : IDXD_STATE_DISABLED];
	return words[state->config.device.state];
}

/* Texts are copied. */
static int add(struct accfg_plan *plan, const struct wanted *wanted, struct state_key key,
	       const char *old_value, const char *new_value)
{
	struct accfg_change *changes = array_grow(plan->changes, plan->n_changes, sizeof(*changes)), *change;

	if (!changes)
		return -ENOMEM;
	plan->changes = changes;
	change = &changes[plan->n_changes++];
	*change = (struct accfg_change){ .object = state_object(wanted->now, key.kind, key.id),
					 .old_value = strdup(old_value),
					 .new_value = strdup(new_value) };
	if (key.attr != IDXD_ATTR_NONE)
		change->attr = attr_by_rule(key.attr);
	else
		change->attr = attr_row(key.kind == IDXD_KIND_WQ ? ATTR_WQ_STATE : ATTR_DEVICE_STATE);
	if (key.attr == IDXD_ATTR_NONE ? wanted_object(wanted, key.kind, key.id) != NULL :
					 wanted_says(wanted, key))
		change->place = wanted_place(wanted, key);
	if (!change->object)
		return -ENODEV;
	return change->old_value && change->new_value ? 0 : -ENOMEM;
}

static int add_value(struct accfg_plan *plan, const struct wanted *wanted, struct state_key key)
{
	char old_value[STATE_TEXT_MAX], new_value[STATE_TEXT_MAX];

	if (!diff_is_written(wanted->now, &wanted->want, key))
		return 0;
	state_format(wanted->now, key, old_value, sizeof(old_value));
	state_format(&wanted->want, key, new_value, sizeof(new_value));
	return add(plan, wanted, key, old_value, new_value);
}

static int add_object(struct accfg_plan *plan, const struct wanted *wanted, struct state_key key)
{
	const char *old_word = state_word(wanted->now, key.kind, key.id);
	const char *new_word = state_word(&wanted->want, key.kind, key.id);
	int rc = 0;

	for (unsigned int i = 0; !rc && (key.attr = state_attr(key.kind, i)) != IDXD_ATTR_NONE; i++)
		rc = add_value(plan, wanted, key);
	if (!rc && (key.kind == IDXD_KIND_DEVICE || key.kind == IDXD_KIND_WQ) && strcmp(old_word, new_word))
		rc = add(plan, wanted, key, old_word, new_word);
	return rc;
}

int plan_add_changes(struct accfg_plan *plan, const struct wanted *wanted)
{
	int rc = 0;

	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++) {
		struct state_key key = { (enum idxd_kind)kind, 0, IDXD_ATTR_NONE };

		for (; !rc && key.id < state_count(wanted->now, key.kind); key.id++)
			rc = add_object(plan, wanted, key);
	}
	return rc;
}

void plan_free_changes(struct accfg_plan *plan)
{
	for (size_t i = 0; i < plan->n_changes; i++) {
		free(plan->changes[i].old_value);
		free(plan->changes[i].new_value);
	}
	free(plan->changes);
}

ACCFG_EXPORT const struct accfg_change *accfg_plan_get_first_change(struct accfg_plan *plan)
{
	return plan->n_changes ? plan->changes : NULL;
}

ACCFG_EXPORT const struct accfg_change *accfg_plan_get_next_change(struct accfg_plan *plan,
								   const struct accfg_change *change)
{
	return change + 1 < plan->changes + plan->n_changes ? change + 1 : NULL;
}

ACCFG_EXPORT struct accfg_object *accfg_change_get_object(const struct accfg_change *change)
{
	return change->object;
}

ACCFG_EXPORT const struct accfg_attr *accfg_change_get_attr(const struct accfg_change *change)
{
	return change->attr;
}

ACCFG_EXPORT const char *accfg_change_get_old_value(const struct accfg_change *change)
{
	return change->old_value;
}

ACCFG_EXPORT const char *accfg_change_get_new_value(const struct accfg_change *change)
{
	return change->new_value;
}

ACCFG_EXPORT unsigned int accfg_change_get_line(const struct accfg_change *change)
{
	return change->place.line;
}

ACCFG_EXPORT unsigned int accfg_change_get_column(const struct accfg_change *change)
{
	return change->place.column;
}
