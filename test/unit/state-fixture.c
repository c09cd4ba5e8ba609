// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * See state-fixture.h. Random states are made value by value within the rules, and enabled only
 * where the rules have nothing against it.
 */
#include "state-fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/rules/hardware.h"

uint32_t random_below(uint64_t *seed, uint32_t bound)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return bound ? (uint32_t)((*seed >> 11) % bound) : 0;
}

static bool coin(uint64_t *seed)
{
	return random_below(seed, 2);
}

static void finish_device(struct state *state)
{
	state->caps.enqcmd = state->caps.user_pasid = state->caps.kernel_pasid =
		state->caps.pasid_priv = true;
	for (unsigned int attr = 1; attr < IDXD_ATTR_COUNT; attr++)
		if (idxd_rules_visible(&state->kernel, &state->caps, (enum idxd_attr)attr))
			state->present |= IDXD_ATTR_BIT(attr);
	assert_int_equal(state_init(state), 0);
}

void state_fixture_dsa(struct state *state)
{
	*state = (struct state){ .name = "dsa0", .family = ACCFG_FAMILY_DSA, .numa_node = 0 };
	state->kernel = *idxd_rules_kernel(UINT16_MAX);
	idxd_rules_caps_from_regs(&state->caps, IDXD_FAMILY_DSA, &idxd_hw_model(0)->regs);
	finish_device(state);
}

void state_fixture_random_device(struct state *state, uint64_t *seed)
{
	struct idxd_caps *caps = &state->caps;
	unsigned int model = random_below(seed, 6);

	*state = (struct state){ .name = "dsa0" };
	state->kernel = *idxd_rules_kernel_row(random_below(seed, 3));
	idxd_rules_caps_from_regs(caps, idxd_hw_model(model)->family, &idxd_hw_model(model)->regs);
	state->family = (enum accfg_family)caps->family;
	caps->max_groups = 1 + random_below(seed, 5);
	caps->max_wqs = 1 + random_below(seed, 9);
	caps->max_engines = 1 + random_below(seed, 6);
	caps->max_wq_size = 8 + random_below(seed, 130);
	if (caps->family == IDXD_FAMILY_DSA)
		caps->max_read_buffers = 24 + random_below(seed, 100);
	caps->prs_disable = coin(seed);
	caps->ats_disable = coin(seed);
	caps->op_config = coin(seed);
	caps->block_on_fault = coin(seed);
	caps->progress_limit = coin(seed);
	caps->tc_override = !random_below(seed, 4);
	finish_device(state);
	/*
	 * 6.1 does not let a kernel wq be named while the kernel has a PASID, which sysfs does not
	 * tell.
	 */
	caps->kernel_pasid =
		caps->kernel_pasid && !idxd_kernel_has(&state->kernel, IDXD_KF_NAME_NOT_KERNEL);
}

/* ---- random values ---- */

static void put_text(struct state *state, uint32_t id, enum idxd_attr attr, const char *text)
{
	struct state_value value = { .text = text };

	assert_int_equal(state_put(state, (struct state_key){ IDXD_KIND_WQ, id, attr }, &value), 0);
}

static void random_driver(struct state *state, uint32_t id, uint64_t *seed)
{
	const char *usual = state_type_driver(state, state->config.wqs[id].type);

	if (state_has(state, IDXD_ATTR_DRIVER_NAME))
		put_text(state, id, IDXD_ATTR_DRIVER_NAME,
			 usual && random_below(seed, 8) ? usual
			 : coin(seed)			? ""
							: "user");
}

static void random_wq(struct state *state, uint32_t id, uint32_t *left, uint64_t *seed)
{
	static const char *const names[] = { "", "a", "queue one", "app" };
	const struct idxd_caps *caps = &state->caps;
	struct idxd_wq_config *wq = &state->config.wqs[id];

	wq->mode = coin(seed) ? IDXD_MODE_SHARED : IDXD_MODE_DEDICATED;
	wq->size = coin(seed) ? random_below(seed, *left + 1) : random_below(seed, *left / 2 + 1);
	*left -= wq->size;
	wq->type = (enum idxd_type)random_below(seed, 3);
	wq->group_id = (int32_t)random_below(seed, caps->max_groups + 1) - 1;
	wq->priority = random_below(seed, 16);
	if (wq->mode == IDXD_MODE_SHARED) {
		wq->threshold = random_below(seed, wq->size + 1);
		wq->enqcmds_retries = random_below(seed, 65);
	}
	if (state_has(state, IDXD_ATTR_PRS_DISABLE))
		wq->prs_disable = coin(seed);
	if (caps->block_on_fault && !wq->prs_disable)
		wq->block_on_fault = coin(seed);
	if (caps->ats_disable)
		wq->ats_disable = coin(seed);
	wq->max_transfer_size = 1ull << random_below(seed, caps->max_transfer_shift + 1);
	if (state_has(state, IDXD_ATTR_WQ_MAX_BATCH_SIZE))
		wq->max_batch_size = 1ull << random_below(seed, caps->max_batch_shift + 1);
	if (state_has(state, IDXD_ATTR_OP_CONFIG) && coin(seed))
		wq->op_config[0] &= *seed | 2;
	put_text(state, id, IDXD_ATTR_NAME, names[random_below(seed, 4)]);
	random_driver(state, id, seed);
}

static uint32_t engines_of(const struct state *state, uint32_t group)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < state->config.n_engines; i++)
		n += state->config.engines[i].group_id == (int32_t)group;
	return n;
}

static void random_read_buffers(struct state *state, uint64_t *seed)
{
	struct idxd_config *config = &state->config;
	uint32_t left = state->caps.max_read_buffers, reserved;

	if (!state_has(state, IDXD_ATTR_READ_BUFFERS_RESERVED))
		return;
	for (uint32_t id = 0; id < config->n_groups; id++) {
		reserved = coin(seed) ? random_below(seed, left + 1) : 0;
		config->groups[id].read_buffers_reserved = reserved;
		left -= reserved;
	}
	for (uint32_t id = 0; id < config->n_groups; id++) {
		uint32_t low = 4 * engines_of(state, id),
			 high = left + config->groups[id].read_buffers_reserved;

		if (low <= high && coin(seed))
			config->groups[id].read_buffers_allowed =
				low + random_below(seed, high - low + 1);
	}
	if (state->caps.read_buffer_limit && coin(seed))
		config->device.read_buffer_limit =
			1 + random_below(seed, state->caps.max_read_buffers);
	for (uint32_t id = 0; id < config->n_groups && config->device.read_buffer_limit; id++)
		config->groups[id].use_read_buffer_limit = coin(seed);
	config->device.free_read_buffers = left;
}

/* Compared only while it is written, so any number is possible. */
static void random_allowed(struct state *state, uint64_t *seed)
{
	if (!state_has(state, IDXD_ATTR_READ_BUFFERS_ALLOWED) || random_below(seed, 4))
		return;
	for (uint32_t id = 0; id < state->config.n_groups; id++)
		if (coin(seed))
			state->config.groups[id].read_buffers_allowed =
				random_below(seed, state->caps.max_read_buffers + 1);
}

static void random_group(struct state *state, uint32_t id, uint64_t *seed)
{
	struct idxd_group_config *group = &state->config.groups[id];

	if (state->caps.version > IDXD_VERSION_2 || state->caps.tc_override) {
		group->traffic_class_a = (int32_t)random_below(seed, 8);
		group->traffic_class_b = (int32_t)random_below(seed, 8);
	}
	if (state_has(state, IDXD_ATTR_DESC_PROGRESS_LIMIT)) {
		group->desc_progress_limit = (int32_t)random_below(seed, 4);
		group->batch_progress_limit = (int32_t)random_below(seed, 4);
	}
}

/* ---- random enabling ---- */

static bool breaks_rules(const struct state *state)
{
	return idxd_rules_validate(&state->kernel, &state->caps, &state->config, NULL, NULL);
}

/* So that enabling is possible more often than by chance. */
static void complete_groups(struct state *state)
{
	struct idxd_config *config = &state->config;

	for (uint32_t i = 0; i < config->n_wqs; i++) {
		struct idxd_wq_config *wq = &config->wqs[i];

		if (wq->group_id >= 0 && !engines_of(state, (uint32_t)wq->group_id))
			wq->group_id = IDXD_RULES_NO_GROUP;
		if (wq->type == IDXD_TYPE_NONE && wq->mode == IDXD_MODE_SHARED)
			wq->group_id = IDXD_RULES_NO_GROUP;
		/* The driver makes 16 of it. */
		if (wq->type != IDXD_TYPE_NONE && !wq->size)
			wq->group_id = IDXD_RULES_NO_GROUP;
	}
	for (uint32_t i = 0; i < config->n_engines; i++) {
		bool any = false;

		for (uint32_t k = 0; k < config->n_wqs; k++)
			any = any || config->wqs[k].group_id == config->engines[i].group_id;
		if (!any)
			config->engines[i].group_id = IDXD_RULES_NO_GROUP;
	}
}

static void random_enable(struct state *state, uint64_t *seed)
{
	struct idxd_config *config = &state->config;

	config->device.state = IDXD_STATE_ENABLED;
	if (breaks_rules(state)) {
		config->device.state = IDXD_STATE_DISABLED;
		return;
	}
	for (uint32_t i = 0; i < config->n_wqs; i++) {
		config->wqs[i].enabled = random_below(seed, 4);
		config->wqs[i].enabled = config->wqs[i].enabled && !breaks_rules(state);
	}
}

/* What the driver lets join and change while the device runs, whether or not it could be enabled like that. */
static void random_late(struct state *state, uint64_t *seed)
{
	struct idxd_config *config = &state->config;
	bool any = false;

	for (uint32_t i = 0; i < config->n_wqs; i++)
		any = any || config->wqs[i].enabled;
	if (!any || !state->caps.configurable)
		return;
	for (uint32_t i = 0; i < config->n_wqs; i++) {
		if (config->wqs[i].enabled || coin(seed))
			continue;
		config->wqs[i].group_id = (int32_t)random_below(seed, state->caps.max_groups + 1) - 1;
		config->wqs[i].type = (enum idxd_type)random_below(seed, 3);
		config->wqs[i].mode = coin(seed) ? IDXD_MODE_SHARED : IDXD_MODE_DEDICATED;
		if (config->wqs[i].mode == IDXD_MODE_DEDICATED)
			config->wqs[i].threshold = 0;
	}
	for (uint32_t i = 0; i < config->n_engines; i++)
		if (config->engines[i].group_id == IDXD_RULES_NO_GROUP && coin(seed))
			config->engines[i].group_id = (int32_t)random_below(seed, state->caps.max_groups);
		else if (!random_below(seed, 4))
			config->engines[i].group_id = IDXD_RULES_NO_GROUP;
}

void state_fixture_random(struct state *state, const struct state *device, uint64_t *seed)
{
	uint32_t left = device->caps.max_wq_size;
	bool enable = coin(seed);

	assert_int_equal(state_copy(state, device), 0);
	for (uint32_t id = 0; id < state->config.n_wqs; id++)
		if (random_below(seed, 4))
			random_wq(state, id, &left, seed);
	for (uint32_t id = 0; id < state->config.n_engines; id++)
		state->config.engines[id].group_id =
			(int32_t)random_below(seed, state->caps.max_groups + 1) - 1;
	for (uint32_t id = 0; id < state->config.n_groups; id++)
		random_group(state, id, seed);
	if (state_has(state, IDXD_ATTR_EVENT_LOG_SIZE) && coin(seed))
		state->config.device.event_log_size = 64 + random_below(seed, 100);
	if (enable)
		complete_groups(state);
	random_read_buffers(state, seed);
	assert_false(breaks_rules(state));
	if (enable)
		random_enable(state, seed);
	random_late(state, seed);
	random_allowed(state, seed);
}
