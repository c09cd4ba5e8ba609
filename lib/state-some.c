// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Reading only what a plan needs of a device (each attribute is two system calls): what is
 * mentioned, what the rules look at, what enabling and what is written change along. How a value is
 * read is in state-read.c.
 */
#include <errno.h>

#include "lib/state-read.h"

#define BIT(attr) IDXD_ATTR_BIT(IDXD_ATTR_##attr)

/* They share the read buffers of the device, and depend on each other. */
#define READ_BUFFERS \
	(BIT(READ_BUFFERS_RESERVED) | BIT(READ_BUFFERS_ALLOWED) | BIT(USE_READ_BUFFER_LIMIT))
/* Changed by enabling from what cannot be written. */
#define TRAFFIC_CLASSES (BIT(TRAFFIC_CLASS_A) | BIT(TRAFFIC_CLASS_B))

/* A wq without a group that nobody mentions matters by its entries only. */
#define WQ_ALWAYS (BIT(SIZE) | BIT(WQ_GROUP_ID))
/* What enabling asks for, a failed one changes, or writing another of these changes along. */
#define WQ_CORE                                                                                    \
	(BIT(MODE) | BIT(TYPE) | BIT(NAME) | BIT(DRIVER_NAME) | BIT(PRIORITY) | BIT(THRESHOLD) |   \
	 BIT(BLOCK_ON_FAULT) | BIT(PRS_DISABLE))

static uint64_t mentioned(const struct state_mention *mention, enum idxd_kind kind, uint32_t id)
{
	return mention->of(mention->data, kind, id);
}

static bool mentions_read_buffers(const struct state *state, const struct state_mention *mention)
{
	uint64_t any = mentioned(mention, IDXD_KIND_DEVICE, 0) & BIT(READ_BUFFER_LIMIT);

	for (uint32_t id = 0; id < state->config.n_groups; id++)
		any |= mentioned(mention, IDXD_KIND_GROUP, id) & READ_BUFFERS;
	return any;
}

static int read_groups(struct state *state, const struct state_mention *mention)
{
	uint64_t all = mentions_read_buffers(state, mention) ? READ_BUFFERS : 0;
	int rc = 0;

	if (state->caps.version > IDXD_VERSION_2 || state->caps.tc_override)
		all |= TRAFFIC_CLASSES;
	for (uint32_t id = 0; !rc && id < state->config.n_groups; id++) {
		uint64_t said = mentioned(mention, IDXD_KIND_GROUP, id);

		/* That the device has both is told by the first. */
		if (said & BIT(BATCH_PROGRESS_LIMIT))
			said |= BIT(DESC_PROGRESS_LIMIT);
		rc = state_read_attrs(state, IDXD_KIND_GROUP, id, all | said);
	}
	return rc;
}

/* A disabled device has no enabled wq. */
static int read_wq_states(struct state *state)
{
	int rc = 0;

	if (state->config.device.state == IDXD_STATE_DISABLED)
		return 0;
	for (uint32_t id = 0; !rc && id < state->config.n_wqs; id++)
		rc = state_read_wq_state(state, id);
	return rc;
}

static uint64_t wq_needs(const struct state *state, uint32_t id, uint64_t said)
{
	const struct idxd_wq_config *wq = &state->config.wqs[id];

	return said || wq->group_id >= 0 || wq->enabled ? said | WQ_CORE : 0;
}

static int read_wqs(struct state *state, const struct state_mention *mention)
{
	bool any = !state->config.n_wqs;
	int rc = 0;

	for (uint32_t id = 0; !rc && id < state->config.n_wqs; id++)
		rc = state_read_attrs(state, IDXD_KIND_WQ, id, WQ_ALWAYS);
	for (uint32_t id = 0; !rc && id < state->config.n_wqs; id++) {
		uint64_t needs = wq_needs(state, id, mentioned(mention, IDXD_KIND_WQ, id));

		any |= needs != 0;
		rc = state_read_attrs(state, IDXD_KIND_WQ, id, needs);
	}
	/* The kernel is told by the attributes that it has. */
	return rc || any ? rc : state_read_attrs(state, IDXD_KIND_WQ, 0, WQ_CORE);
}

/* The kernel is also told by what it shows: one wq is enough if it shows it. */
static int read_operations(struct state *state)
{
	int rc = 0;

	for (uint32_t id = 0; !rc && id < state->config.n_wqs; id++) {
		rc = state_read_attrs(state, IDXD_KIND_WQ, id, BIT(OP_CONFIG) | BIT(NAME));
		if (state_wq_shows_batch(state, id))
			break;
	}
	return rc;
}

int state_read_needed(struct state *state, const struct state_mention *mention)
{
	int rc = state_forget_all(state);

	if (!rc)
		rc = state_read_attrs(state, IDXD_KIND_DEVICE, 0, UINT64_MAX);
	if (!rc)
		rc = read_groups(state, mention);
	for (uint32_t id = 0; !rc && id < state->config.n_engines; id++)
		rc = state_read_attrs(state, IDXD_KIND_ENGINE, id, UINT64_MAX);
	if (!rc)
		rc = read_wq_states(state);
	if (!rc)
		rc = read_wqs(state, mention);
	return rc ? rc : read_operations(state);
}

static bool wq_hides(const struct state *state, const struct state *want, uint32_t id)
{
	const uint64_t *known = state->known[IDXD_KIND_WQ];

	return known && !(known[id] & BIT(ENQCMDS_RETRIES)) &&
	       state->config.wqs[id].mode == IDXD_MODE_SHARED &&
	       want->config.wqs[id].mode == IDXD_MODE_DEDICATED;
}

bool state_hides(const struct state *state, const struct state *want)
{
	for (uint32_t id = 0; id < state->config.n_wqs; id++)
		if (wq_hides(state, want, id))
			return true;
	return false;
}

int state_read_hidden(struct state *state, const struct state *want)
{
	int rc = 0;

	for (uint32_t id = 0; !rc && id < state->config.n_wqs; id++)
		if (wq_hides(state, want, id))
			rc = state_read_attrs(state, IDXD_KIND_WQ, id, BIT(ENQCMDS_RETRIES));
	return rc;
}

int state_read_rest(struct state *state)
{
	int rc = 0;

	if (!state->known[IDXD_KIND_DEVICE])
		return 0;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; !rc && id < state_count(state, (enum idxd_kind)kind); id++)
			rc = state_read_attrs(state, (enum idxd_kind)kind, id,
					      ~state->known[kind][id]);
	state->caps.progress_limit = state_has(state, IDXD_ATTR_DESC_PROGRESS_LIMIT);
	state->caps.ats_disable = state_has(state, IDXD_ATTR_ATS_DISABLE);
	state_unhide_operations(state);
	state_count_free(state);
	return rc;
}

static int adopt_object(struct state *state, const struct state *from, enum idxd_kind kind,
			uint32_t id)
{
	struct state_key key = { kind, id, IDXD_ATTR_NONE };
	struct state_value value;
	int rc = 0;

	for (unsigned int i = 0; !rc && (key.attr = state_attr(kind, i)) != IDXD_ATTR_NONE; i++) {
		if (state->known[kind][id] & IDXD_ATTR_BIT(key.attr) || !state_knows(from, key))
			continue;
		state_get(from, key, &value);
		rc = state_put(state, key, &value);
		state->known[kind][id] |= IDXD_ATTR_BIT(key.attr);
	}
	return rc;
}

int state_adopt(struct state *state, const struct state *from)
{
	int rc = 0;

	if (!state->known[IDXD_KIND_DEVICE])
		return 0;
	state->present |= from->present;
	state->caps = from->caps;
	state->config.device.free_read_buffers = from->config.device.free_read_buffers;
	state->free_unknown = from->free_unknown;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++)
		for (uint32_t id = 0; !rc && id < state_count(state, (enum idxd_kind)kind); id++)
			rc = adopt_object(state, from, (enum idxd_kind)kind, id);
	return rc;
}
