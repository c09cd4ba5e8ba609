// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Capabilities from registers and from sysfs, the kernel table, and which attribute exists where.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules-fixture.h"

static bool shown(unsigned int kernel, enum rules_case_machine machine, uint64_t state, enum idxd_attr attr)
{
	struct rules_fixture f;

	rules_fixture_make(&f, kernel, machine, state);
	return idxd_rules_visible(f.kernel, &f.caps, attr);
}

static void a_kernel_is_taken_for_the_newest_row_that_is_not_newer(void **state)
{
	(void)state;
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(5, 15))->release, IDXD_KERNEL(6, 1));
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(6, 1))->release, IDXD_KERNEL(6, 1));
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(6, 11))->release, IDXD_KERNEL(6, 1));
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(6, 12))->release, IDXD_KERNEL(6, 12));
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(7, 1))->release, IDXD_KERNEL(6, 12));
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(7, 2))->release, IDXD_KERNEL(7, 2));
	assert_int_equal(idxd_rules_kernel(IDXD_KERNEL(9, 0))->release, IDXD_KERNEL(7, 2));
}

static void the_kernel_table_is_in_order_and_ends(void **state)
{
	unsigned int n;

	(void)state;
	for (n = 0; idxd_rules_kernel_row(n + 1); n++)
		assert_true(idxd_rules_kernel_row(n)->release < idxd_rules_kernel_row(n + 1)->release);
	assert_int_equal(n, 2);
	assert_null(idxd_rules_kernel_row(3));
}

static void user_pasid_needs_no_iommu_on_7_2_only(void **state)
{
	(void)state;
	assert_false(idxd_rules_user_pasid(idxd_rules_kernel_row(0), true, false));
	assert_false(idxd_rules_user_pasid(idxd_rules_kernel_row(1), true, false));
	assert_true(idxd_rules_user_pasid(idxd_rules_kernel_row(2), true, false));
	assert_true(idxd_rules_user_pasid(idxd_rules_kernel_row(1), true, true));
	assert_false(idxd_rules_user_pasid(idxd_rules_kernel_row(2), false, true));
}

static void registers_of_dsa_silicon_are_understood(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	assert_int_equal(f.caps.max_groups, 4);
	assert_int_equal(f.caps.max_wqs, 8);
	assert_int_equal(f.caps.max_engines, 4);
	assert_int_equal(f.caps.max_wq_size, 128);
	assert_int_equal(f.caps.max_read_buffers, 96);
	assert_true(idxd_rules_max_transfer(&f.caps) == 1ull << 31);
	assert_int_equal(idxd_rules_max_batch(&f.caps), 1024);
	assert_int_equal(f.caps.evl_entry_code, 0);
}

static void registers_of_iax_silicon_are_understood(void **state)
{
	struct idxd_regs regs = { .version = 0x100, .gen_cap = 0x71f10901f0105 };
	struct idxd_caps caps;

	(void)state;
	idxd_rules_caps_from_regs(&caps, IDXD_FAMILY_IAX, &regs);
	assert_true(caps.configurable);
	assert_true(caps.block_on_fault);
	assert_int_equal(caps.max_transfer_shift, 31);
	assert_false(caps.user_pasid);
	assert_false(caps.enqcmd);
}

static void the_event_log_field_is_two_bits(void **state)
{
	struct idxd_regs regs = { .gen_cap = 3ull << 13 | 1ull << 15 };
	struct idxd_caps caps;

	(void)state;
	idxd_rules_caps_from_regs(&caps, IDXD_FAMILY_DSA, &regs);
	assert_int_equal(caps.evl_entry_code, 3);
}

static struct idxd_sysfs_caps sysfs_dsa(void)
{
	return (struct idxd_sysfs_caps){
		.version = 0x100,
		.gen_cap = 0x40915f0107,
		.max_groups = 4,
		.max_work_queues = 8,
		.max_engines = 4,
		.max_work_queues_size = 128,
		.max_read_buffers = 96,
		.max_transfer_size = 1ull << 31,
		.max_batch_size = 1024,
		.op_cap = { 0x1003f027d },
		.attrs = IDXD_ATTR_BIT(IDXD_ATTR_OP_CONFIG) | IDXD_ATTR_BIT(IDXD_ATTR_READ_BUFFER_LIMIT),
		.configurable = true,
		.pasid_enabled = true,
	};
}

static void what_sysfs_tells_is_understood(void **state)
{
	struct idxd_sysfs_caps sysfs = sysfs_dsa();
	struct idxd_caps caps;

	(void)state;
	idxd_rules_caps_from_sysfs(&caps, idxd_rules_kernel_row(2), IDXD_FAMILY_DSA, &sysfs);
	assert_int_equal(caps.max_wqs, 8);
	assert_int_equal(caps.max_wq_size, 128);
	assert_int_equal(caps.max_batch_shift, 10);
	assert_int_equal(caps.max_transfer_shift, 31);
	assert_true(caps.block_on_fault);
	assert_true(caps.op_config);
	assert_false(caps.prs_disable);
	assert_false(caps.progress_limit);
	assert_true(caps.user_pasid);
	assert_false(caps.enqcmd);
	assert_true(caps.dedicated_mode && caps.shared_mode);
}

static void batch_is_put_back_where_the_kernel_hides_it(void **state)
{
	struct idxd_sysfs_caps sysfs = sysfs_dsa();
	struct idxd_caps caps;

	(void)state;
	idxd_rules_caps_from_sysfs(&caps, idxd_rules_kernel_row(2), IDXD_FAMILY_DSA, &sysfs);
	assert_true(caps.op_cap[0] == 0x1003f027f);
	sysfs.version = 0x200;
	idxd_rules_caps_from_sysfs(&caps, idxd_rules_kernel_row(2), IDXD_FAMILY_DSA, &sysfs);
	assert_true(caps.op_cap[0] == 0x1003f027d);
	idxd_rules_caps_from_sysfs(&caps, idxd_rules_kernel_row(1), IDXD_FAMILY_DSA, &sysfs);
	assert_true(caps.op_cap[0] == 0x1003f027f);
	idxd_rules_caps_from_sysfs(&caps, idxd_rules_kernel_row(1), IDXD_FAMILY_IAX, &sysfs);
	assert_true(caps.op_cap[0] == 0x1003f027d);
}

static void assert_batch_shown(unsigned int kernel, enum rules_case_machine machine, bool in_op_cap)
{
	uint64_t bits[IDXD_RULES_OP_WORDS];
	struct rules_fixture f;

	rules_fixture_make(&f, kernel, machine, S_CLEAN);
	idxd_rules_op_cap_shown(f.kernel, &f.caps, bits);
	assert_int_equal(bits[0] >> DSA_OPCODE_BATCH & 1, in_op_cap);
}

static void op_cap_hides_batch_by_kernel_and_version(void **state)
{
	(void)state;
	assert_batch_shown(0, DSA1, false);
	assert_batch_shown(1, DSA1, false);
	assert_batch_shown(1, DSA2, false);
	assert_batch_shown(2, DSA1, false);
	assert_batch_shown(2, DSA2, true);
	assert_batch_shown(2, DSA3, true);
}

static void op_config_hides_batch_of_short_names_until_6_12(void **state)
{
	uint64_t bits[IDXD_RULES_OP_WORDS];
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 1, DSA1, S_NAMED);
	idxd_rules_op_config_shown(f.kernel, &f.wqs[0], bits);
	assert_true(bits[0] == 0x1003f027d);
	f.wqs[0].name_length = 255;
	idxd_rules_op_config_shown(f.kernel, &f.wqs[0], bits);
	assert_true(bits[0] == 0x1003f027f);
	rules_fixture_make(&f, 2, DSA1, S_NAMED);
	idxd_rules_op_config_shown(f.kernel, &f.wqs[0], bits);
	assert_true(bits[0] == 0x1003f027f);
	assert_true(f.wqs[0].op_config[0] == 0x1003f027f);
}

/* Attributes that not every device has on every kernel: 1 where it is there. */
static const struct {
	enum idxd_attr attr;
	struct {
		bool dsa1, dsa2, dsa3, iax1, iax2;
	} k61, k612, k72;
} visible[] = {
	{ IDXD_ATTR_DEVICE_MAX_BATCH_SIZE, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_MAX_READ_BUFFERS, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_READ_BUFFER_LIMIT, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_IAA_CAP, { 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 1 }, { 0, 0, 0, 0, 1 } },
	{ IDXD_ATTR_EVENT_LOG_SIZE, { 0, 0, 0, 0, 0 }, { 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0 } },
	{ IDXD_ATTR_DSACAPS, { 0, 0, 0, 0, 0 }, { 0, 0, 0, 0, 0 }, { 0, 0, 1, 0, 0 } },
	{ IDXD_ATTR_USE_READ_BUFFER_LIMIT, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_READ_BUFFERS_ALLOWED, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_READ_BUFFERS_RESERVED, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_DESC_PROGRESS_LIMIT, { 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0 } },
	{ IDXD_ATTR_BATCH_PROGRESS_LIMIT, { 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0 } },
	{ IDXD_ATTR_WQ_MAX_BATCH_SIZE, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 }, { 1, 1, 1, 0, 0 } },
	{ IDXD_ATTR_PRS_DISABLE, { 0, 0, 0, 0, 0 }, { 0, 1, 1, 0, 0 }, { 0, 1, 1, 0, 0 } },
	{ IDXD_ATTR_DRIVER_NAME, { 0, 0, 0, 0, 0 }, { 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1 } },
};

#define N_VISIBLE (sizeof(visible) / sizeof(visible[0]))

static void attributes_exist_as_the_table_says(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < N_VISIBLE; i++) {
		const bool *rows[] = { &visible[i].k61.dsa1, &visible[i].k612.dsa1, &visible[i].k72.dsa1 };
		unsigned int kernel, machine;

		for (kernel = 0; kernel < 3; kernel++)
			for (machine = DSA1; machine <= IAX2; machine++)
				if (shown(kernel, machine, S_CLEAN, visible[i].attr) != rows[kernel][machine])
					fail_msg("attribute %d, kernel row %u, machine %u", (int)visible[i].attr, kernel,
						 machine);
	}
}

static bool in_table(enum idxd_attr attr)
{
	size_t i;

	for (i = 0; i < N_VISIBLE; i++)
		if (visible[i].attr == attr)
			return true;
	return false;
}

static void all_other_attributes_exist_everywhere(void **state)
{
	unsigned int kernel, machine, attr;

	(void)state;
	for (attr = IDXD_ATTR_NONE + 1; attr < IDXD_ATTR_COUNT; attr++)
		for (kernel = 0; kernel < 3 && !in_table(attr); kernel++)
			for (machine = DSA1; machine <= IAX2; machine++)
				assert_true(shown(kernel, machine, S_CLEAN, attr));
	assert_false(shown(2, DSA1, S_CLEAN, IDXD_ATTR_NONE));
}

static void ats_disable_and_op_config_depend_on_their_capability(void **state)
{
	(void)state;
	assert_true(shown(0, DSA1, M_NO_ATS, IDXD_ATTR_ATS_DISABLE));
	assert_false(shown(1, DSA1, M_NO_ATS, IDXD_ATTR_ATS_DISABLE));
	assert_false(shown(2, DSA1, M_NO_ATS, IDXD_ATTR_ATS_DISABLE));
	assert_false(shown(0, DSA1, M_NO_OPS, IDXD_ATTR_OP_CONFIG));
	assert_false(shown(2, DSA1, M_NO_OPS, IDXD_ATTR_OP_CONFIG));
}

static void the_attributes_that_may_be_written_are_the_drivers(void **state)
{
	unsigned int attr, n = 0;

	(void)state;
	for (attr = 0; attr < IDXD_ATTR_COUNT; attr++)
		n += idxd_rules_writable(attr);
	/* 3 of devices, 7 of groups, 15 of wqs, 1 of engines */
	assert_int_equal(n, 26);
	assert_true(idxd_rules_writable(IDXD_ATTR_ENQCMDS_RETRIES));
	assert_false(idxd_rules_writable(IDXD_ATTR_OCCUPANCY));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_kernel_is_taken_for_the_newest_row_that_is_not_newer),
		cmocka_unit_test(the_kernel_table_is_in_order_and_ends),
		cmocka_unit_test(user_pasid_needs_no_iommu_on_7_2_only),
		cmocka_unit_test(registers_of_dsa_silicon_are_understood),
		cmocka_unit_test(registers_of_iax_silicon_are_understood),
		cmocka_unit_test(the_event_log_field_is_two_bits),
		cmocka_unit_test(what_sysfs_tells_is_understood),
		cmocka_unit_test(batch_is_put_back_where_the_kernel_hides_it),
		cmocka_unit_test(op_cap_hides_batch_by_kernel_and_version),
		cmocka_unit_test(op_config_hides_batch_of_short_names_until_6_12),
		cmocka_unit_test(attributes_exist_as_the_table_says),
		cmocka_unit_test(all_other_attributes_exist_everywhere),
		cmocka_unit_test(ats_disable_and_op_config_depend_on_their_capability),
		cmocka_unit_test(the_attributes_that_may_be_written_are_the_drivers),
	};

	return cmocka_run_group_tests_name("rules: capabilities", tests, NULL, NULL);
}
