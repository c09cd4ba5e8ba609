// SPDX-License-Identifier: GPL-2.0-or-later
/* A refused write is explained by the rules. Run by test-explain.tap. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test/unit/live.h"

static void a_refused_size_says_what_is_left(void **state)
{
	struct accfg_device *device = live_take_dsa();

	(void)state;
	assert_int_equal(accfg_wq_set_size(live_wq(device, 0), 64), 0);
	assert_int_equal(accfg_wq_set_size(live_wq(device, 1), 200), -EINVAL);
	assert_string_equal(accfg_error_get_attr(live_error()), "size");
	assert_string_equal(accfg_error_get_value(live_error()), "200");
	assert_string_equal(accfg_error_get_rule(live_error()), "size-sum");
	live_assert_said("wq");
	live_assert_said(": size=200: only 64 of 128 entries are left on dsa");
}

static void a_refused_write_while_enabled_says_so(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_wq *wq = live_configure(device);

	(void)state;
	assert_int_equal(accfg_device_enable(device), 0);
	assert_int_equal(accfg_wq_set_size(wq, 8), -EPERM);
	assert_string_equal(accfg_error_get_rule(live_error()), "device-enabled");
	assert_int_equal(accfg_wq_set_threshold(wq, 20), -EINVAL);
	assert_string_equal(accfg_error_get_rule(live_error()), "threshold-range");
}

static void text_that_the_attribute_does_not_take_says_so(void **state)
{
	struct accfg_object *wq = accfg_wq_get_object(live_wq(live_take_dsa(), 0));

	(void)state;
	assert_int_equal(accfg_object_set_attr(wq, accfg_attr_get_by_name(ACCFG_KIND_WQ, "mode"), "exclusive"), -EINVAL);
	assert_string_equal(accfg_error_get_rule(live_error()), "malformed");
	live_assert_said("shared|dedicated");
}

/* On a disabled device with a dedicated wq of 16 entries and engine 0 in group 0. */
static const struct {
	enum accfg_kind kind;
	const char *attr, *text;
	int code;
	const char *rule, *part; /* of the message */
} refusals[] = {
	{ ACCFG_KIND_WQ, "priority", "16", -EINVAL, "priority", "allowed is 0 to 15" },
	{ ACCFG_KIND_WQ, "threshold", "17", -EINVAL, "threshold-range", "size 16" },
	{ ACCFG_KIND_WQ, "threshold", "0x4", -EINVAL, "threshold-dedicated", "dedicated" },
	{ ACCFG_KIND_WQ, "group_id", "4", -EINVAL, "group-id", "-1 (none) to 3" },
	{ ACCFG_KIND_WQ, "size", "much", -EINVAL, "malformed", "0..work_queue_size" },
	{ ACCFG_KIND_WQ, "size", "129", -EINVAL, "size-sum", "only 128 of 128 entries" },
	{ ACCFG_KIND_WQ, "max_transfer_size", "2147483649", -EINVAL, "transfer-size", "2147483648 bytes" },
	{ ACCFG_KIND_WQ, "max_batch_size", "0", -EINVAL, "zero", "1 to 1024" },
	{ ACCFG_KIND_WQ, "op_config", "80000000", -EINVAL, "op-config", "the first is 0x1f" },
	{ ACCFG_KIND_WQ, "enqcmds_retries", "1", -EOPNOTSUPP, "retries-dedicated", "dedicated" },
	{ ACCFG_KIND_GROUP, "traffic_class_a", "1", -EPERM, "traffic-class-version", "tc_override" },
	{ ACCFG_KIND_GROUP, "read_buffers_reserved", "97", -EINVAL, "read-buffers-total", "has 96 read buffers" },
	{ ACCFG_KIND_GROUP, "read_buffers_allowed", "3", -EINVAL, "read-buffers-engines", "4 to 96" },
	{ ACCFG_KIND_GROUP, "use_read_buffer_limit", "1", -EPERM, "use-limit-no-limit", "read_buffer_limit" },
	{ ACCFG_KIND_ENGINE, "group_id", "-2", -EINVAL, "group-id", "-1 (none) to 3" },
	{ ACCFG_KIND_DEVICE, "read_buffer_limit", "97", -EINVAL, "read-buffer-limit", "has 96 read buffers" },
};

static void each_refusal_is_explained_by_its_rule(void **state)
{
	struct accfg_device *device = accfg_wq_get_device(live_configure(live_take_dsa()));

	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct accfg_attr *attr = accfg_attr_get_by_name(refusals[i].kind, refusals[i].attr);
		struct accfg_object **objects;
		size_t n;

		assert_int_equal(accfg_select(live_ctx, refusals[i].kind, accfg_device_get_name(device), &objects, &n), 0);
		if (accfg_object_set_attr(objects[0], attr, refusals[i].text) != refusals[i].code)
			fail_msg("%s=%s: %s", refusals[i].attr, refusals[i].text,
				 accfg_error_get_message(live_error()));
		assert_string_equal(accfg_error_get_value(live_error()), refusals[i].text);
		if (!accfg_error_get_rule(live_error()) ||
		    strcmp(accfg_error_get_rule(live_error()), refusals[i].rule))
			fail_msg("%s", accfg_error_get_message(live_error()));
		live_assert_said(refusals[i].part);
		free(objects);
	}
}

static void a_wq_of_a_disabled_device_says_so(void **state)
{
	struct accfg_wq *wq = live_configure(live_take_dsa());

	(void)state;
	assert_int_equal(accfg_wq_enable(wq), -ENXIO);
	assert_string_equal(accfg_error_get_rule(live_error()), "device-not-enabled");
	live_assert_said("is not enabled");
}

static void a_device_without_engines_says_so(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_engine *engine;

	(void)state;
	live_configure(device);
	assert_int_equal(accfg_engine_get_by_id(device, 0, &engine), 0);
	assert_int_equal(accfg_engine_set_group_id(engine, -1), 0);
	assert_int_equal(accfg_device_enable(device), -ENXIO);
	assert_string_equal(accfg_error_get_rule(live_error()), "group-no-engine");
	live_assert_said("the group has wqs (1) but no engine");
}

static void a_group_that_the_hardware_refuses_is_named(void **state)
{
	struct accfg_device *device = live_take_dsa();
	struct accfg_engine *engine;
	char group[32];

	(void)state;
	live_configure(device);
	assert_int_equal(accfg_engine_get_by_id(device, 1, &engine), 0);
	assert_int_equal(accfg_engine_set_group_id(engine, 2), 0);
	assert_int_equal(accfg_device_enable(device), -ENXIO);
	assert_int_not_equal(accfg_error_get_cmd_status(live_error()), 0);
	snprintf(group, sizeof(group), "group%u.2", accfg_device_get_id(device));
	live_assert_said(group);
	live_assert_said("the group has engines (1) but no wq");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_refused_size_says_what_is_left),
		cmocka_unit_test(a_refused_write_while_enabled_says_so),
		cmocka_unit_test(a_wq_of_a_disabled_device_says_so),
		cmocka_unit_test(a_device_without_engines_says_so),
		cmocka_unit_test(a_group_that_the_hardware_refuses_is_named),
		cmocka_unit_test(each_refusal_is_explained_by_its_rule),
		cmocka_unit_test(text_that_the_attribute_does_not_take_says_so),
	};

	return cmocka_run_group_tests_name("explain", tests, live_setup, live_teardown);
}
