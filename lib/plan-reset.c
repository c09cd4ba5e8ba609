// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What only disabling an enabled device brings back: the traffic class -1, which cannot be written. For
 * undoing on a device that was never enabled: it is enabled for a moment, with one wq that nobody
 * can use, and disabled again, and everything else is written afterwards.
 */
#include "lib/plan-build.h"

static const char rule[] =
	"so that the device can be enabled and disabled, as only that brings back traffic class -1";

static bool is_lost(const struct builder *b, uint32_t group, enum idxd_attr attr)
{
	struct state_key key = key_of(IDXD_KIND_GROUP, group, attr);
	struct state_value cur, want;

	state_get(&b->cur, key, &cur);
	state_get(b->want, key, &want);
	return state_knows(b->want, key) && (int64_t)want.number < 0 && (int64_t)cur.number >= 0;
}

static bool is_needed(const struct builder *b)
{
	if (b->cur.config.device.state != IDXD_STATE_DISABLED || !b->cur.caps.configurable ||
	    !b->cur.config.n_wqs || !b->cur.config.n_engines)
		return false;
	for (uint32_t id = 0; id < b->cur.config.n_groups; id++)
		if (is_lost(b, id, IDXD_ATTR_TRAFFIC_CLASS_A) ||
		    is_lost(b, id, IDXD_ATTR_TRAFFIC_CLASS_B))
			return true;
	return false;
}

static void put(struct builder *b, struct state_key key, int64_t number)
{
	struct state_value value;

	state_get(&b->cur, key, &value);
	if (value.number != (uint64_t)number)
		build_write_number(b, key, (uint64_t)number, rule);
}

/* The first that has a size, as there may be no entries left for another. */
static uint32_t choose_wq(const struct builder *b)
{
	for (uint32_t id = 0; id < b->cur.config.n_wqs; id++)
		if (b->cur.config.wqs[id].size)
			return id;
	return 0;
}

static void make_bindable(struct builder *b)
{
	uint32_t wq = choose_wq(b);

	for (uint32_t id = 0; id < b->cur.config.n_wqs; id++)
		if (id != wq)
			put(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID), IDXD_RULES_NO_GROUP);
	for (uint32_t id = 1; id < b->cur.config.n_engines; id++)
		put(b, key_of(IDXD_KIND_ENGINE, id, IDXD_ATTR_ENGINE_GROUP_ID), IDXD_RULES_NO_GROUP);
	put(b, key_of(IDXD_KIND_WQ, wq, IDXD_ATTR_TYPE), IDXD_TYPE_NONE);
	put(b, key_of(IDXD_KIND_WQ, wq, IDXD_ATTR_MODE), IDXD_MODE_DEDICATED);
	if (!b->cur.config.wqs[wq].size)
		put(b, key_of(IDXD_KIND_WQ, wq, IDXD_ATTR_SIZE), 1);
	put(b, key_of(IDXD_KIND_WQ, wq, IDXD_ATTR_WQ_GROUP_ID), 0);
	put(b, key_of(IDXD_KIND_ENGINE, 0, IDXD_ATTR_ENGINE_GROUP_ID), 0);
}

void build_reset(struct builder *b)
{
	struct state_key device = key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE);

	if (!is_needed(b))
		return;
	make_bindable(b);
	build_step(b, DIFF_ENABLE_DEVICE, device, "for a moment, without an enabled wq");
	build_step(b, DIFF_DISABLE_DEVICE, device, "brings back traffic class -1");
	state_apply_device_disable(&b->cur);
}
