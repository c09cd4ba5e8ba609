// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What differs between two states of a device, whether it can be written at all, and what must be
 * disabled for it. (That the driver sees it the same way is tested against kernel/rules.)
 */
#include "lib/plan-diff.h"

enum diff_need diff_need(enum idxd_attr attr)
{
	switch (attr) {
	case IDXD_ATTR_READ_BUFFER_LIMIT:
	case IDXD_ATTR_EVENT_LOG_SIZE:
	case IDXD_ATTR_READ_BUFFERS_RESERVED:
	case IDXD_ATTR_READ_BUFFERS_ALLOWED:
	case IDXD_ATTR_USE_READ_BUFFER_LIMIT:
	case IDXD_ATTR_TRAFFIC_CLASS_A:
	case IDXD_ATTR_TRAFFIC_CLASS_B:
	case IDXD_ATTR_SIZE:
		return DIFF_NEEDS_DEVICE;
	case IDXD_ATTR_ENGINE_GROUP_ID:
	case IDXD_ATTR_DESC_PROGRESS_LIMIT:
	case IDXD_ATTR_BATCH_PROGRESS_LIMIT:
	case IDXD_ATTR_ENQCMDS_RETRIES:
		return DIFF_NEEDS_NOTHING;
	default:
		return DIFF_NEEDS_WQ;
	}
}

static bool needs_configurable(enum idxd_attr attr)
{
	switch (attr) {
	case IDXD_ATTR_TYPE:
	case IDXD_ATTR_NAME:
	case IDXD_ATTR_DRIVER_NAME:
	case IDXD_ATTR_OP_CONFIG:
	case IDXD_ATTR_ENQCMDS_RETRIES:
	case IDXD_ATTR_DESC_PROGRESS_LIMIT:
	case IDXD_ATTR_BATCH_PROGRESS_LIMIT:
		return false;
	default:
		return true;
	}
}

/*
 * -1 is what the driver begins with: it cannot be written, and 0 or 1 come of it when the device is
 * enabled.
 */
static bool traffic_class_is_written(const struct state *want, struct state_key key)
{
	struct state_value value;

	state_get(want, key, &value);
	return (int64_t)value.number >= 0 &&
	       (want->caps.version > IDXD_VERSION_2 || want->caps.tc_override);
}

/* A wq that was dedicated does not show its retries; those that are asked for are written. */
static bool same_or_kept(const struct state *now, const struct state *want, struct state_key key)
{
	if (key.attr == IDXD_ATTR_ENQCMDS_RETRIES &&
	    want->config.wqs[key.id].mode == IDXD_MODE_SHARED &&
	    now->texts[key.id].retries_hidden && !want->texts[key.id].retries_hidden)
		return false;
	return state_same(now, want, key);
}

bool diff_is_written(const struct state *now, const struct state *want, struct state_key key)
{
	if (same_or_kept(now, want, key) || !state_has(want, key.attr))
		return false;
	if (!want->caps.configurable && needs_configurable(key.attr))
		return false;
	switch (key.attr) {
	case IDXD_ATTR_TRAFFIC_CLASS_A:
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		return traffic_class_is_written(want, key);
	case IDXD_ATTR_ENQCMDS_RETRIES: /* of a dedicated one on a way through shared mode */
		return want->config.wqs[key.id].mode == IDXD_MODE_SHARED ||
		       !now->config.wqs[key.id].enabled;
	case IDXD_ATTR_THRESHOLD: /* becomes 0 with the mode */
		return want->config.wqs[key.id].mode == IDXD_MODE_SHARED;
	default:
		return true;
	}
}

/* The first attribute of an object that is to be written and has this need. */
static bool find_in(const struct state *now, const struct state *want, struct state_key at,
		    enum diff_need need, struct state_key *key)
{
	for (unsigned int i = 0;; i++) {
		at.attr = state_attr(at.kind, i);
		if (at.attr == IDXD_ATTR_NONE)
			return false;
		if (diff_need(at.attr) != need || !diff_is_written(now, want, at))
			continue;
		if (key)
			*key = at;
		return true;
	}
}

bool diff_finds_device(const struct state *now, const struct state *want, struct state_key *key)
{
	if (now->config.device.state != IDXD_STATE_ENABLED)
		return false;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_WQ; kind++) {
		for (uint32_t id = 0; id < state_count(now, (enum idxd_kind)kind); id++) {
			struct state_key at = { (enum idxd_kind)kind, id, IDXD_ATTR_NONE };

			if (find_in(now, want, at, DIFF_NEEDS_DEVICE, key))
				return true;
		}
	}
	if (key)
		*key = (struct state_key){ IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE };
	return want->config.device.state != IDXD_STATE_ENABLED;
}

bool diff_finds_wq(const struct state *now, const struct state *want, uint32_t id,
		   struct state_key *key)
{
	struct state_key at = { IDXD_KIND_WQ, id, IDXD_ATTR_NONE };

	if (!now->config.wqs[id].enabled)
		return false;
	if (find_in(now, want, at, DIFF_NEEDS_WQ, key))
		return true;
	if (key)
		*key = at;
	return !want->config.wqs[id].enabled;
}
