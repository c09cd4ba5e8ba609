// SPDX-License-Identifier: LGPL-2.1-or-later
/* The settings between disabling and enabling, in an order that the driver takes; see plan-build.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/plan-build.h"
#include "util/text.h"

static const char kept_rule[] = "disabling wipes it, and it is kept";

/* Why an attribute stands where it stands. */
static const struct {
	enum idxd_attr attr;
	const char *rule;
} rules[] = {
	{ IDXD_ATTR_READ_BUFFER_LIMIT, "while the device is disabled, before groups use it" },
	{ IDXD_ATTR_EVENT_LOG_SIZE, "while the device is disabled" },
	{ IDXD_ATTR_MODE, "before the threshold, which dedicated mode clears" },
	{ IDXD_ATTR_SIZE, "while the device is disabled, after the sizes that shrink" },
	{ IDXD_ATTR_TYPE, "before the name, which a change of type clears" },
	{ IDXD_ATTR_NAME, "after the type" },
	{ IDXD_ATTR_PRS_DISABLE, "before block_on_fault, which it clears" },
	{ IDXD_ATTR_THRESHOLD, "after mode and size" },
	{ IDXD_ATTR_ENGINE_GROUP_ID, "before read_buffers_allowed, which counts engines" },
	{ IDXD_ATTR_READ_BUFFERS_RESERVED, "after those that shrink" },
	{ IDXD_ATTR_READ_BUFFERS_ALLOWED, "after engines and reserved read buffers" },
	{ IDXD_ATTR_USE_READ_BUFFER_LIMIT, "after the limit of the device" },
	{ IDXD_ATTR_TRAFFIC_CLASS_A, "while the device is disabled" },
	{ IDXD_ATTR_TRAFFIC_CLASS_B, "while the device is disabled" },
};

static const char *rule_of(const struct builder *b, struct state_key key)
{
	if (state_same(b->now, b->want, key))
		return kept_rule;
	if (key.attr == IDXD_ATTR_ENGINE_GROUP_ID &&
	    b->cur.config.device.state == IDXD_STATE_ENABLED)
		return "at any time; the hardware is told when the device or a wq is next enabled";
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].attr == key.attr)
			return rules[i].rule;
	return diff_need(key.attr) == DIFF_NEEDS_WQ ? "while the wq is disabled" : "at any time";
}

struct diff_step *build_step(struct builder *b, enum diff_phase phase, struct state_key key,
				  const char *rule)
{
	struct diff_step *steps = array_grow(b->diff->steps, b->diff->n, sizeof(*steps));

	if (!steps) {
		b->error = -ENOMEM;
		return NULL;
	}
	b->diff->steps = steps;
	steps[b->diff->n] = (struct diff_step){ .phase = phase, .key = key, .rule = rule };
	return &steps[b->diff->n++];
}

static char *format_copy(struct builder *b, const struct state *state, struct state_key key)
{
	char text[STATE_TEXT_MAX], *copy = strdup(state_format(state, key, text, sizeof(text)));

	if (!copy)
		b->error = -ENOMEM;
	return copy;
}

void build_write(struct builder *b, const struct state *wanted, struct state_key key,
		       const char *rule)
{
	struct diff_step *step = b->error ? NULL : build_step(b, b->set_phase, key, rule);

	if (!step)
		return;
	step->old_value = format_copy(b, &b->cur, key);
	step->new_value = format_copy(b, wanted, key);
	if (!b->error)
		b->error = state_apply_write(&b->cur, wanted, key);
}

void build_write_number(struct builder *b, struct state_key key, uint64_t number, const char *rule)
{
	struct state_value value, wanted = { .number = number };

	state_get(b->want, key, &value);
	state_put(&b->scratch, key, &wanted);
	build_write(b, &b->scratch, key, rule);
	state_put(&b->scratch, key, &value);
}

/* Would it keep from being enabled what is to be enabled? */
static bool is_late(const struct builder *b, struct state_key key)
{
	if (!b->enables || b->set_phase == DIFF_SET_LATE)
		return false;
	if (key.attr == IDXD_ATTR_WQ_GROUP_ID)
		return state_wq_is_late(b->want, key.id);
	return key.attr == IDXD_ATTR_ENGINE_GROUP_ID && state_engine_is_late(b->want, key.id);
}

static void leave_group(struct builder *b, struct state_key key)
{
	struct state_value value;

	state_get(&b->cur, key, &value);
	if ((int64_t)value.number != IDXD_RULES_NO_GROUP)
		build_write_number(b, key, (uint64_t)(int64_t)IDXD_RULES_NO_GROUP,
			     "for a moment, as it would keep others from being enabled");
}

static void set(struct builder *b, struct state_key key)
{
	if (is_late(b, key))
		leave_group(b, key);
	else if (build_differs(b, key))
		build_write(b, b->want, key, rule_of(b, key));
}

/* ---- device and wqs ---- */

/* Without a limit the driver takes neither 0 nor 1: written while there is one, if only for that. */
static void set_use_without_limit(struct builder *b)
{
	const struct state_key limit = key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_READ_BUFFER_LIMIT);

	if (b->want->config.device.read_buffer_limit)
		return;
	for (uint32_t id = 0; id < b->want->config.n_groups; id++) {
		const struct state_key use =
			key_of(IDXD_KIND_GROUP, id, IDXD_ATTR_USE_READ_BUFFER_LIMIT);

		if (!build_differs(b, use))
			continue;
		if (!b->cur.config.device.read_buffer_limit)
			build_write_number(b, limit, b->want->caps.max_read_buffers,
				     "for a moment, as use_read_buffer_limit cannot be set without it");
		set(b, use);
	}
}

static void set_device(struct builder *b)
{
	set_use_without_limit(b);
	set(b, key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_READ_BUFFER_LIMIT));
	set(b, key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_EVENT_LOG_SIZE));
}

static void shrink_sizes(struct builder *b)
{
	build_empty_largest(b);
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++) {
		struct state_key key = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_SIZE);

		if (build_differs(b, key) && b->want->config.wqs[id].size < b->cur.config.wqs[id].size)
			build_write(b, b->want, key, "sizes shrink before others grow");
	}
}

/*
 * Retries can be told only to a shared wq, but they stay through dedicated mode; a threshold can
 * only be lost to it.
 */
static void clear_threshold(struct builder *b, uint32_t id)
{
	const struct idxd_wq_config *cur = &b->cur.config.wqs[id], *want = &b->want->config.wqs[id];
	struct state_key key = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_MODE);

	if (want->mode != IDXD_MODE_SHARED || want->threshold || !cur->threshold ||
	    !want->mode != !cur->mode)
		return;
	build_write_number(b, key, IDXD_MODE_DEDICATED,
		     "0 cannot be written as threshold, but dedicated mode clears it");
}

static bool has_room(const struct builder *b, uint32_t id, uint32_t size)
{
	uint64_t others = 0;

	for (uint32_t i = 0; i < b->cur.config.n_wqs; i++)
		others += i == id ? 0 : b->cur.config.wqs[i].size;
	return others + size <= b->want->caps.max_wq_size;
}

/* A size that shrank later left it behind. */
static void set_large_threshold(struct builder *b, uint32_t id)
{
	struct state_key size = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_SIZE);
	struct state_key threshold = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_THRESHOLD);
	uint32_t number = b->want->config.wqs[id].threshold;

	if (!build_differs(b, threshold) || !has_room(b, id, number))
		return;
	build_write_number(b, size, number, "for a moment, as a threshold is at most the size");
	set(b, threshold);
	set(b, size);
}

/* Before its wq is dedicated (again): it stays through that. */
static void set_retries_of_dedicated(struct builder *b, uint32_t id)
{
	struct state_key key = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_ENQCMDS_RETRIES);
	struct state_key mode = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_MODE);

	if (b->want->config.wqs[id].mode != IDXD_MODE_DEDICATED || !build_differs(b, key))
		return;
	if (b->cur.config.wqs[id].mode != IDXD_MODE_SHARED)
		build_write_number(b, mode, IDXD_MODE_SHARED,
			     "for a moment, as retries can be written only of a shared wq");
	set(b, key);
}

/* What is hidden cannot be compared, so it is written. */
static void set_hidden_retries(struct builder *b, uint32_t id)
{
	struct state_key key = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_ENQCMDS_RETRIES);

	if (b->want->config.wqs[id].mode == IDXD_MODE_SHARED && state_knows(b->want, key) &&
	    !build_differs(b, key))
		build_write(b, b->want, key, "dedicated mode hid what it was");
}

void build_wq(struct builder *b, uint32_t id)
{
	const struct idxd_wq_config *want = &b->want->config.wqs[id];
	bool hides_retries = b->cur.config.wqs[id].mode == IDXD_MODE_DEDICATED;
	enum idxd_attr attr;

	clear_threshold(b, id);
	set_retries_of_dedicated(b, id);
	for (unsigned int i = 0; (attr = state_attr(IDXD_KIND_WQ, i)) != IDXD_ATTR_NONE; i++) {
		struct state_key key = key_of(IDXD_KIND_WQ, id, attr);

		if (attr == IDXD_ATTR_ENQCMDS_RETRIES && hides_retries)
			set_hidden_retries(b, id);
		if (attr != IDXD_ATTR_THRESHOLD || (want->threshold && want->threshold <= want->size))
			set(b, key);
	}
	if (want->threshold > want->size)
		set_large_threshold(b, id);
}

/* ---- groups ---- */

static bool has_enabled_wq(const struct state *state, uint32_t group)
{
	for (uint32_t i = 0; i < state->config.n_wqs; i++)
		if (state->config.wqs[i].enabled && state->config.wqs[i].group_id == (int32_t)group)
			return true;
	return false;
}

/* A free one, or else one that its group can spare; the number of engines if there is none. */
static uint32_t find_spare_engine(const struct builder *b)
{
	uint32_t id, count = b->cur.config.n_engines;

	for (id = 0; id < count; id++)
		if (b->cur.config.engines[id].group_id == IDXD_RULES_NO_GROUP)
			return id;
	for (id = 0; id < count; id++)
		if (state_engines_in(&b->cur, b->cur.config.engines[id].group_id) > 1)
			return id;
	return count;
}

/* Engines may leave wqs that are in use, but a wq cannot be enabled without one. */
static void lend_engines(struct builder *b)
{
	for (uint32_t group = 0; group < b->want->config.n_groups && b->enables; group++) {
		uint32_t id = find_spare_engine(b);

		if (state_engines_in(&b->cur, (int32_t)group) || !has_enabled_wq(b->want, group) ||
		    id == b->cur.config.n_engines)
			continue;
		build_write_number(b, key_of(IDXD_KIND_ENGINE, id, IDXD_ATTR_ENGINE_GROUP_ID), group,
				   "for a moment, as no wq is enabled without an engine");
	}
}

/* What no group reserves in the end. */
static uint64_t free_wanted(const struct builder *b)
{
	uint64_t sum = 0, total = b->want->caps.max_read_buffers;

	for (uint32_t i = 0; i < b->want->config.n_groups; i++)
		sum += b->want->config.groups[i].read_buffers_reserved;
	return sum < total ? total - sum : 0;
}

static bool allowed_differs(const struct builder *b, uint32_t group)
{
	return build_differs(b, key_of(IDXD_KIND_GROUP, group, IDXD_ATTR_READ_BUFFERS_ALLOWED));
}

/* More than will be free when all is done: the driver takes it only while nothing is reserved. */
static bool allowed_is_large(const struct builder *b, uint32_t group)
{
	const struct idxd_group_config *want = &b->want->config.groups[group];

	return allowed_differs(b, group) &&
	       want->read_buffers_allowed > want->read_buffers_reserved + free_wanted(b);
}

/* Less than the engines need: the driver takes it only before they join. */
static bool allowed_is_small(const struct builder *b, uint32_t group)
{
	return allowed_differs(b, group) &&
	       b->want->config.groups[group].read_buffers_allowed <
		       state_engines_in(b->want, (int32_t)group) * IDXD_RULES_BUFFERS_PER_ENGINE;
}

static bool any_allowed(const struct builder *b, bool (*is)(const struct builder *, uint32_t))
{
	for (uint32_t id = 0; id < b->want->config.n_groups; id++)
		if (is(b, id))
			return true;
	return false;
}

static void set_allowed(struct builder *b, bool (*is)(const struct builder *, uint32_t))
{
	for (uint32_t id = 0; id < b->want->config.n_groups; id++)
		if (is(b, id))
			set(b, key_of(IDXD_KIND_GROUP, id, IDXD_ATTR_READ_BUFFERS_ALLOWED));
}

/* Those that are there already go out for a moment. */
static void set_small_allowed(struct builder *b)
{
	for (uint32_t i = 0; i < b->cur.config.n_engines; i++) {
		struct state_key key = key_of(IDXD_KIND_ENGINE, i, IDXD_ATTR_ENGINE_GROUP_ID);
		int32_t group = b->cur.config.engines[i].group_id;

		if (group >= 0 && allowed_is_small(b, (uint32_t)group))
			build_write_number(
				b, key, (uint64_t)(int64_t)IDXD_RULES_NO_GROUP,
				"for a moment, as the driver wants 4 read buffers for each engine");
	}
	set_allowed(b, allowed_is_small);
}

/*
 * After a device was disabled the driver still holds its read buffers for reserved. Writing what a
 * group has already is always taken, and makes it count again.
 */
static void count_free(struct builder *b)
{
	for (uint32_t id = 0; id < b->want->config.n_groups && b->cur.free_unknown; id++) {
		struct state_key key = key_of(IDXD_KIND_GROUP, id, IDXD_ATTR_READ_BUFFERS_RESERVED);

		if (build_differs(b, key) || allowed_differs(b, id))
			build_write_number(
				b, key, b->cur.config.groups[id].read_buffers_reserved,
				"makes the driver count again what is free, as disabling does not");
	}
}

static void shrink_reserved(struct builder *b)
{
	bool all = any_allowed(b, allowed_is_large) || any_allowed(b, allowed_is_small);

	for (uint32_t id = 0; id < b->want->config.n_groups; id++) {
		struct state_key key = key_of(IDXD_KIND_GROUP, id, IDXD_ATTR_READ_BUFFERS_RESERVED);
		uint32_t cur = b->cur.config.groups[id].read_buffers_reserved;

		if (all && cur)
			build_write_number(b, key, 0, "for a moment, so that all read buffers are free");
		else if (build_differs(b, key) && b->want->config.groups[id].read_buffers_reserved < cur)
			build_write(b, b->want, key,
				   "reserved read buffers shrink before others grow");
	}
}

static void set_groups(struct builder *b)
{
	static const enum idxd_attr last[] = {
		IDXD_ATTR_USE_READ_BUFFER_LIMIT, IDXD_ATTR_TRAFFIC_CLASS_A,
		IDXD_ATTR_TRAFFIC_CLASS_B,	 IDXD_ATTR_DESC_PROGRESS_LIMIT,
		IDXD_ATTR_BATCH_PROGRESS_LIMIT,
	};

	set_allowed(b, allowed_is_large);
	for (uint32_t id = 0; id < b->want->config.n_groups; id++)
		set(b, key_of(IDXD_KIND_GROUP, id, IDXD_ATTR_READ_BUFFERS_RESERVED));
	set_allowed(b, allowed_differs);
	for (uint32_t id = 0; id < b->want->config.n_groups; id++)
		for (size_t i = 0; i < sizeof(last) / sizeof(last[0]); i++)
			set(b, key_of(IDXD_KIND_GROUP, id, last[i]));
}

void build_settings(struct builder *b)
{
	set_device(b);
	shrink_sizes(b);
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++)
		build_wq(b, id);
	count_free(b);
	shrink_reserved(b);
	set_small_allowed(b);
	for (uint32_t id = 0; id < b->want->config.n_engines; id++)
		set(b, key_of(IDXD_KIND_ENGINE, id, IDXD_ATTR_ENGINE_GROUP_ID));
	set_groups(b);
	lend_engines(b);
}
