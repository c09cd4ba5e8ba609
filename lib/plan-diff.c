// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * From one state to another: what is disabled first, what is enabled afterwards and what can be set
 * only then. The settings in between are in plan-set.c.
 */
#include <errno.h>
#include <stdlib.h>

#include "lib/plan-build.h"

/* ---- disabling ---- */

static void disable_wqs(struct builder *b, bool all)
{
	for (uint32_t id = 0; id < b->now->config.n_wqs && !b->error; id++) {
		bool own = diff_finds_wq(b->now, b->want, id, NULL);

		if (!b->now->config.wqs[id].enabled || !(all || own))
			continue;
		build_step(
			b, DIFF_DISABLE_WQ, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_NONE),
			own ? "what is to be changed of it can be changed only while it is disabled"
			    : "its device is to be disabled");
		state_apply_wq_disable(&b->cur, id);
	}
}

static void disable(struct builder *b)
{
	bool device = diff_finds_device(b->now, b->want, NULL);

	disable_wqs(b, device);
	if (!device)
		return;
	build_step(b, DIFF_DISABLE_DEVICE, key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE),
		 "sizes, read buffers and limits can be changed only while the device is disabled");
	state_apply_device_disable(&b->cur);
}

/* ---- enabling ---- */

static bool enables(const struct builder *b)
{
	const struct idxd_config *want = &b->want->config, *cur = &b->cur.config;

	if (want->device.state == IDXD_STATE_ENABLED && cur->device.state != IDXD_STATE_ENABLED)
		return true;
	for (uint32_t id = 0; id < want->n_wqs; id++)
		if (want->wqs[id].enabled && !cur->wqs[id].enabled)
			return true;
	return false;
}

static void set_late(struct builder *b)
{
	static const char rule[] = "after all is enabled, which it would have prevented";

	b->set_phase = DIFF_SET_LATE;
	for (uint32_t id = 0; id < b->want->config.n_wqs; id++) {
		struct state_key key = key_of(IDXD_KIND_WQ, id, IDXD_ATTR_WQ_GROUP_ID);

		if (state_wq_is_late(b->want, id) && build_differs(b, key))
			build_write(b, b->want, key, rule);
	}
	for (uint32_t id = 0; id < b->want->config.n_engines; id++) {
		struct state_key key = key_of(IDXD_KIND_ENGINE, id, IDXD_ATTR_ENGINE_GROUP_ID);

		if (build_differs(b, key)) /* those that were lent, too */
			build_write(b, b->want, key, rule);
	}
}

static void enable(struct builder *b, const uint32_t *wq_order)
{
	const struct idxd_config *want = &b->want->config;

	if (want->device.state == IDXD_STATE_ENABLED &&
	    b->cur.config.device.state != IDXD_STATE_ENABLED)
		build_step(b, DIFF_ENABLE_DEVICE, key_of(IDXD_KIND_DEVICE, 0, IDXD_ATTR_NONE),
			 "after all of its configuration, before its wqs");
	build_given(b);
	for (uint32_t i = 0; i < want->n_wqs && !b->error; i++) {
		uint32_t id = wq_order ? wq_order[i] : i;

		if (want->wqs[id].enabled && !b->cur.config.wqs[id].enabled)
			build_step(b, DIFF_ENABLE_WQ, key_of(IDXD_KIND_WQ, id, IDXD_ATTR_NONE),
				 b->now->config.wqs[id].enabled
					 ? "it was enabled before"
					 : "after its device, in the order of the profile");
	}
}

static int make(struct diff *diff, const struct state *now, const struct state *want,
		const uint32_t *wq_order, bool is_undo)
{
	struct builder b = { .diff = diff, .now = now, .want = want };
	struct state without = { 0 };
	uint32_t lent = UINT32_MAX;

	*diff = (struct diff){ 0 };
	b.error = state_copy(&b.cur, now);
	if (!b.error)
		b.error = state_copy(&b.scratch, want);
	if (!b.error) {
		disable(&b);
		b.set_phase = DIFF_SET;
		b.enables = enables(&b);
		if (is_undo)
			build_reset(&b);
		if (is_undo && !b.error)
			b.error = build_without_given(&b, &without);
		build_settings(&b);
		if (is_undo)
			lent = build_lend_wq(&b);
		enable(&b, wq_order);
		build_given_back(&b);
		build_take_back(&b, lent);
		set_late(&b);
	}
	state_release(&without);
	state_release(&b.cur);
	state_release(&b.scratch);
	return b.error;
}

int diff_make(struct diff *diff, const struct state *now, const struct state *want,
	      const uint32_t *wq_order)
{
	return make(diff, now, want, wq_order, false);
}

int diff_make_undo(struct diff *diff, const struct state *now, const struct state *snapshot)
{
	return make(diff, now, snapshot, NULL, true);
}

void diff_release(struct diff *diff)
{
	for (size_t i = 0; i < diff->n; i++) {
		free(diff->steps[i].old_value);
		free(diff->steps[i].new_value);
	}
	free(diff->steps);
	*diff = (struct diff){ 0 };
}
