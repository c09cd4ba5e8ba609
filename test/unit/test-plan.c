// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The steps from one state to another: their order in the cases that matter, and for random states
 * of random devices that the driver, as kernel/rules know it, takes every one of them and ends up
 * as wanted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "state-fixture.h"

#include "kernel/rules/hardware.h"

#define PAIRS 4000

/* A device with two enabled wqs in one group, both of size 16. */
static void running(struct state *state)
{
	struct state_value name = { .text = "a" }, driver = { .text = "user" };

	state_fixture_dsa(state);
	for (uint32_t id = 0; id < 2; id++) {
		struct idxd_wq_config *wq = &state->config.wqs[id];

		wq->group_id = 0;
		wq->mode = IDXD_MODE_DEDICATED;
		wq->type = IDXD_TYPE_USER;
		wq->size = 16;
		wq->priority = 10;
		wq->enabled = true;
		state_put(state, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_NAME }, &name);
		state_put(state, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_DRIVER_NAME },
			  &driver);
	}
	state->config.engines[0].group_id = 0;
	state->config.device.state = IDXD_STATE_ENABLED;
}

static void assert_steps(const struct state *now, const struct state *want, const char *expected)
{
	struct diff diff;
	char *words;

	assert_int_equal(diff_make(&diff, now, want, NULL), 0);
	words = state_fixture_words(now, &diff);
	assert_string_equal(words, expected);
	free(words);
	diff_release(&diff);
}

static void with_two_states(void (*change)(struct state *now, struct state *want),
			    const char *expected)
{
	struct state now, want;

	running(&now);
	state_copy(&want, &now);
	change(&now, &want);
	assert_steps(&now, &want, expected);
	state_release(&now);
	state_release(&want);
}

static void no_change(struct state *now, struct state *want)
{
	(void)now, (void)want;
}

static void nothing_is_written_when_everything_is_so_already(void **state)
{
	(void)state;
	with_two_states(no_change, "");
}

static void configure_idle(struct state *now, struct state *want)
{
	now->config.wqs[2].size = want->config.wqs[2].size = 16;
	want->config.wqs[2].mode = IDXD_MODE_DEDICATED;
	want->config.wqs[2].group_id = 1;
	want->config.engines[1].group_id = 1;
	want->config.groups[1].desc_progress_limit = 0;
}

static void another_wq_is_configured_while_the_device_runs(void **state)
{
	(void)state;
	with_two_states(configure_idle, "set dsa0/wq0.2 mode dedicated\n"
					"set dsa0/wq0.2 group_id 1\n"
					"set dsa0/engine0.1 group_id 1\n");
}

static void change_priority(struct state *now, struct state *want)
{
	(void)now;
	want->config.wqs[1].priority = 5;
}

static void an_enabled_wq_is_disabled_alone_and_gets_back_what_it_loses(void **state)
{
	(void)state;
	with_two_states(change_priority, "disable dsa0/wq0.1\n"
					 "set dsa0/wq0.1 mode dedicated\n"
					 "set dsa0/wq0.1 type user\n"
					 "set dsa0/wq0.1 name a\n"
					 "set dsa0/wq0.1 priority 5\n"
					 "enable dsa0/wq0.1\n");
}

static void exchange_sizes(struct state *now, struct state *want)
{
	now->config.device.state = want->config.device.state = IDXD_STATE_DISABLED;
	for (uint32_t id = 0; id < 2; id++)
		now->config.wqs[id].enabled = want->config.wqs[id].enabled = false;
	now->config.wqs[0].size = want->config.wqs[1].size = 28;
	now->config.wqs[1].size = want->config.wqs[0].size = 100;
}

static void sizes_shrink_before_others_grow(void **state)
{
	(void)state;
	with_two_states(exchange_sizes, "set dsa0/wq0.1 size 28\n"
					"set dsa0/wq0.0 size 100\n");
}

static void change_size(struct state *now, struct state *want)
{
	(void)now;
	want->config.wqs[1].size = 32;
}

static void a_size_needs_the_device_and_everything_is_written_again(void **state)
{
	(void)state;
	with_two_states(change_size, "disable dsa0/wq0.0\n"
				     "disable dsa0/wq0.1\n"
				     "disable dsa0\n"
				     "set dsa0/wq0.0 mode dedicated\n"
				     "set dsa0/wq0.0 size 16\n"
				     "set dsa0/wq0.0 type user\n"
				     "set dsa0/wq0.0 name a\n"
				     "set dsa0/wq0.0 group_id 0\n"
				     "set dsa0/wq0.0 priority 10\n"
				     "set dsa0/wq0.1 mode dedicated\n"
				     "set dsa0/wq0.1 size 32\n"
				     "set dsa0/wq0.1 type user\n"
				     "set dsa0/wq0.1 name a\n"
				     "set dsa0/wq0.1 group_id 0\n"
				     "set dsa0/wq0.1 priority 10\n"
				     "set dsa0/engine0.0 group_id 0\n"
				     "enable dsa0\n"
				     "enable dsa0/wq0.0\n"
				     "enable dsa0/wq0.1\n");
}

static void lose_threshold(struct state *now, struct state *want)
{
	now->config.wqs[3].size = want->config.wqs[3].size = 8;
	now->config.wqs[3].threshold = 4;
}

static void a_threshold_is_cleared_through_dedicated_mode(void **state)
{
	(void)state;
	with_two_states(lose_threshold, "set dsa0/wq0.3 mode dedicated\n"
					"set dsa0/wq0.3 mode shared\n");
}

static void shrink_below_threshold(struct state *now, struct state *want)
{
	for (uint32_t id = 0; id < 2; id++)
		now->config.wqs[id].enabled = want->config.wqs[id].enabled = false;
	now->config.device.state = want->config.device.state = IDXD_STATE_DISABLED;
	now->config.wqs[0].mode = want->config.wqs[0].mode = IDXD_MODE_SHARED;
	want->config.wqs[0].threshold = 10;
	want->config.wqs[0].size = 4;
}

static void a_threshold_above_the_size_is_written_while_the_size_is_larger(void **state)
{
	(void)state;
	with_two_states(shrink_below_threshold, "set dsa0/wq0.0 size 4\n"
						"set dsa0/wq0.0 size 10\n"
						"set dsa0/wq0.0 threshold 10\n"
						"set dsa0/wq0.0 size 4\n");
}

static void reserve(struct state *now, struct state *want)
{
	exchange_sizes(now, want);
	want->config.wqs[0].size = 28;
	want->config.wqs[1].size = 100;
	want->config.groups[1].read_buffers_reserved = 90;
	want->config.groups[1].read_buffers_allowed = 92;
	now->free_unknown = true;
}

static void stop(struct state *now, struct state *want)
{
	(void)now;
	state_apply_device_disable(want);
}

static void the_driver_counts_its_free_read_buffers_again_before_any_is_taken(void **state)
{
	(void)state;
	with_two_states(reserve, "set dsa0/group0.1 read_buffers_reserved 0\n"
				 "set dsa0/group0.1 read_buffers_reserved 90\n"
				 "set dsa0/group0.1 read_buffers_allowed 92\n");
}

static void a_device_that_is_to_stop_is_not_configured_again(void **state)
{
	(void)state;
	with_two_states(stop, "disable dsa0/wq0.0\ndisable dsa0/wq0.1\ndisable dsa0\n");
}

static void wqs_are_enabled_in_the_order_that_is_asked_for(void **state)
{
	const uint32_t order[] = { 1, 0, 2, 3, 4, 5, 6, 7 };
	struct state now, want;
	struct diff diff;

	(void)state;
	running(&want);
	state_copy(&now, &want);
	now.config.wqs[0].enabled = now.config.wqs[1].enabled = false;
	assert_int_equal(diff_make(&diff, &now, &want, order), 0);
	assert_int_equal(diff.n, 2);
	assert_int_equal(diff.steps[0].key.id, 1);
	assert_int_equal(diff.steps[1].key.id, 0);
	diff_release(&diff);
	state_release(&now);
	state_release(&want);
}

/* What is said of an attribute here is what the driver asks for. */
static void what_an_attribute_needs_is_what_the_rules_ask_for(void **state)
{
	struct state all;

	(void)state;
	running(&all);
	all.caps.prs_disable = all.caps.progress_limit = all.caps.tc_override = true;
	all.caps.evl_entry_code = 1;
	all.config.device.read_buffer_limit = 8;
	all.config.wqs[0].mode = IDXD_MODE_SHARED;
	all.config.wqs[0].threshold = 8;
	all.config.groups[0].traffic_class_a = all.config.groups[0].traffic_class_b = 1;
	for (unsigned int kind = 0; kind <= IDXD_KIND_ENGINE; kind++) {
		struct state_key key = { (enum idxd_kind)kind, 0, IDXD_ATTR_NONE };

		for (unsigned int i = 0; (key.attr = state_attr(key.kind, i)); i++) {
			struct idxd_view view = state_view(&all);
			struct idxd_write write = state_write(&all, key);
			struct idxd_verdict verdict = idxd_rules_check_write(&view, &write);
			enum diff_need need =
				verdict.reason == IDXD_REASON_DEVICE_ENABLED ? DIFF_NEEDS_DEVICE
				: verdict.reason == IDXD_REASON_WQ_ENABLED   ? DIFF_NEEDS_WQ
									     : DIFF_NEEDS_NOTHING;

			if (need != diff_need(key.attr))
				fail_msg("attribute %d needs %d by the rules", key.attr, need);
			assert_true(need != DIFF_NEEDS_NOTHING || idxd_rules_ok(&verdict));
		}
	}
	state_release(&all);
}

/* ---- random states ---- */

static void check_pair(const struct state *now, const struct state *want, bool stale, uint64_t seed)
{
	uint64_t first_seed = seed;
	const char *failure;
	struct diff diff;
	char *words;

	assert_int_equal(diff_make(&diff, now, want, NULL), 0);
	failure = state_fixture_play(now, want, &diff, stale, &seed);
	words = state_fixture_words(now, &diff);
	if (failure)
		fail_msg("seed 0x%llx: %s\nsteps:\n%s", (unsigned long long)first_seed, failure,
			 words);
	free(words);
	diff_release(&diff);
}

/* No more is disabled than what differs needs. */
static void check_minimal(const struct state *now, const struct state *want)
{
	bool device = diff_needs_device(now, want);
	struct diff diff;

	assert_int_equal(diff_make(&diff, now, want, NULL), 0);
	for (size_t i = 0; i < diff.n; i++) {
		if (diff.steps[i].phase == DIFF_DISABLE_DEVICE)
			assert_true(device);
		if (diff.steps[i].phase == DIFF_DISABLE_WQ)
			assert_true(device || diff_finds_wq(now, want, diff.steps[i].key.id, NULL));
	}
	diff_release(&diff);
	assert_steps(want, want, "");
}

static uint32_t reserved(const struct state *state)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < state->config.n_groups; i++)
		sum += state->config.groups[i].read_buffers_reserved;
	return sum;
}

static void the_driver_takes_every_step_between_random_states(void **state)
{
	uint64_t seed = 0x9e3779b97f4a7c15ull;
	unsigned int enabled = 0;

	(void)state;
	for (unsigned int i = 0; i < PAIRS; i++) {
		struct state device, a, b;
		bool stale;

		state_fixture_random_device(&device, &seed);
		state_fixture_random(&a, &device, &seed);
		state_fixture_random(&b, &device, &seed);
		stale = !reserved(&a);
		a.free_unknown = stale;
		check_pair(&a, &b, stale, seed);
		check_pair(&device, &b, false, seed);
		check_minimal(&a, &b);
		enabled += a.config.device.state == IDXD_STATE_ENABLED &&
			   b.config.device.state == IDXD_STATE_ENABLED;
		state_release(&a);
		state_release(&b);
		state_release(&device);
	}
	/* The generator must not be so careful that nothing is tried. */
	assert_true(enabled > PAIRS / 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_written_when_everything_is_so_already),
		cmocka_unit_test(another_wq_is_configured_while_the_device_runs),
		cmocka_unit_test(an_enabled_wq_is_disabled_alone_and_gets_back_what_it_loses),
		cmocka_unit_test(sizes_shrink_before_others_grow),
		cmocka_unit_test(a_size_needs_the_device_and_everything_is_written_again),
		cmocka_unit_test(a_threshold_is_cleared_through_dedicated_mode),
		cmocka_unit_test(a_threshold_above_the_size_is_written_while_the_size_is_larger),
		cmocka_unit_test(the_driver_counts_its_free_read_buffers_again_before_any_is_taken),
		cmocka_unit_test(a_device_that_is_to_stop_is_not_configured_again),
		cmocka_unit_test(wqs_are_enabled_in_the_order_that_is_asked_for),
		cmocka_unit_test(what_an_attribute_needs_is_what_the_rules_ask_for),
		cmocka_unit_test(the_driver_takes_every_step_between_random_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
