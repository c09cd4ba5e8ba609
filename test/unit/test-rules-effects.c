// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What writes change besides, what the clean state is, what enabling fills in and what disabling wipes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules-fixture.h"

/* A wq and a group that differ from the defaults in everything. */
#define S_EVERYTHING                                                                                                 \
	(S_SIZE | S_THRESH | S_BOF | S_ATS | S_PRIO | S_NAMED | S_GROUPED | S_USER | S_RETRIES | S_OPS | S_TRANSFER |  \
	 S_DRV_USER | S_ENG2 | S_LIMIT | S_RES0)

static void write_number(struct rules_fixture *fixture, enum idxd_attr attr, uint64_t number)
{
	struct idxd_write write = { .attr = attr, .value = { .number = number } };

	idxd_rules_apply_write(fixture->kernel, &fixture->caps, &fixture->config, &write);
}

static void dedicated_clears_the_threshold_and_shared_does_not_bring_it_back(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_SIZE | S_THRESH);
	write_number(&f, IDXD_ATTR_MODE, IDXD_MODE_DEDICATED);
	assert_int_equal(f.wqs[0].threshold, 0);
	write_number(&f, IDXD_ATTR_MODE, IDXD_MODE_SHARED);
	assert_int_equal(f.wqs[0].threshold, 0);
}

static void shared_written_to_a_shared_wq_keeps_the_threshold(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_SIZE | S_THRESH);
	write_number(&f, IDXD_ATTR_MODE, IDXD_MODE_SHARED);
	assert_int_equal(f.wqs[0].threshold, 8);
}

static void only_another_type_costs_the_name(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_USER | S_NAMED);
	write_number(&f, IDXD_ATTR_TYPE, IDXD_TYPE_USER);
	assert_int_equal(f.wqs[0].name_length, 5);
	write_number(&f, IDXD_ATTR_TYPE, IDXD_TYPE_KERNEL);
	assert_int_equal(f.wqs[0].name_length, 0);
}

static void disabling_prs_clears_block_on_fault_and_enabling_it_does_not_set_it(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA2, S_BOF);
	write_number(&f, IDXD_ATTR_PRS_DISABLE, 0);
	assert_true(f.wqs[0].block_on_fault);
	write_number(&f, IDXD_ATTR_PRS_DISABLE, 1);
	assert_false(f.wqs[0].block_on_fault);
	write_number(&f, IDXD_ATTR_PRS_DISABLE, 0);
	assert_false(f.wqs[0].block_on_fault);
}

static void retries_survive_dedicated_and_back(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_RETRIES);
	write_number(&f, IDXD_ATTR_MODE, IDXD_MODE_DEDICATED);
	write_number(&f, IDXD_ATTR_MODE, IDXD_MODE_SHARED);
	assert_int_equal(f.wqs[0].enqcmds_retries, 5);
}

static void reserving_counts_the_free_read_buffers_again(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_RES1 | S_STALE);
	write_number(&f, IDXD_ATTR_READ_BUFFERS_RESERVED, 6);
	assert_int_equal(f.config.device.free_read_buffers, 96 - 20 - 6);
}

static void writing_cmd_status_clears_it_and_nothing_else_does(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.config.device.cmd_status = 0x800d0000;
	write_number(&f, IDXD_ATTR_READ_BUFFER_LIMIT, 4);
	assert_int_equal(f.config.device.cmd_status, 0x800d0000);
	write_number(&f, IDXD_ATTR_CMD_STATUS, 9);
	assert_int_equal(f.config.device.cmd_status, 0);
}

static void sizes_are_rounded_up_to_powers_of_two(void **state)
{
	(void)state;
	assert_int_equal(idxd_rules_round_up(1), 1);
	assert_int_equal(idxd_rules_round_up(2), 2);
	assert_int_equal(idxd_rules_round_up(3), 4);
	assert_int_equal(idxd_rules_round_up(4097), 8192);
	assert_true(idxd_rules_round_up((1ull << 62) + 1) == 1ull << 63);
	assert_true(idxd_rules_round_up(1ull << 63) == 1ull << 63);
	assert_int_equal(idxd_rules_round_up((1ull << 63) + 1), 1);
	assert_int_equal(idxd_rules_round_up(UINT64_MAX), 1);
}

static void a_write_to_an_object_that_does_not_exist_changes_nothing(void **state)
{
	struct idxd_write write = { .attr = IDXD_ATTR_SIZE, .id = 8, .value = { .number = 5 } };
	struct idxd_verdict verdict;
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	verdict = idxd_rules_check_write(&f.view, &write);
	assert_int_equal(verdict.reason, IDXD_REASON_NO_OBJECT);
	assert_int_equal(verdict.max, 7);
	idxd_rules_apply_write(f.kernel, &f.caps, &f.config, &write);
	assert_int_equal(f.config.device.event_log_size, 64);
}

/* ---- defaults ---- */

static void the_clean_state_is_the_drivers(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	assert_int_equal(f.config.device.event_log_size, 64);
	assert_int_equal(f.config.device.read_buffer_limit, 0);
	assert_int_equal(f.config.device.free_read_buffers, 96);
	assert_int_equal(f.groups[3].read_buffers_allowed, 96);
	assert_int_equal(f.groups[3].read_buffers_reserved, 0);
	assert_int_equal(f.groups[3].traffic_class_a, 1);
	assert_int_equal(f.groups[3].traffic_class_b, 1);
	assert_int_equal(f.wqs[7].group_id, -1);
	assert_int_equal(f.wqs[7].size, 0);
	assert_int_equal(f.wqs[7].max_transfer_size, 2097152);
	assert_int_equal(f.wqs[7].max_batch_size, 32);
	assert_int_equal(f.wqs[7].enqcmds_retries, 32);
	assert_true(f.wqs[7].op_config[0] == 0x1003f027f);
	assert_int_equal(f.engines[3].group_id, -1);
}

static void iax_starts_without_batches(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, IAX1, S_CLEAN);
	assert_int_equal(f.wqs[0].max_batch_size, 0);
	assert_true(f.wqs[0].op_config[1] == 0x7f331c);
}

static void kernel_6_1_shows_no_allowed_read_buffers_at_first(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 0, DSA1, S_CLEAN);
	assert_int_equal(f.groups[0].read_buffers_allowed, 0);
	rules_fixture_make(&f, 1, DSA1, S_CLEAN);
	assert_int_equal(f.groups[0].read_buffers_allowed, 96);
}

static void traffic_classes_are_open_until_the_first_enable(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA3, S_CLEAN);
	assert_int_equal(f.groups[0].traffic_class_a, -1);
	idxd_rules_apply_config(&f.caps, &f.config);
	assert_int_equal(f.groups[0].traffic_class_a, 0);
	assert_int_equal(f.groups[0].traffic_class_b, 1);
}

static void iaa_defaults_come_with_newer_kernels_only(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, IAX1, S_CLEAN);
	assert_true(idxd_rules_apply_iaa_defaults(f.kernel, &f.caps, &f.config));
	assert_int_equal(f.wqs[0].mode, IDXD_MODE_DEDICATED);
	assert_int_equal(f.wqs[0].size, 128);
	assert_int_equal(f.wqs[0].priority, 10);
	assert_int_equal(f.wqs[0].type, IDXD_TYPE_KERNEL);
	assert_int_equal(f.wqs[0].group_id, 0);
	assert_int_equal(f.wqs[0].name_length, sizeof("iaa_crypto") - 1);
	assert_int_equal(f.wqs[0].driver_name_length, sizeof("crypto") - 1);
	assert_int_equal(f.engines[0].group_id, 0);
	assert_int_equal(f.engines[1].group_id, -1);
	assert_int_equal(idxd_rules_check_device_bind(&f.view).reason, IDXD_REASON_OK);
	rules_fixture_make(&f, 0, IAX1, S_CLEAN);
	assert_false(idxd_rules_apply_iaa_defaults(f.kernel, &f.caps, &f.config));
	assert_int_equal(f.wqs[0].size, 0);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	assert_false(idxd_rules_apply_iaa_defaults(f.kernel, &f.caps, &f.config));
	rules_fixture_make(&f, 2, IAX1, M_FIXED);
	assert_false(idxd_rules_apply_iaa_defaults(f.kernel, &f.caps, &f.config));
}

/* ---- enabling fills in ---- */

static void a_grouped_wq_with_a_type_gets_16_entries_beyond_the_total(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_GROUPED | S_USER | S_FULL);
	f.wqs[1].size = 128;
	idxd_rules_apply_config(&f.caps, &f.config);
	assert_int_equal(f.wqs[0].size, 16);
	assert_int_equal(f.wqs[1].size, 128);
}

static void a_wq_without_type_or_group_keeps_size_0(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_GROUPED);
	idxd_rules_apply_config(&f.caps, &f.config);
	assert_int_equal(f.wqs[0].size, 0);
	rules_fixture_make(&f, 2, DSA1, S_USER);
	idxd_rules_apply_config(&f.caps, &f.config);
	assert_int_equal(f.wqs[0].size, 0);
	rules_fixture_make(&f, 2, DSA1, S_GROUPED | S_USER | M_FIXED);
	idxd_rules_apply_config(&f.caps, &f.config);
	assert_int_equal(f.wqs[0].size, 0);
}

static void a_wq_that_is_bound_gets_its_type_before_its_size(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_GROUPED);
	idxd_rules_apply_wq_config(&f.caps, &f.config, 0, IDXD_BUS_USER);
	assert_int_equal(f.wqs[0].type, IDXD_TYPE_USER);
	assert_int_equal(f.wqs[0].size, 16);
}

/* ---- disabling wipes ---- */

static void assert_wq_wiped(const struct idxd_wq_config *wq, const struct idxd_caps *caps)
{
	assert_int_equal(wq->mode, IDXD_MODE_SHARED);
	assert_int_equal(wq->threshold, 0);
	assert_int_equal(wq->priority, 0);
	assert_false(wq->block_on_fault);
	assert_false(wq->ats_disable);
	assert_false(wq->prs_disable);
	assert_int_equal(wq->name_length, 0);
	assert_int_equal(wq->max_transfer_size, 2097152);
	assert_int_equal(wq->max_batch_size, caps->family == IDXD_FAMILY_IAX ? 0 : 32);
	assert_int_equal(wq->enqcmds_retries, 32);
	assert_true(wq->op_config[0] == caps->op_cap[0]);
	assert_false(wq->enabled);
}

static void unbinding_a_wq_keeps_size_group_and_driver_name_only(void **state)
{
	unsigned int kernel;

	(void)state;
	for (kernel = 0; idxd_rules_kernel_row(kernel); kernel++) {
		struct rules_fixture f;

		rules_fixture_make(&f, kernel, DSA2, S_WQ | S_EVERYTHING);
		f.wqs[0].prs_disable = true;
		f.config.device.cmd_status = 7;
		idxd_rules_apply_wq_unbind(f.kernel, &f.caps, &f.config, 0);
		assert_wq_wiped(&f.wqs[0], &f.caps);
		assert_int_equal(f.wqs[0].type, IDXD_TYPE_NONE);
		assert_int_equal(f.wqs[0].size, 16);
		assert_int_equal(f.wqs[0].group_id, 0);
		assert_int_equal(f.wqs[0].driver_name_length, 4);
		assert_int_equal(f.wqs[0].driver_match, 1u << IDXD_BUS_USER);
		assert_int_equal(f.config.device.cmd_status, 0);
		assert_int_equal(f.config.device.state, IDXD_STATE_ENABLED);
	}
}

static void unbinding_a_wq_wipes_it_on_a_fixed_device_too(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_WQ | S_EVERYTHING | S_DED | M_FIXED);
	idxd_rules_apply_wq_unbind(f.kernel, &f.caps, &f.config, 0);
	assert_wq_wiped(&f.wqs[0], &f.caps);
	assert_int_equal(f.wqs[0].size, 16);
}

static void unbinding_a_device_wipes_wqs_groups_and_engines(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA2, S_WQ | S_EVERYTHING);
	f.groups[0].use_read_buffer_limit = true;
	f.groups[0].desc_progress_limit = 2;
	f.groups[0].read_buffers_allowed = 8;
	f.config.device.event_log_size = 128;
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_wq_wiped(&f.wqs[0], &f.caps);
	assert_int_equal(f.wqs[0].size, 0);
	assert_int_equal(f.wqs[0].group_id, -1);
	assert_int_equal(f.wqs[0].type, IDXD_TYPE_NONE);
	assert_int_equal(f.engines[0].group_id, -1);
	assert_int_equal(f.groups[0].read_buffers_reserved, 0);
	assert_int_equal(f.groups[0].read_buffers_allowed, 96);
	assert_false(f.groups[0].use_read_buffer_limit);
	assert_int_equal(f.groups[0].desc_progress_limit, 0);
	assert_int_equal(f.groups[0].traffic_class_a, 1);
	assert_int_equal(f.config.device.event_log_size, 64);
	assert_int_equal(f.config.device.state, IDXD_STATE_DISABLED);
}

static void unbinding_a_device_keeps_its_limit_and_driver_names(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_WQ | S_EVERYTHING);
	f.wqs[0].clients = 3;
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_int_equal(f.wqs[0].clients, 0);
	assert_int_equal(f.config.device.read_buffer_limit, 40);
	assert_int_equal(f.wqs[0].driver_name_length, 4);
}

static void a_wq_that_was_never_bound_keeps_its_type(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_DEV | S_EVERYTHING);
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_wq_wiped(&f.wqs[0], &f.caps);
	assert_int_equal(f.wqs[0].type, IDXD_TYPE_USER);
}

static void the_free_count_is_stale_after_a_device_was_disabled(void **state)
{
	struct idxd_write write = { .attr = IDXD_ATTR_READ_BUFFERS_ALLOWED, .value = { .number = 96 } };
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_DEV | S_RES0 | S_RES1);
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_int_equal(f.config.device.free_read_buffers, 96 - 36);
	assert_int_equal(idxd_rules_check_write(&f.view, &write).reason, IDXD_REASON_READ_BUFFERS_ALLOWED);
	write_number(&f, IDXD_ATTR_READ_BUFFERS_RESERVED, 0);
	assert_int_equal(idxd_rules_check_write(&f.view, &write).reason, IDXD_REASON_OK);
}

static void unbinding_a_fixed_device_keeps_sizes_groups_and_engines(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_DEV | S_EVERYTHING | S_OTHER | M_FIXED);
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_int_equal(f.wqs[0].threshold, 8);
	assert_int_equal(f.wqs[0].name_length, 5);
	assert_int_equal(f.wqs[1].size, 16);
	assert_int_equal(f.engines[0].group_id, 0);
	assert_int_equal(f.groups[0].read_buffers_reserved, 16);
	assert_int_equal(f.config.device.state, IDXD_STATE_DISABLED);
}

static void disabling_iax_removes_its_defaults(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, IAX1, S_CLEAN);
	idxd_rules_apply_iaa_defaults(f.kernel, &f.caps, &f.config);
	f.config.device.state = IDXD_STATE_ENABLED;
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_wq_wiped(&f.wqs[0], &f.caps);
	assert_int_equal(f.wqs[0].size, 0);
	assert_int_equal(idxd_rules_check_device_bind(&f.view).reason, IDXD_REASON_NO_WQ_CONFIGURED);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(dedicated_clears_the_threshold_and_shared_does_not_bring_it_back),
		cmocka_unit_test(shared_written_to_a_shared_wq_keeps_the_threshold),
		cmocka_unit_test(only_another_type_costs_the_name),
		cmocka_unit_test(disabling_prs_clears_block_on_fault_and_enabling_it_does_not_set_it),
		cmocka_unit_test(retries_survive_dedicated_and_back),
		cmocka_unit_test(reserving_counts_the_free_read_buffers_again),
		cmocka_unit_test(writing_cmd_status_clears_it_and_nothing_else_does),
		cmocka_unit_test(sizes_are_rounded_up_to_powers_of_two),
		cmocka_unit_test(a_write_to_an_object_that_does_not_exist_changes_nothing),
		cmocka_unit_test(the_clean_state_is_the_drivers),
		cmocka_unit_test(iax_starts_without_batches),
		cmocka_unit_test(kernel_6_1_shows_no_allowed_read_buffers_at_first),
		cmocka_unit_test(traffic_classes_are_open_until_the_first_enable),
		cmocka_unit_test(iaa_defaults_come_with_newer_kernels_only),
		cmocka_unit_test(a_grouped_wq_with_a_type_gets_16_entries_beyond_the_total),
		cmocka_unit_test(a_wq_without_type_or_group_keeps_size_0),
		cmocka_unit_test(a_wq_that_is_bound_gets_its_type_before_its_size),
		cmocka_unit_test(unbinding_a_wq_keeps_size_group_and_driver_name_only),
		cmocka_unit_test(unbinding_a_wq_wipes_it_on_a_fixed_device_too),
		cmocka_unit_test(unbinding_a_device_wipes_wqs_groups_and_engines),
		cmocka_unit_test(unbinding_a_device_keeps_its_limit_and_driver_names),
		cmocka_unit_test(a_wq_that_was_never_bound_keeps_its_type),
		cmocka_unit_test(the_free_count_is_stale_after_a_device_was_disabled),
		cmocka_unit_test(unbinding_a_fixed_device_keeps_sizes_groups_and_engines),
		cmocka_unit_test(disabling_iax_removes_its_defaults),
	};

	return cmocka_run_group_tests_name("rules: effects", tests, NULL, NULL);
}
