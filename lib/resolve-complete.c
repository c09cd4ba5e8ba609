// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a wanted state lacks to be enabled, or to fit, and nobody would want otherwise: a driver, a
 * type, a size, a threshold, engines; and what was left on the device and would only be in the way.
 * All of it is said in notes.
 */
#include <errno.h>
#include <string.h>

#include "lib/plan-diff.h"
#include "lib/resolve.h"

struct complete {
	struct resolution *resolution;
	struct wanted *wanted;
	struct state *want;
};

static struct state_key wq_key(uint32_t id, enum idxd_attr attr)
{
	return (struct state_key){ IDXD_KIND_WQ, id, attr };
}

static bool says(const struct complete *c, uint32_t id, enum idxd_attr attr)
{
	return wanted_says(c->wanted, wq_key(id, attr));
}

#define NOTE(c, id, attr, rule, ...)                                                               \
	resolve_note((c)->resolution, (c)->wanted, wq_key(id, attr), rule, __VA_ARGS__)

static uint32_t size_left(const struct state *want)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < want->config.n_wqs; i++)
		sum += want->config.wqs[i].size;
	return sum < want->caps.max_wq_size ? want->caps.max_wq_size - (uint32_t)sum : 0;
}

static bool fits(const struct state *want)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < want->config.n_wqs; i++)
		sum += want->config.wqs[i].size;
	return sum <= want->caps.max_wq_size;
}

/* Configured by someone, but neither in use nor mentioned. */
static bool is_stale(const struct complete *c, uint32_t id)
{
	return !c->wanted->wq_mentioned[id] && !c->wanted->now->config.wqs[id].enabled;
}

/*
 * A profile that is good by itself is not to fail since a wq that nobody uses still holds entries.
 */
static void release_sizes(const struct complete *c)
{
	for (uint32_t id = c->want->config.n_wqs; id-- && !fits(c->want);) {
		struct idxd_wq_config *wq = &c->want->config.wqs[id];

		if (!is_stale(c, id) || !wq->size || !c->want->caps.configurable)
			continue;
		NOTE(c, id, IDXD_ATTR_SIZE, "stale",
		     "taken back: the wq is disabled, the profile does not mention it and "
		     "needs its entries");
		wq->size = 0;
		wq->group_id = IDXD_RULES_NO_GROUP;
		wq->threshold = 0;
	}
}

/* ---- the profile's own wqs ---- */

/* Not one that only stands there since list prints all. */
static bool is_meant(const struct complete *c, uint32_t id)
{
	const struct idxd_wq_config *wq = &c->want->config.wqs[id];

	if (!c->wanted->wq_mentioned[id])
		return false;
	if (says(c, id, IDXD_ATTR_WQ_GROUP_ID) && wq->group_id < 0)
		return false;
	if (says(c, id, IDXD_ATTR_TYPE))
		return wq->type != IDXD_TYPE_NONE;
	return says(c, id, IDXD_ATTR_NAME) ||
	       (says(c, id, IDXD_ATTR_WQ_GROUP_ID) && wq->group_id >= 0);
}

static enum idxd_type type_of_driver(const struct complete *c, uint32_t id)
{
	uint32_t match = c->want->config.wqs[id].driver_match;

	if (!says(c, id, IDXD_ATTR_DRIVER_NAME))
		return IDXD_TYPE_USER;
	return match & (1u << IDXD_BUS_DMAENGINE | 1u << IDXD_BUS_CRYPTO) ? IDXD_TYPE_KERNEL
									  : IDXD_TYPE_USER;
}

static void complete_type(const struct complete *c, uint32_t id)
{
	struct idxd_wq_config *wq = &c->want->config.wqs[id];

	if (wq->type != IDXD_TYPE_NONE)
		return;
	wq->type = type_of_driver(c, id);
	NOTE(c, id, IDXD_ATTR_TYPE, "completed", "not given, and needed to enable the wq");
}

static int complete_driver(const struct complete *c, uint32_t id)
{
	const struct idxd_wq_config *wq = &c->want->config.wqs[id];
	struct state_value value = { .text = state_type_driver(c->want, wq->type) };
	const uint32_t kernel = 1u << IDXD_BUS_DMAENGINE | 1u << IDXD_BUS_CRYPTO;

	if (!value.text || says(c, id, IDXD_ATTR_DRIVER_NAME) ||
	    !state_has(c->want, IDXD_ATTR_DRIVER_NAME))
		return 0;
	/* The one that is there, left from before, may be for this type. */
	if (wq->driver_match & (wq->type == IDXD_TYPE_USER ? 1u << IDXD_BUS_USER : kernel))
		return 0;
	return state_put(c->want, wq_key(id, IDXD_ATTR_DRIVER_NAME), &value);
}

static void complete_size(const struct complete *c, uint32_t id)
{
	const struct idxd_caps *caps = &c->want->caps;
	struct idxd_wq_config *wq = &c->want->config.wqs[id];
	uint32_t left = size_left(c->want),
		 share = caps->max_wqs ? caps->max_wq_size / caps->max_wqs : 1;

	if (wq->size || says(c, id, IDXD_ATTR_SIZE) || !caps->configurable)
		return;
	if (share > left)
		share = left;
	wq->size = share ? share : 1;
	NOTE(c, id, IDXD_ATTR_SIZE, "completed", "not given, so it gets its share of the entries");
}

static void complete_threshold(const struct complete *c, uint32_t id)
{
	struct idxd_wq_config *wq = &c->want->config.wqs[id];

	if (wq->mode != IDXD_MODE_SHARED || wq->threshold || !wq->size ||
	    !c->want->caps.configurable)
		return;
	wq->threshold = wq->size;
	NOTE(c, id, IDXD_ATTR_THRESHOLD, "completed", "not given, so it is the size");
}

static bool device_is_off(const struct complete *c)
{
	return wanted_is_off(c->wanted, IDXD_KIND_DEVICE, 0);
}

/* What the profile wants disabled. */
static void turn_off(const struct complete *c)
{
	bool all = device_is_off(c);

	for (uint32_t id = 0; id < c->want->config.n_wqs; id++)
		if (all || wanted_is_off(c->wanted, IDXD_KIND_WQ, id))
			c->want->config.wqs[id].enabled = false;
	if (all)
		c->want->config.device.state = IDXD_STATE_DISABLED;
}

static int complete_wq(const struct complete *c, uint32_t id)
{
	int rc;

	if (!is_meant(c, id) || wanted_is_off(c->wanted, IDXD_KIND_WQ, id))
		return 0;
	c->want->config.wqs[id].enabled = true;
	c->want->config.wqs[id].driver = IDXD_BUS_COUNT;
	complete_type(c, id);
	rc = complete_driver(c, id);
	complete_size(c, id);
	complete_threshold(c, id);
	return rc;
}

/* ---- engines ---- */

static void note_engines(const struct complete *c, int32_t group, uint32_t count)
{
	struct state_key key = { IDXD_KIND_GROUP, (uint32_t)group, IDXD_ATTR_NONE };

	resolve_note(c->resolution, c->wanted, key, "completed",
		     "the profile names no engines, so %u free engine%s %s it", count,
		     count == 1 ? "" : "s", count == 1 ? "joins" : "join");
}

static bool lacks_engines(const struct state *want, int32_t group)
{
	return state_wqs_in(want, group) && !state_engines_in(want, group);
}

/* All free engines, dealt out among the groups that have none. */
static void complete_engines(const struct complete *c)
{
	struct state *want = c->want;
	int32_t group, groups = (int32_t)want->config.n_groups;
	uint32_t lacking = 0, left = state_engines_in(want, IDXD_RULES_NO_GROUP), next = 0;

	if (c->wanted->engines_mentioned || !want->caps.configurable)
		return;
	for (group = 0; group < groups; group++)
		lacking += lacks_engines(want, group);
	for (group = 0; group < groups && lacking; group++) {
		uint32_t share = (left + lacking - 1) / lacking;

		if (!lacks_engines(want, group))
			continue;
		for (uint32_t n = 0; n < share; next++) {
			if (want->config.engines[next].group_id != IDXD_RULES_NO_GROUP)
				continue;
			want->config.engines[next].group_id = group;
			n++;
		}
		if (share)
			note_engines(c, group, share);
		left -= share;
		lacking--;
	}
}

/* ---- what is in the way ---- */

static bool stops_device(const struct state *want, const struct idxd_wq_config *wq)
{
	return wq->mode == IDXD_MODE_SHARED && !idxd_rules_shared_supported(&want->caps, wq->type);
}

/* The driver gives entries to it when it enables the device, beyond the total if need be. */
static bool would_get_size(const struct idxd_wq_config *wq)
{
	return wq->group_id >= 0 && !wq->enabled && !wq->size && wq->type != IDXD_TYPE_NONE;
}

static void release_wqs(const struct complete *c)
{
	for (uint32_t id = 0; id < c->want->config.n_wqs; id++) {
		struct idxd_wq_config *wq = &c->want->config.wqs[id];

		if (would_get_size(wq)) {
			wq->group_id = IDXD_RULES_NO_GROUP;
			NOTE(c, id, IDXD_ATTR_WQ_GROUP_ID, "no-size",
			     "in a group the driver would give entries to a wq without size");
		}

		if (!is_stale(c, id) || wq->group_id < 0)
			continue;
		if (state_engines_in(c->want, wq->group_id) && !stops_device(c->want, wq))
			continue;
		wq->group_id = IDXD_RULES_NO_GROUP;
		NOTE(c, id, IDXD_ATTR_WQ_GROUP_ID, "stale",
		     "the wq is disabled and the profile does not mention it, but in "
		     "its group it would keep %s from being enabled",
		     c->want->name);
	}
}

static void release_engines(const struct complete *c)
{
	for (uint32_t id = 0; id < c->want->config.n_engines; id++) {
		struct state_key key = { IDXD_KIND_ENGINE, id, IDXD_ATTR_ENGINE_GROUP_ID };
		int32_t *group = &c->want->config.engines[id].group_id;

		if (*group < 0 || wanted_says(c->wanted, key) || state_wqs_in(c->want, *group))
			continue;
		*group = IDXD_RULES_NO_GROUP;
		resolve_note(c->resolution, c->wanted, key, "stale",
			     "its group has no wq, which would keep %s from being "
			     "enabled",
			     c->want->name);
	}
}

/* Is the device to be enabled by us, so that its configuration goes to the hardware as a whole? */
static bool is_enabled_anew(const struct complete *c)
{
	return c->want->config.device.state == IDXD_STATE_ENABLED && c->want->caps.configurable &&
	       (c->wanted->now->config.device.state != IDXD_STATE_ENABLED ||
		diff_needs_device(c->wanted->now, c->want));
}

static bool has_grouped_wq(const struct state *want)
{
	return want->config.n_wqs > state_wqs_in(want, IDXD_RULES_NO_GROUP);
}

static void enable_device(const struct complete *c)
{
	struct state_key key = { IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	bool any = false;

	for (uint32_t id = 0; id < c->want->config.n_wqs; id++)
		any = any || c->want->config.wqs[id].enabled;
	if (any || has_grouped_wq(c->want))
		c->want->config.device.state = IDXD_STATE_ENABLED;
	else if (c->want->config.device.state != IDXD_STATE_ENABLED)
		resolve_note(c->resolution, c->wanted, key, "nothing-to-enable",
			     "not enabled, as none of its wqs is in a group");
}

int resolve_complete(struct resolution *resolution, struct wanted *wanted)
{
	struct complete c = { .resolution = resolution, .wanted = wanted, .want = &wanted->want };
	bool anew;
	int rc = 0;

	release_sizes(&c);
	if (resolution->enable)
		turn_off(&c);
	if (resolution->enable && !device_is_off(&c)) {
		for (uint32_t i = 0; !rc && i < c.want->config.n_wqs; i++)
			rc = complete_wq(&c, wanted->wq_order[i]);
		enable_device(&c);
	}
	if (rc)
		return rc;
	anew = is_enabled_anew(&c);
	if (anew)
		release_wqs(&c);
	if (resolution->enable && !device_is_off(&c))
		complete_engines(&c);
	if (!anew)
		return 0;
	release_engines(&c);
	/* It was enabled, but there is nothing left to enable it for. */
	if (!has_grouped_wq(c.want))
		c.want->config.device.state = IDXD_STATE_DISABLED;
	return 0;
}
