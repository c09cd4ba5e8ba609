// SPDX-License-Identifier: GPL-2.0-or-later
/* Bitmaps, numbers, sizes, natural order, growing texts, log priorities. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/bitmap.h"
#include "util/log.h"
#include "util/natural.h"
#include "util/number.h"
#include "util/text.h"

static void bitmaps_are_read_in_both_forms_of_the_kernel(void **state)
{
	uint64_t bits[BITMAP_WORDS];

	(void)state;
	assert_int_equal(bitmap_parse("80000000,00000000,00000000,00000000,00000000,00000000,00000001,003f027d", bits), 0);
	assert_true(bits[0] == 0x1003f027d && !bits[1] && !bits[2] && bits[3] == 0x8000000000000000);
	assert_int_equal(bitmap_parse("f", bits), 0);
	assert_true(bits[0] == 0xf && !bits[3]);
	assert_int_equal(bitmap_parse("0x0000001003f027d 0x1 0x0 0x2", bits), 0);
	assert_true(bits[0] == 0x1003f027d && bits[1] == 1 && bits[3] == 2);
}

static void bitmaps_that_are_malformed_change_nothing(void **state)
{
	static const char *const bad[] = { "", ",", "1,", "1 2", "g", "0x", "0xg", "1,0x1", "0x1,0x2", "-1" };
	static const char *const wide[] = { "123456789", "1,2,3,4,5,6,7,8,9", "0x1 0x1 0x1 0x1 0x1",
					    "0x12345678123456781" };
	uint64_t bits[BITMAP_WORDS] = { 7, 7, 7, 7 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(bitmap_parse(bad[i], bits), -EINVAL);
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		assert_int_equal(bitmap_parse(wide[i], bits), -EOVERFLOW);
	assert_true(bits[0] == 7 && bits[1] == 7 && bits[2] == 7 && bits[3] == 7);
}

static void a_bitmap_that_was_written_is_read_back(void **state)
{
	const uint64_t bits[BITMAP_WORDS] = { 0x0123456789abcdef, 0, 0xffffffffffffffff, 0x8000000000000001 };
	uint64_t again[BITMAP_WORDS];
	char text[BITMAP_TEXT_SIZE];

	(void)state;
	bitmap_format(bits, text);
	assert_string_equal(text, "80000000,00000001,ffffffff,ffffffff,00000000,00000000,01234567,89abcdef");
	assert_int_equal(bitmap_parse(text, again), 0);
	assert_memory_equal(bits, again, sizeof(bits));
}

static void numbers_are_whole_or_refused(void **state)
{
	uint64_t wide;
	unsigned int n;
	int i;

	(void)state;
	assert_int_equal(number_parse_u64("18446744073709551615", 10, &wide), 0);
	assert_true(wide == UINT64_MAX);
	assert_int_equal(number_parse_u64("18446744073709551616", 10, &wide), -ERANGE);
	assert_int_equal(number_parse_u64("0xFF", 16, &wide), 0);
	assert_true(wide == 255);
	assert_int_equal(number_parse_u64("0xFF", 10, &wide), -EINVAL);
	assert_int_equal(number_parse_uint("4294967295", &n), 0);
	assert_int_equal(number_parse_uint("4294967296", &n), -ERANGE);
	assert_int_equal(number_parse_uint("", &n), -EINVAL);
	assert_int_equal(number_parse_uint("1 ", &n), -EINVAL);
	assert_int_equal(number_parse_int("-2147483648", &i), 0);
	assert_int_equal(i, -2147483647 - 1);
	assert_int_equal(number_parse_int("2147483648", &i), -ERANGE);
	assert_int_equal(number_parse_int("-", &i), -EINVAL);
	assert_int_equal(number_parse_int("--1", &i), -EINVAL);
}

static void sizes_have_units_of_1024(void **state)
{
	uint64_t bytes = 0;

	(void)state;
	assert_int_equal(size_parse("2M", &bytes), 0);
	assert_true(bytes == 2097152);
	assert_int_equal(size_parse("2MiB", &bytes), 0);
	assert_true(bytes == 2097152);
	assert_int_equal(size_parse("4gb", &bytes), 0);
	assert_true(bytes == 4294967296);
	assert_int_equal(size_parse("0x1000", &bytes), 0);
	assert_true(bytes == 4096);
	assert_int_equal(size_parse("16384P", &bytes), -ERANGE);
	assert_int_equal(size_parse("2X", &bytes), -EINVAL);
	assert_int_equal(size_parse("M", &bytes), -EINVAL);
	assert_int_equal(size_parse("2 M", &bytes), -EINVAL);
	assert_int_equal(size_parse("2MX", &bytes), -EINVAL);
}

static void names_are_in_natural_order(void **state)
{
	static const char *const names[] = { "", "dsa", "dsa0", "dsa2", "dsa10", "dsa10a", "iax1", "wq0.2", "wq0.10", "wq1.0",
					     "wq99999999999999999999.0", "wq100000000000000000000.0" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++) {
			int order = natural_compare(names[i], names[j]);

			assert_int_equal(order < 0, i < j);
			assert_int_equal(order > 0, i > j);
		}
	}
	assert_true(natural_compare("x01", "x1") && natural_compare("x1", "x01"));
}

static void a_text_grows(void **state)
{
	struct text text = { 0 };
	char *taken;

	(void)state;
	for (int i = 0; i < 1000; i++)
		text_printf(&text, "%d,", i);
	text_add(&text, "end");
	taken = text_take(&text);
	assert_non_null(taken);
	assert_int_equal(strlen(taken), 10 * 2 + 90 * 3 + 900 * 4 + 3);
	free(taken);
	taken = text_take(&text);
	assert_string_equal(taken, "");
	free(taken);
}

static void an_array_grows_by_doubling(void **state)
{
	int *array = NULL;

	(void)state;
	for (size_t n = 0; n < 1000; n++) {
		array = array_grow(array, n, sizeof(*array));
		assert_non_null(array);
		array[n] = (int)n;
	}
	assert_int_equal(array[999], 999);
	free(array);
}

static void log_priorities_are_words_or_numbers(void **state)
{
	(void)state;
	assert_int_equal(log_priority_parse("err"), 3);
	assert_int_equal(log_priority_parse("Debug"), 7);
	assert_int_equal(log_priority_parse("6"), 6);
	assert_int_equal(log_priority_parse("8"), -EINVAL);
	assert_int_equal(log_priority_parse("loud"), -EINVAL);
	assert_int_equal(log_priority_parse(""), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bitmaps_are_read_in_both_forms_of_the_kernel),
		cmocka_unit_test(bitmaps_that_are_malformed_change_nothing),
		cmocka_unit_test(a_bitmap_that_was_written_is_read_back),
		cmocka_unit_test(numbers_are_whole_or_refused),
		cmocka_unit_test(sizes_have_units_of_1024),
		cmocka_unit_test(names_are_in_natural_order),
		cmocka_unit_test(a_text_grows),
		cmocka_unit_test(an_array_grows_by_doubling),
		cmocka_unit_test(log_priorities_are_words_or_numbers),
	};

	return cmocka_run_group_tests_name("util", tests, NULL, NULL);
}
