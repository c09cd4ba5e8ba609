// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The locator alone: where things stand, and where it stops.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/locate.h"

struct scan {
	char *text;
	struct locate_map map;
	int result;
};

static struct scan scan(const char *text)
{
	struct scan s = { .text = strdup(text) };

	assert_non_null(s.text);
	s.result = locate_scan(s.text, strlen(text), &s.map);
	return s;
}

static void done(struct scan *s)
{
	locate_free(&s->map);
	free(s->text);
}

static void assert_place(struct profile_place place, unsigned int line, unsigned int column)
{
	assert_int_equal(place.line, line);
	assert_int_equal(place.column, column);
}

static void keys_and_values_have_places_in_the_order_of_the_text(void **state)
{
	struct scan s = scan("[\n {\"a\": 1,\n\t\"b\": [true, \"x\"]}]");
	const struct locate_node *nodes = s.map.nodes;

	(void)state;
	assert_int_equal(s.result, 0);
	assert_int_equal(s.map.n_nodes, 6);
	assert_int_equal(nodes[0].type, LOCATE_ARRAY);
	assert_place(nodes[0].place, 1, 1);
	assert_int_equal(nodes[1].type, LOCATE_OBJECT);
	assert_place(nodes[1].place, 2, 2);
	assert_place(nodes[2].key_place, 2, 3);
	assert_place(nodes[2].place, 2, 8);
	assert_int_equal(nodes[2].type, LOCATE_NUMBER);
	assert_place(nodes[3].key_place, 3, 2);
	assert_place(nodes[3].place, 3, 7);
	assert_place(nodes[4].place, 3, 8);
	assert_int_equal(nodes[4].type, LOCATE_WORD);
	assert_place(nodes[5].place, 3, 14);
	assert_int_equal(nodes[5].type, LOCATE_STRING);
	done(&s);
}

static void children_and_siblings_are_linked(void **state)
{
	struct scan s = scan("[[1,2],{},3]");
	const struct locate_node *nodes = s.map.nodes;

	(void)state;
	assert_int_equal(nodes[0].child, 1);
	assert_int_equal(nodes[1].child, 2);
	assert_int_equal(nodes[2].next, 3);
	assert_int_equal(nodes[3].next, 0);
	assert_int_equal(nodes[1].next, 4);
	assert_int_equal(nodes[4].child, 0);
	assert_int_equal(nodes[4].next, 5);
	assert_int_equal(nodes[5].next, 0);
	done(&s);
}

static void the_source_of_a_value_is_its_text(void **state)
{
	static const char text[] = "{\"key\" : [ -1.5e3, \"a\\\"b\" ] }";
	struct scan s = scan(text);
	const struct locate_node *nodes = s.map.nodes;

	(void)state;
	assert_int_equal(nodes[1].key_length, 5);
	assert_memory_equal(text + nodes[1].key, "\"key\"", 5);
	assert_int_equal(nodes[1].length, 18);
	assert_memory_equal(text + nodes[2].start, "-1.5e3", nodes[2].length);
	assert_memory_equal(text + nodes[3].start, "\"a\\\"b\"", nodes[3].length);
	done(&s);
}

static void columns_count_code_points_and_a_tab_is_one(void **state)
{
	struct scan s = scan("[\"\xc3\xa4\xf0\x9f\x98\x80\",\t1]");

	(void)state;
	assert_place(s.map.nodes[1].place, 1, 2);
	assert_place(s.map.nodes[2].place, 1, 8);
	done(&s);
}

static void carriage_returns_do_not_end_lines(void **state)
{
	struct scan s = scan("[\r\n1,\r2]");

	(void)state;
	assert_place(s.map.nodes[1].place, 2, 1);
	assert_place(s.map.nodes[2].place, 2, 4);
	done(&s);
}

static void a_place_of_an_offset_is_the_same_as_when_scanned(void **state)
{
	static const char text[] = "[\n\"\xc3\xa4\", 5]";
	struct scan s = scan(text);
	struct profile_place place = locate_place_of(text, s.map.nodes[2].start);

	(void)state;
	assert_place(place, 2, 6);
	assert_place(s.map.nodes[2].place, 2, 6);
	done(&s);
}

static void comments_become_blanks_and_lines_stay(void **state)
{
	struct scan s = scan("[/* a\n**/1]// end");

	(void)state;
	assert_int_equal(s.result, 0);
	assert_string_equal(s.text, "[    \n   1]      ");
	assert_place(s.map.nodes[1].place, 2, 4);
	assert_int_equal(s.map.n_remarks, 2);
	assert_int_equal(s.map.end, 11);
	done(&s);
}

static void comment_marks_in_strings_are_text(void **state)
{
	struct scan s = scan("[\"/* // */\"]");

	(void)state;
	assert_int_equal(s.map.n_remarks, 0);
	assert_string_equal(s.text, "[\"/* // */\"]");
	done(&s);
}

static void every_sloppiness_is_remarked_at_its_place(void **state)
{
	static const struct {
		const char *text;
		enum locate_sloppy what;
		unsigned int column;
	} cases[] = {
		{ "[1 /* x */]", LOCATE_COMMENT, 4 },
		{ "[1 // x\n]", LOCATE_COMMENT, 4 },
		{ "[1 , ]", LOCATE_TRAILING_COMMA, 4 },
		{ "{\"a\":1,}", LOCATE_TRAILING_COMMA, 7 },
		{ "['a']", LOCATE_SINGLE_QUOTE, 2 },
		{ "{'a':1}", LOCATE_SINGLE_QUOTE, 2 },
		{ "[True]", LOCATE_WORD_CASE, 2 },
		{ "[nULL]", LOCATE_WORD_CASE, 2 },
		{ "[nan]", LOCATE_NOT_A_NUMBER, 2 },
		{ "[-infinity]", LOCATE_NOT_A_NUMBER, 2 },
		{ "[00]", LOCATE_NUMBER_FORM, 2 },
		{ "[-01]", LOCATE_NUMBER_FORM, 2 },
		{ "[1.]", LOCATE_NUMBER_FORM, 2 },
		{ "[-.5]", LOCATE_NUMBER_FORM, 2 },
		{ "[1e]", LOCATE_NUMBER_FORM, 2 },
		{ "[\"a\tb\"]", LOCATE_CONTROL_CHAR, 4 },
		{ "[] x", LOCATE_TRAILING_TEXT, 4 },
		{ "[] ]", LOCATE_TRAILING_TEXT, 4 },
		{ "[] /* x", LOCATE_TRAILING_TEXT, 4 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct scan s = scan(cases[i].text);

		assert_int_equal(s.result, 0);
		assert_int_equal(s.map.n_remarks, 1);
		assert_int_equal(s.map.remarks[0].what, cases[i].what);
		assert_place(s.map.remarks[0].place, 1, cases[i].column);
		done(&s);
	}
}

static void strict_json_has_no_remark(void **state)
{
	struct scan s = scan(" {\"a\\u00e9\\n\":[0,-0,10,-1.5E+10,1e-3,true,false,null,\"\\\"\\/\\b\"],\"b\":{}}\r\n\t ");

	(void)state;
	assert_int_equal(s.result, 0);
	assert_int_equal(s.map.n_remarks, 0);
	done(&s);
}

static void nesting_of_64_is_taken_and_of_65_is_not(void **state)
{
	char text[2 * 65 + 1] = "";
	struct scan s;

	(void)state;
	memset(text, '[', 64);
	memset(text + 64, ']', 64);
	s = scan(text);
	assert_int_equal(s.result, 0);
	done(&s);
	memset(text, '[', 65);
	memset(text + 65, ']', 65);
	s = scan(text);
	assert_int_equal(s.result, -E2BIG);
	assert_string_equal(s.map.reason, "nested deeper than 64 levels");
	assert_place(s.map.error_place, 1, 65);
	done(&s);
}

static void a_hundred_thousand_brackets_stop_the_scan_at_the_65th(void **state)
{
	char *text = malloc(100001);
	struct locate_map map;

	(void)state;
	assert_non_null(text);
	memset(text, '[', 100000);
	text[100000] = '\0';
	assert_int_equal(locate_scan(text, 100000, &map), -E2BIG);
	assert_int_equal(map.n_nodes, 65);
	assert_place(map.error_place, 1, 65);
	locate_free(&map);
	free(text);
}

static void the_number_of_values_is_bounded(void **state)
{
	size_t length = 2 * (LOCATE_MAX_NODES + 10);
	char *text = malloc(length + 1);
	struct locate_map map;

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < length; i += 2)
		memcpy(text + i, "1,", 2);
	text[0] = '[';
	text[1] = ' ';
	text[length] = '\0';
	assert_int_equal(locate_scan(text, length, &map), -E2BIG);
	assert_int_equal(map.n_nodes, LOCATE_MAX_NODES);
	assert_string_equal(map.reason, "more than 262144 values");
	locate_free(&map);
	free(text);
}

static void more_remarks_than_are_kept_are_counted(void **state)
{
	char text[4096] = "[";
	struct scan s;

	(void)state;
	for (int i = 0; i < 300; i++)
		strcat(text, "/**/");
	strcat(text, "]");
	s = scan(text);
	assert_int_equal(s.result, 0);
	assert_int_equal(s.map.n_remarks, 300);
	done(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_and_values_have_places_in_the_order_of_the_text),
		cmocka_unit_test(children_and_siblings_are_linked),
		cmocka_unit_test(the_source_of_a_value_is_its_text),
		cmocka_unit_test(columns_count_code_points_and_a_tab_is_one),
		cmocka_unit_test(carriage_returns_do_not_end_lines),
		cmocka_unit_test(a_place_of_an_offset_is_the_same_as_when_scanned),
		cmocka_unit_test(comments_become_blanks_and_lines_stay),
		cmocka_unit_test(comment_marks_in_strings_are_text),
		cmocka_unit_test(every_sloppiness_is_remarked_at_its_place),
		cmocka_unit_test(strict_json_has_no_remark),
		cmocka_unit_test(nesting_of_64_is_taken_and_of_65_is_not),
		cmocka_unit_test(a_hundred_thousand_brackets_stop_the_scan_at_the_65th),
		cmocka_unit_test(the_number_of_values_is_bounded),
		cmocka_unit_test(more_remarks_than_are_kept_are_counted),
	};

	return cmocka_run_group_tests_name("the locator", tests, NULL, NULL);
}
