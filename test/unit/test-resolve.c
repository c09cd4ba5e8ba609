// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From profiles to wanted states, on named hardware: which devices are meant, what is laid over
 * what, what is completed and what is left out.
 */
#include <stdio.h>
#include <string.h>

#include "profile-fixture.h"

#include "lib/resolve.h"

/* A test: the fixture of profiles and one resolution. */
struct test {
	void *fixture;
	struct resolution resolution;
};

static int setup(void **state)
{
	static struct test test;

	test = (struct test){ 0 };
	*state = &test;
	return profile_setup(&test.fixture);
}

static int teardown(void **state)
{
	struct test *test = *state;

	resolve_release(&test->resolution);
	return profile_teardown(&test->fixture);
}

static const struct wanted *resolve(void **state, const char *text, const char *machine,
				    bool enable)
{
	struct test *test = *state;
	struct profile_fixture *fixture = test->fixture;

	profile_read_ok(&test->fixture, text);
	assert_int_equal(resolve_profile(&test->resolution, fixture->profile, machine,
					 enable ? ACCFG_PLAN_ENABLE : 0), 0);
	assert_int_equal(problem_list_finish(fixture->profile->problems), 0);
	return test->resolution.list;
}

static size_t devices(void **state)
{
	return ((struct test *)*state)->resolution.n;
}

static void assert_note(void **state, const char *message)
{
	assert_profile_note(&((struct test *)*state)->fixture, message);
}

static void assert_error(void **state, const char *message)
{
	assert_profile_error(&((struct test *)*state)->fixture, message);
}

/* ---- devices ---- */

static void a_pattern_means_every_device_that_it_matches(void **state)
{
	const struct wanted *list =
		resolve(state, "[{\"dev\": \"dsa*\", \"read_buffer_limit\": 8}]", "spr-2s", false);

	assert_int_equal(devices(state), 8);
	assert_string_equal(list[0].want.name, "dsa0");
	assert_string_equal(list[7].want.name, "dsa14");
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(list[i].want.config.device.read_buffer_limit, 8);
}

static void a_node_and_an_address_mean_devices_too(void **state)
{
	const struct wanted *list = resolve(
		state, "[{\"dev\": \"numa:1\"}, {\"dev\": \"0000:6f:02.0\"}]", "spr-2s", false);

	assert_int_equal(devices(state), 9);
	assert_string_equal(list[0].want.name, "dsa8");
	assert_string_equal(list[1].want.name, "iax9");
	assert_string_equal(list[8].want.name, "iax3");
}

static void an_x_stands_for_the_number_of_each_device(void **state)
{
	const struct wanted *list = resolve(
		state,
		"[{\"dev\": \"iaxX\", \"groups\": [{\"dev\": \"groupX.0\", \"grouped_workqueues\": "
		"[{\"dev\": \"wqX.2\", \"name\": \"iaxX2\"}]}]}]",
		"spr-1s", false);

	assert_int_equal(devices(state), 4);
	assert_string_equal(list[3].want.name, "iax7");
	assert_string_equal(list[3].want.texts[2].name, "iax72");
	assert_int_equal(list[3].want.config.wqs[2].name_length, 5);
	assert_int_equal(list[3].want.config.wqs[2].group_id, 0);
}

static void a_plain_name_counts_more_than_a_pattern_wherever_it_stands(void **state)
{
	const struct wanted *list = resolve(state,
					    "[{\"dev\": \"dsa2\", \"read_buffer_limit\": 5},"
					    " {\"dev\": \"dsa*\", \"read_buffer_limit\": 9}]",
					    "spr-1s", false);

	assert_int_equal(devices(state), 4);
	assert_int_equal(list[0].want.config.device.read_buffer_limit, 9);
	assert_int_equal(list[1].want.config.device.read_buffer_limit, 5);
}

static void a_device_that_is_not_there_is_an_error_that_names_those_that_are(void **state)
{
	resolve(state, "[{\"dev\": \"dsa1\"}]", "spr-1s", false);
	assert_int_equal(devices(state), 0);
	assert_error(state, "dsa1: there is no such device; there is dsa0, iax1, dsa2, iax3, dsa4, "
			    "iax5, dsa6, iax7 "
			    "[p.json:1:10]");
}

static void a_part_that_is_not_there_is_an_error(void **state)
{
	resolve(state, "[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.4\"}]}]", "spr-1s",
		false);
	assert_error(state,
		     "dsa0/group0.4: dsa0 has 4 of these, the last is group0.3 [p.json:1:37]");
}

/* ---- values ---- */

#define WQ(keys)                                                                                   \
	"[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.0\", \"grouped_workqueues\": "       \
	"[{\"dev\": \"wq0.1\", " keys "}]}]}]"

static const struct idxd_wq_config *resolve_wq(void **state, const char *text, const char *machine,
					       bool enable)
{
	return &resolve(state, text, machine, enable)->want.config.wqs[1];
}

static void a_size_that_the_driver_rounds_is_wanted_rounded(void **state)
{
	const struct idxd_wq_config *wq =
		resolve_wq(state, WQ("\"max_batch_size\": 100"), "spr-1s", false);

	assert_int_equal(wq->max_batch_size, 128);
	assert_note(
		state,
		"dsa0/wq0.1: max_batch_size=128: from 100, up to a power of two [p.json:1:107]");
}

static void a_threshold_of_a_dedicated_wq_is_left_out(void **state)
{
	const struct idxd_wq_config *wq =
		resolve_wq(state, WQ("\"threshold\": 15, \"size\": 16, \"mode\": \"dedicated\""),
			   "spr-1s", false);

	assert_int_equal(wq->threshold, 0);
	assert_note(state, "dsa0/wq0.1: threshold=15: ignored, as a dedicated wq has no threshold "
			   "[p.json:1:102]");
}

static void what_the_device_has_not_is_left_out(void **state)
{
	const struct idxd_wq_config *wq =
		resolve_wq(state, WQ("\"block_on_fault\": 1, \"prs_disable\": 1"), "spr-1s", false);

	assert_false(wq->prs_disable);
	assert_true(wq->block_on_fault);
	assert_note(state,
		    "dsa0/wq0.1: prs_disable=1: ignored, as this device or kernel does not have it "
		    "[p.json:1:125]");
}

static void what_the_device_has_not_and_would_be_off_anyway_is_no_note(void **state)
{
	struct test *test = *state;

	resolve_wq(state, WQ("\"prs_disable\": 0, \"name\": \"a\""), "spr-1s", false);
	assert_int_equal(profile_count_notes(&test->fixture), 0);
}

static void a_traffic_class_is_left_out_before_version_3(void **state)
{
	const char *text = "[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.1\", "
			   "\"traffic_class_a\": 3}]}]";

	assert_int_equal(
		resolve(state, text, "spr-1s", false)->want.config.groups[1].traffic_class_a, 1);
	assert_note(state, "dsa0/group0.1: traffic_class_a=3: ignored, as the driver does not let "
			   "it be set on this "
			   "version of the hardware [p.json:1:68]");
}

static void a_traffic_class_is_taken_from_version_3_on(void **state)
{
	const char *text = "[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.1\", "
			   "\"traffic_class_a\": 3}]}]";

	assert_int_equal(resolve(state, text, "dmr", false)->want.config.groups[1].traffic_class_a,
			 3);
}

/* ---- completing ---- */

static void what_a_wq_lacks_to_be_enabled_is_completed(void **state)
{
	const struct wanted *wanted = resolve(state, WQ("\"name\": \"a\""), "spr-1s", true);
	const struct idxd_wq_config *wq = &wanted->want.config.wqs[1];

	assert_true(wq->enabled);
	assert_int_equal(wanted->want.config.device.state, IDXD_STATE_ENABLED);
	assert_int_equal(wq->type, IDXD_TYPE_USER);
	assert_int_equal(wq->size, 16);
	assert_int_equal(wq->threshold, 16);
	assert_string_equal(wanted->want.texts[1].driver_name, "user");
	for (uint32_t i = 0; i < 4; i++)
		assert_int_equal(wanted->want.config.engines[i].group_id, 0);
	assert_note(state, "dsa0/wq0.1: size=16: not given, so it gets its share of the entries "
			   "[p.json:1:80]");
	assert_note(state, "dsa0/group0.0: the profile names no engines, so 4 free engines join it "
			   "[p.json:1:37]");
}

static void nothing_is_completed_where_nothing_is_to_be_enabled(void **state)
{
	const struct idxd_wq_config *wq = resolve_wq(state, WQ("\"name\": \"a\""), "spr-1s", false);

	assert_false(wq->enabled);
	assert_int_equal(wq->size, 0);
	assert_int_equal(wq->type, IDXD_TYPE_NONE);
}

static void the_driver_name_says_the_type(void **state)
{
	const struct idxd_wq_config *wq = resolve_wq(
		state, WQ("\"name\": \"a\", \"driver_name\": \"dmaengine\""), "spr-1s", true);

	assert_int_equal(wq->type, IDXD_TYPE_KERNEL);
}

static void a_share_is_no_more_than_what_is_left(void **state)
{
	const struct wanted *wanted = resolve(state,
					      "[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": "
					      "\"group0.0\", \"grouped_workqueues\": ["
					      "{\"dev\": \"wq0.0\", \"name\": \"a\", \"size\": "
					      "120}, {\"dev\": \"wq0.1\", \"name\": \"b\"}]}]}]",
					      "spr-1s", true);

	assert_int_equal(wanted->want.config.wqs[1].size, 8);
}

static void free_engines_are_dealt_out_among_the_groups_that_lack_them(void **state)
{
	const struct wanted *wanted = resolve(state,
					      "[{\"dev\": \"dsa0\", \"groups\": ["
					      "{\"dev\": \"group0.0\", \"grouped_workqueues\": "
					      "[{\"dev\": \"wq0.0\", \"name\": \"a\"}]},"
					      "{\"dev\": \"group0.2\", \"grouped_workqueues\": "
					      "[{\"dev\": \"wq0.1\", \"name\": \"b\"}]},"
					      "{\"dev\": \"group0.3\", \"grouped_workqueues\": "
					      "[{\"dev\": \"wq0.2\", \"name\": \"c\"}]}]}]",
					      "spr-1s", true);
	const struct idxd_engine_config *engines = wanted->want.config.engines;

	assert_int_equal(engines[0].group_id, 0);
	assert_int_equal(engines[1].group_id, 0);
	assert_int_equal(engines[2].group_id, 2);
	assert_int_equal(engines[3].group_id, 3);
}

static void a_profile_that_names_engines_gets_no_others(void **state)
{
	const struct wanted *wanted = resolve(
		state,
		"[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": \"group0.0\", \"grouped_workqueues\": "
		"[{\"dev\": \"wq0.0\", \"name\": \"a\"}], \"grouped_engines\": [{\"dev\": "
		"\"engine0.2\"}]}]}]",
		"spr-1s", true);

	assert_int_equal(wanted->want.config.engines[2].group_id, 0);
	assert_int_equal(wanted->want.config.engines[0].group_id, -1);
}

static void a_wq_that_only_a_list_shows_is_not_enabled(void **state)
{
	const struct wanted *wanted =
		resolve(state,
			"[{\"dev\": \"dsa0\", \"state\": \"disabled\", \"ungrouped workqueues\": "
			"[{\"dev\": \"wq0.0\", \"mode\": \"shared\","
			" \"size\": 0, \"priority\": 0, \"type\": \"none\", \"name\": \"\", "
			"\"threshold\": 0, \"state\": \"disabled\"}]}]",
			"spr-1s", true);

	assert_false(wanted->want.config.wqs[0].enabled);
	assert_int_equal(wanted->want.config.device.state, IDXD_STATE_DISABLED);
	assert_note(state, "dsa0: not enabled, as none of its wqs is in a group [p.json:1:10]");
}

static void wqs_are_enabled_in_the_order_of_the_profile(void **state)
{
	const struct wanted *wanted = resolve(state,
					      "[{\"dev\": \"dsa0\", \"groups\": [{\"dev\": "
					      "\"group0.0\", \"grouped_workqueues\": ["
					      "{\"dev\": \"wq0.5\"}, {\"dev\": \"wq0.2\"}]}]}]",
					      "spr-1s", false);

	assert_int_equal(wanted->wq_order[0], 5);
	assert_int_equal(wanted->wq_order[1], 2);
	assert_int_equal(wanted->wq_order[2], 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_pattern_means_every_device_that_it_matches),
		TEST(a_node_and_an_address_mean_devices_too),
		TEST(an_x_stands_for_the_number_of_each_device),
		TEST(a_plain_name_counts_more_than_a_pattern_wherever_it_stands),
		TEST(a_device_that_is_not_there_is_an_error_that_names_those_that_are),
		TEST(a_part_that_is_not_there_is_an_error),
		TEST(a_size_that_the_driver_rounds_is_wanted_rounded),
		TEST(a_threshold_of_a_dedicated_wq_is_left_out),
		TEST(what_the_device_has_not_is_left_out),
		TEST(what_the_device_has_not_and_would_be_off_anyway_is_no_note),
		TEST(a_traffic_class_is_left_out_before_version_3),
		TEST(a_traffic_class_is_taken_from_version_3_on),
		TEST(what_a_wq_lacks_to_be_enabled_is_completed),
		TEST(nothing_is_completed_where_nothing_is_to_be_enabled),
		TEST(the_driver_name_says_the_type),
		TEST(a_share_is_no_more_than_what_is_left),
		TEST(free_engines_are_dealt_out_among_the_groups_that_lack_them),
		TEST(a_profile_that_names_engines_gets_no_others),
		TEST(a_wq_that_only_a_list_shows_is_not_enabled),
		TEST(wqs_are_enabled_in_the_order_of_the_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
