// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A device that is enabled although none of its wqs is in a group: they left afterwards. To undo to such a state one of them
 * is in a group for a moment, with a type and mode that stop nobody.
 */
#include "lib/plan-build.h"

static const char rule[] = "for a moment, as no device is enabled without a wq in a group";

static bool is_needed(const struct builder *b)
{
	const struct idxd_config *cur = &b->cur.config;

	if (b->want->config.device.state != IDXD_STATE_ENABLED || cur->device.state == IDXD_STATE_ENABLED ||
	    !cur->n_wqs || !cur->n_engines || !cur->n_groups)
		return false;
	for (uint32_t id = 0; id < cur->n_wqs; id++)
		if (cur->wqs[id].group_id >= 0)
			return false;
	return true;
}

static void put(struct builder *b, struct state_key key, uint64_t number)
{
	struct state_value value;

	state_get(&b->cur, key, &value);
	if (value.number != number)
		build_write_number(b, key, number, rule);
}

/* The group of an engine that is in one, else that which the first engine joins. */
static uint64_t join_engine(struct builder *b)
{
	for (uint32_t id = 0; id < b->cur.config.n_engines; id++)
		if (b->cur.config.engines[id].group_id >= 0)
			return (uint64_t)b->cur.config.engines[id].group_id;
	put(b, key_of(IDXD_KIND_ENGINE, 0, IDXD_ATTR_ENGINE_GROUP_ID), 0);
	return 0;
}

uint32_t build_lend_wq(struct builder *b)
{
	const uint32_t id = 0;

	if (!is_needed(b))
		return b->cur.config.n_wqs;
	put(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_MODE), IDXD_MODE_DEDICATED);
	put(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_TYPE), IDXD_TYPE_NONE);
	put(b, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID), join_engine(b));
	return id;
}

void build_take_back(struct builder *b, uint32_t id)
{
	static const enum idxd_attr attrs[] = { IDXD_ATTR_WQ_GROUP_ID, IDXD_ATTR_MODE, IDXD_ATTR_TYPE,
						IDXD_ATTR_NAME, IDXD_ATTR_THRESHOLD };

	b->set_phase = DIFF_SET_LATE;
	for (size_t i = 0; id < b->cur.config.n_wqs && i < sizeof(attrs) / sizeof(attrs[0]); i++) {
		struct state_key key = key_of(IDXD_KIND_WQ, id, attrs[i]);

		if (build_differs(b, key))
			build_write(b, b->want, key, "after it was lent");
	}
}
