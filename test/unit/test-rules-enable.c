// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Enabling: the bind cases, one test for each row, and the hardware's own conditions and commands that fail.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "rules-cases-bind.h"
#include "rules-fixture.h"

#define BEFORE_STATUS 0x77u /* what cmd_status holds before a bind */

static struct idxd_verdict bind(struct rules_fixture *fixture, enum idxd_bus_driver driver)
{
	struct idxd_verdict verdict;

	fixture->config.device.cmd_status = BEFORE_STATUS;
	if (driver == IDXD_BUS_IDXD) {
		verdict = idxd_rules_check_device_bind(&fixture->view);
		if (idxd_rules_ok(&verdict))
			idxd_rules_apply_config(&fixture->caps, &fixture->config);
		idxd_rules_finish_device_bind(&fixture->config, &verdict);
		return verdict;
	}
	verdict = idxd_rules_check_wq_bind(&fixture->view, 0, driver);
	if (idxd_rules_ok(&verdict))
		idxd_rules_apply_wq_config(&fixture->caps, &fixture->config, 0, driver);
	idxd_rules_finish_wq_bind(&fixture->config, 0, driver, &verdict);
	return verdict;
}

static void run_row(void **state)
{
	const struct rules_bind_case *row = *state;
	uint32_t status = row->reason == IDXD_REASON_OK ? 0 : row->cmd_status ? row->cmd_status : BEFORE_STATUS;
	unsigned int kernel;

	for (kernel = 0; idxd_rules_kernel_row(kernel); kernel++) {
		struct rules_fixture fixture;
		struct idxd_verdict verdict;

		if (!(row->kernels >> kernel & 1))
			continue;
		rules_fixture_make(&fixture, kernel, row->machine, row->state);
		verdict = bind(&fixture, row->driver);
		assert_int_equal(verdict.reason, row->reason);
		assert_int_equal(verdict.deny, row->deny);
		assert_int_equal(fixture.config.device.cmd_status, status);
		assert_int_equal(fixture.wqs[0].type, row->type);
		if (row->driver == IDXD_BUS_IDXD && row->reason == IDXD_REASON_OK)
			assert_int_equal(fixture.config.device.state, IDXD_STATE_ENABLED);
		if (row->driver != IDXD_BUS_IDXD && !(row->state & S_WQ))
			assert_int_equal(fixture.wqs[0].enabled, row->reason == IDXD_REASON_OK);
	}
}

static struct rules_fixture machine(enum rules_case_machine which, uint64_t state)
{
	struct rules_fixture fixture;

	rules_fixture_make(&fixture, 2, which, state);
	return fixture;
}

/* The fixture's pointers are of the copy that machine() made: these look at the copy of the caller. */
static uint32_t hw_device(struct rules_fixture fixture)
{
	fixture.config.groups = fixture.groups;
	fixture.config.wqs = fixture.wqs;
	fixture.config.engines = fixture.engines;
	return idxd_rules_hw_enable_device(&fixture.caps, &fixture.config);
}

static uint32_t hw_wq(struct rules_fixture fixture)
{
	fixture.config.wqs = fixture.wqs;
	return idxd_rules_hw_enable_wq(&fixture.caps, &fixture.config, 0);
}

static void hardware_takes_a_complete_device_only(void **state)
{
	(void)state;
	assert_int_equal(hw_device(machine(DSA1, S_READY_DED)), 0);
	assert_int_equal(hw_device(machine(IAX1, S_READY_DED)), 0);
	assert_int_equal(hw_device(machine(DSA1, S_ENG2)), 0x15);
	assert_int_equal(hw_device(machine(DSA1, M_FIXED)), 0);
}

static void hardware_refuses_an_enabled_device(void **state)
{
	(void)state;
	assert_int_equal(hw_device(machine(DSA1, S_READY_DED | S_DEV)), 0x10);
}

static void hardware_refuses_a_limit_beyond_its_read_buffers(void **state)
{
	struct rules_fixture fixture = machine(DSA1, S_READY_DED);

	(void)state;
	fixture.config.device.read_buffer_limit = 97;
	assert_int_equal(hw_device(fixture), 0x11);
}

static void hardware_counts_the_sizes_of_grouped_wqs_only(void **state)
{
	struct rules_fixture fixture = machine(DSA1, S_READY_DED);

	(void)state;
	fixture.wqs[1].size = 120;
	assert_int_equal(hw_device(fixture), 0);
	fixture.wqs[1].group_id = 0;
	assert_int_equal(hw_device(fixture), 0x14);
	fixture.wqs[1].size = 112;
	assert_int_equal(hw_device(fixture), 0);
}

static void hardware_wants_engines_for_wqs_and_wqs_for_engines(void **state)
{
	struct rules_fixture fixture = machine(DSA1, S_READY_DED);

	(void)state;
	fixture.engines[2].group_id = 1;
	assert_int_equal(hw_device(fixture), 0x15);
	fixture.wqs[1].group_id = 1;
	assert_int_equal(hw_device(fixture), 0);
	fixture.engines[2].group_id = IDXD_RULES_NO_GROUP;
	assert_int_equal(hw_device(fixture), 0x15);
}

static void hardware_refuses_more_reserved_read_buffers_than_it_has(void **state)
{
	struct rules_fixture fixture = machine(DSA1, S_READY_DED);

	(void)state;
	fixture.groups[0].read_buffers_reserved = 90;
	fixture.groups[1].read_buffers_reserved = 7;
	assert_int_equal(hw_device(fixture), 0x18);
	fixture.groups[1].read_buffers_reserved = 6;
	assert_int_equal(hw_device(fixture), 0);
}

static void hardware_takes_a_complete_wq(void **state)
{
	(void)state;
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED)), 0);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_SWQ | M_SVM)), 0);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED | S_BOF)), 0);
	assert_int_equal(hw_wq(machine(IAX1, S_DEV | S_READY_DED)), 0);
}

static void hardware_refuses_a_wq_by_its_code(void **state)
{
	(void)state;
	assert_int_equal(hw_wq(machine(DSA1, S_READY_DED)), 0x20);
	assert_int_equal(hw_wq(machine(DSA1, S_WQ | S_READY_DED)), 0x21);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | (S_READY_DED & ~S_SIZE))), 0x22);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED | M_SHARED_ONLY)), 0x24);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_SWQ | M_SVM | M_DED_ONLY)), 0x24);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED | S_BOF | M_NO_BOF)), 0x25);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_SWQ | M_ENQCMD)), 0x26);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED | M_SMALL)), 0x27);
	assert_int_equal(hw_wq(machine(IAX1, S_DEV | S_READY_DED | M_SMALL)), 0x28);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED | M_SMALL | S_TRANSFER)), 0);
}

static void hardware_takes_sizes_up_to_its_own(void **state)
{
	struct rules_fixture fixture = machine(DSA1, S_DEV | S_READY_DED | M_SMALL);

	(void)state;
	fixture.wqs[0].max_transfer_size = 65536;
	fixture.wqs[0].max_batch_size = 16;
	assert_int_equal(hw_wq(fixture), 0);
	fixture.wqs[0].max_transfer_size = 131072;
	assert_int_equal(hw_wq(fixture), 0x28);
}

static void hardware_refuses_priority_0_only_where_told_so(void **state)
{
	(void)state;
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | (S_READY_DED & ~S_PRIO))), 0);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | (S_READY_DED & ~S_PRIO) | M_PRIO)), 0x23);
	assert_int_equal(hw_wq(machine(DSA1, S_DEV | S_READY_DED | M_PRIO)), 0);
}

static void a_failed_wq_command_leaves_its_code_and_takes_the_type(void **state)
{
	struct idxd_verdict user = idxd_rules_wq_command_failed(3, IDXD_BUS_USER, 0x22);
	struct idxd_verdict portal = idxd_rules_wq_command_failed(0, IDXD_BUS_USER, IDXD_SCMD_WQ_PORTAL_ERR);
	struct idxd_verdict kernel = idxd_rules_wq_command_failed(0, IDXD_BUS_DMAENGINE, IDXD_SCMD_WQ_PORTAL_ERR);
	struct rules_fixture fixture;

	(void)state;
	assert_int_equal(user.reason, IDXD_REASON_WQ_NO_SIZE);
	assert_int_equal(user.deny, IDXD_DENY_NXIO);
	assert_int_equal(user.id, 3);
	assert_int_equal(portal.deny, IDXD_DENY_NOMEM);
	assert_int_equal(portal.reason, IDXD_REASON_SYSTEM);
	assert_int_equal(kernel.deny, IDXD_DENY_NXIO);
	assert_int_equal(idxd_rules_wq_command_failed(0, IDXD_BUS_USER, IDXD_SCMD_WQ_IRQ_ERR).deny, IDXD_DENY_NXIO);
	assert_int_equal(idxd_rules_wq_command_failed(0, IDXD_BUS_USER, 0x03).reason, IDXD_REASON_HARDWARE);
	rules_fixture_make(&fixture, 2, DSA1, S_DEV | S_READY_DED | S_USER);
	idxd_rules_finish_wq_bind(&fixture.config, 0, IDXD_BUS_USER, &user);
	assert_int_equal(fixture.config.device.cmd_status, 0x22);
	assert_int_equal(fixture.wqs[0].type, IDXD_TYPE_NONE);
	assert_false(fixture.wqs[0].enabled);
}

static void a_failed_device_command_leaves_its_code_and_the_configuration(void **state)
{
	struct idxd_verdict verdict = idxd_rules_device_command_failed(0x14);
	struct idxd_verdict evl = idxd_rules_device_command_failed(IDXD_SCMD_DEV_EVL_ERR);
	struct rules_fixture fixture;

	(void)state;
	assert_int_equal(verdict.reason, IDXD_REASON_SIZE_SUM);
	assert_int_equal(verdict.deny, IDXD_DENY_NXIO);
	assert_int_equal(evl.deny, IDXD_DENY_NOMEM);
	rules_fixture_make(&fixture, 2, DSA1, S_READY_DED | S_USER);
	fixture.config.device.event_log_size = 128;
	idxd_rules_finish_device_bind(&fixture.config, &verdict);
	assert_int_equal(fixture.config.device.cmd_status, 0x14);
	assert_int_equal(fixture.config.device.event_log_size, IDXD_RULES_EVL_DEFAULT); /* the log is given up */
	assert_int_equal(fixture.config.device.state, IDXD_STATE_DISABLED);
	assert_int_equal(fixture.wqs[0].size, 16);
	assert_int_equal(fixture.wqs[0].type, IDXD_TYPE_USER);
}

static void every_cmd_status_has_a_reason(void **state)
{
	(void)state;
	assert_int_equal(idxd_rules_cmd_status_reason(0), IDXD_REASON_OK);
	assert_int_equal(idxd_rules_cmd_status_reason(0x800d0000), IDXD_REASON_NO_WQ_CONFIGURED);
	assert_int_equal(idxd_rules_cmd_status_reason(0x80200000), IDXD_REASON_DRIVER_NAME);
	assert_int_equal(idxd_rules_cmd_status_reason(0x80110000), IDXD_REASON_NO_USER_PASID);
	assert_int_equal(idxd_rules_cmd_status_reason(0x10), IDXD_REASON_ALREADY_ENABLED);
	assert_int_equal(idxd_rules_cmd_status_reason(0x80070000), IDXD_REASON_SYSTEM);
	assert_int_equal(idxd_rules_cmd_status_reason(0x80ff0000), IDXD_REASON_SYSTEM);
	assert_int_equal(idxd_rules_cmd_status_reason(0x28), IDXD_REASON_TRANSFER_SIZE);
	assert_int_equal(idxd_rules_cmd_status_reason(0x03), IDXD_REASON_HARDWARE);
}

static void a_wq_that_does_not_exist_cannot_be_bound(void **state)
{
	struct rules_fixture fixture;
	struct idxd_verdict verdict;

	(void)state;
	rules_fixture_make(&fixture, 2, DSA1, S_DEV);
	verdict = idxd_rules_check_wq_bind(&fixture.view, 8, IDXD_BUS_USER);
	assert_int_equal(verdict.reason, IDXD_REASON_NO_OBJECT);
	assert_int_equal(verdict.deny, IDXD_DENY_NODEV);
}

static void a_shared_wq_that_stops_the_device_is_named(void **state)
{
	struct rules_fixture fixture;
	struct idxd_verdict verdict;

	(void)state;
	rules_fixture_make(&fixture, 2, DSA1, S_READY_DED | S_OTHER_SHARED | M_SVM);
	verdict = idxd_rules_check_device_bind(&fixture.view);
	assert_int_equal(verdict.reason, IDXD_REASON_SHARED_TYPE_NONE);
	assert_int_equal(verdict.kind, IDXD_KIND_WQ);
	assert_int_equal(verdict.id, 1);
	assert_int_equal(verdict.attr, IDXD_ATTR_TYPE);
}

static void driver_names_are_compared_by_their_beginning(void **state)
{
	(void)state;
	assert_true(idxd_rules_driver_name_matches("user", 4, "user", 4));
	assert_true(idxd_rules_driver_name_matches("users", 5, "user", 4));
	assert_false(idxd_rules_driver_name_matches("use", 3, "user", 4));
	assert_false(idxd_rules_driver_name_matches("", 0, "user", 4));
	assert_false(idxd_rules_driver_name_matches("User", 4, "user", 4));
	assert_false(idxd_rules_driver_name_matches("dmaengine", 9, "user", 4));
}

static const struct CMUnitTest more_tests[] = {
	cmocka_unit_test(hardware_takes_a_complete_device_only),
	cmocka_unit_test(hardware_refuses_an_enabled_device),
	cmocka_unit_test(hardware_refuses_a_limit_beyond_its_read_buffers),
	cmocka_unit_test(hardware_counts_the_sizes_of_grouped_wqs_only),
	cmocka_unit_test(hardware_wants_engines_for_wqs_and_wqs_for_engines),
	cmocka_unit_test(hardware_refuses_more_reserved_read_buffers_than_it_has),
	cmocka_unit_test(hardware_takes_a_complete_wq),
	cmocka_unit_test(hardware_refuses_a_wq_by_its_code),
	cmocka_unit_test(hardware_takes_sizes_up_to_its_own),
	cmocka_unit_test(hardware_refuses_priority_0_only_where_told_so),
	cmocka_unit_test(a_failed_wq_command_leaves_its_code_and_takes_the_type),
	cmocka_unit_test(a_failed_device_command_leaves_its_code_and_the_configuration),
	cmocka_unit_test(every_cmd_status_has_a_reason),
	cmocka_unit_test(a_wq_that_does_not_exist_cannot_be_bound),
	cmocka_unit_test(a_shared_wq_that_stops_the_device_is_named),
	cmocka_unit_test(driver_names_are_compared_by_their_beginning),
};

#define N_ROWS (sizeof(rules_bind_cases) / sizeof(rules_bind_cases[0]))
#define N_MORE (sizeof(more_tests) / sizeof(more_tests[0]))

int main(void)
{
	static struct CMUnitTest tests[N_ROWS + N_MORE];
	size_t i;

	for (i = 0; i < N_ROWS; i++)
		tests[i] = (struct CMUnitTest){ .name = rules_bind_cases[i].name,
						.test_func = run_row,
						.initial_state = (void *)(uintptr_t)&rules_bind_cases[i] };
	for (i = 0; i < N_MORE; i++)
		tests[N_ROWS + i] = more_tests[i];
	return cmocka_run_group_tests_name("rules: enabling", tests, NULL, NULL);
}
