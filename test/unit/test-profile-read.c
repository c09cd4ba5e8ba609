// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a profile may say, and what the model then holds.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/unit/profile-fixture.h"

static void the_order_of_keys_does_not_matter(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"groups\":[{\"grouped_workqueues\":[{\"threshold\":3,\"size\":4,\"mode\":\"shared\",\"dev\":\"wq0.1\"}],"
		"\"read_buffers_allowed\":8,\"dev\":\"group0.2\"}],\"read_buffer_limit\":5,\"dev\":\"dsa0\"}]");
	const struct profile_object *wq = profile_object_named(p, 0, "wq0.1");

	assert_string_equal(p->devices[0].self.name, "dsa0");
	assert_int_equal(p->devices[0].self.device_id, 0);
	assert_string_equal(profile_text_of(&p->devices[0].self, "read_buffer_limit"), "5");
	assert_string_equal(profile_text_of(profile_object_named(p, 0, "group0.2"), "read_buffers_allowed"), "8");
	assert_string_equal(profile_text_of(wq, "threshold"), "3");
	assert_int_equal(wq->group_id, 2);
	assert_int_equal(wq->id, 1);
}

static void values_know_their_places(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[\n  {\n    \"dev\": \"dsa0\", \"event_log_size\":\t64\n  }\n]");
	const struct profile_value *value = profile_object_find(&p->devices[0].self, "event_log_size");

	assert_non_null(value);
	assert_int_equal(value->key_place.line, 3);
	assert_int_equal(value->key_place.column, 20);
	assert_int_equal(value->place.line, 3);
	assert_int_equal(value->place.column, 38);
	assert_int_equal(value->number, 64);
	assert_int_equal(p->devices[0].self.place.line, 3);
	assert_int_equal(p->devices[0].self.place.column, 12);
}

static void a_wq_nested_in_a_group_belongs_to_it(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"groups\":[{\"dev\":\"group0.3\",\"grouped_workqueues\":[{\"dev\":\"wq0.0\"}],"
		"\"grouped_engines\":[{\"dev\":\"engine0.1\",\"group_id\":3}]}]}]");

	assert_int_equal(profile_object_named(p, 0, "wq0.0")->group_id, 3);
	assert_int_equal(profile_object_named(p, 0, "engine0.1")->group_id, 3);
	assert_int_equal(profile_object_named(p, 0, "engine0.1")->group_place.column, 132);
}

static void parts_of_every_spelling_of_ungrouped_are_in_no_group(void **state)
{
	static const char *const keys[] = {
		"ungrouped workqueues", "ungrouped_workqueues", "unassigned workqueues", "unassigned_workqueues",
		"ungrouped_engines", "ungrouped engines", "unassigned engines", "unassigned_engines",
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const struct accfg_profile *p;
		char text[160];

		snprintf(text, sizeof(text), "[{\"dev\":\"dsa0\",\"%s\":[{\"dev\":\"%s0.1\"}]}]", keys[i],
			 i < 4 ? "wq" : "engine");
		p = profile_read_ok(state, text);
		assert_int_equal(p->devices[0].n_objects, 1);
		assert_int_equal(p->devices[0].objects[0].group_id, PROFILE_GROUP_NONE);
	}
}

static void old_names_are_the_new_attributes(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"token_limit\":4,\"groups\":[{\"dev\":\"group0.0\",\"tokens_reserved\":1,"
		"\"tokens_allowed\":8,\"use_token_limit\":1}]}]");
	const struct profile_object *group = profile_object_named(p, 0, "group0.0");

	assert_string_equal(profile_text_of(&p->devices[0].self, "read_buffer_limit"), "4");
	assert_string_equal(profile_text_of(group, "read_buffers_reserved"), "1");
	assert_string_equal(profile_text_of(group, "read_buffers_allowed"), "8");
	assert_string_equal(profile_text_of(group, "use_read_buffer_limit"), "1");
	assert_int_equal(profile_count_notes(state), 0);
}

static void an_old_and_a_new_name_of_one_attribute_are_noted(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"token_limit\":4,\"read_buffer_limit\":5}]");

	assert_string_equal(profile_text_of(&p->devices[0].self, "read_buffer_limit"), "5");
	assert_profile_note(state, "dsa0: read_buffer_limit=5: the same attribute was given under its other name at 1:16; "
			    "the last one counts [p.json:1:32]");
}

static void read_only_keys_of_list_are_ignored_without_a_word(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"max_groups\":4,\"max_work_queues\":8,\"max_engines\":4,\"work_queue_size\":128,"
		"\"numa_node\":-1,\"op_cap\":[\"0x1\"],\"gen_cap\":\"0x40915f0107\",\"version\":\"0x100\",\"state\":\"enabled\","
		"\"max_tokens\":96,\"max_read_buffers\":96,\"max_batch_size\":1024,\"ims_size\":2048,"
		"\"max_transfer_size\":2147483648,\"configurable\":1,\"pasid_enabled\":1,\"cdev_major\":237,\"clients\":0,"
		"\"errors\":\"00000000\",\"mdevs\":[{\"uuid\":\"x\"}],\"cmd_status\":\"0x0\","
		"\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"state\":\"disabled\",\"clients\":0,\"cdev_minor\":3}]}]");

	assert_int_equal(p->devices[0].self.n_values, 0);
	assert_int_equal(p->devices[0].objects[0].n_values, 0);
	assert_int_equal(profile_count_notes(state), 0);
}

static void placeholders_and_null_are_absent(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"iax1\",\"groups\":[{\"dev\":\"group1.0\",\"traffic_class_a\":-1,\"desc_progress_limit\":-2,"
		"\"grouped_workqueues\":[{\"dev\":\"wq1.0\",\"max_batch_size\":-2,\"ats_disable\":-2,\"size\":null,"
		"\"name\":\"\",\"driver_name\":\"\",\"op_config\":null,\"group_id\":-2}]}]}]");

	assert_int_equal(profile_object_named(p, 0, "group1.0")->n_values, 0);
	assert_int_equal(profile_object_named(p, 0, "wq1.0")->n_values, 0);
	assert_int_equal(profile_object_named(p, 0, "wq1.0")->group_id, 0);
	assert_int_equal(profile_count_notes(state), 0);
}

static void a_group_id_of_minus_one_means_none(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped_engines\":[{\"dev\":\"engine0.1\",\"group_id\":-1}]}]");

	assert_int_equal(p->devices[0].objects[0].group_id, PROFILE_GROUP_NONE);
}

static void switches_may_be_true_and_false(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"block_on_fault\":true,\"ats_disable\":false}]}]");

	assert_string_equal(profile_text_of(&p->devices[0].objects[0], "block_on_fault"), "1");
	assert_string_equal(profile_text_of(&p->devices[0].objects[0], "ats_disable"), "0");
}

static void sizes_of_64_bits_stay_whole(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"max_transfer_size\":2147483648},"
		"{\"dev\":\"wq0.1\",\"max_transfer_size\":9223372036854775807}]}]");

	assert_int_equal(profile_object_find(&p->devices[0].objects[0], "max_transfer_size")->number, 2147483648);
	assert_string_equal(profile_text_of(&p->devices[0].objects[1], "max_transfer_size"), "9223372036854775807");
}

static void words_have_their_index_as_number(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"mode\":\"dedicated\",\"type\":\"user\"}]}]");

	assert_int_equal(profile_object_find(&p->devices[0].objects[0], "mode")->number, ACCFG_WQ_DEDICATED);
	assert_int_equal(profile_object_find(&p->devices[0].objects[0], "type")->number, ACCFG_WQ_USER);
}

static void bitmaps_are_kept_as_the_kernel_writes_them(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"op_config\":\"FF,1\"}]}]");

	assert_string_equal(profile_text_of(&p->devices[0].objects[0], "op_config"),
			    "00000000,00000000,00000000,00000000,00000000,00000000,000000ff,00000001");
}

static void blanks_around_a_name_are_dropped_as_the_kernel_does(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"name\":\"  a b \"}]}]");

	assert_string_equal(profile_text_of(&p->devices[0].objects[0], "name"), "a b");
}

static void a_name_of_the_greatest_length_is_taken_and_one_more_is_not(void **state)
{
	char text[1200], name[1025];

	memset(name, 'n', sizeof(name));
	name[1023] = '\0';
	snprintf(text, sizeof(text), "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"name\":\"%s\"}]}]", name);
	profile_read_ok(state, text);
	name[1023] = 'n';
	name[1024] = '\0';
	snprintf(text, sizeof(text), "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"name\":\"%s\"}]}]", name);
	assert_int_equal(profile_read(state, text, 0), -EINVAL);
	assert_string_equal(accfg_error_get_reason(accfg_profile_get_first_problem(
				    ((struct profile_fixture *)*state)->profile)), "1024 bytes, allowed: 1 to 1023");
}

static void a_missing_driver_follows_from_the_type_and_is_noted_once(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"type\":\"user\"},"
		"{\"dev\":\"wq0.1\",\"type\":\"kernel\"},{\"dev\":\"wq0.2\",\"type\":\"none\"},{\"dev\":\"wq0.3\"}]},"
		"{\"dev\":\"iax1\",\"ungrouped workqueues\":[{\"dev\":\"wq1.0\",\"type\":\"kernel\"}]}]");

	assert_string_equal(profile_text_of(profile_object_named(p, 0, "wq0.0"), "driver_name"), "user");
	assert_string_equal(profile_text_of(profile_object_named(p, 0, "wq0.1"), "driver_name"), "dmaengine");
	assert_string_equal(profile_text_of(profile_object_named(p, 1, "wq1.0"), "driver_name"), "crypto");
	assert_true(profile_object_find(profile_object_named(p, 0, "wq0.0"), "driver_name")->is_default);
	assert_null(profile_object_find(profile_object_named(p, 0, "wq0.2"), "driver_name"));
	assert_null(profile_object_find(profile_object_named(p, 0, "wq0.3"), "driver_name"));
	assert_profile_note(state, "dsa0/wq0.0: driver_name=user: not given, so taken from the type (and for 2 more work "
			    "queues) [p.json:1:62]");
	assert_int_equal(profile_count_notes(state), 1);
}

static void a_given_driver_is_kept(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"driver_name\":\"user\",\"type\":\"user\"}]}]");

	assert_false(profile_object_find(&p->devices[0].objects[0], "driver_name")->is_default);
	assert_int_equal(profile_count_notes(state), 0);
}

static void an_unknown_driver_is_noted(void **state)
{
	profile_read_ok(state, "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"driver_name\":\"usr\"}]}]");
	assert_profile_note(state, "dsa0/wq0.0: driver_name=\"usr\": no driver of the kernel is known by this name, did you "
			    "mean \"user\"? [p.json:1:69]");
}

static void keys_of_dsa_are_ignored_on_iaa_and_noted_once_when_they_matter(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"iax1\",\"read_buffer_limit\":0,\"groups\":[{\"dev\":\"group1.0\",\"read_buffers_allowed\":8,"
		"\"read_buffers_reserved\":0},{\"dev\":\"group1.1\",\"read_buffers_allowed\":8}]}]");

	assert_int_equal(profile_object_named(p, 0, "group1.0")->n_values, 0);
	assert_int_equal(profile_count_notes(state), 1);
	assert_profile_note(state, "iax1/group1.0: read_buffers_allowed=8: iax devices have no such attribute; it is ignored "
			    "[p.json:1:89]");
}

static void selectors_say_what_they_may_match(void **state)
{
	static const struct {
		const char *name;
		int family, id;
		bool is_template, expands_x;
	} cases[] = {
		{ "dsa0", ACCFG_FAMILY_DSA, 0, false, false },
		{ "iax15", ACCFG_FAMILY_IAX, 15, false, false },
		{ "iaa3", ACCFG_FAMILY_IAX, 3, false, false },
		{ "dsa", ACCFG_FAMILY_DSA, -1, true, false },
		{ "iaa", ACCFG_FAMILY_IAX, -1, true, false },
		{ "dsa*", ACCFG_FAMILY_DSA, -1, true, false },
		{ "iax[13]", ACCFG_FAMILY_IAX, -1, true, false },
		{ "dsaX", ACCFG_FAMILY_DSA, -1, true, true },
		{ "iaxX", ACCFG_FAMILY_IAX, -1, true, true },
		{ "all", PROFILE_FAMILY_ANY, -1, true, false },
		{ "numa:1", PROFILE_FAMILY_ANY, -1, true, false },
		{ "0000:6a:01.0", PROFILE_FAMILY_ANY, -1, false, false },
		{ "e7:1f.7", PROFILE_FAMILY_ANY, -1, false, false },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct profile_device *device;
		char text[80];

		snprintf(text, sizeof(text), "[{\"dev\":\"%s\"}]", cases[i].name);
		device = profile_read_ok(state, text)->devices;
		assert_string_equal(device->self.name, cases[i].name);
		assert_int_equal(device->family, cases[i].family);
		assert_int_equal(device->self.device_id, cases[i].id);
		assert_int_equal(device->is_template, cases[i].is_template);
		assert_int_equal(device->expands_x, cases[i].expands_x);
	}
}

static void parts_of_templates_have_no_device_number(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsaX\",\"groups\":[{\"dev\":\"groupX.1\",\"grouped_workqueues\":[{\"dev\":\"wq*.3\",\"name\":\"dpdk_X3\"}]}]}]");
	const struct profile_object *wq = profile_object_named(p, 0, "wq*.3");

	assert_int_equal(wq->device_id, -1);
	assert_int_equal(wq->id, 3);
	assert_int_equal(wq->group_id, 1);
	assert_string_equal(profile_text_of(wq, "name"), "dpdk_X3");
}

static void x_is_replaced_by_the_number_of_the_device(void **state)
{
	char *text = profile_expand_x("dpdk_X0 X", 12);

	(void)state;
	assert_string_equal(text, "dpdk_120 12");
	free(text);
}

static void a_single_device_is_read_as_a_list_of_one(void **state)
{
	assert_int_equal(profile_read_ok(state, "{\"dev\":\"dsa0\"}")->n_devices, 1);
	assert_profile_note(state, "a single device, read as a list of one [p.json:1:1]");
}

static void text_after_the_end_is_noted(void **state)
{
	assert_int_equal(profile_read_ok(state, "[{\"dev\":\"dsa0\"}] and more")->n_devices, 1);
	assert_profile_note(state, "text after the end of the profile is not strict JSON; accepted, as accel-config does "
			    "[p.json:1:18]");
}

static void the_sloppy_dialect_is_read_and_noted_once(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"// a comment\n[ /* another **/ { 'dev': \"dsa0\", \"event_log_size\": 0100, \"groups\": Null, }, ]\n");

	assert_string_equal(profile_text_of(&p->devices[0].self, "event_log_size"), "100");
	assert_profile_note(state, "a string in single quotes is not strict JSON; accepted, as accel-config does [p.json:2:20]");
	assert_int_equal(profile_count_notes(state), 1);
}

static void comments_alone_are_not_worth_a_note(void **state)
{
	profile_read_ok(state, "// a comment\n[{\"dev\":\"dsa0\"}] /* another */");
	assert_int_equal(profile_count_notes(state), 0);
}

static void of_a_key_given_twice_the_last_one_counts(void **state)
{
	const struct accfg_profile *p = profile_read_ok(state,
		"[{\"dev\":\"dsa0\",\"event_log_size\":\"x\",\"event_log_\\u0073ize\":64}]");

	assert_string_equal(profile_text_of(&p->devices[0].self, "event_log_size"), "64");
	assert_profile_note(state, "event_log_size: this key was given already at 1:16; the last one counts [p.json:1:37]");
}

static void equal_names_of_wqs_of_one_device_are_noted(void **state)
{
	profile_read_ok(state, "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"name\":\"a\"},"
			       "{\"dev\":\"wq0.1\",\"name\":\"a\"},{\"dev\":\"wq0.2\",\"name\":\"a\"}]},"
			       "{\"dev\":\"dsa2\",\"ungrouped workqueues\":[{\"dev\":\"wq2.0\",\"name\":\"a\"}]}]");
	assert_profile_note(state, "dsa0/wq0.1: name=a: dsa0/wq0.0 has the same name (and 1 more work queues repeat a name) [p.json:1:89]");
	assert_int_equal(profile_count_notes(state), 1);
}

static void an_empty_list_is_a_profile_with_a_note(void **state)
{
	assert_int_equal(profile_read_ok(state, "[]")->n_devices, 0);
	assert_profile_note(state, "the list of devices is empty [p.json:1:1]");
}

static void columns_count_characters_and_not_bytes(void **state)
{
	profile_read(state, "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"name\":\"\xc3\xa4\xe2\x82\xac\",\"size\":-9}]}]", 0);
	assert_profile_error(state, "dsa0/wq0.0: size=-9: allowed: at least 0 [p.json:1:74]");
}

static void every_problem_is_reported_in_the_order_of_the_text(void **state)
{
	struct profile_fixture *fixture = *state;
	const struct accfg_error *problem;
	unsigned int line = 0;
	size_t n = 0;

	assert_int_equal(profile_read(state, "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[\n{\"size\":-9,\n\"dev\":\"wq0.0\",\n"
					     "\"mode\":\"x\"},\n{\"dev\":\"wq0.0\",\n\"colour\":1}]},\n{\"dev\":\"dsa0\"}]", 0), -EINVAL);
	for (problem = accfg_profile_get_first_problem(fixture->profile); problem;
	     problem = accfg_profile_get_next_problem(fixture->profile, problem), n++) {
		assert_true(accfg_error_get_line(problem) > line);
		line = accfg_error_get_line(problem);
	}
	assert_int_equal(n, 5);
}

static void the_first_error_is_the_last_error_of_the_context(void **state)
{
	struct profile_fixture *fixture = *state;

	profile_read(state, "[{\"dev\":\"dsa0\",\"token_limit\":-9},{\"dev\":\"gpu\"}]", 0);
	assert_string_equal(accfg_error_get_message(accfg_get_last_error(fixture->ctx)),
			    "dsa0: token_limit=-9: allowed: at least 0 [p.json:1:30]");
}

static void the_parts_of_an_error_can_be_had_one_by_one(void **state)
{
	struct profile_fixture *fixture = *state;
	const struct accfg_error *error;

	profile_read(state, "[{\"dev\":\"dsa0\",\n \"ungrouped workqueues\":[{\"dev\":\"wq0.0\",\"priority\":16}]}]", 0);
	error = accfg_profile_get_first_problem(fixture->profile);
	assert_int_equal(accfg_error_get_code(error), -EINVAL);
	assert_string_equal(accfg_error_get_object(error), "dsa0/wq0.0");
	assert_string_equal(accfg_error_get_attr(error), "priority");
	assert_string_equal(accfg_error_get_value(error), "16");
	assert_string_equal(accfg_error_get_rule(error), "range");
	assert_string_equal(accfg_error_get_reason(error), "allowed: 0 to 15");
	assert_string_equal(accfg_error_get_file(error), "p.json");
	assert_int_equal(accfg_error_get_line(error), 2);
	assert_int_equal(accfg_error_get_column(error), 52);
}

static void a_second_reading_forgets_the_first(void **state)
{
	profile_read(state, "[{\"dev\":\"gpu\"}]", 0);
	profile_read_ok(state, "[{\"dev\":\"dsa2\"}]");
	assert_int_equal(profile_count_errors(state), 0);
	assert_string_equal(((struct profile_fixture *)*state)->profile->devices[0].self.name, "dsa2");
}

static void hostile_texts_stay_on_one_line_of_a_message(void **state)
{
	struct profile_fixture *fixture = *state;
	const struct accfg_error *error;

	profile_read(state, "[{\"dev\":\"dsa0\\n\\u001b[31m\",\"a\\nb\":1,\"groups\":[{\"dev\":\"x\\ry\"}]}]", 0);
	for (error = accfg_profile_get_first_problem(fixture->profile); error;
	     error = accfg_profile_get_next_problem(fixture->profile, error))
		assert_null(strpbrk(accfg_error_get_message(error), "\n\r\033"));
	assert_int_equal(profile_count_errors(state), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST_SENTENCE(the_order_of_keys_does_not_matter),
		TEST_SENTENCE(values_know_their_places),
		TEST_SENTENCE(a_wq_nested_in_a_group_belongs_to_it),
		TEST_SENTENCE(parts_of_every_spelling_of_ungrouped_are_in_no_group),
		TEST_SENTENCE(old_names_are_the_new_attributes),
		TEST_SENTENCE(an_old_and_a_new_name_of_one_attribute_are_noted),
		TEST_SENTENCE(read_only_keys_of_list_are_ignored_without_a_word),
		TEST_SENTENCE(placeholders_and_null_are_absent),
		TEST_SENTENCE(a_group_id_of_minus_one_means_none),
		TEST_SENTENCE(switches_may_be_true_and_false),
		TEST_SENTENCE(sizes_of_64_bits_stay_whole),
		TEST_SENTENCE(words_have_their_index_as_number),
		TEST_SENTENCE(bitmaps_are_kept_as_the_kernel_writes_them),
		TEST_SENTENCE(blanks_around_a_name_are_dropped_as_the_kernel_does),
		TEST_SENTENCE(a_name_of_the_greatest_length_is_taken_and_one_more_is_not),
		TEST_SENTENCE(a_missing_driver_follows_from_the_type_and_is_noted_once),
		TEST_SENTENCE(a_given_driver_is_kept),
		TEST_SENTENCE(an_unknown_driver_is_noted),
		TEST_SENTENCE(keys_of_dsa_are_ignored_on_iaa_and_noted_once_when_they_matter),
		TEST_SENTENCE(selectors_say_what_they_may_match),
		TEST_SENTENCE(parts_of_templates_have_no_device_number),
		TEST_SENTENCE(x_is_replaced_by_the_number_of_the_device),
		TEST_SENTENCE(a_single_device_is_read_as_a_list_of_one),
		TEST_SENTENCE(text_after_the_end_is_noted),
		TEST_SENTENCE(the_sloppy_dialect_is_read_and_noted_once),
		TEST_SENTENCE(comments_alone_are_not_worth_a_note),
		TEST_SENTENCE(of_a_key_given_twice_the_last_one_counts),
		TEST_SENTENCE(equal_names_of_wqs_of_one_device_are_noted),
		TEST_SENTENCE(an_empty_list_is_a_profile_with_a_note),
		TEST_SENTENCE(columns_count_characters_and_not_bytes),
		TEST_SENTENCE(every_problem_is_reported_in_the_order_of_the_text),
		TEST_SENTENCE(the_first_error_is_the_last_error_of_the_context),
		TEST_SENTENCE(the_parts_of_an_error_can_be_had_one_by_one),
		TEST_SENTENCE(a_second_reading_forgets_the_first),
		TEST_SENTENCE(hostile_texts_stay_on_one_line_of_a_message),
	};

	return cmocka_run_group_tests_name("what a profile may say", tests, NULL, NULL);
}
