// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Profiles made by hand through the public API.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/unit/profile-fixture.h"

static struct accfg_profile *profile_of(void **state)
{
	return ((struct profile_fixture *)*state)->profile;
}

static int set(void **state, const char *path, const char *attr, const char *value)
{
	return accfg_profile_set_value(profile_of(state), path, attr, value);
}

static void assert_refused(void **state, const char *path, const char *attr, const char *value, const char *message)
{
	struct profile_fixture *fixture = *state;

	assert_int_equal(set(state, path, attr, value), -EINVAL);
	assert_string_equal(accfg_error_get_message(accfg_get_last_error(fixture->ctx)), message);
	assert_null(accfg_profile_get_first_problem(fixture->profile));
}

static void a_profile_made_by_hand_is_written_as_one_that_was_read(void **state)
{
	char *text, *again;

	assert_int_equal(set(state, "dsa0", "read_buffer_limit", "8"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "group_id", "2"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "mode", "shared"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "size", "16"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "name", "by hand"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "enabled", "0"), 0);
	assert_int_equal(set(state, "dsa0/engine0.0", "group_id", "2"), 0);
	assert_int_equal(set(state, "dsa0/engine0.1", "group_id", "-1"), 0);
	assert_int_equal(accfg_profile_get_text(profile_of(state), &text), 0);
	profile_read_ok(state, text);
	assert_int_equal(accfg_profile_get_text(profile_of(state), &again), 0);
	assert_string_equal(text, again);
	assert_non_null(strstr(text, "\"size\":16"));
	free(text);
	free(again);
}

static void a_later_value_replaces_an_earlier_one(void **state)
{
	const struct profile_object *wq;

	assert_int_equal(set(state, "dsa0/wq0.1", "size", "16"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "size", "32"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "group_id", "1"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "group_id", "2"), 0);
	wq = profile_object_named(profile_of(state), 0, "wq0.1");
	assert_string_equal(profile_text_of(wq, "size"), "32");
	assert_int_equal(wq->group_id, 2);
	assert_int_equal(wq->n_values, 1);
	assert_int_equal(profile_of(state)->devices[0].n_objects, 1);
}

static void adding_an_object_twice_adds_it_once(void **state)
{
	assert_int_equal(accfg_profile_add_object(profile_of(state), "dsa0/group0.3"), 0);
	assert_int_equal(accfg_profile_add_object(profile_of(state), "dsa0/group0.3"), 0);
	assert_int_equal(accfg_profile_add_object(profile_of(state), "dsa0"), 0);
	assert_int_equal(profile_of(state)->n_devices, 1);
	assert_int_equal(profile_of(state)->devices[0].n_objects, 1);
}

static void selectors_are_devices_too(void **state)
{
	assert_int_equal(set(state, "dsa*/wq*.1", "size", "16"), 0);
	assert_int_equal(set(state, "0000:6a:01.0", "event_log_size", "64"), 0);
	assert_true(profile_of(state)->devices[0].is_template);
	assert_refused(state, "dsa*/wq0.1", "size", "16",
		       "dev=dsa*/wq0.1: the device may be one of several; write * for its number");
}

static void what_is_wrong_is_refused_with_its_reason(void **state)
{
	assert_refused(state, "gpu0", "size", "1",
		       "dev=gpu0: no name of a device, and no selector of devices");
	assert_refused(state, "dsa0/port0.1", "size", "1",
		       "dev=dsa0/port0.1: no name of a group, wq or engine; write for instance dsa0/wq0.1");
	assert_refused(state, "dsa0/wq1.1", "size", "1", "dev=dsa0/wq1.1: this is a part of another device");
	assert_refused(state, "dsa0/wq0.1", "sise", "1", "dsa0/wq0.1: sise: no attribute that a profile can set here");
	assert_refused(state, "dsa0/wq0.1", "state", "enabled",
		       "dsa0/wq0.1: state: no attribute that a profile can set here");
	assert_refused(state, "dsa0/wq0.1", "size", "many", "dsa0/wq0.1: size=many: a number is needed, this is text");
	assert_refused(state, "dsa0/wq0.1", "size", "-1",
		       "dsa0/wq0.1: size=-1: a negative number is no value of this");
	assert_refused(state, "dsa0/wq0.1", "priority", "16", "dsa0/wq0.1: priority=16: allowed: 0 to 15");
	assert_refused(state, "dsa0/wq0.1", "enabled", "2", "dsa0/wq0.1: enabled=2: allowed: 0 or 1");
	assert_refused(state, "dsa0/wq0.1", "name", "", "dsa0/wq0.1: name=: the value is empty");
	assert_refused(state, "dsa0/wq0.1", "mode", "both",
		       "dsa0/wq0.1: mode=both: unknown word; allowed: shared, dedicated");
}

static void a_refused_value_leaves_the_earlier_one(void **state)
{
	const struct profile_object *wq;

	assert_int_equal(set(state, "dsa0/wq0.1", "priority", "3"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "group_id", "3"), 0);
	assert_int_equal(set(state, "dsa0/wq0.1", "priority", "99"), -EINVAL);
	assert_int_equal(set(state, "dsa0/wq0.1", "group_id", "x"), -EINVAL);
	wq = profile_object_named(profile_of(state), 0, "wq0.1");
	assert_string_equal(profile_text_of(wq, "priority"), "3");
	assert_int_equal(wq->group_id, 3);
}

static void a_group_that_is_not_said_cannot_be_written(void **state)
{
	struct profile_fixture *fixture = *state;
	char *text = NULL;

	assert_int_equal(set(state, "dsa0/wq0.1", "priority", "3"), 0);
	assert_int_equal(accfg_profile_get_text(profile_of(state), &text), -EINVAL);
	assert_string_equal(accfg_error_get_message(accfg_get_last_error(fixture->ctx)),
			    "dsa0/wq0.1: group_id: is not said, but a file says it of every wq and engine");
}

static void clearing_a_profile_empties_it(void **state)
{
	assert_int_equal(set(state, "dsa0/wq0.1", "priority", "3"), 0);
	accfg_profile_clear(profile_of(state));
	assert_int_equal(profile_of(state)->n_devices, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_SENTENCE(a_profile_made_by_hand_is_written_as_one_that_was_read),
		TEST_SENTENCE(a_later_value_replaces_an_earlier_one),
		TEST_SENTENCE(adding_an_object_twice_adds_it_once),
		TEST_SENTENCE(selectors_are_devices_too),
		TEST_SENTENCE(what_is_wrong_is_refused_with_its_reason),
		TEST_SENTENCE(a_refused_value_leaves_the_earlier_one),
		TEST_SENTENCE(a_group_that_is_not_said_cannot_be_written),
		TEST_SENTENCE(clearing_a_profile_empties_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
