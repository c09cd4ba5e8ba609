// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a profile may not say, as one table: a text, and the error that names object, attribute, value, reason and place.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "test/unit/profile-fixture.h"

struct error_case {
	const char *sentence;
	const char *text;
	unsigned int flags;
	const char *message;
};

/* A profile of one wq with these members after "dev"; the first stands at 1:81 */
#define WQ(members) \
	"[{\"dev\":\"dsa0\",\"groups\":[{\"dev\":\"group0.0\",\"grouped_workqueues\":[{\"dev\":\"wq0.1\"," members "}]}]}]"
#define DEVICE(members) "[{\"dev\":\"dsa0\"," members "}]"

static const struct error_case cases[] = {
	/* ---- text ---- */
	{ "an_empty_file_is_said_to_be_empty", "", 0, "the profile is empty [p.json:1:1]" },
	{ "a_byte_order_mark_is_refused", "\xef\xbb\xbf[]", 0,
	  "begins with a byte order mark; save it as UTF-8 without one [p.json:1:1]" },
	{ "utf_16_is_recognised", "\xff\xfe[", 0, "this is UTF-16; save it as UTF-8 [p.json:1:1]" },
	{ "invalid_utf_8_is_refused_at_its_place", "[\n  \"\xc3\xa9\xff\"]", 0, "byte 0xff is no UTF-8 here [p.json:2:5]" },
	{ "a_surrogate_in_utf_8_is_refused", "[\"\xed\xa0\x80\"]", 0, "byte 0xed is no UTF-8 here [p.json:1:3]" },
	{ "a_cut_utf_8_character_is_refused", "[\"\xe2\x82", 0, "byte 0xe2 is no UTF-8 here [p.json:1:3]" },

	/* ---- JSON ---- */
	{ "an_open_list_is_reported_where_it_begins", "[\n [", 0, "the list that begins here has no end [p.json:2:2]" },
	{ "an_open_object_is_reported_where_it_begins", "[{\"dev\":\"dsa0\"", 0,
	  "the object that begins here has no end [p.json:1:2]" },
	{ "an_open_string_is_reported_where_it_begins", "[{\"dev\":\"dsa0", 0,
	  "the string that begins here has no end [p.json:1:9]" },
	{ "an_open_comment_is_reported_where_it_begins", "[ /* x ]", 0,
	  "the comment that begins here has no end [p.json:1:3]" },
	{ "a_missing_comma_is_reported", "[{\"dev\":\"dsa0\" \"groups\":[]}]", 0, "a comma or '}' is expected [p.json:1:16]" },
	{ "a_missing_colon_is_reported", "[{\"dev\" \"dsa0\"}]", 0, "a ':' is expected after the key [p.json:1:9]" },
	{ "a_key_without_quotes_is_refused", "[{dev:\"dsa0\"}]", 0, "a key in double quotes is expected [p.json:1:3]" },
	{ "two_commas_are_refused", "[{\"dev\":\"dsa0\"},,]", 0, "a value is missing before this comma [p.json:1:17]" },
	{ "a_word_without_quotes_is_refused", DEVICE("\"event_log_size\":full"), 0,
	  "unknown word \"full\"; text stands in double quotes [p.json:1:33]" },
	{ "hexadecimal_numbers_are_refused", DEVICE("\"event_log_size\":0x40"), 0,
	  "a number is expected; other text stands in double quotes [p.json:1:33]" },
	{ "a_lone_minus_is_refused_by_json_c_with_a_place", DEVICE("\"event_log_size\":-"), 0,
	  "no valid JSON: number expected [p.json:1:34]" },
	{ "a_hash_comment_is_refused", "[ # x\n]", 0, "a value is expected; text stands in double quotes [p.json:1:3]" },
	{ "an_unknown_escape_is_refused", "[\"\\x\"]", 0,
	  "unknown escape in a string; known are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX [p.json:1:4]" },
	{ "a_short_unicode_escape_is_refused", "[\"\\u12\"]", 0, "\\u needs four hexadecimal digits [p.json:1:6]" },
	{ "a_slash_alone_is_no_comment", "[ / ]", 0,
	  "a '/' is only allowed in a string or to begin a comment [p.json:1:3]" },
	{ "a_nul_in_a_key_is_refused", DEVICE("\"a\\u0000\":1"), 0, "a key has no NUL character [p.json:1:16]" },

	/* ---- shape ---- */
	{ "a_number_is_no_profile", "5", 0, "a list of devices is needed: [ { \"dev\": ..., ... } ] [p.json:1:1]" },
	{ "a_list_of_names_is_no_profile", "[\"dsa0\"]", 0, "a device is needed here: { \"dev\": ..., ... } [p.json:1:2]" },

	/* ---- named configurations ---- */
	{ "several_configurations_need_a_selection", "{\"version\":1,\"configs\":{\"a\":[],\n\"b\":[]}}", 0,
	  "there are several configurations, select one: \"a\" (1:25), \"b\" (2:1) [p.json:1:1]" },
	{ "configurations_need_a_version", "{\"configs\":{\"a\":[]}}", 0,
	  "named configurations need \"version\": 1 [p.json:1:1]" },
	{ "a_version_needs_configurations", "{\"version\":1}", 0,
	  "named configurations need \"configs\": { \"NAME\": [ ... ], ... } [p.json:1:1]" },
	{ "another_version_is_refused", "{\"version\":2,\"configs\":{\"a\":[]}}", 0,
	  "version=2: this accfg knows version 1 only [p.json:1:12]" },
	{ "a_version_that_is_a_text_is_refused", "{\"version\":\"1\",\"configs\":{\"a\":[]}}", 0,
	  "version=\"1\": the number 1 is needed [p.json:1:12]" },
	{ "configs_that_are_a_list_are_refused", "{\"version\":1,\"configs\":[]}", 0,
	  "configs: the configurations are needed by name: { \"NAME\": [ ... ], ... } [p.json:1:24]" },
	{ "configs_without_a_configuration_are_refused", "{\"version\":1,\"configs\":{}}", 0,
	  "configs: there is no configuration in it [p.json:1:24]" },
	{ "a_configuration_that_is_no_list_is_refused", "{\"version\":1,\"configs\":{\"a\":{\"dev\":\"dsa0\"}}}", 0,
	  "a: a list of devices is needed: [ { \"dev\": ..., ... } ] [p.json:1:29]" },
	{ "a_configuration_without_a_name_is_refused", "{\"version\":1,\"configs\":{\"\":[]}}", 0,
	  "a configuration needs a name [p.json:1:25]" },
	{ "a_name_with_a_newline_is_refused", "{\"version\":1,\"configs\":{\"a\\nb\":[]}}", 0,
	  "the name of a configuration has no control characters [p.json:1:25]" },
	{ "two_configurations_of_one_name_are_refused", "{\"version\":1,\"configs\":{\"a\":[],\"a\":[]}}", 0,
	  "a: this key was given already at 1:25 [p.json:1:32]" },
	{ "a_key_beside_configs_is_refused", "{\"version\":1,\"config\":1,\"configs\":{\"a\":[]}}", 0,
	  "config: unknown key, did you mean \"configs\"? [p.json:1:14]" },
	{ "any_other_key_beside_configs_is_refused", "{\"version\":1,\"comment\":1,\"configs\":{\"a\":[]}}", 0,
	  "comment: unknown key; beside \"configs\" there is only \"version\" [p.json:1:14]" },
	{ "a_mistake_in_any_configuration_is_found", "{\"version\":1,\"configs\":{\"a\":[],\"b\":[5]}}", 0,
	  "a device is needed here: { \"dev\": ..., ... } [p.json:1:37]" },

	{ "a_device_without_dev_is_refused", "[\n  {\"groups\":[]}]", 0, "dev: a device needs \"dev\", its name [p.json:2:3]" },
	{ "a_wq_without_dev_is_refused", "[{\"dev\":\"dsa0\",\"ungrouped workqueues\":[{\"size\":1}]}]", 0,
	  "dsa0: dev: a work queue needs \"dev\", its name [p.json:1:40]" },
	{ "a_dev_that_is_no_text_is_refused", "[{\"dev\":0}]", 0,
	  "dev=0: the name of a device is needed as text in double quotes [p.json:1:9]" },
	{ "an_unknown_device_name_is_refused", "[{\"dev\":\"gpu0\"}]", 0,
	  "dev=gpu0: no name of a device; write dsa0, iax1, a pattern such as dsa* or dsaX, all, a PCI address such as "
	  "0000:6a:01.0, or numa:0 [p.json:1:9]" },
	{ "a_device_number_with_leading_zeros_is_refused", "[{\"dev\":\"dsa00\"}]", 0,
	  "dev=dsa00: no name of a device; write dsa0, iax1, a pattern such as dsa* or dsaX, all, a PCI address such as "
	  "0000:6a:01.0, or numa:0 [p.json:1:9]" },
	{ "groups_must_be_a_list", DEVICE("\"groups\":{}"), 0, "dsa0: groups: a list is needed: [ ... ] [p.json:1:25]" },
	{ "a_wq_that_is_no_object_is_refused", DEVICE("\"ungrouped workqueues\":[5]"), 0,
	  "ungrouped workqueues: a work queue is needed here: { \"dev\": ..., ... } [p.json:1:40]" },
	{ "an_engine_among_wqs_is_refused", DEVICE("\"ungrouped workqueues\":[{\"dev\":\"engine0.1\"}]"), 0,
	  "dsa0: dev=engine0.1: an engine does not belong in ungrouped workqueues [p.json:1:47]" },
	{ "a_name_without_its_device_is_refused_with_an_example", DEVICE("\"ungrouped workqueues\":[{\"dev\":\"wq1\"}]"), 0,
	  "dsa0: dev=wq1: no name of a work queue; write for instance wq0.0 [p.json:1:47]" },

	/* ---- identity ---- */
	{ "an_id_of_another_device_is_refused", DEVICE("\"ungrouped workqueues\":[{\"dev\":\"wq1.3\"}]"), 0,
	  "dsa0: dev=wq1.3: this is a work queue of another device; here it is wq0.3 [p.json:1:47]" },
	{ "a_selector_of_many_needs_templates_for_parts",
	  "[{\"dev\":\"dsa*\",\"ungrouped workqueues\":[{\"dev\":\"wq0.3\"}]}]", 0,
	  "dsa*: dev=wq0.3: dsa* may match more than one device; write wq*.3 [p.json:1:47]" },
	{ "a_device_given_twice_names_the_first_place", "[{\"dev\":\"dsa0\"},\n{\"dev\":\"dsa0\"}]", 0,
	  "dsa0: given twice, first at 1:9 [p.json:2:8]" },
	{ "iaa_and_iax_are_the_same_device", "[{\"dev\":\"iaa1\"},{\"dev\":\"iax1\"}]", 0,
	  "iax1: given twice, first at 1:9 [p.json:1:24]" },
	{ "a_wq_given_twice_in_two_groups_names_the_first_place",
	  DEVICE("\"groups\":[{\"dev\":\"group0.0\",\"grouped_workqueues\":[{\"dev\":\"wq0.1\"}]},\n"
		 "{\"dev\":\"group0.1\",\"grouped_workqueues\":[{\"dev\":\"wq0.1\"}]}]"), 0,
	  "dsa0/wq0.1: given twice, first at 1:73 [p.json:2:48]" },
	{ "a_template_and_a_plain_name_of_one_wq_are_the_same",
	  DEVICE("\"ungrouped workqueues\":[{\"dev\":\"wq0.1\"},{\"dev\":\"wqX.1\"}]"), 0,
	  "dsa0/wqX.1: given twice, first at 1:47 [p.json:1:63]" },
	{ "a_group_id_that_contradicts_the_nesting_is_refused", WQ("\"group_id\":1"), 0,
	  "dsa0/wq0.1: group_id=1: it stands in group 0 (1:33); write 0, or leave group_id out [p.json:1:92]" },
	{ "no_group_within_a_group_is_a_contradiction", WQ("\"group_id\":-1"), 0,
	  "dsa0/wq0.1: group_id=-1: it stands in group 0 (1:33); write 0, or leave group_id out [p.json:1:92]" },
	{ "a_group_id_among_the_ungrouped_is_refused",
	  DEVICE("\"ungrouped_engines\":[{\"dev\":\"engine0.1\",\"group_id\":2}]"), 0,
	  "dsa0/engine0.1: group_id=2: it stands in a list of objects without a group; move it into group 2 [p.json:1:67]" },

	{ "a_group_id_beyond_all_groups_is_refused",
	  DEVICE("\"ungrouped_engines\":[{\"dev\":\"engine0.1\",\"group_id\":70000}]"), 0,
	  "dsa0/engine0.1: group_id=70000: allowed: the number of a group, or -1 for none [p.json:1:67]" },
	{ "a_nul_in_a_device_name_is_refused", "[{\"dev\":\"dsa0\\u0000\"}]", 0,
	  "dev=\"dsa0\\u0000\": a name has no NUL character [p.json:1:9]" },

	/* ---- keys ---- */
	{ "an_unknown_key_comes_with_the_nearest_known", WQ("\"treshold\":1"), 0,
	  "dsa0/wq0.1: treshold: unknown key, did you mean \"threshold\"? [p.json:1:81]" },
	{ "keys_in_other_case_are_unknown", WQ("\"Size\":1"), 0,
	  "dsa0/wq0.1: Size: unknown key, did you mean \"size\"? [p.json:1:81]" },
	{ "an_unknown_key_with_nothing_near_is_reported", WQ("\"color\":1"), 0,
	  "dsa0/wq0.1: color: unknown key in the description of a work queue [p.json:1:81]" },
	{ "an_unknown_container_comes_with_the_nearest_known", DEVICE("\"ungrouped_work_queues\":[]"), 0,
	  "dsa0: ungrouped_work_queues: unknown key, did you mean \"ungrouped workqueues\"? [p.json:1:16]" },
	{ "a_key_of_another_object_is_said_to_be_so", WQ("\"traffic_class_a\":1"), 0,
	  "dsa0/wq0.1: traffic_class_a: this is a key of a group, not of a work queue [p.json:1:81]" },

	/* ---- values ---- */
	{ "a_number_in_quotes_is_refused_with_what_to_write", WQ("\"size\":\"24\""), 0,
	  "dsa0/wq0.1: size=\"24\": a number is needed; write 24 without quotes [p.json:1:88]" },
	{ "text_for_a_number_is_refused", WQ("\"size\":\"big\""), 0,
	  "dsa0/wq0.1: size=\"big\": a number is needed, this is text [p.json:1:88]" },
	{ "a_fraction_is_refused", WQ("\"size\":1.5"), 0, "dsa0/wq0.1: size=1.5: a whole number is needed [p.json:1:88]" },
	{ "an_exponent_is_refused", WQ("\"size\":1e3"), 0, "dsa0/wq0.1: size=1e3: a whole number is needed [p.json:1:88]" },
	{ "nan_is_refused", WQ("\"size\":NaN"), 0, "dsa0/wq0.1: size=NaN: a whole number is needed [p.json:1:88]" },
	{ "minus_infinity_is_refused", WQ("\"size\":-Infinity"), 0,
	  "dsa0/wq0.1: size=-Infinity: a whole number is needed [p.json:1:88]" },
	{ "a_list_for_a_number_is_refused", WQ("\"size\":[1]"), 0, "dsa0/wq0.1: size=[...]: a number is needed [p.json:1:88]" },
	{ "true_for_a_number_is_refused", WQ("\"size\":true"), 0,
	  "dsa0/wq0.1: size=true: a number is needed, this is true or false [p.json:1:88]" },
	{ "numbers_beyond_64_bits_are_refused", WQ("\"max_transfer_size\":18446744073709551616"), 0,
	  "dsa0/wq0.1: max_transfer_size=18446744073709551616: this number is too large [p.json:1:101]" },
	{ "numbers_below_64_bits_are_refused", WQ("\"size\":-99999999999999999999"), 0,
	  "dsa0/wq0.1: size=-99999999999999999999: allowed: at least 0 [p.json:1:88]" },
	{ "a_negative_number_that_is_no_placeholder_is_refused", WQ("\"size\":-3"), 0,
	  "dsa0/wq0.1: size=-3: allowed: at least 0 [p.json:1:88]" },
	{ "a_priority_above_15_is_refused_with_the_range", WQ("\"priority\":16"), 0,
	  "dsa0/wq0.1: priority=16: allowed: 0 to 15 [p.json:1:92]" },
	{ "an_event_log_below_64_is_refused", DEVICE("\"event_log_size\":63"), 0,
	  "dsa0: event_log_size=63: allowed: 64 to 65535 [p.json:1:33]" },
	{ "a_traffic_class_above_7_is_refused",
	  DEVICE("\"groups\":[{\"dev\":\"group0.0\",\"traffic_class_b\":8}]"), 0,
	  "dsa0/group0.0: traffic_class_b=8: allowed: 0 to 7 [p.json:1:62]" },
	{ "a_progress_limit_above_3_is_refused",
	  DEVICE("\"groups\":[{\"dev\":\"group0.0\",\"desc_progress_limit\":4}]"), 0,
	  "dsa0/group0.0: desc_progress_limit=4: allowed: 0 to 3 [p.json:1:66]" },
	{ "a_transfer_size_of_0_is_refused", WQ("\"max_transfer_size\":0"), 0,
	  "dsa0/wq0.1: max_transfer_size=0: allowed: at least 1 [p.json:1:101]" },
	{ "a_switch_that_is_2_is_refused", WQ("\"block_on_fault\":2"), 0,
	  "dsa0/wq0.1: block_on_fault=2: allowed: 0 or 1 [p.json:1:98]" },
	{ "an_unknown_mode_comes_with_the_nearest_and_all_words", WQ("\"mode\":\"sharde\""), 0,
	  "dsa0/wq0.1: mode=\"sharde\": unknown word, did you mean \"shared\"? Allowed: shared, dedicated [p.json:1:88]" },
	{ "the_old_type_mdev_is_unknown", WQ("\"type\":\"mdev\""), 0,
	  "dsa0/wq0.1: type=\"mdev\": unknown word; allowed: none, kernel, user [p.json:1:88]" },
	{ "a_number_for_a_word_is_refused", WQ("\"mode\":1"), 0,
	  "dsa0/wq0.1: mode=1: text in double quotes is needed [p.json:1:88]" },
	{ "a_number_for_a_name_is_refused", WQ("\"name\":5"), 0,
	  "dsa0/wq0.1: name=5: text in double quotes is needed [p.json:1:88]" },
	{ "a_newline_in_a_name_is_refused", WQ("\"name\":\"a\\nb\""), 0,
	  "dsa0/wq0.1: name=\"a\\nb\": control characters and newlines are not allowed [p.json:1:88]" },
	{ "a_nul_in_a_name_is_refused", WQ("\"name\":\"a\\u0000b\""), 0,
	  "dsa0/wq0.1: name=\"a\\u0000b\": a NUL character cannot be written to the kernel [p.json:1:88]" },
	{ "an_op_config_that_is_no_bitmap_is_refused", WQ("\"op_config\":\"xyz\""), 0,
	  "dsa0/wq0.1: op_config=\"xyz\": hexadecimal digits in groups of at most 8 are needed, with commas between the "
	  "groups [p.json:1:93]" },
	{ "an_op_config_of_more_than_256_bits_is_refused", WQ("\"op_config\":\"1,2,3,4,5,6,7,8,9\""), 0,
	  "dsa0/wq0.1: op_config=\"1,2,3,4,5,6,7,8,9\": more than 256 bits [p.json:1:93]" },
	{ "type_kernel_on_a_selector_of_both_families_needs_a_driver",
	  "[{\"dev\":\"numa:0\",\"ungrouped workqueues\":[{\"dev\":\"wq*.1\",\"type\":\"kernel\"}]}]", 0,
	  "numa:0/wq*.1: driver_name: is needed with type kernel, since numa:0 may match devices whose drivers differ "
	  "(dmaengine for dsa, crypto for iax) [p.json:1:64]" },

	/* ---- strict ---- */
	{ "strict_refuses_a_trailing_comma_of_a_list", "[{\"dev\":\"dsa0\"},\n]", ACCFG_PROFILE_STRICT,
	  "a comma after the last element is not strict JSON [p.json:1:16]" },
	{ "strict_refuses_a_trailing_comma_of_an_object", "[{\"dev\":\"dsa0\",\n}]", ACCFG_PROFILE_STRICT,
	  "a comma after the last element is not strict JSON [p.json:1:15]" },
	{ "strict_refuses_a_line_comment", "[{\"dev\":\"dsa0\"} // x\n]", ACCFG_PROFILE_STRICT,
	  "a comment is not strict JSON [p.json:1:17]" },
	{ "strict_refuses_a_block_comment", "/* x */ [{\"dev\":\"dsa0\"}]", ACCFG_PROFILE_STRICT,
	  "a comment is not strict JSON [p.json:1:1]" },
	{ "strict_refuses_single_quotes_of_a_key", "[{'dev':\"dsa0\"}]", ACCFG_PROFILE_STRICT,
	  "a string in single quotes is not strict JSON [p.json:1:3]" },
	{ "strict_refuses_single_quotes_of_a_value", "[{\"dev\":'dsa0'}]", ACCFG_PROFILE_STRICT,
	  "a string in single quotes is not strict JSON [p.json:1:9]" },
	{ "strict_refuses_a_key_given_twice", "[{\"dev\":\"dsa0\",\"dev\":\"dsa1\"}]", ACCFG_PROFILE_STRICT,
	  "dev: this key was given already at 1:3 [p.json:1:16]" },
	{ "strict_refuses_leading_zeros", WQ("\"size\":010"), ACCFG_PROFILE_STRICT,
	  "a number such as 010 or 1. is not strict JSON [p.json:1:88]" },
	{ "strict_refuses_words_in_upper_case", WQ("\"name\":NULL"), ACCFG_PROFILE_STRICT,
	  "a word that is not in lower case is not strict JSON [p.json:1:88]" },
	{ "strict_refuses_text_after_the_end", "[{\"dev\":\"dsa0\"}] x", ACCFG_PROFILE_STRICT,
	  "text after the end of the profile is not strict JSON [p.json:1:18]" },
	{ "strict_refuses_a_raw_tab_in_a_string", "[{\"dev\":\"dsa0\",\"errors\":\"a\tb\"}]", ACCFG_PROFILE_STRICT,
	  "a control character within a string is not strict JSON [p.json:1:27]" },
	{ "strict_refuses_a_single_device", "{\"dev\":\"dsa0\"}", ACCFG_PROFILE_STRICT,
	  "a list of devices is needed: [ { \"dev\": ..., ... } ] [p.json:1:1]" },
};

#define N_CASES (sizeof(cases) / sizeof(cases[0]))

static const struct error_case *current_case = cases;

static void check_case(void **state)
{
	const struct error_case *c = current_case++;

	assert_int_equal(profile_read(state, c->text, c->flags), -EINVAL);
	assert_profile_error(state, c->message);
}

int main(void)
{
	struct CMUnitTest tests[N_CASES];

	for (size_t i = 0; i < N_CASES; i++)
		tests[i] = (struct CMUnitTest){ cases[i].sentence, check_case, profile_setup, profile_teardown, NULL };
	return _cmocka_run_group_tests("what a profile may not say", tests, N_CASES, NULL, NULL);
}
