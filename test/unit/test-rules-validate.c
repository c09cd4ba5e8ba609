// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Validation of a whole configuration: which rules are reported, at which object and attribute, with which numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "rules-fixture.h"

#define MAX_REPORTS 32

struct reports {
	struct idxd_verdict list[MAX_REPORTS];
	unsigned int n;
};

static void collect(void *ctx, const struct idxd_verdict *verdict)
{
	struct reports *reports = ctx;

	assert_true(reports->n < MAX_REPORTS);
	reports->list[reports->n++] = *verdict;
}

static struct reports validate(const struct rules_fixture *f)
{
	struct reports reports = { .n = 0 };
	unsigned int n = idxd_rules_validate(f->kernel, &f->caps, &f->config, collect, &reports);

	assert_int_equal(n, reports.n);
	return reports;
}

static void assert_one(const struct rules_fixture *f, enum idxd_reason reason, enum idxd_kind kind, uint32_t id,
		       enum idxd_attr attr)
{
	struct reports reports = validate(f);

	assert_int_equal(reports.n, 1);
	assert_int_equal(reports.list[0].reason, reason);
	assert_int_equal(reports.list[0].kind, kind);
	assert_int_equal(reports.list[0].id, id);
	assert_int_equal(reports.list[0].attr, attr);
}

/* A wanted state that breaks one rule. */
struct one_case {
	const char *name;
	unsigned int kernels;
	enum rules_case_machine machine;
	uint64_t state;
	enum idxd_reason reason; /* IDXD_REASON_OK: nothing is reported */
	enum idxd_kind kind;
	uint32_t id;
	enum idxd_attr attr;
};

#define GOOD_DED (S_WQ | S_READY_DED | S_USER | S_DRV_USER | M_UPASID)
#define GOOD_SWQ (S_WQ | S_READY_SWQ | S_USER | S_DRV_USER | M_SVM)
#define GOOD_DMA (S_WQ | S_READY_DED | S_KERNEL | S_DRV_DMA)
#define VALID(name, kernels, machine, state) { name, kernels, machine, state, IDXD_REASON_OK, 0, 0, 0 }
#define BREAKS(name, kernels, machine, state, reason, kind, id, attr)                                                \
	{ name, kernels, machine, state, IDXD_REASON_##reason, IDXD_KIND_##kind, id, IDXD_ATTR_##attr }

static const struct one_case one_cases[] = {
	VALID("the clean state is valid", KALL, DSA1, S_CLEAN),
	VALID("the clean state of IAX is valid", KALL, IAX1, S_CLEAN),
	VALID("the clean state of version 3 is valid", KALL, DSA3, S_CLEAN),
	VALID("a small device may keep the defaults that it cannot do", KALL, DSA1, M_SMALL),
	VALID("a dedicated user wq is valid", KALL, DSA1, GOOD_DED),
	VALID("a shared user wq is valid with SVM", KALL, DSA1, GOOD_SWQ),
	VALID("a dedicated kernel wq is valid", KALL, DSA1, GOOD_DMA),
	VALID("a kernel wq of IAX for crypto is valid", KNEW, IAX1, S_WQ | S_READY_DED | S_KERNEL | S_DRV_IAA),
	VALID("a kernel wq of IAX for dmaengine is valid", KNEW, IAX1, GOOD_DMA),
	VALID("6.1 asks for no driver_name", K61, DSA1, GOOD_DED & ~S_DRV_USER),
	VALID("what is not to be enabled may be incomplete", KALL, DSA1, S_GROUPED | S_SIZE),
	VALID("a group may use the limit of its device", KALL, DSA1, S_LIMIT),
	VALID("reserved read buffers of others do not forbid the default of allowed", KALL, DSA1, S_RES0 | S_RES1),

	VALID("block on fault alone is valid", KALL, DSA2, S_BOF),
	VALID("prs_disable alone is valid", KNEW, DSA2, S_PRS),
	VALID("ats_disable is valid where the device has it", KALL, DSA1, S_ATS),
	VALID("fewer operations than the device has are valid", KALL, DSA1, S_OPS),

	BREAKS("a wq larger than the device is reported", KALL, DSA1, S_SIZE | S_HUGE, SIZE_SUM, WQ, 0, SIZE),
	BREAKS("a threshold above the size is reported", KALL, DSA1, S_THRESH, THRESHOLD_RANGE, WQ, 0, THRESHOLD),
	BREAKS("a threshold of a dedicated wq is reported", KALL, DSA1, S_SIZE | S_THRESH | S_DED, THRESHOLD_DEDICATED, WQ,
	       0, THRESHOLD),
	BREAKS("block on fault without GENCAP 0 is reported", KALL, DSA1, S_BOF | M_NO_BOF, BLOCK_ON_FAULT_CAP, WQ, 0,
	       BLOCK_ON_FAULT),
	BREAKS("block on fault with prs_disable is reported", KNEW, DSA2, S_BOF | S_PRS, BLOCK_ON_FAULT_PRS, WQ, 0,
	       BLOCK_ON_FAULT),
	BREAKS("prs_disable of a device that lacks it is reported", KNEW, DSA1, S_PRS, NOT_SUPPORTED, WQ, 0, PRS_DISABLE),
	BREAKS("prs_disable on 6.1 is reported", K61, DSA2, S_PRS, NO_ATTRIBUTE, WQ, 0, PRS_DISABLE),
	BREAKS("ats_disable of a device that lacks it is reported", KALL, DSA1, S_ATS | M_NO_ATS, NOT_SUPPORTED, WQ, 0,
	       ATS_DISABLE),
	BREAKS("op_config of a device that lacks it is reported", KALL, DSA1, S_OPS | M_NO_OPS, NOT_SUPPORTED, WQ, 0,
	       OP_CONFIG),
	BREAKS("a limit that the device lacks is reported", KALL, DSA1, S_LIMIT | M_NO_LIMIT, NOT_SUPPORTED, DEVICE, 0,
	       READ_BUFFER_LIMIT),
	BREAKS("a read buffer limit of IAX is reported", KALL, IAX1, S_LIMIT, NOT_ON_IAX, DEVICE, 0, READ_BUFFER_LIMIT),
	BREAKS("reserved read buffers of IAX are reported", KALL, IAX1, S_RES0, NOT_ON_IAX, GROUP, 0,
	       READ_BUFFERS_RESERVED),
	BREAKS("6.1 cannot name a kernel wq while the kernel has a PASID", K61, DSA1, S_KERNEL | S_NAMED | M_KPASID,
	       NAME_KERNEL_PASID, WQ, 0, NAME),

	BREAKS("enabling without a group is reported", KALL, DSA1,
	       (GOOD_DED & ~(S_GROUPED | S_ENG2)) | S_OTHER_GROUPED, WQ_NO_GROUP, WQ, 0, WQ_GROUP_ID),
	BREAKS("enabling without a size is reported", KALL, DSA1, GOOD_DED & ~S_SIZE, WQ_NO_SIZE, WQ, 0, SIZE),
	BREAKS("enabling without a name is reported", KALL, DSA1, GOOD_DED & ~S_NAMED, WQ_NO_NAME, WQ, 0, NAME),
	BREAKS("enabling without a type is reported", KALL, DSA1, GOOD_DED & ~S_USER, WQ_NO_TYPE, WQ, 0, TYPE),
	BREAKS("enabling without a driver_name is reported", KNEW, DSA1, GOOD_DED & ~S_DRV_USER, DRIVER_NAME, WQ, 0,
	       DRIVER_NAME),
	BREAKS("a driver_name of another type is reported", KNEW, DSA1, (GOOD_DED & ~S_DRV_USER) | S_DRV_DMA,
	       WQ_TYPE_DRIVER, WQ, 0, DRIVER_NAME),
	BREAKS("crypto on DSA is reported", KNEW, DSA1, (GOOD_DMA & ~S_DRV_DMA) | S_DRV_IAA, WQ_TYPE_DRIVER, WQ, 0,
	       DRIVER_NAME),
	BREAKS("a user wq without user PASID is reported", KALL, DSA1, GOOD_DED & ~M_UPASID, NO_USER_PASID, WQ, 0, TYPE),
	BREAKS("a shared wq without ENQCMD is reported", KALL, DSA1, GOOD_SWQ & ~M_ENQCMD, SHARED_UNSUPPORTED, WQ, 0, MODE),
	BREAKS("a shared wq without threshold is reported", KALL, DSA1, GOOD_SWQ & ~S_THRESH, SHARED_NO_THRESHOLD, WQ, 0,
	       THRESHOLD),
	BREAKS("an idle shared wq without type stops the device", KALL, DSA1, GOOD_SWQ | S_OTHER_SHARED, SHARED_TYPE_NONE,
	       WQ, 1, TYPE),
	BREAKS("a mode that the hardware lacks is reported", KALL, DSA1, GOOD_DED | M_SHARED_ONLY, MODE_UNSUPPORTED, WQ, 0,
	       MODE),
	BREAKS("a dedicated kernel wq without privileged mode is reported", KNEW, DSA1, GOOD_DMA | M_KPASID, PASID_PRIV, WQ,
	       0, TYPE),
	BREAKS("wqs without an engine are reported at their group", KALL, DSA1, GOOD_DED & ~S_ENG2, GROUP_NO_ENGINE, GROUP,
	       0, NONE),
	BREAKS("priority 0 is reported where the hardware refuses it", KALL, DSA1, (GOOD_DED & ~S_PRIO) | M_PRIO,
	       PRIORITY_ZERO, WQ, 0, PRIORITY),
};

static void run_one(void **state)
{
	const struct one_case *row = *state;
	unsigned int kernel;

	for (kernel = 0; idxd_rules_kernel_row(kernel); kernel++) {
		struct rules_fixture f;

		if (!(row->kernels >> kernel & 1))
			continue;
		rules_fixture_make(&f, kernel, row->machine, row->state);
		f.wqs[0].driver = IDXD_BUS_COUNT;
		if (row->reason == IDXD_REASON_OK)
			assert_int_equal(validate(&f).n, 0);
		else
			assert_one(&f, row->reason, row->kind, row->id, row->attr);
	}
}

/* ---- numbers, and more than one rule at once ---- */

static void every_wq_that_does_not_fit_says_what_is_left(void **state)
{
	struct rules_fixture f;
	struct reports reports;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.wqs[0].size = 64;
	f.wqs[1].size = 200;
	f.wqs[2].size = 64;
	f.wqs[3].size = 1;
	reports = validate(&f);
	assert_int_equal(reports.n, 2);
	assert_int_equal(reports.list[0].id, 1);
	assert_int_equal(reports.list[0].value, 200);
	assert_int_equal(reports.list[0].max, 64);
	assert_int_equal(reports.list[0].other, 128);
	assert_int_equal(reports.list[1].id, 3);
	assert_int_equal(reports.list[1].max, 0);
}

static void read_buffers_are_shared_out_in_the_order_of_groups(void **state)
{
	struct rules_fixture f;
	struct reports reports;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.groups[0].read_buffers_reserved = 60;
	f.groups[1].read_buffers_reserved = 40;
	f.groups[2].read_buffers_reserved = 36;
	f.groups[3].read_buffers_reserved = 100;
	reports = validate(&f);
	assert_int_equal(reports.n, 2);
	assert_int_equal(reports.list[0].reason, IDXD_REASON_READ_BUFFERS_FREE);
	assert_int_equal(reports.list[0].id, 1);
	assert_int_equal(reports.list[0].max, 36);
	assert_int_equal(reports.list[1].reason, IDXD_REASON_READ_BUFFERS_TOTAL);
	assert_int_equal(reports.list[1].id, 3);
}

static void allowed_read_buffers_need_four_for_each_engine(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_ENG2);
	f.groups[0].read_buffers_allowed = 7;
	assert_one(&f, IDXD_REASON_READ_BUFFERS_ENGINES, IDXD_KIND_GROUP, 0, IDXD_ATTR_READ_BUFFERS_ALLOWED);
	f.groups[0].read_buffers_allowed = 8;
	assert_int_equal(validate(&f).n, 0);
}

static void allowed_read_buffers_end_at_reserved_and_free(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_RES0 | S_RES1);
	f.groups[0].read_buffers_allowed = 76;
	assert_int_equal(validate(&f).n, 0);
	f.groups[0].read_buffers_allowed = 77;
	assert_one(&f, IDXD_REASON_READ_BUFFERS_ALLOWED, IDXD_KIND_GROUP, 0, IDXD_ATTR_READ_BUFFERS_ALLOWED);
}

static void using_a_limit_that_is_not_set_is_reported(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.groups[2].use_read_buffer_limit = true;
	assert_one(&f, IDXD_REASON_USE_LIMIT_NO_LIMIT, IDXD_KIND_GROUP, 2, IDXD_ATTR_USE_READ_BUFFER_LIMIT);
	f.config.device.read_buffer_limit = 97;
	assert_one(&f, IDXD_REASON_READ_BUFFER_LIMIT, IDXD_KIND_DEVICE, 0, IDXD_ATTR_READ_BUFFER_LIMIT);
}

static void traffic_classes_follow_the_version(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.groups[0].traffic_class_b = 0;
	assert_one(&f, IDXD_REASON_TRAFFIC_CLASS_VERSION, IDXD_KIND_GROUP, 0, IDXD_ATTR_TRAFFIC_CLASS_B);
	rules_fixture_make(&f, 2, DSA3, S_CLEAN);
	f.groups[1].traffic_class_a = 7;
	assert_int_equal(validate(&f).n, 0);
	f.groups[1].traffic_class_a = 8;
	assert_one(&f, IDXD_REASON_TRAFFIC_CLASS, IDXD_KIND_GROUP, 1, IDXD_ATTR_TRAFFIC_CLASS_A);
}

static void progress_limits_end_at_3(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA2, S_CLEAN);
	f.groups[0].desc_progress_limit = 3;
	assert_int_equal(validate(&f).n, 0);
	f.groups[0].batch_progress_limit = 4;
	assert_one(&f, IDXD_REASON_PROGRESS_LIMIT, IDXD_KIND_GROUP, 0, IDXD_ATTR_BATCH_PROGRESS_LIMIT);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.groups[0].desc_progress_limit = 1;
	assert_one(&f, IDXD_REASON_NOT_SUPPORTED, IDXD_KIND_GROUP, 0, IDXD_ATTR_DESC_PROGRESS_LIMIT);
}

static void event_log_sizes_end_at_65535(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA2, S_CLEAN);
	f.config.device.event_log_size = 65536;
	assert_one(&f, IDXD_REASON_EVENT_LOG_SIZE, IDXD_KIND_DEVICE, 0, IDXD_ATTR_EVENT_LOG_SIZE);
	rules_fixture_make(&f, 0, DSA2, S_CLEAN);
	f.config.device.event_log_size = 128;
	assert_one(&f, IDXD_REASON_NO_ATTRIBUTE, IDXD_KIND_DEVICE, 0, IDXD_ATTR_EVENT_LOG_SIZE);
}

static void transfer_and_batch_sizes_end_at_the_devices(void **state)
{
	struct rules_fixture f;
	struct reports reports;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, M_SMALL);
	f.wqs[0].max_transfer_size = 65537;
	f.wqs[0].max_batch_size = 17;
	reports = validate(&f);
	assert_int_equal(reports.n, 2);
	assert_int_equal(reports.list[0].reason, IDXD_REASON_TRANSFER_SIZE);
	assert_int_equal(reports.list[0].value, 131072);
	assert_int_equal(reports.list[0].max, 65536);
	assert_int_equal(reports.list[0].other, 65537);
	assert_int_equal(reports.list[1].reason, IDXD_REASON_BATCH_SIZE);
	f.wqs[0].max_transfer_size = 0;
	f.wqs[0].max_batch_size = 16;
	assert_one(&f, IDXD_REASON_ZERO, IDXD_KIND_WQ, 0, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE);
	f.wqs[0].max_transfer_size = UINT64_MAX;
	assert_one(&f, IDXD_REASON_TRANSFER_SIZE, IDXD_KIND_WQ, 0, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE);
}

static void defaults_beyond_the_device_count_when_the_wq_is_to_be_enabled(void **state)
{
	struct rules_fixture f;
	struct reports reports;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, GOOD_DED | M_SMALL);
	reports = validate(&f);
	assert_int_equal(reports.n, 2);
	assert_int_equal(reports.list[0].attr, IDXD_ATTR_WQ_MAX_TRANSFER_SIZE);
	assert_int_equal(reports.list[1].attr, IDXD_ATTR_WQ_MAX_BATCH_SIZE);
}

static void operations_beyond_op_cap_are_named_and_counted(void **state)
{
	struct rules_fixture f;
	struct reports reports;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.wqs[4].op_config[0] |= 1ull << DSA_OPCODE_AP_DELTA | 1ull << DSA_OPCODE_CR_DELTA;
	f.wqs[4].op_config[3] = 1ull << 63;
	reports = validate(&f);
	assert_int_equal(reports.n, 1);
	assert_int_equal(reports.list[0].reason, IDXD_REASON_OP_CONFIG);
	assert_int_equal(reports.list[0].id, 4);
	assert_int_equal(reports.list[0].value, DSA_OPCODE_CR_DELTA);
	assert_int_equal(reports.list[0].other, 3);
}

static void an_operation_that_is_left_out_needs_op_config(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, M_NO_OPS);
	f.wqs[0].op_config[0] &= ~1ull;
	assert_one(&f, IDXD_REASON_NOT_SUPPORTED, IDXD_KIND_WQ, 0, IDXD_ATTR_OP_CONFIG);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.caps.op_cap[0] &= ~1ull;
	f.wqs[0].op_config[0] = 1;
	f.wqs[1] = f.wqs[2] = f.wqs[3] = f.wqs[4] = f.wqs[5] = f.wqs[6] = f.wqs[7] = f.wqs[0];
	assert_int_equal(validate(&f).n, 8);
}

static void priorities_groups_and_lengths_have_their_ends(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.wqs[0].priority = 16;
	assert_one(&f, IDXD_REASON_PRIORITY, IDXD_KIND_WQ, 0, IDXD_ATTR_PRIORITY);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.wqs[0].group_id = 4;
	assert_one(&f, IDXD_REASON_GROUP_ID, IDXD_KIND_WQ, 0, IDXD_ATTR_WQ_GROUP_ID);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.engines[3].group_id = -2;
	assert_one(&f, IDXD_REASON_GROUP_ID, IDXD_KIND_ENGINE, 3, IDXD_ATTR_ENGINE_GROUP_ID);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.wqs[0].name_length = 1025;
	assert_one(&f, IDXD_REASON_TEXT_LENGTH, IDXD_KIND_WQ, 0, IDXD_ATTR_NAME);
	rules_fixture_make(&f, 2, DSA1, S_CLEAN);
	f.wqs[0].driver_name_length = 129;
	assert_one(&f, IDXD_REASON_TEXT_LENGTH, IDXD_KIND_WQ, 0, IDXD_ATTR_DRIVER_NAME);
}

static void a_wq_of_a_device_that_stays_disabled_is_reported(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, GOOD_DED);
	f.config.device.state = IDXD_STATE_DISABLED;
	assert_one(&f, IDXD_REASON_DEVICE_NOT_ENABLED, IDXD_KIND_WQ, 0, IDXD_ATTR_NONE);
}

static void an_empty_device_that_is_to_be_enabled_lacks_wqs_and_engines(void **state)
{
	struct rules_fixture f;
	struct reports reports;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_DEV);
	reports = validate(&f);
	assert_int_equal(reports.n, 2);
	assert_int_equal(reports.list[0].reason, IDXD_REASON_NO_WQ_CONFIGURED);
	assert_int_equal(reports.list[1].reason, IDXD_REASON_NO_ENGINE_CONFIGURED);
	rules_fixture_make(&f, 2, DSA1, S_DEV | M_FIXED);
	assert_int_equal(validate(&f).n, 0);
}

static void engines_without_wqs_are_reported(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, GOOD_DED);
	f.engines[3].group_id = 2;
	assert_one(&f, IDXD_REASON_GROUP_NO_WQ, IDXD_KIND_GROUP, 2, IDXD_ATTR_NONE);
}

static void every_broken_rule_is_reported_not_only_the_first(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_WQ);
	f.wqs[0].priority = 99;
	f.wqs[0].block_on_fault = true;
	f.caps.block_on_fault = false;
	f.groups[0].traffic_class_a = 3;
	/* no wq, no engine, priority, block on fault, traffic class, group, size, name, type, threshold */
	assert_int_equal(validate(&f).n, 10);
}

static void validation_counts_without_a_listener(void **state)
{
	struct rules_fixture f;

	(void)state;
	rules_fixture_make(&f, 2, DSA1, S_DEV);
	assert_int_equal(idxd_rules_validate(f.kernel, &f.caps, &f.config, NULL, NULL), 2);
}

static const struct CMUnitTest more_tests[] = {
	cmocka_unit_test(every_wq_that_does_not_fit_says_what_is_left),
	cmocka_unit_test(read_buffers_are_shared_out_in_the_order_of_groups),
	cmocka_unit_test(allowed_read_buffers_need_four_for_each_engine),
	cmocka_unit_test(allowed_read_buffers_end_at_reserved_and_free),
	cmocka_unit_test(using_a_limit_that_is_not_set_is_reported),
	cmocka_unit_test(traffic_classes_follow_the_version),
	cmocka_unit_test(progress_limits_end_at_3),
	cmocka_unit_test(event_log_sizes_end_at_65535),
	cmocka_unit_test(transfer_and_batch_sizes_end_at_the_devices),
	cmocka_unit_test(defaults_beyond_the_device_count_when_the_wq_is_to_be_enabled),
	cmocka_unit_test(operations_beyond_op_cap_are_named_and_counted),
	cmocka_unit_test(an_operation_that_is_left_out_needs_op_config),
	cmocka_unit_test(priorities_groups_and_lengths_have_their_ends),
	cmocka_unit_test(a_wq_of_a_device_that_stays_disabled_is_reported),
	cmocka_unit_test(an_empty_device_that_is_to_be_enabled_lacks_wqs_and_engines),
	cmocka_unit_test(engines_without_wqs_are_reported),
	cmocka_unit_test(every_broken_rule_is_reported_not_only_the_first),
	cmocka_unit_test(validation_counts_without_a_listener),
};

#define N_ROWS (sizeof(one_cases) / sizeof(one_cases[0]))
#define N_MORE (sizeof(more_tests) / sizeof(more_tests[0]))

int main(void)
{
	static struct CMUnitTest tests[N_ROWS + N_MORE];
	size_t i;

	for (i = 0; i < N_ROWS; i++)
		tests[i] = (struct CMUnitTest){ .name = one_cases[i].name,
						.test_func = run_one,
						.initial_state = (void *)(uintptr_t)&one_cases[i] };
	for (i = 0; i < N_MORE; i++)
		tests[N_ROWS + i] = more_tests[i];
	return cmocka_run_group_tests_name("rules: validation", tests, NULL, NULL);
}
