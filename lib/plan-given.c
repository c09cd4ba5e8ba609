// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Entries that nobody can write: a wq with a type and no size is given 16 when it is in a group while something is enabled, and
 * nobody counts whether there are so many. To undo to such a state these wqs join their groups without a size, after the
 * device is enabled and before its wqs are.
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
			return want->config.device.state == IDXD_STATE_ENABLED;
	return false;
}

int build_without_given(struct builder *b, struct state *without)
{
	uint64_t sum = sum_of_sizes(b->want), most = b->want->caps.max_wq_size;
	int rc;

	if (sum <= most || b->cur.config.device.state == IDXD_STATE_ENABLED || !enables_a_wq(b->want))
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
	b->given = b->want;
	b->want = without;
	return 0;
}

static bool is_given(const struct builder *b, uint32_t id)
{
	return b->given && b->want->config.wqs[id].size != b->given->config.wqs[id].size;
}

/* Its own, or else that of a wq that gets enabled. */
static uint64_t group_for(const struct builder *b, uint32_t id)
{
	const struct idxd_wq_config *wqs = b->given->config.wqs;

	for (uint32_t i = 0; wqs[id].group_id < 0 && i < b->given->config.n_wqs; i++)
		if (wqs[i].enabled)
			return (uint64_t)wqs[i].group_id;
	return (uint64_t)wqs[id].group_id;
}

static const char rule[] = "so that it is given entries which it could not be told to have";

void build_given(struct builder *b)
{
	b->set_phase = DIFF_SET_LATE;
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++)
		if (is_given(b, id))
			build_write_number(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID), group_for(b, id),
					   rule);
}

void build_given_back(struct builder *b)
{
	static const enum idxd_attr attrs[] = { IDXD_ATTR_MODE, IDXD_ATTR_TYPE, IDXD_ATTR_NAME,
						IDXD_ATTR_THRESHOLD, IDXD_ATTR_WQ_GROUP_ID };

	for (uint32_t id = 0; id < b->want->config.n_wqs; id++) {
		for (size_t i = 0; is_given(b, id) && i < sizeof(attrs) / sizeof(attrs[0]); i++) {
			struct state_key key = key_of(IDXD_KIND_WQ, id, attrs[i]);

			if (diff_is_written(&b->cur, b->given, key))
				build_write(b, b->given, key, "after it was given its entries");
		}
	}
}
