// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Entries that nobody can write: a wq with a type and no size is given 16 when it is in a group while something is enabled, and
 * nobody counts whether there are so many. To undo to such a state these wqs join their groups without a size, after the
 * device is enabled and before its wqs are. Where no wq was left enabled, one is for a moment; where not even the device was,
 * they were given when it could not be enabled, so it is made to fail again.
 */
#include "lib/plan-build.h"

static uint64_t sum_of_sizes(const struct state *state)
{
	uint64_t sum = 0;

	for (uint32_t id = 0; id < state->config.n_wqs; id++)
		sum += state->config.wqs[id].size;
	return sum;
}

/* A threshold cannot be written without a size, and of an enabled wq not afterwards. */
static bool can_be_given(const struct state *want, uint32_t id)
{
	const struct idxd_wq_config *wq = &want->config.wqs[id];

	if (wq->size != IDXD_RULES_SIZE_WHEN_ZERO)
		return false;
	if (want->config.device.state != IDXD_STATE_ENABLED)
		return true;
	return !wq->enabled || (wq->group_id >= 0 && !(wq->mode == IDXD_MODE_SHARED && wq->threshold));
}

/* One that is not enabled may have changed since, so it is given them as one that stops nobody. */
static void take_away(struct idxd_wq_config *wq)
{
	wq->size = 0;
	wq->group_id = IDXD_RULES_NO_GROUP;
	if (wq->enabled)
		return;
	wq->type = IDXD_TYPE_USER;
	wq->mode = IDXD_MODE_DEDICATED;
	wq->threshold = 0;
}

static bool enables_a_wq(const struct state *want)
{
	for (uint32_t id = 0; id < want->config.n_wqs; id++)
		if (want->config.wqs[id].enabled)
			return true;
	return false;
}

static bool sizes_differ(const struct builder *b)
{
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++)
		if (build_differs(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_SIZE)))
			return true;
	return false;
}

/* Neither groups with a wq but no engine, nor the other way round, are enabled; that there is an engine is asked before. */
static void make_incomplete(struct state *without)
{
	for (uint32_t id = 0; id < without->config.n_wqs; id++)
		without->config.wqs[id].group_id = IDXD_RULES_NO_GROUP;
	for (uint32_t id = 0; id < without->config.n_engines; id++)
		without->config.engines[id].group_id = id ? IDXD_RULES_NO_GROUP : 1;
}

static int32_t group_with_engine(struct state *without, int32_t own)
{
	struct idxd_engine_config *engines = without->config.engines;

	if (own >= 0 && state_engines_in(without, own))
		return own;
	for (uint32_t id = 0; id < without->config.n_engines; id++)
		if (engines[id].group_id >= 0)
			return engines[id].group_id;
	return engines[0].group_id = 0;
}

static int make_giver(struct builder *b, struct state *without)
{
	bool user = without->caps.user_pasid;
	struct state_value name = { .text = "undo" }, driver = { .text = user ? "user" : "dmaengine" };
	uint32_t id = 0;
	int rc;

	while (id < without->config.n_wqs && !without->config.wqs[id].size)
		id++;
	if (id == without->config.n_wqs)
		return 0;
	b->giver = id;
	b->giving = GIVEN_FOR_A_MOMENT;
	without->config.wqs[id].enabled = true;
	without->config.wqs[id].type = user ? IDXD_TYPE_USER : IDXD_TYPE_KERNEL;
	without->config.wqs[id].mode = IDXD_MODE_DEDICATED;
	without->config.wqs[id].threshold = 0;
	without->config.wqs[id].group_id = group_with_engine(without, without->config.wqs[id].group_id);
	if (!without->config.wqs[id].priority)
		without->config.wqs[id].priority = 1;
	rc = state_put(without, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_NAME), &name);
	if (!rc && state_has(without, IDXD_ATTR_DRIVER_NAME))
		rc = state_put(without, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_DRIVER_NAME), &driver);
	return rc;
}

/* Who gives: a wq that gets enabled anyway; one that is enabled for a moment; or the device, which is not enabled. */
static int choose_giving(struct builder *b, struct state *without)
{
	if (b->want->config.device.state == IDXD_STATE_ENABLED)
		return enables_a_wq(b->want) || !without->config.n_engines ? 0 : make_giver(b, without);
	b->giving = GIVEN_BY_FAILURE;
	make_incomplete(without);
	return 0;
}

/* A failure needs a second group: one has the wqs, the other the engine. */
static bool is_possible(const struct state *want)
{
	return want->caps.configurable &&
	       (want->config.device.state == IDXD_STATE_ENABLED ||
		(want->config.device.state == IDXD_STATE_DISABLED && want->config.n_groups > 1 && want->config.n_engines));
}

/* With more entries in use than there are, as after a gift of the driver, only a write that takes enough away is taken. */
void build_empty_largest(struct builder *b)
{
	const struct idxd_wq_config *wqs = b->cur.config.wqs;
	uint32_t largest = 0;
	uint64_t sum = sum_of_sizes(&b->cur);

	for (uint32_t id = 0; id < b->cur.config.n_wqs; id++)
		if (wqs[id].size > wqs[largest].size)
			largest = id;
	if (sum > b->cur.caps.max_wq_size && sizes_differ(b))
		build_write_number(b, key_of(IDXD_KIND_WQ, largest, IDXD_ATTR_SIZE), 0,
				   "for a moment, as more entries are in use than there are");
}

int build_without_given(struct builder *b, struct state *without)
{
	uint64_t sum = sum_of_sizes(b->want), most = b->want->caps.max_wq_size;
	int rc;

	if (sum <= most || b->cur.config.device.state == IDXD_STATE_ENABLED || !is_possible(b->want) || !sizes_differ(b))
		return 0;
	rc = state_copy(without, b->want);
	if (rc)
		return rc;
	for (uint32_t id = without->config.n_wqs; id-- && sum > most;) {
		struct idxd_wq_config *wq = &without->config.wqs[id];

		if (!can_be_given(b->want, id))
			continue;
		sum -= wq->size;
		take_away(wq);
	}
	rc = choose_giving(b, without);
	b->given = b->want;
	b->want = without;
	return rc;
}

static bool is_given(const struct builder *b, uint32_t id)
{
	return b->given && b->want->config.wqs[id].size != b->given->config.wqs[id].size;
}

/* Its own, or else that of a wq that gets enabled. */
static uint64_t group_for(const struct builder *b, uint32_t id)
{
	/* Of those that get enabled some are given entries themselves, and are in no group of want. */
	const struct state *from = b->giving == GIVEN_FOR_A_MOMENT ? b->want : b->given;
	const struct idxd_wq_config *wqs = from->config.wqs;
	int32_t own = b->given->config.wqs[id].group_id;

	if (b->giving == GIVEN_BY_FAILURE)
		return 0;
	for (uint32_t i = 0; own < 0 && i < from->config.n_wqs; i++)
		if (wqs[i].enabled)
			own = wqs[i].group_id;
	return (uint64_t)own;
}

static const char rule[] = "so that it is given entries which it could not be told to have";

void build_given(struct builder *b)
{
	b->set_phase = DIFF_SET_LATE;
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++)
		if (is_given(b, id))
			build_write_number(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID), group_for(b, id),
					   rule);
	if (b->given && b->giving == GIVEN_BY_FAILURE && !b->error) {
		struct diff_step *step = build_step(b, DIFF_ENABLE_DEVICE, key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE),
						    "fails, and gives entries that could not be told");

		if (step)
			step->fails = true;
	}
}

/* Everything is as wanted then but what was changed for it. */
static void end_giving(struct builder *b)
{
	idxd_rules_apply_config(&b->cur.caps, &b->cur.config);
	if (b->giving == GIVEN_FOR_A_MOMENT) {
		build_step(b, DIFF_DISABLE_WQ, key_of(IDXD_KIND_WQ, b->giver, IDXD_ATTR_NONE),
			   "it was enabled for a moment");
		state_apply_wq_disable(&b->cur, b->giver);
	}
	b->want = b->given;
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++)
		build_wq(b, id);
}

static void set_back(struct builder *b, uint32_t id)
{
	static const enum idxd_attr attrs[] = { IDXD_ATTR_MODE, IDXD_ATTR_TYPE, IDXD_ATTR_NAME,
						IDXD_ATTR_THRESHOLD, IDXD_ATTR_WQ_GROUP_ID };

	for (size_t i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++) {
		struct state_key key = key_of(IDXD_KIND_WQ, id, attrs[i]);

		if (diff_is_written(&b->cur, b->given, key))
			build_write(b, b->given, key, "after it was given its entries");
	}
}

void build_given_back(struct builder *b)
{
	if (b->given && b->giving != GIVEN_WHERE_IT_STAYS) {
		end_giving(b);
		return;
	}
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++)
		if (is_given(b, id))
			set_back(b, id);
}
