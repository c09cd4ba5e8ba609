// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Exact plans: what the profile does not mention of a device is to be clean, as kernel/rules has it, and not kept. The
 * clean values come first, the profile is laid over them.
 */
#include "lib/plan-diff.h"
#include "lib/resolve-overlay.h"

/* What a default that the driver shows but does not take stands for. False: keep what is there. */
static bool stand_in(const struct state *now, struct state_key key, struct state_value *value)
{
	struct state_value current;

	state_get(now, key, &current);
	switch (key.attr) {
	case IDXD_ATTR_READ_BUFFERS_ALLOWED: /* 6.1 begins with 0, which means all of them */
		if (value->number)
			return true;
		value->number = now->caps.max_read_buffers;
		return current.number;
	case IDXD_ATTR_TRAFFIC_CLASS_A: /* -1 is 0 and 1 once the device is enabled */
	case IDXD_ATTR_TRAFFIC_CLASS_B:
		if ((int64_t)value->number >= 0)
			return true;
		value->number = key.attr == IDXD_ATTR_TRAFFIC_CLASS_B;
		return (int64_t)current.number >= 0;
	default:
		return true;
	}
}

static int clean_value(struct wanted *wanted, const struct state *clean, struct state_key key)
{
	struct state_value value;

	if (!state_has(wanted->now, key.attr))
		return 0;
	if (!wanted->now->caps.configurable && !diff_is_written(wanted->now, clean, key))
		return 0; /* fixed by the hardware or the host */
	state_get(clean, key, &value);
	return stand_in(wanted->now, key, &value) ? state_put(&wanted->want, key, &value) : 0;
}

int resolve_clean(struct wanted *wanted)
{
	struct state clean = { .kernel = wanted->now->kernel,
			       .family = wanted->now->family,
			       .caps = wanted->now->caps,
			       .present = wanted->now->present };
	int rc = state_init(&clean);

	if (rc)
		return rc;
	for (unsigned int kind = IDXD_KIND_DEVICE; kind <= IDXD_KIND_ENGINE; kind++) {
		struct state_key key = { (enum idxd_kind)kind, 0, IDXD_ATTR_NONE };

		for (; key.id < state_count(&clean, key.kind); key.id++)
			for (unsigned int i = 0; !rc && (key.attr = state_attr(key.kind, i)) != IDXD_ATTR_NONE; i++)
				rc = clean_value(wanted, &clean, key);
	}
	state_release(&clean);
	return rc;
}

static bool lacks_something(const struct idxd_wq_config *wq)
{
	return !wq->size || wq->group_id < 0 || wq->type == IDXD_TYPE_NONE;
}

/* What is enabled stays so only if it is mentioned and can be enabled as it is then. */
void resolve_clean_states(struct wanted *wanted)
{
	struct idxd_config *want = &wanted->want.config;
	bool any = false;

	for (uint32_t id = 0; id < want->n_wqs; id++) {
		if (!wanted->wq_mentioned[id] || lacks_something(&want->wqs[id]))
			want->wqs[id].enabled = false;
		any = any || want->wqs[id].group_id >= 0;
	}
	if (!any && want->device.state == IDXD_STATE_ENABLED && wanted->want.caps.configurable)
		want->device.state = IDXD_STATE_DISABLED;
}
