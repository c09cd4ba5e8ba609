// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Around the overlay of a profile: what is not kept though the profile does not mention it, what
 * the driver changes along with what it does mention, and the order of the wqs.
 */
#include "lib/resolve-overlay.h"

static bool mentions_wqs(const struct wanted *wanted)
{
	for (size_t i = 0; i < wanted->n_layers; i++)
		for (size_t k = 0; k < wanted->layers[i]->n_objects; k++)
			if (wanted->layers[i]->objects[k].kind == ACCFG_KIND_WQ)
				return true;
	return false;
}

/*
 * Nobody chose what the kernel gives to iaa_crypto while loading, so it is not kept where a profile
 * has its own wqs.
 */
static void drop_kernel_default(struct wanted *wanted)
{
	struct state *want = &wanted->want;

	if (!state_is_kernel_default(wanted->now) || !mentions_wqs(wanted))
		return;
	state_apply_wq_disable(want, 0);
	want->config.wqs[0].size = 0;
	want->config.wqs[0].group_id = IDXD_RULES_NO_GROUP;
	for (uint32_t id = 0; id < want->config.n_engines; id++)
		want->config.engines[id].group_id = IDXD_RULES_NO_GROUP;
	wanted->dropped_default = true;
}

/* Said where it made a difference. */
static void note_kernel_default(struct resolution *resolution, const struct wanted *wanted)
{
	struct state_key key = { IDXD_KIND_WQ, 0, IDXD_ATTR_SIZE };

	if (!wanted->dropped_default || state_same(wanted->now, &wanted->want, key))
		return;
	key = (struct state_key){ IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	resolve_note(
		resolution, wanted, key, "kernel-default",
		"what the kernel had prepared for iaa_crypto (wq%u.0) and nobody uses is not kept",
		wanted->want.id);
}

/* What the driver changes along, where the profile does not say otherwise. */
static void follow(struct resolution *resolution, struct wanted *wanted, uint32_t id)
{
	struct idxd_wq_config *wq = &wanted->want.config.wqs[id];
	struct state_key key = { IDXD_KIND_WQ, id, IDXD_ATTR_BLOCK_ON_FAULT };

	if (wq->prs_disable && !wanted_says(wanted, key))
		wq->block_on_fault = false;
	if (wq->mode == IDXD_MODE_DEDICATED)
		wq->threshold = 0;
	key.attr = IDXD_ATTR_THRESHOLD;
	if (wq->threshold <= wq->size || wanted_says(wanted, key))
		return;
	wq->threshold = wq->size;
	resolve_note(resolution, wanted, key, "threshold",
		     "lowered to the size, as the profile does not say it");
}

/* A profile that takes size, group or type from an enabled wq does not want it enabled. */
static void follow_state(struct wanted *wanted, uint32_t id)
{
	struct idxd_wq_config *wq = &wanted->want.config.wqs[id];
	const struct state_key size = { IDXD_KIND_WQ, id, IDXD_ATTR_SIZE };
	const struct state_key group = { IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID };
	const struct state_key type = { IDXD_KIND_WQ, id, IDXD_ATTR_TYPE };

	if ((wanted_says(wanted, size) && !wq->size) ||
	    (wanted_says(wanted, group) && wq->group_id < 0) ||
	    (wanted_says(wanted, type) && wq->type == IDXD_TYPE_NONE))
		wq->enabled = false;
}

/* Without a limit there is nothing to use; the driver would keep a 1 that means nothing. */
static void follow_limit(struct wanted *wanted)
{
	for (uint32_t id = 0; id < wanted->want.config.n_groups; id++) {
		struct state_key key = { IDXD_KIND_GROUP, id, IDXD_ATTR_USE_READ_BUFFER_LIMIT };

		if (!wanted->want.config.device.read_buffer_limit && !wanted_says(wanted, key) &&
		    wanted->now->config.device.read_buffer_limit)
			wanted->want.config.groups[id].use_read_buffer_limit = false;
	}
}

static void order_wqs(struct wanted *wanted)
{
	uint32_t n = 0, count = wanted->now->config.n_wqs;

	for (size_t i = 0; i < wanted->n_layers; i++) {
		for (size_t k = 0; k < wanted->layers[i]->n_objects; k++) {
			const struct profile_object *object = &wanted->layers[i]->objects[k];
			bool known = object->kind != ACCFG_KIND_WQ || object->id >= count;

			for (uint32_t j = 0; j < n && !known; j++)
				known = wanted->wq_order[j] == object->id;
			if (!known)
				wanted->wq_order[n++] = object->id;
		}
	}
	for (uint32_t id = 0; id < count; id++)
		if (!wanted->wq_mentioned[id])
			wanted->wq_order[n++] = id;
}

void resolve_before(struct wanted *wanted)
{
	drop_kernel_default(wanted);
}

void resolve_after(struct resolution *resolution, struct wanted *wanted)
{
	for (uint32_t id = 0; id < wanted->now->config.n_wqs; id++) {
		follow(resolution, wanted, id);
		follow_state(wanted, id);
	}
	if (resolution->exact)
		resolve_clean_states(wanted);
	follow_limit(wanted);
	note_kernel_default(resolution, wanted);
	order_wqs(wanted);
}
