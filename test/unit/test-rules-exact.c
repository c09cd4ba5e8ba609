// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Where accfg's own driver is exact and the in-tree one is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules-fixture.h"

static void make(struct rules_fixture *fixture, uint64_t state, bool exact)
{
	rules_fixture_make(fixture, 2, DSA1, state);
	fixture->caps.exact = exact;
}

static enum idxd_reason reason_of(const struct rules_fixture *fixture, enum idxd_attr attr, uint64_t number)
{
	struct idxd_write write = { .attr = attr, .value = { .number = number } };

	return idxd_rules_check_write(&fixture->view, &write).reason;
}

static void a_sum_of_sizes_that_wraps_is_refused(void **state)
{
	struct rules_fixture f;

	(void)state;
	make(&f, S_OTHER, false);
	assert_int_equal(reason_of(&f, IDXD_ATTR_SIZE, UINT64_MAX), IDXD_REASON_OK);
	make(&f, S_OTHER, true);
	assert_int_equal(reason_of(&f, IDXD_ATTR_SIZE, UINT64_MAX), IDXD_REASON_SIZE_SUM);
	assert_int_equal(reason_of(&f, IDXD_ATTR_SIZE, 113), IDXD_REASON_SIZE_SUM);
	assert_int_equal(reason_of(&f, IDXD_ATTR_SIZE, 112), IDXD_REASON_OK);
}

static void a_size_that_rounds_to_1_is_refused(void **state)
{
	struct rules_fixture f;

	(void)state;
	make(&f, S_CLEAN, false);
	assert_int_equal(reason_of(&f, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE, UINT64_MAX), IDXD_REASON_OK);
	make(&f, S_CLEAN, true);
	assert_int_equal(reason_of(&f, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE, UINT64_MAX), IDXD_REASON_TRANSFER_SIZE);
	assert_int_equal(reason_of(&f, IDXD_ATTR_WQ_MAX_BATCH_SIZE, UINT64_MAX), IDXD_REASON_BATCH_SIZE);
	assert_int_equal(reason_of(&f, IDXD_ATTR_WQ_MAX_BATCH_SIZE, 1000), IDXD_REASON_OK);
}

static void size_0_stays_0_and_the_wq_is_not_enabled(void **state)
{
	struct idxd_verdict verdict;
	struct rules_fixture f;

	(void)state;
	make(&f, S_DEV | S_GROUPED | S_USER | S_NAMED | S_DED | S_DRV_USER | S_ENG2, true);
	f.caps.user_pasid = true;
	idxd_rules_apply_config(&f.caps, &f.config);
	assert_int_equal(f.wqs[0].size, 0);
	verdict = idxd_rules_check_wq_bind(&f.view, 0, IDXD_BUS_USER);
	assert_int_equal(verdict.reason, IDXD_REASON_WQ_NO_SIZE);
	assert_int_equal(verdict.deny, IDXD_DENY_NXIO);
	assert_int_equal(verdict.cmd_status, 0x800e0000);
	f.wqs[0].size = 1;
	assert_int_equal(idxd_rules_check_wq_bind(&f.view, 0, IDXD_BUS_USER).reason, IDXD_REASON_OK);
}

static void what_disabling_frees_counts_as_free(void **state)
{
	struct rules_fixture f;

	(void)state;
	make(&f, S_RES1, true);
	f.config.device.free_read_buffers = 76;
	idxd_rules_apply_device_unbind(f.kernel, &f.caps, &f.config);
	assert_int_equal(f.config.device.free_read_buffers, 96);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sum_of_sizes_that_wraps_is_refused),
		cmocka_unit_test(a_size_that_rounds_to_1_is_refused),
		cmocka_unit_test(size_0_stays_0_and_the_wq_is_not_enabled),
		cmocka_unit_test(what_disabling_frees_counts_as_free),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
