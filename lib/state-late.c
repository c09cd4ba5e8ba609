// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What may join a group only once all is enabled. The driver writes everything that is in a group to
 * the hardware whenever it enables something, so that an idle wq without a type, or an engine without
 * a wq, keeps the others from being enabled; but it lets both join afterwards.
 */
#include "lib/state.h"

/* Or is it changed itself: one with a type and no size is given 16 entries. */
static bool stops_others(const struct state *state, const struct idxd_wq_config *wq)
{
	const struct idxd_caps *caps = &state->caps;

	if (!wq->size && wq->type != IDXD_TYPE_NONE)
		return true;
	if (wq->mode == IDXD_MODE_SHARED)
		return !idxd_rules_shared_supported(caps, wq->type);
	return wq->type == IDXD_TYPE_KERNEL && caps->kernel_pasid && !caps->pasid_priv;
}

bool state_wq_is_late(const struct state *state, uint32_t id)
{
	const struct idxd_wq_config *wq = &state->config.wqs[id];

	return state->config.device.state == IDXD_STATE_ENABLED && !wq->enabled && wq->group_id >= 0 &&
	       (stops_others(state, wq) || !state_engines_in(state, wq->group_id));
}

bool state_engine_is_late(const struct state *state, uint32_t id)
{
	int32_t group = state->config.engines[id].group_id;
	uint32_t late = 0;

	if (state->config.device.state != IDXD_STATE_ENABLED || group < 0)
		return false;
	for (uint32_t i = 0; i < state->config.n_wqs; i++)
		late += state->config.wqs[i].group_id == group && state_wq_is_late(state, i);
	return state_wqs_in(state, group) == late;
}
