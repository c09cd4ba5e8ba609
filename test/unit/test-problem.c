// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The list of problems, and the nearest names that messages suggest.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/error.h"
#include "lib/problem.h"
#include "lib/profile-keys.h"
#include "lib/suggest.h"

static int setup(void **state)
{
	*state = problem_list_new();
	return *state ? 0 : -1;
}

static int teardown(void **state)
{
	problem_list_free(*state);
	return 0;
}

static void add(struct problem_list *list, unsigned int line, unsigned int column, bool is_note, const char *reason)
{
	struct problem what = { .file = "f", .rule = "r", .place = { line, column }, .is_note = is_note };

	assert_int_equal(problem_list_add(list, &what, "%s", reason), 0);
}

static const char *message_at(const struct problem_list *list, size_t index)
{
	const struct accfg_error *error = problem_list_first(list);

	while (error && index--)
		error = problem_list_next(list, error);
	return error ? accfg_error_get_message(error) : NULL;
}

static void problems_come_in_the_order_of_the_text_and_those_without_a_place_last(void **state)
{
	struct problem_list *list = *state;

	add(list, 2, 1, false, "c");
	add(list, 0, 0, false, "e");
	add(list, 1, 9, true, "b");
	add(list, 1, 2, false, "a");
	add(list, 2, 1, false, "d");
	assert_int_equal(problem_list_finish(list), 0);
	assert_string_equal(message_at(list, 0), "a [f:1:2]");
	assert_string_equal(message_at(list, 1), "b [f:1:9]");
	assert_string_equal(message_at(list, 2), "c [f:2:1]");
	assert_string_equal(message_at(list, 3), "d [f:2:1]");
	assert_string_equal(message_at(list, 4), "e [f]");
	assert_null(message_at(list, 5));
	assert_int_equal(problem_list_count_errors(list), 4);
}

static void an_empty_list_has_no_first(void **state)
{
	assert_int_equal(problem_list_finish(*state), 0);
	assert_null(problem_list_first(*state));
	assert_null(problem_list_first_error(*state));
}

static void the_first_error_is_no_note(void **state)
{
	add(*state, 1, 1, true, "note");
	assert_null(problem_list_first_error(*state));
	add(*state, 2, 1, false, "error");
	assert_string_equal(accfg_error_get_reason(problem_list_first_error(*state)), "error");
}

static void more_than_200_errors_are_counted_and_said_once(void **state)
{
	struct problem_list *list = *state;

	for (unsigned int i = 0; i < 205; i++)
		add(list, 300 - i, 1, false, "x");
	assert_int_equal(problem_list_finish(list), 0);
	assert_string_equal(message_at(list, 200), "and 5 more");
	assert_null(message_at(list, 201));
	assert_int_equal(problem_list_count_errors(list), 205);
	assert_true(problem_list_is_full(list));
	add(list, 1, 1, false, "x");
	assert_int_equal(problem_list_finish(list), 0);
	assert_string_equal(message_at(list, 200), "and 6 more");
	assert_null(message_at(list, 201));
}

static void problems_of_a_check_can_be_dropped_for_the_next_check(void **state)
{
	struct problem_list *list = *state;
	struct problem what = { .file = "f", .rule = "r", .place = { 1, 1 }, .of_check = true };

	add(list, 2, 1, false, "read");
	for (unsigned int i = 0; i < 250; i++)
		assert_int_equal(problem_list_add(list, &what, "check"), 0);
	what.is_note = true;
	assert_int_equal(problem_list_add(list, &what, "note"), 0);
	assert_int_equal(problem_list_finish(list), 0);
	assert_int_equal(problem_list_count_errors(list), 251);
	problem_list_drop_checks(list);
	assert_int_equal(problem_list_count_errors(list), 1);
	assert_false(problem_list_is_full(list));
	assert_int_equal(problem_list_finish(list), 0);
	assert_string_equal(message_at(list, 0), "read [f:2:1]");
	assert_null(message_at(list, 1));
}

static void notes_do_not_crowd_out_errors(void **state)
{
	struct problem_list *list = *state;

	for (unsigned int i = 0; i < 300; i++)
		add(list, 1, 1, true, "n");
	add(list, 2, 1, false, "error");
	assert_int_equal(problem_list_finish(list), 0);
	assert_non_null(problem_list_first_error(list));
	assert_string_equal(message_at(list, 200), "error [f:2:1]");
}

static void long_objects_are_cut_between_characters(void **state)
{
	struct problem what = { .object = "dsa0/wq\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4"
					  "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4",
				.rule = "r" };
	const char *object;

	assert_int_equal(problem_list_add(*state, &what, "x"), 0);
	object = accfg_error_get_object(problem_list_first(*state));
	assert_true(strlen(object) < 48);
	assert_string_equal(object + strlen(object) - 5, "\xc3\xa4...");
}

static const char *nearest(const char *word, const char *a, const char *b)
{
	struct suggestion suggestion;

	suggest_begin(&suggestion, word);
	suggest_try(&suggestion, a);
	suggest_try(&suggestion, b);
	return suggestion.best;
}

static void the_nearest_name_wins(void **state)
{
	(void)state;
	assert_string_equal(nearest("sharde", "dedicated", "shared"), "shared");
	assert_string_equal(nearest("tresholt", "threshold", "size"), "threshold");
	assert_string_equal(nearest("usr", "none", "user"), "user");
}

static void a_beginning_is_near_enough(void **state)
{
	(void)state;
	assert_string_equal(nearest("tresh", "type", "threshold"), "threshold");
	assert_string_equal(nearest("prio", "prs_disable", "priority"), "priority");
	assert_null(nearest("pro", "prs_disable", "group_id"));
}

static void case_and_separators_are_not_counted(void **state)
{
	(void)state;
	assert_string_equal(nearest("Ungrouped-Workqueues", "ungrouped_engines", "ungrouped workqueues"),
			    "ungrouped workqueues");
}

static void what_is_too_far_is_not_suggested(void **state)
{
	(void)state;
	assert_null(nearest("color", "mode", "type"));
	assert_null(nearest("", "mode", "type"));
	assert_null(nearest("a_name_that_is_longer_than_any_name_we_know_of", "mode", "type"));
}

static void keys_mean_something_only_in_their_object(void **state)
{
	(void)state;
	assert_int_equal(profile_key_lookup(ACCFG_KIND_DEVICE, "groups").use, PROFILE_KEY_PARTS);
	assert_int_equal(profile_key_lookup(ACCFG_KIND_WQ, "groups").use, PROFILE_KEY_UNKNOWN);
	assert_int_equal(profile_key_lookup(ACCFG_KIND_DEVICE, "max_batch_size").use, PROFILE_KEY_READ_ONLY);
	assert_int_equal(profile_key_lookup(ACCFG_KIND_WQ, "max_batch_size").use, PROFILE_KEY_ATTR);
	assert_int_equal(profile_key_lookup(ACCFG_KIND_DEVICE, "cmd_status").use, PROFILE_KEY_READ_ONLY);
	assert_int_equal(profile_key_lookup(ACCFG_KIND_ENGINE, "dev").use, PROFILE_KEY_DEV);
}

static void every_writable_row_can_stand_in_a_profile(void **state)
{
	(void)state;
	for (int kind = ACCFG_KIND_DEVICE; kind <= ACCFG_KIND_ENGINE; kind++) {
		const struct accfg_attr *attr;

		for (attr = accfg_attr_get_first((enum accfg_kind)kind); attr; attr = accfg_attr_get_next(attr)) {
			enum profile_key_use use =
				profile_key_lookup((enum accfg_kind)kind, profile_key_of_attr(attr)).use;

			assert_int_equal(use, accfg_attr_is_writable(attr) ? PROFILE_KEY_ATTR : PROFILE_KEY_READ_ONLY);
		}
	}
}

static void a_failure_keeps_its_code_and_command_status(void **state)
{
	struct error_about about = { .object_path = "dsa0/wq0.1", .attr = "size", .value = "8", .rule = "r",
				     .file = "p.json", .line = 3, .column = 4, .cmd_status = 0x14 };
	struct problem_list *list = *state;
	const struct accfg_error *problem;
	struct accfg_error error = { 0 };

	error_set(&error, -EBUSY, &about, NULL);
	assert_int_equal(problem_list_add_error(list, &error), 0);
	error_clear(&error);
	problem = problem_list_first(list);
	assert_int_equal(accfg_error_get_code(problem), -EBUSY);
	assert_int_equal(accfg_error_get_cmd_status(problem), 0x14);
	assert_string_equal(accfg_error_get_rule(problem), "r");
	assert_string_equal(accfg_error_get_message(problem),
			    "dsa0/wq0.1: size=8: Device or resource busy [p.json:3:4]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(problems_come_in_the_order_of_the_text_and_those_without_a_place_last,
						setup, teardown),
		cmocka_unit_test_setup_teardown(an_empty_list_has_no_first, setup, teardown),
		cmocka_unit_test_setup_teardown(the_first_error_is_no_note, setup, teardown),
		cmocka_unit_test_setup_teardown(more_than_200_errors_are_counted_and_said_once, setup, teardown),
		cmocka_unit_test_setup_teardown(problems_of_a_check_can_be_dropped_for_the_next_check, setup, teardown),
		cmocka_unit_test_setup_teardown(notes_do_not_crowd_out_errors, setup, teardown),
		cmocka_unit_test_setup_teardown(long_objects_are_cut_between_characters, setup, teardown),
		cmocka_unit_test_setup_teardown(a_failure_keeps_its_code_and_command_status, setup, teardown),
		cmocka_unit_test(the_nearest_name_wins),
		cmocka_unit_test(a_beginning_is_near_enough),
		cmocka_unit_test(case_and_separators_are_not_counted),
		cmocka_unit_test(what_is_too_far_is_not_suggested),
		cmocka_unit_test(keys_mean_something_only_in_their_object),
		cmocka_unit_test(every_writable_row_can_stand_in_a_profile),
	};

	return cmocka_run_group_tests_name("problems and suggestions", tests, NULL, NULL);
}
