// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Undoing by kernel/rules: from random states of random devices towards others, stopped after any
 * number of steps, back to exactly what it was.
 */
#include <stdlib.h>

#include "state-fixture.h"

/* Nine tenths of the time with sanitizers went into this; what they look for shows in fewer. */
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define PAIRS 150
#endif
#endif
#ifndef PAIRS
#define PAIRS 1500
#endif

static uint32_t reserved(const struct state *state)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < state->config.n_groups; i++)
		sum += state->config.groups[i].read_buffers_reserved;
	return sum;
}

/* As state_read() would see the driver: its count of free read buffers is not shown. */
static void look(struct state *seen, const struct state *driver)
{
	uint32_t sum = reserved(driver), total = driver->caps.max_read_buffers;

	assert_int_equal(state_copy(seen, driver), 0);
	seen->config.device.free_read_buffers = sum < total ? total - sum : 0;
	seen->free_unknown = !sum;
}

static const char *play(struct state *driver, const struct diff *diff, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!state_fixture_step(driver, &diff->steps[i]))
			return "refused";
	return NULL;
}

static void fail_with(const struct state *before, const struct diff *forth, size_t n,
		      const struct diff *back, const char *failure, uint64_t seed)
{
	struct diff part = { forth->steps, n };
	char *there = state_fixture_words(before, &part), *again = state_fixture_words(before, back);

	print_error("steps:\n%sundone by:\n%s", there, again);
	free(there);
	free(again);
	fail_msg("seed 0x%llx: %s", (unsigned long long)seed, failure);
}

/* Stops after n steps and undoes them. */
static void undo_after(const struct state *before, const struct diff *forth, size_t n, uint64_t seed)
{
	struct state driver, now;
	const char *failure;
	struct diff back;

	assert_int_equal(state_copy(&driver, before), 0);
	assert_null(play(&driver, forth, n));
	look(&now, &driver);
	assert_int_equal(diff_make_undo(&back, &now, before), 0);
	failure = play(&driver, &back, back.n);
	if (!failure)
		failure = state_fixture_compare(&driver, before);
	if (failure)
		fail_with(before, forth, n, &back, failure, seed);
	diff_release(&back);
	state_release(&now);
	state_release(&driver);
}

static size_t undo_all_prefixes(struct state *before, const struct state *want, uint64_t seed)
{
	struct diff forth;
	size_t n;

	before->free_unknown = !reserved(before);
	assert_int_equal(diff_make(&forth, before, want, NULL), 0);
	for (n = 0; n <= forth.n; n++)
		undo_after(before, &forth, n, seed);
	diff_release(&forth);
	return n;
}

static void every_prefix_of_steps_is_undone(void **state)
{
	uint64_t seed = 0x2545f4914f6cdd1dull;
	size_t cases = 0;

	(void)state;
	for (unsigned int i = 0; i < PAIRS; i++) {
		struct state device, a, b;
		uint64_t first = seed;

		state_fixture_random_device(&device, &seed);
		state_fixture_random(&a, &device, &seed);
		state_fixture_random(&b, &device, &seed);
		cases += undo_all_prefixes(&a, &b, first);
		cases += undo_all_prefixes(&device, &b, first);
		cases += undo_all_prefixes(&b, &device, first);
		state_release(&a);
		state_release(&b);
		state_release(&device);
	}
	print_message("%zu cases\n", cases);
	assert_true(cases > 30 * PAIRS);
}

/* 128 entries of a running device are all used, and others were given 16 more each, and changed since. */
static void entries_that_nobody_can_write_are_given_again(void **state)
{
	struct state_value name = { .text = "a" }, driver = { .text = "user" };
	struct state before, want;
	struct diff forth;

	(void)state;
	state_fixture_dsa(&before);
	before.config.device.state = IDXD_STATE_ENABLED;
	before.config.engines[0].group_id = 0;
	before.config.engines[1].group_id = 1;
	for (uint32_t id = 0; id < 6; id++) {
		struct idxd_wq_config *wq = &before.config.wqs[id];

		wq->group_id = id == 5 ? -1 : id == 3;
		wq->mode = IDXD_MODE_DEDICATED;
		wq->type = IDXD_TYPE_USER;
		wq->size = id < 2 ? 64 : IDXD_RULES_SIZE_WHEN_ZERO;
		wq->enabled = id < 4 && id % 2;
		state_put(&before, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_NAME }, &name);
		state_put(&before, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_DRIVER_NAME }, &driver);
	}
	before.config.wqs[4].mode = before.config.wqs[2].mode = IDXD_MODE_SHARED;
	before.config.wqs[4].type = before.config.wqs[5].type = IDXD_TYPE_NONE;
	before.config.wqs[4].threshold = 5;
	state_copy(&want, &before);
	state_apply_device_disable(&want);
	assert_int_equal(diff_make(&forth, &before, &want, NULL), 0);
	for (size_t n = 0; n <= forth.n; n++)
		undo_after(&before, &forth, n, 0);
	diff_release(&forth);
	state_release(&before);
	state_release(&want);
}

/* The only wq that is enabled was given its entries itself, and one that was given some is in no group any more. */
static void entries_are_given_again_by_a_wq_that_is_given_some(void **state)
{
	struct state_value name = { .text = "a" };
	struct state before, want;
	struct diff forth;

	(void)state;
	state_fixture_dsa(&before);
	before.config.device.state = IDXD_STATE_ENABLED;
	before.config.engines[0].group_id = 0;
	for (uint32_t id = 0; id < 3; id++) {
		struct idxd_wq_config *wq = &before.config.wqs[id];

		wq->group_id = id == 1 ? -1 : 0;
		wq->mode = IDXD_MODE_DEDICATED;
		wq->type = IDXD_TYPE_USER;
		wq->size = id ? IDXD_RULES_SIZE_WHEN_ZERO : 128;
		wq->enabled = id == 2;
		state_put(&before, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_NAME }, &name);
		name.text = "user";
		state_put(&before, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_DRIVER_NAME }, &name);
	}
	state_copy(&want, &before);
	state_apply_device_disable(&want);
	assert_int_equal(diff_make(&forth, &before, &want, NULL), 0);
	for (size_t n = 0; n <= forth.n; n++)
		undo_after(&before, &forth, n, 0);
	diff_release(&forth);
	state_release(&before);
	state_release(&want);
}

/* More entries in use than there are, and no wq enabled: the wq that was is not any more, or the device never could be. */
static void check_given_without_an_enabled_wq(enum idxd_device_state device)
{
	struct state_value name = { .text = "a" };
	struct state before, want;
	struct diff forth;

	state_fixture_dsa(&before);
	before.config.device.state = device;
	before.config.engines[0].group_id = 0;
	before.config.engines[1].group_id = 1;
	for (uint32_t id = 0; id < before.config.n_groups; id++)
		before.config.groups[id].traffic_class_a = before.config.groups[id].traffic_class_b = 1;
	for (uint32_t id = 0; id < 5; id++) {
		struct idxd_wq_config *wq = &before.config.wqs[id];

		wq->group_id = id == 4 ? -1 : (int32_t)id % 3;
		wq->mode = id % 2 ? IDXD_MODE_SHARED : IDXD_MODE_DEDICATED;
		wq->type = id % 2 ? IDXD_TYPE_USER : IDXD_TYPE_NONE;
		wq->size = id < 2 ? 60 : IDXD_RULES_SIZE_WHEN_ZERO;
		wq->threshold = id % 2 ? 7 : 0;
		wq->priority = id;
		state_put(&before, (struct state_key){ IDXD_KIND_WQ, id, IDXD_ATTR_NAME }, &name);
	}
	state_copy(&want, &before);
	if (device == IDXD_STATE_ENABLED)
		state_apply_device_disable(&want);
	else
		for (uint32_t id = 0; id < 5; id++)
			want.config.wqs[id].size = 3 * id;
	assert_int_equal(diff_make(&forth, &before, &want, NULL), 0);
	assert_true(forth.n);
	for (size_t n = 0; n <= forth.n; n++)
		undo_after(&before, &forth, n, 0);
	diff_release(&forth);
	state_release(&before);
	state_release(&want);
}

static void entries_are_given_again_where_no_wq_is_enabled(void **state)
{
	(void)state;
	check_given_without_an_enabled_wq(IDXD_STATE_ENABLED);
}

static void entries_are_given_again_where_the_device_could_not_be_enabled(void **state)
{
	(void)state;
	check_given_without_an_enabled_wq(IDXD_STATE_DISABLED);
}

static void a_device_without_a_wq_in_a_group_is_enabled_again(void **state)
{
	struct state_value name = { .text = "a" };
	struct state before, want;
	struct diff forth;

	(void)state;
	state_fixture_dsa(&before);
	before.config.device.state = IDXD_STATE_ENABLED;
	before.config.engines[2].group_id = 1;
	before.config.wqs[0].size = 16;
	before.config.wqs[0].threshold = 4;
	before.config.wqs[0].type = IDXD_TYPE_KERNEL;
	state_put(&before, (struct state_key){ IDXD_KIND_WQ, 0, IDXD_ATTR_NAME }, &name);
	state_copy(&want, &before);
	state_apply_device_disable(&want);
	assert_int_equal(diff_make(&forth, &before, &want, NULL), 0);
	for (size_t n = 0; n <= forth.n; n++)
		undo_after(&before, &forth, n, 0);
	diff_release(&forth);
	state_release(&before);
	state_release(&want);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_that_nobody_can_write_are_given_again),
		cmocka_unit_test(entries_are_given_again_by_a_wq_that_is_given_some),
		cmocka_unit_test(entries_are_given_again_where_no_wq_is_enabled),
		cmocka_unit_test(entries_are_given_again_where_the_device_could_not_be_enabled),
		cmocka_unit_test(a_device_without_a_wq_in_a_group_is_enabled_again),
		cmocka_unit_test(every_prefix_of_steps_is_undone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
