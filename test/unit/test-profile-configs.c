// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Several named configurations in one profile, and the one that is selected. What is wrong with such a file is in
 * test-profile-errors.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/unit/profile-fixture.h"

#define BOTH "{\"version\":1,\"configs\":{\n\"dpdk\":[{\"dev\":\"dsa0\"}],\n\"guests\":[{\"dev\":\"dsa1\"},{\"dev\":\"iax1\"}]}}"

static struct accfg_profile *profile_of(void **state)
{
	return ((struct profile_fixture *)*state)->profile;
}

static void the_selected_configuration_is_the_profile(void **state)
{
	struct accfg_profile *p = profile_of(state);

	assert_int_equal(accfg_profile_select_config(p, "guests"), 0);
	profile_read_ok(state, BOTH);
	assert_int_equal(p->n_devices, 2);
	assert_string_equal(p->devices[1].self.name, "iax1");
	assert_string_equal(accfg_profile_get_selected_config(p), "guests");
}

static void a_selection_lasts_for_the_next_reading(void **state)
{
	struct accfg_profile *p = profile_of(state);

	assert_int_equal(accfg_profile_select_config(p, "dpdk"), 0);
	profile_read_ok(state, BOTH);
	profile_read_ok(state, BOTH);
	assert_string_equal(p->devices[0].self.name, "dsa0");
	assert_int_equal(accfg_profile_select_config(p, NULL), 0);
	assert_int_equal(profile_read(state, BOTH, 0), -EINVAL);
}

static void the_only_configuration_needs_no_selection(void **state)
{
	const struct accfg_profile *p =
		profile_read_ok(state, "{\"configs\":{\"one\":[{\"dev\":\"dsa3\"}]},\"version\":1}");

	assert_int_equal(p->n_devices, 1);
	assert_string_equal(accfg_profile_get_selected_config(profile_of(state)), "one");
}

static void names_come_in_the_order_of_the_file(void **state)
{
	struct accfg_profile *p = profile_of(state);
	const struct accfg_config *config;

	assert_int_equal(profile_read(state, BOTH, ACCFG_PROFILE_ANY_CONFIG), 0);
	assert_null(accfg_profile_get_selected_config(p));
	assert_int_equal(p->n_devices, 0);
	config = accfg_profile_get_first_config(p);
	assert_string_equal(accfg_config_get_name(config), "dpdk");
	config = accfg_profile_get_next_config(p, config);
	assert_string_equal(accfg_config_get_name(config), "guests");
	assert_null(accfg_profile_get_next_config(p, config));
}

static void names_are_known_though_none_was_selected(void **state)
{
	assert_int_equal(profile_read(state, BOTH, 0), -EINVAL);
	assert_non_null(accfg_profile_get_first_config(profile_of(state)));
}

static void another_one_can_be_selected_after_reading(void **state)
{
	struct accfg_profile *p = profile_of(state);

	assert_int_equal(profile_read(state, BOTH, ACCFG_PROFILE_ANY_CONFIG), 0);
	assert_int_equal(accfg_profile_select_config(p, "guests"), 0);
	assert_int_equal(p->n_devices, 2);
	assert_int_equal(accfg_profile_select_config(p, "dpdk"), 0);
	assert_int_equal(p->n_devices, 1);
	assert_int_equal(accfg_profile_select_config(p, "guests"), 0);
	assert_int_equal(p->n_devices, 2);
	assert_int_equal(accfg_profile_select_config(p, "nobody"), -ENOENT);
	assert_string_equal(accfg_profile_get_selected_config(p), "guests");
}

static void an_unknown_name_is_an_error_with_a_suggestion(void **state)
{
	accfg_profile_select_config(profile_of(state), "guest");
	assert_int_equal(profile_read(state, BOTH, 0), -EINVAL);
	assert_profile_error(state, "there is no configuration \"guest\", did you mean \"guests\"? "
				    "There are: \"dpdk\" (2:1), \"guests\" (3:1) [p.json:1:1]");
}

static void a_name_unlike_any_other_gets_no_suggestion(void **state)
{
	accfg_profile_select_config(profile_of(state), "x");
	assert_int_equal(profile_read(state, BOTH, ACCFG_PROFILE_ANY_CONFIG), -EINVAL);
	assert_profile_error(state, "there is no configuration \"x\"; there are: \"dpdk\" (2:1), \"guests\" (3:1) "
				    "[p.json:1:1]");
}

static void nothing_can_be_selected_of_a_plain_list(void **state)
{
	accfg_profile_select_config(profile_of(state), "dpdk");
	assert_int_equal(profile_read(state, "[{\"dev\":\"dsa0\"}]", 0), -EINVAL);
	assert_profile_error(state, "it has no named configurations, so that \"dpdk\" cannot be selected [p.json:1:1]");
	assert_null(accfg_profile_get_first_config(profile_of(state)));
}

static void of_the_others_there_are_no_notes(void **state)
{
	accfg_profile_select_config(profile_of(state), "a");
	profile_read_ok(state, "{\"version\":1,\"configs\":{\"a\":[{\"dev\":\"dsa0\"}],\"b\":[]}}");
	assert_int_equal(profile_count_notes(state), 0);
	accfg_profile_select_config(profile_of(state), "b");
	profile_read_ok(state, "{\"version\":1,\"configs\":{\"a\":[{\"dev\":\"dsa0\"}],\"b\":[]}}");
	assert_profile_note(state, "the list of devices is empty [p.json:1:50]");
}

static void one_device_may_be_in_every_configuration(void **state)
{
	accfg_profile_select_config(profile_of(state), "b");
	profile_read_ok(state, "{\"version\":1,\"configs\":{\"a\":[{\"dev\":\"dsa0\"}],\"b\":[{\"dev\":\"dsa0\"}]}}");
}

static void hundreds_of_names_are_not_all_listed(void **state)
{
	char text[8000] = "{\"version\":1,\"configs\":{\"n0\":[]", one[32];

	for (int i = 1; i < 300; i++) {
		snprintf(one, sizeof(one), ",\"n%d\":[]", i);
		strcat(text, one);
	}
	strcat(text, "}}");
	assert_int_equal(profile_read(state, text, 0), -EINVAL);
	assert_int_equal(profile_count_errors(state), 1);
	assert_non_null(strstr(accfg_error_get_message(accfg_profile_get_first_problem(profile_of(state))), " more [p"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_SENTENCE(the_selected_configuration_is_the_profile),
		TEST_SENTENCE(a_selection_lasts_for_the_next_reading),
		TEST_SENTENCE(the_only_configuration_needs_no_selection),
		TEST_SENTENCE(names_come_in_the_order_of_the_file),
		TEST_SENTENCE(names_are_known_though_none_was_selected),
		TEST_SENTENCE(another_one_can_be_selected_after_reading),
		TEST_SENTENCE(an_unknown_name_is_an_error_with_a_suggestion),
		TEST_SENTENCE(a_name_unlike_any_other_gets_no_suggestion),
		TEST_SENTENCE(nothing_can_be_selected_of_a_plain_list),
		TEST_SENTENCE(of_the_others_there_are_no_notes),
		TEST_SENTENCE(one_device_may_be_in_every_configuration),
		TEST_SENTENCE(hundreds_of_names_are_not_all_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
