// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Checking profiles for named hardware: which rule is said where, once for each broken one, and
 * that nothing else is.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "profile-fixture.h"

static int check(void **state, const char *text, const char *machine, bool enable)
{
	struct profile_fixture *fixture = *state;

	profile_read_ok(state, text);
	return accfg_profile_check(fixture->profile, machine, enable ? ACCFG_PLAN_ENABLE : 0);
}

/* Two wqs in group 0 with engine 0. */
#define TWO(first, second)                                                                         \
	"[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.0\", \"grouped_engines\": "          \
	"[{\"dev\": \"engine0.0\"}],\n\"grouped_workqueues\": [{\"dev\": \"wq0.0\", " first "},\n" \
	"{\"dev\": \"wq0.1\", " second "}]}]}]"
#define GOOD                                                                                       \
	"\"mode\": \"dedicated\", \"size\": 16, \"type\": \"user\", \"driver_name\": \"user\", "   \
	"\"name\": \"a\""

static void a_good_profile_has_no_errors(void **state)
{
	assert_int_equal(check(state, TWO(GOOD, GOOD), "spr-2s", true), 0);
	assert_int_equal(profile_count_errors(state), 0);
}

static void sizes_that_do_not_fit_are_blamed_on_the_one_that_is_too_much(void **state)
{
	assert_int_equal(check(state, TWO("\"size\": 64", "\"size\": 200"), "spr-2s", false),
			 -EINVAL);
	assert_profile_error(
		state,
		"dsa0/wq0.1: size=200: only 64 of 128 entries are left on dsa0 [p.json:3:26]");
	assert_int_equal(profile_count_errors(state), 1);
}

static void every_broken_rule_is_said_at_its_place(void **state)
{
	assert_int_equal(
		check(state,
		      TWO("\"size\": 8, \"threshold\": 9", "\"max_transfer_size\": 4294967296"),
		      "spr-2s", false),
		-EINVAL);
	assert_profile_error(
		state, "dsa0/wq0.0: threshold=9: the wq has size 8; a threshold is 1 to the size "
		       "[p.json:2:65]");
	assert_profile_error(
		state,
		"dsa0/wq0.1: max_transfer_size=4294967296: dsa0 can move at most 2147483648 bytes; "
		"sizes are rounded up to a power of two, here 4294967296 [p.json:3:39]");
	assert_int_equal(profile_count_errors(state), 2);
}

static void what_enabling_needs_is_asked_for_only_when_enabling(void **state)
{
	const char *text = TWO(GOOD, "\"mode\": \"dedicated\", \"size\": 8, \"type\": \"user\"");

	assert_int_equal(check(state, text, "spr-2s", 0), 0);
	assert_int_equal(check(state, text, "spr-2s", true), -EINVAL);
	assert_profile_error(state, "dsa0/wq0.1: name: the wq has no name [p.json:3:9]");
	assert_int_equal(profile_count_errors(state), 1);
}

static void a_group_with_a_wq_and_without_an_engine_is_an_error(void **state)
{
	const char *text =
		"[{\"dev\": \"dsa0\", \"ungrouped_engines\": [{\"dev\": \"engine0.0\"}], "
		"\"groups\": [{\"dev\": "
		"\"group0.2\", \"grouped_workqueues\": [{\"dev\": \"wq0.0\", " GOOD "}]}]}]";

	assert_int_equal(check(state, text, "spr-2s", true), -EINVAL);
	assert_profile_error(state,
			     "dsa0/group0.2: the group has wqs (1) but no engine [p.json:1:82]");
}

static void block_on_fault_and_prs_disable_exclude_each_other_where_both_are(void **state)
{
	const char *text = TWO("\"block_on_fault\": 1, \"prs_disable\": 1", "\"size\": 4");

	assert_int_equal(check(state, text, "spr-2s", 0), 0);
	assert_int_equal(check(state, text, "dmr", false), -EINVAL);
	assert_profile_error(
		state,
		"dsa0/wq0.0: block_on_fault=1: block_on_fault and prs_disable exclude each other "
		"[p.json:2:59]");
}

static void read_buffers_are_shared_by_all_groups(void **state)
{
	const char *text = "[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.0\", "
			   "\"read_buffers_reserved\": 90},\n"
			   "{\"dev\": \"group0.1\", \"read_buffers_reserved\": 10}]}]";

	assert_int_equal(check(state, text, "spr-2s", false), -EINVAL);
	assert_profile_error(state, "dsa0/group0.1: read_buffers_reserved=10: only 6 of 96 read "
				    "buffers of dsa0 are free "
				    "for this group [p.json:2:46]");
}

static void an_operation_that_the_device_lacks_is_an_error(void **state)
{
	assert_int_equal(
		check(state,
		      TWO("\"op_config\": \"00000000,00000000,00000000,00000000,00000000,00000000,"
			  "00000000,00000c00\"",
			  "\"size\": 4"),
		      "spr-2s", false),
		-EINVAL);
	assert_profile_error(
		state,
		"dsa0/wq0.0: "
		"op_config=00000000,00000000,00000000,00000000,00000000,00000000,00000000,"
		"00000c00: dsa0 lacks 2 of these operations, the first is 0xa [p.json:2:54]");
}

static void devices_that_are_missing_are_told_from_other_errors(void **state)
{
	assert_int_equal(
		check(state, "[{\"dev\": \"dsa1\"}, {\"dev\": \"dsa3\"}]", "spr-2s", false),
		-ENODEV);
	assert_int_equal(profile_count_errors(state), 2);
	assert_int_equal(
		check(state,
		      "[{\"dev\": \"dsa1\"}, {\"dev\": \"dsa0\", \"read_buffer_limit\": 97}]",
		      "spr-2s", false),
		-EINVAL);
	assert_profile_error(state,
			     "dsa0: read_buffer_limit=97: dsa0 has 96 read buffers [p.json:1:56]");
}

static void a_template_is_wrong_on_each_device_that_it_matches(void **state)
{
	assert_int_equal(
		check(state, "[{\"dev\": \"dsa*\", \"read_buffer_limit\": 97}]", "spr-2s", false),
		-EINVAL);
	assert_int_equal(profile_count_errors(state), 8);
}

static void hardware_that_nobody_knows_is_an_error(void **state)
{
	struct profile_fixture *fixture = *state;

	assert_int_equal(check(state, "[]", "abacus", false), -ENODEV);
	assert_string_equal(accfg_error_get_message(accfg_get_last_error(fixture->ctx)),
			    "abacus: no hardware is known by this name");
}

static void checking_again_forgets_what_was_found_before(void **state)
{
	struct profile_fixture *fixture = *state;

	assert_int_equal(check(state, "[{\"dev\": \"dsa14\"}]", "spr-1s", false), -ENODEV);
	assert_int_equal(accfg_profile_check(fixture->profile, "spr-2s", 0), 0);
	assert_null(accfg_profile_get_first_problem(fixture->profile));
}

static void every_named_machine_can_be_checked_for(void **state)
{
	const char *name;
	unsigned int n = 0;

	for (; (name = accfg_machine_get_name(n)); n++)
		assert_int_equal(check(state, TWO(GOOD, GOOD), name, true), 0);
	assert_true(n >= 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, profile_setup, profile_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_good_profile_has_no_errors),
		TEST(sizes_that_do_not_fit_are_blamed_on_the_one_that_is_too_much),
		TEST(every_broken_rule_is_said_at_its_place),
		TEST(what_enabling_needs_is_asked_for_only_when_enabling),
		TEST(a_group_with_a_wq_and_without_an_engine_is_an_error),
		TEST(block_on_fault_and_prs_disable_exclude_each_other_where_both_are),
		TEST(read_buffers_are_shared_by_all_groups),
		TEST(an_operation_that_the_device_lacks_is_an_error),
		TEST(devices_that_are_missing_are_told_from_other_errors),
		TEST(a_template_is_wrong_on_each_device_that_it_matches),
		TEST(hardware_that_nobody_knows_is_an_error),
		TEST(checking_again_forgets_what_was_found_before),
		TEST(every_named_machine_can_be_checked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
